"""The report's part on how alike people grade: sentences, the table of first and second grades, and each operator's
shares. Draws only; the figures are consistency.py's."""

from collections.abc import Sequence

from station.reports.consistency import ENOUGH, ORDERED, Agreement, Drift
from station.reports.paper import GREY, INNER, MARGIN, ROW, Column, Paper, Style
from station.reports.say import Voice, agreement_lines, drift_line
from station.reports.values import Figures

MOST, TOLD = 24, 8
"""Operators, and differences in words, on paper; all of them stand in the spreadsheet."""


def draw(paper: Paper, figures: Figures, voice: Voice) -> None:
    """Both parts; nothing where no grading was looked at."""
    if figures.agreement is None or not figures.drifts:
        return
    _agreement(paper, figures.agreement, voice)
    _drifts(paper, figures.drifts, voice)


def _agreement(paper: Paper, found: Agreement, voice: Voice) -> None:
    lines = agreement_lines(found, voice)
    words = _in_order({word for pair in found.table for word in pair})
    paper.room(40 + 13 * len(lines) + ROW * (len(words) + 1))
    paper.heading(voice.say("report.agreement"), voice.say("report.agreement.week"))
    for line in lines:
        paper.text(MARGIN, paper.y - 9, line, Style(9), INNER)
        paper.y -= 13
    paper.y -= 3
    if words:
        _pairs(paper, found, words, voice)


def _pairs(paper: Paper, found: Agreement, words: Sequence[str], voice: Voice) -> None:
    """First grade by row, second by column: what lies off the diagonal was seen differently."""
    columns = [Column(voice.say("report.agreement.first"), 3)]
    columns += [Column(voice.word("grade", word), 1.2, "right") for word in words]
    rows = [
        [voice.word("grade", first), *(voice.dash(found.table.get((first, second), 0)) for second in words)]
        for first in words
    ]
    paper.table(columns, rows, width=INNER * min(1.0, (3 + 1.2 * len(words)) / 10))
    paper.y -= 6


def _drifts(paper: Paper, drifts: Sequence[Drift], voice: Voice) -> None:
    grades = _in_order({drift.grade for drift in drifts})
    operators = list(dict.fromkeys(drift.operator for drift in drifts))[:MOST]
    cells = {(drift.operator, drift.grade): drift for drift in drifts}
    paper.room(70 + ROW * min(len(operators), 6))
    paper.heading(voice.say("report.drift"))
    paper.text(MARGIN, paper.y - 8, voice.say("report.drift.note"), Style(7.5, color=GREY), INNER)
    paper.y -= 12
    columns = [Column(voice.say("report.drift.operator"), 1.6), Column(voice.say("report.drift.graded"), 1.8, "right")]
    columns += [Column(voice.word("grade", g), 2.4 if g == "incorrect_item" else 1.6, "right") for g in grades]
    rows = [_row(operator, grades, cells, voice) for operator in operators]
    paper.table(columns, rows)
    if all(drift.gap is None for drift in drifts):
        paper.y -= 2
    else:
        _sentences(paper, drifts, voice)
    if any(drift.gap is None for drift in drifts if drift.operator in operators):
        few = voice.say("report.drift.few", least=voice.number(ENOUGH))
        paper.text(MARGIN, paper.y - 10, f"* {few}", Style(7.5, color=GREY), INNER)
        paper.y -= 12
    paper.y -= 6


def _sentences(paper: Paper, drifts: Sequence[Drift], voice: Voice) -> None:
    """The surest differences in words, the largest first; that there are none, where nobody differs."""
    sure = sorted((d for d in drifts if d.gap and d.drifts), key=lambda d: -abs(d.gap.value) if d.gap else 0)
    some = [drift_line(drift, voice) for drift in sure[:TOLD]] or [voice.say("report.drift.none")]
    paper.y -= 3
    for line in some:
        paper.room(13)
        paper.text(MARGIN, paper.y - 9, line, Style(9), INNER)
        paper.y -= 13


def _row(operator: str, grades: Sequence[str], cells: dict[tuple[str, str], Drift], voice: Voice) -> list[str]:
    own = [cells[operator, grade] for grade in grades]
    mark = "" if own[0].gap else " *"
    return [f"{voice.word('operator', operator)}{mark}", voice.number(own[0].of), *(_cell(one, voice) for one in own)]


def _cell(drift: Drift, voice: Voice) -> str:
    """The share; with a mark where it is sure to differ from the others'."""
    if not drift.count and not drift.drifts:
        return "·"
    share = voice.percent(drift.count / drift.of if drift.of else 0)
    return f"{share} !" if drift.drifts else share


def _in_order(words: set[str]) -> list[str]:
    """The known grades from best to worst, then the others."""
    known = [*ORDERED[:4], "incorrect_item", ORDERED[4]]
    return [word for word in known if word in words] + sorted(words - set(known))
