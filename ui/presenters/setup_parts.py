"""The values of the set-up screen: what it is told, and what it shows. Takes plain values, so that neither devices nor
settings need to be known here. Words are made in `setup` and `slots`."""

from collections.abc import Mapping

from msgspec import Struct

from ui.presenters.status import DeviceStatus
from ui.presenters.words import Words

PRINTERS = ("printer", "printer2", "printer3", "printer4")
ROLES = ("printer", "scanner", "scale", "camera")
MARKS = {"ready": "ok", "unasked": "ok", "in_use": "ok", "attention": "warn", "forbidden": "bad", "silent": "bad"}


class Device(Struct, frozen=True):
    """One device. kind: scanner, scale, printer, camera or serial (anything); state: ready, attention, in_use,
    forbidden, silent, lost or unasked; fault: a key or ""; language: of a printer, or a scale's protocol; dpi: 0 =
    unknown."""

    kind: str
    address: str
    name: str
    state: str
    fault: str = ""
    language: str = ""
    dpi: int = 0


class Setup(Struct, frozen=True):
    """devices: what is connected; wanted: role -> address of the settings; busy: "", looking or testing; said: the
    last trial's key with its values (a value that begins with @ is a key), good: how it went; speaks: printer -> its
    language and dpi of the settings; lamps: how devices stand at this moment; picking: the printer's place that is to
    get another one, or ""; picture: the last test picture; install: what cameras of this computer need and is not
    there; over: the screen is to close."""

    devices: tuple[Device, ...] = ()
    wanted: Mapping[str, str] = {}
    busy: str = ""
    said: str = ""
    given: Mapping[str, str] = {}
    good: bool = True
    speaks: Mapping[str, tuple[str, int]] = {}
    lamps: tuple[DeviceStatus, ...] = ()
    picking: str = ""
    picture: bytes = b""
    install: str = ""
    over: bool = False

    def lamp(self, role: str) -> DeviceStatus:
        """How that device stands; "up" where nothing is known."""
        return next((one for one in self.lamps if one.name == role), DeviceStatus(role, "up"))


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


class KeyView(Struct, frozen=True):
    """A key of a slot. act: test, aside, on, exchange, language, dpi or none; code: what may be scanned instead;
    hotkey: what may be pressed instead."""

    act: str
    text: str
    code: str = ""
    hotkey: str = ""
    enabled: bool = True


class SlotView(Struct, frozen=True):
    """What this station has for a role: its name, the device, how it is, and its keys; the large one has a code."""

    role: str
    name: str
    device: str
    mark: str
    note: str
    large: KeyView | None
    keys: tuple[KeyView, ...]
    picture: bytes = b""


class SetupView(Struct, frozen=True):
    """The whole screen with finished words. said: the result line; mark: ok, bad or later (still under way); prompt:
    of the field for an address, "" where none is asked for; back: out of picking, "" where nothing is picked."""

    title: str
    slots: tuple[SlotView, ...]
    heading: str
    found: tuple[FoundView, ...]
    nothing: str
    said: str
    mark: str
    look: str
    close: KeyView
    busy: bool
    prompt: str = ""
    enter: str = ""
    back: str = ""


def title_of(device: Device, setup: Setup) -> str:
    """Its name; of several with one name, with the address that tells them apart."""
    twins = sum(one.name == device.name for one in setup.devices)
    return f"{device.name} ({device.address})" if device.name and twins > 1 else device.name


def mark_of(device: Device | None) -> str:
    """ok, warn or bad; later where it is not known yet."""
    return MARKS.get(device.state, "bad") if device else "later"


def state_words(device: Device, words: Words, *, here: bool) -> str:
    """How it is, in words; a line that is held, and is ours, is held by this very station."""
    if here and device.state == "in_use":
        return words.say("ui.setup.in_use")
    return words.say(device.fault or f"found.{device.state}")


def same(found: str, wanted: str) -> bool:
    """Whether these addresses mean one device; settings may leave out `serial:` and add a speed."""
    plain = wanted.removeprefix("serial:").partition("?")[0]
    return bool(wanted) and found in (wanted, f"serial:{plain}", wanted.removeprefix("tcp://"))
