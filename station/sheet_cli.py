"""`returns-station print-sheet …`: its arguments, and where what was drawn goes to. What a sheet holds and what is said
where it cannot be had stands in sheet_command.py, which is imported when it is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from station import terminal

if TYPE_CHECKING:
    from station.config import Config

WHAT = "commands, bins, badges, labels, return-label or packing-list"
RETURN_LABEL, PACKING_LIST = "return-label", "packing-list"
OF_THE_BENCH = ("commands", "bins", "badges", "labels")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("print-sheet")(print_sheet)


def print_sheet(  # noqa: PLR0913, PLR0917  # an option each
    what: Annotated[str, typer.Argument(help=WHAT)],
    of: Annotated[str, typer.Argument(help="return-label: authorization; packing-list: tote's code or SSCC")] = "",
    out: Annotated[Path | None, typer.Option(help="sheet.pdf where nothing else is said; labels: label.png")] = None,
    lang: Annotated[str, typer.Option(help="Without it, the station's own.", callback=terminal.language)] = "",
    operator: Annotated[list[str] | None, typer.Option(help="badges: whose; the old badge ends")] = None,
    layout: Annotated[str, typer.Option(help="labels: which; return-label: return-a4 or return-4x6in")] = "",
    dpi: int = 203,
    to: Annotated[str, typer.Option(help="packing-list: who gets it: NAME, ADDRESS")] = "",
    reference: Annotated[str, typer.Option(help="packing-list: the vendor's number for this return")] = "",
    send: Annotated[  # noqa: FBT002  a flag
        bool, typer.Option("--print", help="return-label, packing-list: to a printer of this station, too")
    ] = False,
) -> None:
    """Draws command codes to hang up, codes for shelves, new badges, a label's picture with invented contents, a return
    label for a customer, or the packing list of a tote that goes back to a vendor."""
    from station import sheet_command as sheet

    _fits(what, of, dpi, send=send)
    config, told = terminal.config(), out or Path("label.png" if what == "labels" else "sheet.pdf")
    lang = lang or config.lang
    try:
        match what:
            case "labels":
                told.write_bytes(sheet.preview(layout or "unit-57x32", lang, dpi, config))
            case "badges":
                sheet.badges(config, terminal.journal(None), lang, tuple(operator or ()), told)
            case "packing-list":
                told.write_bytes(sheet.packing_list(config, terminal.journal(None), lang, of, to, reference))
            case "return-label":
                told.write_bytes(sheet.return_label(config, terminal.journal(None), lang, of, layout))
            case _:
                _write_codes(what, lang, told)
    except (sheet.Nothing, ValueError) as nothing:
        terminal.fail(f"{nothing} Nothing was written.")
    typer.echo(f"Written to {told}.")
    if send:
        _send(config, lang, of, told.read_bytes() if what == PACKING_LIST else b"")


def _fits(what: str, of: str, dpi: int, *, send: bool) -> None:
    named = (RETURN_LABEL, PACKING_LIST)
    if what not in (*OF_THE_BENCH, *named) or dpi not in (203, 300, 600):
        terminal.fail(f"{what} at {dpi} dpi is no sheet; there are: {WHAT}, at 203, 300 and 600 dpi.", 2)
    if not of and what in named:
        terminal.fail(f"Say of what: returns-station print-sheet {what} NUMBER.", 2)
    if send and what not in named:
        terminal.fail(f"--print is for {RETURN_LABEL} and {PACKING_LIST}: print what {what} writes by yourself.", 2)


def _write_codes(what: str, lang: str, told: Path) -> None:
    """Of bins it says, too, which are not on the sheet: one bad name must not cost all other shelves theirs."""
    from station import sheet_command, sheets, texts

    is_bins = what == "bins"
    pdf, left_out = sheet_command.bins(lang, terminal.journal(None)) if is_bins else (sheets.command_sheet(lang), ())
    told.write_bytes(pdf)
    if left_out:
        typer.echo("\n  ".join((texts.say(lang, "sheet.left_out"), *left_out)), err=True)


def _send(config: "Config", lang: str, of: str, pages: bytes) -> None:
    """pages: those of a packing list as they were written; a return label is drawn in the size of the printer's
    paper."""
    from station import sheet_printing
    from station.sheet_command import Nothing

    try:
        if pages:
            typer.echo(sheet_printing.print_packing_list(config, pages, lang))
        else:
            typer.echo(sheet_printing.print_return_label(config, terminal.journal(None), lang, of))
    except Nothing as nothing:
        terminal.fail(f"Not printed. {nothing}")
