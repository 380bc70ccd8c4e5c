"""Setting up devices, as a picture: what this station uses, what else is connected, how the last trial went."""

from station.domain import codes
from ui.presenters.setup_parts import (
    PRINTERS,
    ROLES,
    Device,
    FoundView,
    KeyView,
    Setup,
    SetupView,
    UseView,
    mark_of,
    same,
    state_words,
    title_of,
)
from ui.presenters.slots import free_place, slots
from ui.presenters.words import Words

SET_UP = "set_up"
"""The command that opens this screen, and closes it."""


def setup_view(setup: Setup, words: Words) -> SetupView:
    """The picture of this moment."""
    said, mark = _said(setup, words)
    name = words.known(f"ui.device.{setup.picking}", setup.picking)
    found = tuple(view for device in _in_order(setup) if (view := _found(device, setup, words)))
    return SetupView(
        title=words.say("ui.setup.title"),
        slots=slots(setup, words),
        heading=words.say("ui.setup.pick", device=name) if setup.picking else words.say("ui.setup.found"),
        found=found,
        nothing="" if found or setup.busy else words.say("ui.setup.nothing"),
        said=said,
        mark=mark,
        look=words.say("ui.setup.look"),
        close=KeyView("close", words.say("ui.setup.close"), codes.command(SET_UP), "Esc"),
        busy=bool(setup.busy),
        prompt=words.say("ui.setup.address"),
        enter=words.say("ui.setup.look_there"),
        back=words.say("ui.setup.pick_none") if setup.picking else "",
    )


def _said(setup: Setup, words: Words) -> tuple[str, str]:
    if setup.said:
        given = {name: words.say(said[1:]) if said.startswith("@") else said for name, said in setup.given.items()}
        under_way = setup.busy == "testing" and setup.good
        return words.say(setup.said, **given), "later" if under_way else "ok" if setup.good else "bad"
    return (words.say(f"ui.setup.{setup.busy}"), "later") if setup.busy else ("", "")


def _found(device: Device, setup: Setup, words: Words) -> FoundView | None:
    """None: no answer to what is asked at the moment."""
    role = next((role for role, address in setup.wanted.items() if same(device.address, address)), "")
    if setup.picking and (role or device.kind not in ("printer", "serial")):
        return None
    usable = not role and not setup.busy and device.state not in ("forbidden", "lost")
    uses = tuple(UseView(one, device.address, words.say(f"ui.setup.use.{one}")) for one in _uses(device, setup))
    kind = words.say(f"found.kind.{device.kind}")
    return FoundView(
        mark=mark_of(device),
        title=title_of(device, setup) or kind,
        note=", ".join(word for word in (kind, speaks(device), state_words(device, words, here=bool(role))) if word),
        uses=uses if usable else (),
        role=words.say("ui.setup.in_use") if role else "",
    )


def _uses(device: Device, setup: Setup) -> tuple[str, ...]:
    """What it may be; a printer takes the place that is picked, else the first free one."""
    kinds = ROLES[:3] if device.kind == "serial" else (device.kind,)
    place = setup.picking or free_place(setup)
    if setup.picking:
        return (place,)
    return tuple(one for kind in kinds if (one := place if kind in PRINTERS else kind))


def _in_order(setup: Setup) -> list[Device]:
    """What answers first; lines behind which nothing is known last."""
    return sorted(setup.devices, key=lambda one: (one.kind == "serial", mark_of(one) == "bad"))


def speaks(device: Device) -> str:
    """A printer's language with its resolution, a scale's protocol."""
    return device.language.upper() + (f" {device.dpi} dpi" if device.dpi else "")
