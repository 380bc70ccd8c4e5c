"""How long a driver waits for a virtual printer in a test: long while it answers, so that a busy machine is no fault of
the printer's, and briefly only while it is silent by order."""

from typing import Any, cast

from station.devices.printers.judge import Timing
from station.devices.virtual_printer import VirtualPrinter

PATIENT_S = 5.0
NOISE_S = 1.0
SILENT = frozenset(("noreply", "stall", "late_reply"))
"""Faults in which no answer comes, or comes too late."""
FLOWING = frozenset(("ok", "slow", "split", "rst_after", "rst_mid"))
"""Those in which labels come all the same, or a job is seen to be lost; in all others nothing gets on."""


class Waits:
    """A Timing that looks at the printer each time that it is read. brisk: what holds while the printer is silent, or
    nothing gets on by order; patience: while something does."""

    def __init__(self, virtual: VirtualPrinter, brisk: Timing, patience: float) -> None:
        self._virtual, self._brisk, self._patience = virtual, brisk, patience
        self.poll, self.quiet, self.unseen = brisk.poll, brisk.quiet, PATIENT_S

    @property
    def answer(self) -> float:
        if self._virtual.fault == "garbage":
            return NOISE_S  # it has to come, and is never whole
        silent = self._virtual.muted or self._virtual.fault in SILENT
        return self._brisk.answer if silent else PATIENT_S

    @property
    def patience(self) -> float:
        flows = self._virtual.fault in FLOWING and not self._virtual.muted
        return self._patience if flows else self._brisk.patience


def waits(virtual: VirtualPrinter, brisk: Timing, patience: float = PATIENT_S) -> Timing:
    """For a driver: its Timing is only ever read."""
    return cast("Timing", cast("Any", Waits(virtual, brisk, patience)))
