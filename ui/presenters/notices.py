"""Notices as strips on the screen: how long each stays, and how it sounds."""

from station.domain.bench.snapshot import Told
from ui.presenters.views import ToastView
from ui.presenters.words import Words

SHOWN_MS = {"ok": 3000, "info": 5000, "warn": 9000}
KEPT = ("notice.first_start",)
"""Told once: they stay until somebody has done something."""
BEEPS = {"ok": 1, "info": 0, "warn": 2, "error": 3}


def toast_view(told: Told, words: Words) -> ToastView:
    """An error (or a severity nobody knows) stays until the next input; the others go by themselves."""
    severity = told.notice.severity
    stays = severity not in SHOWN_MS or told.notice.text.key in KEPT
    return ToastView(
        number=told.number,
        severity=severity if severity in SHOWN_MS else "error",
        text=words.text(told.notice.text),
        stays=stays,
        ms=SHOWN_MS.get(severity, 0),
        beeps=BEEPS.get(severity, 3),
    )
