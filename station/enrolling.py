"""Making a station known to a tracking service: a one-time code and a fresh key become a token."""

from base64 import b64encode

from station import keys
from station.clock import SystemClock
from station.config import Config
from station.keys import KeysMissing
from station.store.file import Store
from station.sync.client import HttpService
from station.sync.signing import EnrolRefused, KeySigner, enrol

__all__ = ["EnrolRefused", "KeysMissing", "enrol_station"]


def enrol_station(config: Config, url: str, code: str, *, in_file: bool) -> str:
    """Enrols and keeps the keys; gives the station's id. Raises EnrolRefused or KeysMissing."""
    clock = SystemClock()
    private = clock.secret(32)
    store, client = Store(config.home, clock.fresh_id), HttpService(url)
    try:
        keys.need_place(store.station, in_file=in_file)
        enrolled = enrol(client, code, store.station, config.name, KeySigner(private))
        kept = keys.Keys(b64encode(private).decode(), enrolled.token, url)
        keys.save(config.home, store.station, kept, in_file=in_file)
        return store.station
    finally:
        client.close()
        store.close()
