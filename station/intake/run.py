"""One import from file to result, with its words: what the command line calls. It asks nothing and stores nothing
itself."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from station import texts
from station.intake import mapping as mappings
from station.intake.carry import Put, Result, Stopped, carry_out
from station.intake.fields import Terms
from station.intake.kinds import KINDS
from station.intake.mapping import Mapping, Reading
from station.intake.plan import Current, Holders, Plan, Site, nobody, plan
from station.intake.refusals import FileRefused
from station.intake.show import outcome, preview, words
from station.intake.source import open_table

OK, FAILED, MISUSED = 0, 1, 2
Out = Callable[[str], object]


class Options(Struct, frozen=True):
    """home: the station's folder (saved mappings); mapping: a TOML file to use instead; refused: where refused rows go
    (empty: beside the file, NAME.refused.csv); preview: show only. reading overrides what the mapping says of cells."""

    home: Path
    lang: str = "en"
    terms: Terms = Terms()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    mapping: Path | None = None
    refused: Path | None = None
    preview: bool = False


class Store(Struct, frozen=True):
    """The store's two ends, and who is told the result (it becomes the fact data.imported)."""

    put: Put
    current: Current
    told: Callable[[Result], object] = lambda result: None
    agreed: Callable[[Plan], bool] = lambda plan: True
    """Asked after the preview, before anything is written."""
    holders: Holders = nobody


def run(what: str, path: Path, store: Store, options: Options, out: Out = print) -> int:
    """Import a file: 0 where rows went in (or nothing had to change), 1 where none could, 2 for a word that is no
    kind."""
    if what not in KINDS:
        out(texts.say(options.lang, "import.file.what", what=what, kinds=", ".join(KINDS)))
        return MISUSED
    try:
        return _run(what, path, store, options, out)
    except FileRefused as refused:
        out(words(options.lang, refused.text))
        out(texts.say(options.lang, "import.nothing_changed"))
    except Stopped as stopped:
        out(texts.say(options.lang, "import.stopped", written=stopped.written, why=str(stopped.why)))
    return FAILED


def _run(what: str, path: Path, store: Store, options: Options, out: Out) -> int:
    chosen, headers = chosen_mapping(what, path, options)

    def progress(stage: str, done: int) -> None:
        out(texts.say(options.lang, f"import.progress.{stage}", done=texts.number(options.lang, done)))

    with tempfile.TemporaryDirectory(prefix="returns-import-") as folder:
        site = Site(Path(folder), options.terms, lambda text: words(options.lang, text), store.holders,
                    options.encoding)  # fmt: skip
        planned = plan(path, chosen, store.current, site, progress)
        for line in preview(planned, options.lang):
            out(line)
        if options.preview or not store.agreed(planned):
            out(texts.say(options.lang, "import.nothing_changed"))
            return OK
        refused = options.refused or path.with_name(path.name + ".refused.csv")
        result = carry_out(planned, store.put, _seldom(progress), refused)
    _keep(chosen, options, headers)
    store.told(result)
    for line in outcome(result, options.lang):
        out(line)
    return FAILED if result.refused and not result.rows else OK


def chosen_mapping(what: str, path: Path, options: Options) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping for this file, with what the caller says of its cells; and the file's headers. Raises FileRefused."""
    asked = {"encoding": options.encoding, "delimiter": options.delimiter, "sheet": options.sheet}
    told = {name: value for name, value in asked.items() if value}
    named = mappings.load(options.mapping) if options.mapping else None
    first = replace(named.read if named else Reading(), **told)
    with open_table(path, first, options.encoding) as table:
        found = named or mappings.choose(what, table.headers, options.home)
        if found.what != what:
            raise FileRefused("import.file.mapping", file=str(options.mapping), why=found.what)
        return replace(found, read=replace(found.read, **told)), table.headers


def _keep(chosen: Mapping, options: Options, headers: tuple[str, ...]) -> None:
    """Save the mapping that worked, so that the next file of this form is read the same way and a person can mend
    it; one that was named takes the place of what was there."""
    path = mappings.mapping_path(options.home, chosen.what, mappings.fingerprint(chosen.what, headers))
    if options.mapping or not path.exists():
        mappings.save(chosen, options.home, headers)


def _seldom(progress: Callable[[str, int], None]) -> Callable[[str, int], None]:
    """Tell of writing every 10,000 values only."""
    return lambda stage, done: progress(stage, done) if done % 10_000 == 0 else None
