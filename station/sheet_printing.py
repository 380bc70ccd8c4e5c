"""Sends the office's paper to a printer of this station: a customer's return label, a vendor's packing list. Only while
the station is closed: an open one has its printers in hand. Responsible for which printer it is, for one try, and for
saying what that printer proves; not for what stands on the paper."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from station import texts
from station.clock import SystemClock
from station.config import Config, Printer
from station.devices.ports import LabelPrinter, NotReady
from station.domain.bench.effects import Print
from station.printing import RefusedLabel, own_size
from station.set_aside import Mark
from station.sheet_command import RETURNS, Nothing, return_values
from station.unsettled import alone, why_not

if TYPE_CHECKING:
    from station.labels.values import LabelValues

RETURN, PACKING = "return", "packing"
"""Kinds of paper: the words before the hyphen of their layouts."""
A4 = RETURNS[0]
"""A system printer that prints this has paper for a packing list, too."""

_NO_RETURNS = 'No printer here prints return labels: add "return-4x6in" or "return-a4" to its labels in station.toml.'
_NO_PAGES = f"""No system printer here prints A4: add "{A4}" to the labels of one in station.toml (its host begins with
ipp:// or ipps://, its language is pdf)."""


def print_return_label(config: Config, journal: Path, lang: str, code: str) -> str:
    """To the first printer of the settings that prints such labels, in its own size; what the printer proves of it.
    Raises Nothing, also where the printer would not or does not say."""
    from station.places import device

    name, settings = _first(config, lambda one: RETURN in _kinds(one), _NO_RETURNS, lang)
    values = return_values(config, journal, lang, code, own_size(A4, settings.labels) or A4)
    with _alone(config):
        machine = device(settings, config.home, SystemClock().mark)
        if waited_for := why_not(config.home, name, machine.id):
            raise Nothing(f"{name}: {texts.say(lang, waited_for)}")
        return _sent(name, lang, machine.printer, lambda: machine.draw(_job(values))[0])


def print_packing_list(config: Config, pdf: bytes, lang: str) -> str:
    """These pages to the first system printer of the settings that prints A4; else as above. What a label left there
    waits for is its job's name, which no other job bears."""
    from station.places import office_printer

    name, settings = _first(config, _prints_pages, _NO_PAGES, lang)
    with _alone(config):
        return _sent(name, lang, office_printer(settings, SystemClock().mark), lambda: pdf)


def _first(config: Config, fits: Callable[[Printer], bool], lacking: str, lang: str) -> tuple[str, Printer]:
    """One that nobody has set aside."""
    from station.exchanging import printers_of

    found = [(name, one) for name, one in printers_of(config).items() if one.host and fits(one)]
    if not found:
        raise Nothing(lacking)
    usable = (one for one in found if not Mark(config.home, one[0]).is_set())
    chosen = next(usable, None)
    if chosen is None:
        raise Nothing(f"{found[0][0]}: {texts.say(lang, 'printer.set_aside')}")
    return chosen


def _kinds(one: Printer) -> set[str]:
    return {layout.partition("-")[0] for layout in one.labels}


def _prints_pages(one: Printer) -> bool:
    """Of raster pages (pwg) there is but one a job."""
    return one.system and one.language != "pwg" and (PACKING in _kinds(one) or A4 in one.labels)


@contextmanager
def _alone(config: Config) -> Iterator[None]:
    with alone(config.home) as refused:
        if refused:
            raise Nothing("The station is open and uses its printers: print the PDF, or close the station.")
        yield


def _job(values: "LabelValues") -> Print:
    return Print(f"R{SystemClock().mark()}", "", 0, values.layout, values.lang, values.code_1d, values.code_2d,
                 values.fields, values.gs1_1d, values.gs1_2d, "authorization", RETURN)  # fmt: skip


def _sent(name: str, lang: str, printer: LabelPrinter, draw: Callable[[], bytes]) -> str:
    """One copy, one try."""
    try:
        outcome = printer.print(draw(), 1, printer.ready())
    except (RefusedLabel, NotReady) as refusal:
        raise Nothing(f"{name}: {texts.say(lang, refusal.reason)}") from refusal
    finally:
        printer.close()
    if outcome.verdict == "NOT_SENT":
        raise Nothing(f"{name}: {texts.say(lang, outcome.evidence)}")
    if outcome.verdict != "PRINTED":
        raise Nothing(f"{name}: {outcome.verdict} ({outcome.evidence}): look at the printer before you ask again.")
    return f"{name}: printed ({outcome.evidence})"
