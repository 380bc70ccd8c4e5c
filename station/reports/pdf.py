"""The daily report as A4 pages: one that a supervisor acts on, then the details. The same figures give the same
bytes."""

from collections.abc import Iterator, Mapping, Sequence

from station.reports import chart, pdf_consistency
from station.reports.paper import (
    ALARM,
    BLUE,
    BOTTOM,
    GREY,
    HEIGHT,
    INNER,
    MARGIN,
    PALE,
    ROW,
    TINT,
    Column,
    Paper,
    Style,
    narrowed,
    wide_of,
)  # fmt: skip
from station.reports.say import TABLES, Voice, change, headline, total, when, why
from station.reports.values import HEADLINES, Figures, Need

GRADES = ("A", "B", "C", "D", "incorrect_item", "junk")
WIDE = {"incorrect_item": 2.3, "junk": 1.3}
"""Shares of columns whose heading is a word: the longest one of all languages fits."""
QUALITY = ("blind", "undeclared", "wrong_item", "over", "unresolved", "missing", "unknown_scans", "held", "overrides",
           "voided", "unproven", "unknown", "undone", "reopened", "refused", "dangers", "exceptions")  # fmt: skip
FEWEST, MOST = 4, 9
"""Things that need a person and stand on the first page, by the room that table and chart leave."""
LISTED = 300
"""Things that need a person and are listed behind; all of them stand in the spreadsheet."""
NEED, CHART = 25.0, 150.0


def report_pdf(
    figures: Figures, lang: str, station_name: str, scope: str = "station", names: Mapping[str, str] | None = None
) -> bytes:
    """The PDF. scope: station ("this station only") or site; names: of merchants and operators, by id.

    Raises fonts.FontMissing where the machine has no font for the language.
    """
    voice = Voice(lang, figures.tz, names or {})
    once = _drawn(figures, voice, station_name, scope, 1)
    return _drawn(figures, voice, station_name, scope, once.page).finish()


def _drawn(figures: Figures, voice: Voice, station: str, scope: str, pages: int) -> Paper:
    title = f"{voice.say('report.title')} · {voice.day(figures.day)}"
    paper = Paper(f"{title} · {station}", f"{station} · {title}", pages)
    _title(paper, figures, voice, station, scope)
    _tiles(paper, figures, voice)
    _urgent(paper, figures, voice)
    _routes(paper, figures, voice)
    _hours(paper, figures, voice)
    paper.turn()
    _details(paper, figures, voice)
    pdf_consistency.draw(paper, figures, voice)
    _all_needs(paper, figures, voice)
    return paper


def _title(paper: Paper, figures: Figures, voice: Voice, station: str, scope: str) -> None:
    paper.y -= 14
    used = paper.text(MARGIN, paper.y, voice.say("report.title"), Style(20, bold=True))
    paper.text(MARGIN + used + 10, paper.y, voice.day(figures.day), Style(13, color=GREY))
    paper.text(MARGIN + INNER, paper.y, station, Style(12, bold=True, align="right"), 170)
    paper.y -= 15
    span = voice.say("report.span", start=voice.moment(figures.start), end=voice.moment(figures.end), tz=figures.tz)
    paper.text(MARGIN, paper.y, span, Style(8, color=GREY), INNER * 0.62)
    as_of = voice.say(f"report.scope.{scope}", at=voice.moment(figures.as_of))
    paper.text(MARGIN + INNER, paper.y, as_of, Style(8, color=GREY, align="right"), INNER * 0.38)
    paper.y -= 10


CHANGE = Style(8, bold=True, color=BLUE, align="right")
"""How a tile says the distance from the mean."""


def _tiles(paper: Paper, figures: Figures, voice: Voice) -> None:
    """Six numbers, each beside the day before and the mean."""
    gap, height = 7.0, 66.0
    width = (INNER - gap * (len(HEADLINES) - 1)) / len(HEADLINES)
    numbers, changes = [voice.number(figures.counts[n]) for n in HEADLINES], [change(figures, n) for n in HEADLINES]
    beside = max(wide_of(one, CHANGE) for one in changes)
    size = min(narrowed(number, Style(19, bold=True), width - 18 - beside).size for number in numbers)
    for n, name in enumerate(HEADLINES):
        x, foot = MARGIN + n * (width + gap), paper.y - height
        paper.box(x, foot, width, height, TINT, 5)
        paper.text(x + 7, foot + 51, voice.say(f"report.count.{name}"), Style(8, bold=True, color=GREY), width - 12)
        paper.text(x + 7, foot + 29, numbers[n], Style(size, bold=True))
        paper.text(x + width - 7, foot + 29, changes[n], CHANGE)
        before, mean = headline(voice, figures, name)
        paper.text(x + 7, foot + 16, before, Style(7, color=GREY), width - 12)
        paper.text(x + 7, foot + 7, mean, Style(7, color=GREY), width - 12)
    paper.y -= height + 6


