"""The middle: one instruction and all that a step brings. Every screen has one, so no snapshot is ever half shown."""

from itertools import zip_longest

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.presenters.views import BandView, LabelView, View
from ui.presenters.words import Words
from ui.screens.bars import CommandRow
from ui.screens.choices import FEW, Choices
from ui.theme.look import Look
from ui.widgets.entry import EntryPart
from ui.widgets.icons import icon_name
from ui.widgets.label_picture import LabelPicture
from ui.widgets.parts import Band, BigTitle, IconTile, MarkLine, Remark, Stages, label, show_words
from ui.widgets.product import Picture, ProductPart

LETTERS_WIDE = 640
"""Pixels that the letters of the keypad need: ten keys, none under a finger's width."""

HERO = 104
"""Units of the design: the picture beside the instruction."""


class Step(QWidget):
    """Shows a View's middle. `chosen` tells choices and commands, `entered` what was typed."""

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.look = look
        self.stages, self.busy = Stages(look), label("busy", wrap=False)
        self.band, self.why, self.more_why, self.money = Band(look), label("why"), label("more"), label("money")
        self.title, self.hint, self.hero = BigTitle(look), label("hint"), Picture(look, HERO)
        self.product, self.remark = ProductPart(look), Remark(look)
        self.idle = IconTile(look, "scan", 230, "line")
        self.choices, self.entry, self.more = Choices(look), EntryPart(look), CommandRow(look)
        self._build()
        for source in (self.choices, self.more):
            source.chosen.connect(self.chosen)
        self.entry.entered.connect(self.entered)
        look.changed.connect(self.relook)
        self.relook()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.stages, 1)
        head.addWidget(self.busy)
        self.column = QVBoxLayout(self)
        self.column.addLayout(head)
        self.column.addWidget(self.band)
        self.column.addLayout(self._reasons())
        self.column.addLayout(self._instruction())
        self.column.addWidget(self.product)
        self.column.addWidget(self.remark)
        self.column.addWidget(self._label_part())
        self.body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self.body.addWidget(self.entry)
        self.body.addWidget(self.choices, 1)
        self.body.addWidget(self.idle, 1, Qt.AlignmentFlag.AlignCenter)
        self.column.addLayout(self.body, 1)
        self.column.addStretch(0)
        self.column.addWidget(self.more)

    def _reasons(self) -> QVBoxLayout:
        """Why; below it the next best way, and what the way should bring."""
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(2)
        row.addWidget(self.more_why)
        row.addWidget(self.money)
        row.addStretch(1)
        for words in (self.more_why, self.money):
            words.setWordWrap(False)
        column.addWidget(self.why)
        column.addLayout(row)
        self.reasons = row
        return column

    def _instruction(self) -> QHBoxLayout:
        """Title and hint, beside them the picture of what is asked."""
        row, words = QHBoxLayout(), QVBoxLayout()
        words.addWidget(self.title)
        words.addWidget(self.hint)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(self.hero, 0, Qt.AlignmentFlag.AlignTop)
        self.instruction, self.title_box = row, words
        return row

    def _label_part(self) -> QWidget:
        self.label_part = QWidget()
        self.picture = LabelPicture(self.look)
        self.marks = [MarkLine(self.look, size=19, side=22) for _ in range(3)]
        right = QVBoxLayout()
        right.addStretch(1)
        for mark in self.marks:
            right.addWidget(mark)
        right.addStretch(1)
        row = QHBoxLayout(self.label_part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.picture)
        row.addLayout(right, 1)
        return self.label_part

    def relook(self) -> None:
        """The scale changed."""
        u = self.look.u
        self.column.setContentsMargins(u(36), u(20), u(36), u(16))
        self.column.setSpacing(u(10))
        self.body.setSpacing(u(16))
        self.title_box.setSpacing(u(8))
        self.instruction.setSpacing(u(20))
        self.reasons.setSpacing(u(28))

    def show_view(self, view: View) -> None:
        """Another picture."""
        self.stages.show_dots(view.dots)
        show_words(self.busy, view.busy)
        self._show_band(view.band, slim=_crowded(view), pad=_has_pad(view))
        role = "white" if view.kind == "stop" else "text"
        self.title.show_text(view.title, role, (38, 34, 30, 26) if view.band else (46, 40, 34, 29, 25))
        show_words(self.hint, view.hint)
        twice = view.product is not None and icon_name(view.product.picture) == view.picture
        self.hero.setVisible(bool(view.picture) and view.band is None and not twice)
        self.hero.show_name(view.picture)
        self.product.show_view(view.product)
        self.remark.show_text(view.remark)
        self._show_label(view.label, view.lang)
        self._show_body(view)
        self.more.show_views(view.more)

    def _show_band(self, band: BandView | None, *, slim: bool, pad: bool) -> None:
        self.band.setVisible(band is not None)
        reasons = band if band and not pad else BandView("", "", "")
        show_words(self.why, reasons.why)
        show_words(self.more_why, reasons.more)
        show_words(self.money, reasons.money)
        if band is not None:
            self.band.show_view(band, slim=slim)

    def _show_label(self, view: LabelView | None, lang: str) -> None:
        self.label_part.setVisible(view is not None)
        if view is None:
            return
        self.picture.show_view(view)
        self.picture.setAccessibleDescription(Words(lang).say("ui.label.picture"))
        for line, mark in zip_longest(self.marks, view.marks):
            line.setVisible(mark is not None)
            if mark is not None:
                line.show_view(mark)

    def _show_body(self, view: View) -> None:
        pad = _has_pad(view)
        sideways, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self.body.setDirection(sideways if pad and view.choices else down)
        self.entry.setMaximumWidth(self.look.u(380) if pad else max(self.look.u(760), LETTERS_WIDE))
        self.entry.show_view(view.entry, Words(view.lang).say("ui.keys.space"), view.question)
        self.choices.show_views(view.choices)
        self.idle.setVisible(view.idle)
        self.column.setStretch(self.column.count() - 2, 0 if view.choices or view.idle else 1)


def _has_pad(view: View) -> bool:
    """A keypad of digits stands on the screen: why a thing goes where it goes is not asked then."""
    return view.entry is not None and view.entry.kind != "text"


def _crowded(view: View) -> bool:
    """Much else has to be shown beside the route."""
    return (view.label is not None and len(view.choices) > 2) or len(view.choices) > FEW or _has_pad(view)
