"""The set-up screen over the window, while it is open: makes it, feeds it, and takes it away. A bench that is covered
gets no scan and no key."""

from PySide6.QtCore import QObject, QRect, Slot
from PySide6.QtWidgets import QWidget

from ui.fitting import Fitting
from ui.presenters.setup import Setup as Devices
from ui.presenters.setup import setup_view
from ui.presenters.words import Words
from ui.screens.setup import Setup
from ui.theme.look import Look


class SettingUp(QObject):
    """`fitting` is None in a window without a station (a picture): there is nothing to set up then."""

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._window, self._look = window, look
        self.fitting: Fitting | None = None
        self.screen: Setup | None = None
        self._devices, self._lang = Devices(), "en"
        look.changed.connect(self._anew)

    @property
    def opened(self) -> bool:
        """Whether it covers the bench."""
        return self.screen is not None

    def fit(self, fitting: Fitting) -> None:
        """What stands behind it."""
        self.fitting = fitting
        fitting.changed.connect(self.show_devices)

    def open(self, lang: str) -> None:
        """Cover the bench, and look for devices."""
        if self.fitting is None or self.opened:
            return
        self._devices, self._lang = Devices(busy="looking"), lang
        self._make(self.fitting)
        self.fitting.open()

    @Slot()
    def close(self) -> None:
        """The bench again."""
        if self.screen is not None:
            self.screen.hide()
            self.screen.deleteLater()
            self.screen = None
        if self.fitting is not None:
            self.fitting.close()

    @Slot(object)
    def show_devices(self, devices: Devices) -> None:
        """News."""
        self._devices = devices
        if self.screen is not None:
            self.screen.show_view(setup_view(devices, Words(self._lang)))

    def heard(self, text: str) -> None:
        """A scan of a keyboard scanner, for the trial at hand."""
        if self.fitting is not None:
            self.fitting.workshop.heard(text)

    def place(self) -> None:
        """Between the top line and the lower edge."""
        if self.screen is not None:
            top = self._look.touch(56) + self._look.u(4)
            self.screen.setGeometry(QRect(0, top, self._window.width(), self._window.height() - top))

    def _make(self, fitting: Fitting) -> None:
        self.screen = Setup(self._look, self._window)
        self.screen.closed.connect(self.close)
        self.screen.look_asked.connect(fitting.workshop.look)
        self.screen.test_asked.connect(fitting.workshop.test)
        self.screen.use_asked.connect(fitting.workshop.choose)
        self.show_devices(self._devices)
        self.place()
        self.screen.show()
        self.screen.raise_()
        self._window.setFocus()

    @Slot()
    def _anew(self) -> None:
        """Another size or theme: sizes are those of the moment in which it is made."""
        if self.screen is not None and self.fitting is not None:
            self.screen.hide()
            self.screen.deleteLater()
            self._make(self.fitting)
