"""Setting up devices, as a picture: what this station uses, what else is connected, how the last trial went. Takes
plain values, so that neither devices nor settings need to be known here."""

from collections.abc import Mapping

from msgspec import Struct

from ui.presenters.words import Words

ROLES = ("printer", "scanner", "scale")
MARKS = {"ready": "ok", "unasked": "ok", "in_use": "ok", "attention": "warn", "forbidden": "bad", "silent": "bad"}


class Device(Struct, frozen=True):
    """One device. kind: scanner, scale, printer or serial (anything); state: ready, attention, in_use, forbidden,
    silent, lost or unasked; fault: a key or ""; language: of a printer, or a scale's protocol; dpi: 0 = unknown."""

    kind: str
    address: str
    name: str
    state: str
    fault: str = ""
    language: str = ""
    dpi: int = 0


class Setup(Struct, frozen=True):
    """devices: what is connected; wanted: role -> address of the settings; busy: "", looking or testing; said: the
    last trial's key with its values (a value that begins with @ is a key), good: how it went."""

    devices: tuple[Device, ...] = ()
    wanted: Mapping[str, str] = {}
    busy: str = ""
    said: str = ""
    given: Mapping[str, str] = {}
    good: bool = True


class UseView(Struct, frozen=True):
    """A button: this device for that role."""

    role: str
    address: str
    text: str


class FoundView(Struct, frozen=True):
    """A device that is connected. mark: ok, warn, bad; note: its state in words; uses: what it may be used as; role:
    what it is used as already, in words, or ""."""

    mark: str
    title: str
    note: str
    uses: tuple[UseView, ...] = ()
    role: str = ""


class SlotView(Struct, frozen=True):
    """What this station has for a role: its name, the device, how it is, and the button that tries it out."""

    role: str
    name: str
    device: str
    mark: str
    note: str
    test: str
    enabled: bool


class SetupView(Struct, frozen=True):
    """The whole screen with finished words. said: the result line; mark: ok, bad or later (still under way)."""

    title: str
    slots: tuple[SlotView, ...]
    heading: str
    found: tuple[FoundView, ...]
    nothing: str
    said: str
    mark: str
    look: str
    close: str
    busy: bool


def setup_view(setup: Setup, words: Words) -> SetupView:
    """The picture of this moment."""
    said, mark = _said(setup, words)
    return SetupView(
        title=words.say("ui.setup.title"),
        slots=tuple(_slot(role, setup, words) for role in ROLES),
        heading=words.say("ui.setup.found"),
        found=tuple(_found(device, setup, words) for device in _in_order(setup)),
        nothing="" if setup.devices or setup.busy else words.say("ui.setup.nothing"),
        said=said,
        mark=mark,
        look=words.say("ui.setup.look"),
        close=words.say("ui.setup.close"),
        busy=bool(setup.busy),
    )


def _said(setup: Setup, words: Words) -> tuple[str, str]:
    if setup.said:
        given = {name: words.say(said[1:]) if said.startswith("@") else said for name, said in setup.given.items()}
        under_way = setup.busy == "testing" and setup.good
        return words.say(setup.said, **given), "later" if under_way else "ok" if setup.good else "bad"
    return (words.say(f"ui.setup.{setup.busy}"), "later") if setup.busy else ("", "")


def _slot(role: str, setup: Setup, words: Words) -> SlotView:
    address = setup.wanted.get(role, "")
    device = next((one for one in setup.devices if same(one.address, address)), None) if address else None
    none = words.say("ui.setup.keyboard" if role == "scanner" else "ui.setup.none")
    mark = "later" if not address else "bad" if device is None and not setup.busy else mark_of(device)
    return SlotView(
        role=role,
        name=words.known(f"ui.device.{role}", role),
        device=(device.name if device else address) or none,
        mark="ok" if role == "scanner" and not address else mark,
        note=_state(device, words, here=True) if device else "",
        test=words.say(f"ui.setup.test.{role}"),
        enabled=not setup.busy and bool(address or role == "scanner"),
    )


def _found(device: Device, setup: Setup, words: Words) -> FoundView:
    role = next((role for role, address in setup.wanted.items() if same(device.address, address)), "")
    kinds = ROLES if device.kind == "serial" else tuple(one for one in ROLES if one == device.kind)
    usable = not role and not setup.busy and device.state not in ("forbidden", "lost")
    uses = tuple(UseView(one, device.address, words.say(f"ui.setup.use.{one}")) for one in kinds if usable)
    kind = words.say(f"found.kind.{device.kind}")
    return FoundView(
        mark=mark_of(device),
        title=device.name or kind,
        note=", ".join(word for word in (kind, speaks(device), _state(device, words, here=bool(role))) if word),
        uses=uses,
        role=words.say("ui.setup.in_use") if role else "",
    )


def _in_order(setup: Setup) -> list[Device]:
    """What answers first; lines behind which nothing is known last."""
    return sorted(setup.devices, key=lambda one: (one.kind == "serial", mark_of(one) == "bad"))


def mark_of(device: Device | None) -> str:
    """ok, warn or bad; later where it is not known yet."""
    return MARKS.get(device.state, "bad") if device else "later"


def speaks(device: Device) -> str:
    """A printer's language with its resolution, a scale's protocol."""
    return device.language.upper() + (f" {device.dpi} dpi" if device.dpi else "")


def _state(device: Device, words: Words, *, here: bool) -> str:
    """How it is, in words; a line that is held, and is ours, is held by this very station."""
    if here and device.state == "in_use":
        return words.say("ui.setup.in_use")
    return words.say(device.fault or f"found.{device.state}")


def same(found: str, wanted: str) -> bool:
    """Whether these addresses mean one device; settings may leave out `serial:` and add a speed."""
    plain = wanted.removeprefix("serial:").partition("?")[0]
    return bool(wanted) and found in (wanted, f"serial:{plain}", wanted.removeprefix("tcp://"))
