"""The carriers' number formats from resources, read when first asked for; a wrong file is refused with its name, key
and what is allowed."""

from functools import cache
from importlib.resources import files

from station.domain.carriers import Carriers


@cache
def load_carriers() -> Carriers:
    """What the package ships. Raises PolicyFault."""
    from station.domain.carrier_files import read_carriers  # nothing of this is needed before the first number

    folder = files("resources") / "carriers"
    rows = (f for f in folder.iterdir() if f.name.endswith(".toml"))
    return read_carriers({f"carriers/{f.name}": f.read_text(encoding="utf-8") for f in rows})
