"""Devices and sync as lamps. Takes plain values, so that neither devices nor sync need to be known here."""

from datetime import datetime

from msgspec import Struct

from ui.presenters.views import LampView
from ui.presenters.words import DOT, Words, age_words, moment

QUIET_S = 300
"""Seconds without a successful exchange after which the line counts as down."""
FRESH_S = 60
"""Facts younger than this are on their way, not kept back."""

ASIDE = "printer.set_aside"
"""Why a printer gets no labels that a person has set aside."""


class DeviceStatus(Struct, frozen=True):
    """One device: name (scanner, printer, scale, ...), state (up, down, trouble), reason: a catalogue key or "";
    waiting: labels that a printer would print and does not."""

    name: str
    state: str
    reason: str = ""
    waiting: int = 0

    @property
    def aside(self) -> bool:
        """Whether somebody has set this printer aside."""
        return self.reason == ASIDE


class SyncStatus(Struct, frozen=True):
    """The cursor: last_success and oldest_unsent_at are UTC texts or ""; stopped is the reason's key or "".

    waiting: the last try failed, the service is away. It says so at once; without it, age alone decides.
    """

    last_success: str = ""
    unsent: int = 0
    oldest_unsent_at: str = ""
    stopped: str = ""
    waiting: bool = False


class Status(Struct, frozen=True):
    """All lamps' truth at one moment; sync is None for a station that is not enrolled."""

    devices: tuple[DeviceStatus, ...] = ()
    sync: SyncStatus | None = None


class StatusView(Struct, frozen=True):
    """The lamps, devices first, sync last."""

    lamps: tuple[LampView, ...] = ()


def status_view(status: Status, now: datetime, words: Words) -> StatusView:
    """Lamps with words: colour and shape come from `state`."""
    devices = tuple(_device(device, words) for device in status.devices)
    return StatusView((*devices, _sync(status.sync, now, words)))


def _device(device: DeviceStatus, words: Words) -> LampView:
    state = {"up": "ok", "trouble": "warn", "down": "error"}.get(device.state, "off")
    name = words.known(f"ui.device.{device.name}", device.name)
    waiting = words.say("ui.device.waiting", n=device.waiting) if device.waiting else ""
    if state == "ok":
        return LampView("warn" if waiting else state, DOT.join(one for one in (name, waiting) if one), waiting)
    reason = DOT.join(one for one in (reason_words(device, words), waiting) if one)
    return LampView(state, f"{name}{DOT}{reason}", reason)


def reason_words(device: DeviceStatus, words: Words) -> str:
    """What is the matter with a device that is not up."""
    if device.aside:
        return words.say("ui.device.aside")
    plain = words.known(f"ui.device.state.{device.state}", device.state)
    return plain if device.reason.partition(".")[0] in ("", "device") else words.say(device.reason)


def _sync(sync: SyncStatus | None, now: datetime, words: Words) -> LampView:
    if sync is None:
        return LampView("off", words.say("ui.sync.none"))
    if sync.stopped:
        return LampView("error", words.say("ui.sync.stopped", reason=_reason(sync.stopped, words), n=sync.unsent))
    oldest = age_words(sync.oldest_unsent_at, now, words)
    if sync.unsent and (sync.waiting or _age(sync.oldest_unsent_at, now) > FRESH_S):
        return LampView("warn", words.say("ui.sync.kept", n=sync.unsent, age=oldest))
    if sync.unsent:
        return LampView("ok", words.say("ui.sync.sending", n=sync.unsent))
    if sync.waiting or _age(sync.last_success, now) > QUIET_S:
        return LampView("warn", words.say("ui.sync.offline"))
    return LampView("ok", words.say("ui.sync.all_sent"))


def _reason(stopped: str, words: Words) -> str:
    return words.known(f"sync.{stopped}", words.say(stopped))


def _age(at: str, now: datetime) -> float:
    found = moment(at)
    return (now - found).total_seconds() if found else float("inf")
