"""What screens draw: frozen values with finished words. No rules and no Qt; the other presenters make these."""

from msgspec import Struct


class ChoiceView(Struct, frozen=True):
    """One card. number: "1".."9" or "" (no key); route: colour and shape, or "". style: plain, route, danger. picture:
    an icon's name, or ""."""

    key: str
    code: str
    text: str
    hint: str = ""
    number: str = ""
    style: str = "plain"
    route: str = ""
    picture: str = ""


class CommandView(Struct, frozen=True):
    """One command: hotkey is "F1".."F12" or ""; enabled is False for a fixed place whose command is not offered now."""

    key: str
    text: str
    code: str = ""
    hotkey: str = ""
    icon: str = ""
    enabled: bool = True
    style: str = "plain"


class TabView(Struct, frozen=True):
    """A mode at the top. press is the command that leads there, "" where it is not offered now."""

    text: str
    current: bool
    press: str = ""


class FrameView(Struct, frozen=True):
    """The top line: station, modes, who works, in which language, the time."""

    station: str
    tabs: tuple[TabView, ...]
    person: str
    lang: str
    clock: str


class DotView(Struct, frozen=True):
    """One stage. state: done, now or later."""

    text: str
    state: str


class RowView(Struct, frozen=True):
    """A unit (or a parcel taken in) on the left. state: done, now, expected, held, problem."""

    title: str
    note: str
    state: str


class SideView(Struct, frozen=True):
    """The left column. figure is a big number (dock), "" for none."""

    heading: str
    title: str
    lines: tuple[str, ...] = ()
    rows_heading: str = ""
    rows: tuple[RowView, ...] = ()
    figure: str = ""
    figure_words: str = ""


class ProductView(Struct, frozen=True):
    """The thing in hand: title with quantity, remarks joined; picture is a name, "" for the plain box; signals: what
    does not add up, a sentence each."""

    title: str
    remarks: str
    picture: str
    signals: tuple[str, ...] = ()


class BandView(Struct, frozen=True):
    """Where it goes: route gives colour and shape, words the route's name and position; why: in one line; more: the
    next best way; money: what it should bring, "" without the right to see it."""

    route: str
    above: str
    words: str
    why: str = ""
    more: str = ""
    money: str = ""


class MarkView(Struct, frozen=True):
    """A line of evidence. mark: done, now, later or bad."""

    mark: str
    text: str


class LabelView(Struct, frozen=True):
    """The label as a picture (title, lines, number below; seed gives the picture of its codes) and what proves it."""

    title: str
    lines: tuple[str, ...]
    number: str
    seed: str
    marks: tuple[MarkView, ...]


class EntryView(Struct, frozen=True):
    """The entry field. kind: text, number or pin."""

    kind: str
    prompt: str
    enter: str


class View(Struct, frozen=True):
    """One whole picture of the window. kind: sign_in, locked, stop, dock or bench."""

    number: int
    question: int
    kind: str
    lang: str
    frame: FrameView
    title: str
    hint: str
    side: SideView | None = None
    dots: tuple[DotView, ...] = ()
    band: BandView | None = None
    product: ProductView | None = None
    label: LabelView | None = None
    choices: tuple[ChoiceView, ...] = ()
    entry: EntryView | None = None
    commands: tuple[CommandView, ...] = ()
    more: tuple[CommandView, ...] = ()
    busy: str = ""
    picture: str = ""
    """Beside the instruction: what to look at or to do, as an icon's name."""
    remark: str = ""
    """A neutral word that decides nothing."""
    idle: bool = False
    """Nothing but a scan is waited for: there is room for a large picture of one."""


class LampView(Struct, frozen=True):
    """A device or sync in the status bar. state: ok, warn, error or off; each has a colour and a shape."""

    state: str
    text: str
    detail: str = ""


class ToastView(Struct, frozen=True):
    """A notice on the screen. stays: until the next input; else it goes after `ms`."""

    number: int
    severity: str
    text: str
    stays: bool
    ms: int
    beeps: int
