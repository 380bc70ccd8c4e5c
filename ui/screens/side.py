"""The left column: the open parcel and its units, or what the dock has taken in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QSizePolicy, QVBoxLayout, QWidget

from ui.presenters.views import RowView, SideView
from ui.theme.look import Look
from ui.widgets.parts import MarkLine, label, show_words


class Side(QFrame):
    """Shows one SideView."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("side")
        self.look = look
        self.rows: list[MarkLine] = []
        self.heading, self.title = label("heading"), label("parcel")
        self.lines = [label("line") for _ in range(4)]
        self.figure, self.figure_words = label("figure"), label("line")
        self.rows_heading = label("heading")
        self._build()
        look.changed.connect(self.relook)
        self.relook()

    def _build(self) -> None:
        self.column = QVBoxLayout(self)
        self.column.setSpacing(3)
        for widget in (self.heading, self.title, self.figure, self.figure_words, *self.lines):
            self.column.addWidget(widget)
        self.column.addSpacing(12)
        self.column.addWidget(self.rows_heading)
        self.column.addWidget(self._list(), 1)

    def _list(self) -> QScrollArea:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.area = area
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.list = QVBoxLayout(inner)
        self.list.setContentsMargins(0, 4, 0, 0)
        self.list.setSpacing(4)
        self.list.addStretch(1)
        area.setWidget(inner)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        return area

    def relook(self) -> None:
        """The scale changed."""
        u = self.look.u
        self.setFixedWidth(u(284))
        self.column.setContentsMargins(u(20), u(18), u(14), u(8))

    def show_view(self, view: SideView) -> None:
        """Another parcel, or another state of it."""
        self.heading.setText(view.heading)
        show_words(self.title, view.title)
        show_words(self.figure, view.figure)
        show_words(self.figure_words, view.figure_words)
        for at, line in enumerate(self.lines):
            show_words(line, view.lines[at] if at < len(view.lines) else "")
        show_words(self.rows_heading, view.rows_heading)
        self._show_rows(view.rows)

    def _show_rows(self, rows: tuple[RowView, ...]) -> None:
        while len(self.rows) < len(rows):
            line = MarkLine(self.look, size=17, side=28)
            self.list.insertWidget(len(self.rows), line)
            self.rows.append(line)
        for at, line in enumerate(self.rows):
            line.setVisible(at < len(rows))
            if at < len(rows):
                line.show_view(rows[at])
                if rows[at].state == "now":
                    self.area.ensureWidgetVisible(line, 0, 0)