def _urgent(paper: Paper, figures: Figures, voice: Voice) -> None:
    """What needs a person, the first ones, or that nothing does."""
    count = len(figures.needs)
    paper.heading(voice.say("report.needs", count=voice.number(count)), _backlog(figures, voice))
    if not count:
        paper.text(MARGIN, paper.y - 10, voice.say("report.needs.none"), Style(9, color=GREY))
        paper.y -= 18
    shown = chosen(figures.needs, _first(figures))
    for need in shown:
        _need(paper, need, figures, voice)
    if count > len(shown):
        paper.text(
            MARGIN + 8,
            paper.y - 9,
            voice.say("report.needs.more", count=voice.number(count - len(shown))),
            Style(8, color=GREY),
        )
        paper.y -= 12


def _first(figures: Figures) -> int:
    """How many needs fit on the first page."""
    table = (len(figures.grid) + 2) * ROW
    room = HEIGHT - 2 * MARGIN - 130 - table - CHART - 80
    return max(FEWEST, min(MOST, int(room // NEED)))


def chosen(needs: Sequence[Need], most: int) -> list[Need]:
    """The first of each kind in turn, so that many holds do not hide the one label; in the order of the whole list."""
    kinds = list(dict.fromkeys(need.kind for need in needs))
    queues = {kind: [need for need in needs if need.kind == kind] for kind in kinds}
    turns = [queue[n] for n in range(most) for queue in queues.values() if n < len(queue)]
    kept = turns[:most]
    return [need for need in needs if need in kept]


def _backlog(figures: Figures, voice: Voice) -> str:
    waiting = voice.say("report.waiting", count=voice.number(sum(figures.waiting.values())))
    old = figures.waiting.get("over_72h", 0)
    return f"{waiting} · {voice.say('report.waiting.old', count=voice.number(old))}" if old else waiting


def _need(paper: Paper, need: Need, figures: Figures, voice: Voice) -> None:
    late = need.kind == "hold" and bool(need.due) and need.due < figures.as_of
    paper.box(MARGIN, paper.y - 22, 3, 18, ALARM if late or need.kind == "label" else BLUE)
    said = voice.say("report.need.line", kind=voice.say(f"report.kind.{need.kind}"), why=why(voice, need))
    paper.text(MARGIN + 8, paper.y - 11, said, Style(9, bold=True), INNER * 0.66)
    paper.text(
        MARGIN + 8,
        paper.y - 20.5,
        "  ·  ".join(filter(None, (need.name, need.title))),
        Style(8, color=GREY),
        INNER * 0.66,
    )
    style = Style(8, color=ALARM if late else GREY, align="right")
    paper.text(MARGIN + INNER, paper.y - 15, when(voice, need, figures), style, INNER * 0.31)
    paper.y -= NEED


def _routes(paper: Paper, figures: Figures, voice: Voice) -> None:
    """The main table: where the pieces went, by grade, and their sales value."""
    value = voice.say("report.value_in", amount=voice.money(figures.value_in))
    paper.heading(voice.say("report.routes"), value)
    by_grade = figures.by_grade()
    grades = [*GRADES, *sorted(set(by_grade) - set(GRADES))]
    columns = [
        Column(voice.say("report.route"), 2.7),
        *(Column(voice.word("grade", g), WIDE.get(g, 1.0 if len(g) == 1 else 1.75), "right") for g in grades),
        Column(voice.say("report.pieces"), 1.2, "right"),
        Column(voice.say("report.value"), 2.6, "right"),
    ]
    rows = [_route_row(figures, voice, route, grades) for route in ranked(figures.by_route())]
    whole = [voice.dash(by_grade.get(grade, 0)) for grade in grades]
    worth = voice.money(total(figures.value_by_route.values()))
    rows.append([voice.say("report.total"), *whole, voice.number(sum(by_grade.values())), worth])
    paper.table(columns, rows, total=True)
    paper.y -= 4


def _route_row(figures: Figures, voice: Voice, route: str, grades: Sequence[str]) -> list[str]:
    cells = figures.grid[route]
    return [voice.word("route", route), *(voice.dash(cells.get(grade, 0)) for grade in grades),
            voice.number(sum(cells.values())), voice.money(figures.value_by_route.get(route, {}))]  # fmt: skip


def ranked(counts: Mapping[str, int]) -> list[str]:
    """Names, the most frequent first."""
    return sorted(counts, key=lambda name: (-counts[name], name))


def _hours(paper: Paper, figures: Figures, voice: Voice) -> None:
    height = max(64.0, min(CHART, paper.y - BOTTOM - 58))
    paper.room(height + 50)
    paper.heading(voice.say("report.hours"))
    bars = [chart.Bars(f"{hour.at}", (hour.received, hour.closed)) for hour in figures.hours]
    series = [
        chart.Series(voice.say("report.count.received"), PALE),
        chart.Series(voice.say("report.count.closed"), BLUE),
    ]
    chart.draw(paper, bars, series, (MARGIN, paper.y - height - 8, INNER), height)
    paper.y -= height + 24


def _details(paper: Paper, figures: Figures, voice: Voice) -> None:
    """Small tables, two abreast."""
    paper.heading(voice.say("report.details"))
    blocks = list(_blocks(figures, voice))
    width = (INNER - 18) / 2
    for left, right in zip(blocks[::2], [*blocks[1::2], ("", [])], strict=False):
        paper.room(min(30 + ROW * max(len(left[1]), len(right[1])), 300))
        top, page = paper.y, paper.page
        _block(paper, left, MARGIN, width, voice)
        foot = paper.y
        if paper.page == page and right[1]:
            paper.y = top
            _block(paper, right, MARGIN + width + 18, width, voice)
            paper.y = min(foot, paper.y)
        elif right[1]:
            _block(paper, right, MARGIN, width, voice)
        paper.y -= 6


Block = tuple[str, list[tuple[str, int]]]
ALWAYS = ("reason", "merchant", "carrier", "operator")
"""Tables that are shown empty, too."""
LONGEST = 18
"""Rows of one small table; the rest is one row more (all of them stand in the spreadsheet)."""


def _blocks(figures: Figures, voice: Voice) -> Iterator[Block]:
    yield (
        "report.by.quality",
        [(voice.say(f"report.count.{name}"), figures.counts[name]) for name in QUALITY if figures.counts[name]],
    )
    waiting = [(voice.say(f"report.age.{name}"), count) for name, count in figures.waiting.items()]
    holds = [(voice.say(f"report.due.{name}"), count) for name, count in figures.holds.items()]
    yield "report.by.backlog", waiting + holds
    for name in TABLES:
        table = figures.tables.get(name, {})
        if table or name in ALWAYS:
            yield (
                f"report.by.{name}",
                _shortened([(voice.named(name, one), table[one]) for one in ranked(table)], voice),
            )


def _shortened(rows: list[tuple[str, int]], voice: Voice) -> list[tuple[str, int]]:
    if len(rows) <= LONGEST:
        return rows
    rest = rows[LONGEST - 1 :]
    return [*rows[: LONGEST - 1], (voice.say("report.others", count=voice.number(len(rest))), sum(n for _, n in rest))]


def _block(paper: Paper, block: Block, x: float, width: float, voice: Voice) -> None:
    key, rows = block
    unit = "report.parcels" if key == "report.by.carrier" else "report.count"
    shown = [(name, voice.dash(count)) for name, count in rows] or [("–", "·")]
    columns = [Column(voice.say(key), 3), Column(voice.say(unit), 1, "right")]
    paper.table(columns, shown, x, width)
    paper.y -= 4


def _all_needs(paper: Paper, figures: Figures, voice: Voice) -> None:
    """Everything that needs a person, where the first page could not hold it."""
    if len(figures.needs) <= _first(figures):
        return
    paper.room(3 * NEED)
    paper.heading(voice.say("report.needs", count=voice.number(len(figures.needs))))
    for need in figures.needs[:LISTED]:
        paper.room(NEED)
        _need(paper, need, figures, voice)
    rest = len(figures.needs) - LISTED
    if rest > 0:
        paper.room(NEED)
        paper.text(MARGIN + 8, paper.y - 9, voice.say("report.others", count=voice.number(rest)), Style(8, color=GREY))
