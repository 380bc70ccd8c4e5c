"""An explanation of a scan, asked of this station's file where there is one, and in words for the command line.
Responsible for asking and telling; what is explained stands in explaining.py."""

from collections.abc import Iterator

from station import texts
from station.clock import SystemClock
from station.config import Config
from station.domain.bench.known import Site
from station.explaining import Books, Explanation, explain
from station.finding import printable
from station.formats import load_carriers
from station.rules import load_rules
from station.trying import Told, Tried


def look_at(config: Config, scan: str) -> Explanation:
    """Reads one moment of the station's file, beside an open bench. Raises StoreRefused for a file that cannot be
    read."""
    from station.store.look import looking
    from station.store.schema import FILE

    path, stamp = config.home / FILE, SystemClock().stamp()
    if not path.is_file():
        return explain(scan, _books(config, ""), stamp)
    with looking(path) as reads:
        return explain(scan, _books(config, reads.station), stamp, reads)


def _books(config: Config, station: str) -> Books:
    site = Site(station, config.name, config.tz, config.lang, config.merchants, config.transport)
    return Books(load_carriers(), load_rules(), site)


def lines(lang: str, told: Explanation) -> Iterator[str]:
    """What it is, what speaks for it, what was checked, who carries it, and what the bench would do."""
    return map(printable, _lines(lang, told))


def _lines(lang: str, told: Explanation) -> Iterator[str]:
    symbol = f"{told.symbology} " if told.symbology else ""
    yield f"scan        {symbol}{told.scan}"
    yield f"kind        {told.kind}" + (f": {told.bad}" if told.bad else "")
    if told.private:
        yield "private     more stands in it; only numbers are shown"
    for one in told.candidates:
        yield f"may be      {one.kind} {one.value}  [{', '.join(one.evidence)}]"
    for number in told.carriers:
        why = ", ".join(filter(None, (*number.evidence, number.service, number.country)))
        yield f"carrier     {number.name} {number.format} {number.tracking}  [{why}]"
    for check in told.checks:
        yield f"checked     {check.check}: {check.verdict} {check.detail}".rstrip()
    yield from (f"looked up   {code}" for code in told.lookups)
    for record in told.records:
        yield f"known       {texts.say(lang, f'find.type.{record.type}')} {record.title}  [{record.by}]"
    for tried in told.bench:
        yield from _tried(lang, tried)


def _tried(lang: str, tried: Tried) -> Iterator[str]:
    moved = f"{tried.step} -> {tried.next}" if tried.step != tried.next else f"{tried.step}, stays there"
    yield f"bench       {'now' if tried.at == 'present' else 'at ready'}: {moved}"
    for name, found in (("would tell", tried.facts), ("would do", tried.effects)):
        if found:
            yield f"            {name}: {', '.join(found)}"
    yield from (f"            {notice.severity}: {_said(lang, notice)}" for notice in tried.notices)


def _said(lang: str, notice: Told) -> str:
    """An argument that begins with @ is a key itself."""
    args = {name: texts.say(lang, value[1:]) if isinstance(value, str) and value.startswith("@") else value
            for name, value in notice.args.items()}  # fmt: skip
    return texts.say(lang, notice.key, **args)
