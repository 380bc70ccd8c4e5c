"""One card of the set-up screen for each thing that this station has: printers (as many as there are), scanner, scale,
camera; how it is, and what can be done with it by touch, key and scan."""

from collections.abc import Iterator

from station.domain import codes
from ui.presenters.setup_parts import (
    PRINTERS,
    ROLES,
    Device,
    KeyView,
    Setup,
    SlotView,
    mark_of,
    same,
    state_words,
    title_of,
)
from ui.presenters.status import reason_words
from ui.presenters.words import DOT, Words

LANGUAGES = ("zpl", "tspl", "epl", "escpos", "brother")
DPI = (203, 300, 600)
FINEST = {"brother": (300,)}
"""Languages that are printed in one fineness only."""


def slots(setup: Setup, words: Words) -> tuple[SlotView, ...]:
    """Printers first; while a printer is picked, only its place."""
    if setup.picking:
        return (_slot(setup.picking, setup, words),)
    others = (role for role in ROLES if role not in PRINTERS)
    return tuple(_slot(role, setup, words) for role in (*shown_printers(setup), *others))


def shown_printers(setup: Setup) -> tuple[str, ...]:
    """The first place, and all that have a printer."""
    return tuple(role for role in PRINTERS if role == PRINTERS[0] or role in setup.wanted)


def free_place(setup: Setup) -> str:
    """The first place without a printer; "" where all have one."""
    return next((role for role in PRINTERS if role not in setup.wanted), "")


def next_speech(language: str, dpi: int, act: str) -> tuple[str, int]:
    """What a press of the language's or the fineness's key leads to."""
    if act == "language":
        language = LANGUAGES[(LANGUAGES.index(language) + 1) % len(LANGUAGES)] if language in LANGUAGES else "zpl"
    steps = FINEST.get(language, DPI)
    if act == "dpi":
        return language, steps[(steps.index(dpi) + 1) % len(steps)] if dpi in steps else steps[0]
    return language, dpi if dpi in steps else steps[0]


def _slot(role: str, setup: Setup, words: Words) -> SlotView:
    address = setup.wanted.get(role, "")
    device = next((one for one in setup.devices if same(one.address, address)), None) if address else None
    none = words.say("ui.setup.keyboard" if role == "scanner" else "ui.setup.none")
    mark, note = _state(role, device, setup, words)
    return SlotView(
        role=role,
        name=words.known(f"ui.device.{role}", role),
        device=(title_of(device, setup) if device else address) or none,
        mark="ok" if role == "scanner" and not address else mark,
        note=note,
        large=_large(role, setup, words) if address and role in PRINTERS else None,
        keys=tuple(_keys(role, setup, words)),
        picture=setup.picture if role == "camera" else b"",
    )


def _state(role: str, device: Device | None, setup: Setup, words: Words) -> tuple[str, str]:
    """The lamp of this moment counts for more than what the search has seen."""
    lamp, address = setup.lamp(role), setup.wanted.get(role, "")
    if role == "camera" and setup.install and not address.startswith(("folder:", "simulated")):
        return "warn" if address else "later", words.say("ui.setup.no_extra", command=setup.install)
    if not address:
        return "later", ""
    waiting = words.say("ui.device.waiting", n=lamp.waiting) if lamp.waiting else ""
    if lamp.state != "up":
        return "warn", DOT.join(one for one in (reason_words(lamp, words), waiting) if one)
    if device is None:
        return ("later" if setup.busy else "ok" if role == "camera" else "bad"), waiting
    said = state_words(device, words, here=True)
    return ("warn" if waiting else mark_of(device)), DOT.join(one for one in (said, waiting) if one)


def _large(role: str, setup: Setup, words: Words) -> KeyView:
    """Setting a printer aside, or letting it go on: a scan of its code, the printer's number, or a touch."""
    act = "on" if setup.lamp(role).aside else "aside"
    return KeyView(act, words.say(f"ui.setup.{act}"), codes.command(f"{role}_{act}"), str(PRINTERS.index(role) + 1))


def _keys(role: str, setup: Setup, words: Words) -> Iterator[KeyView]:
    used, free = bool(setup.wanted.get(role)), not setup.busy
    kind = "printer" if role in PRINTERS else role
    yield KeyView("test", words.say(f"ui.setup.test.{kind}"), enabled=free and (used or role == "scanner"))
    if role in PRINTERS and used:
        yield KeyView("exchange", words.say("ui.setup.keep" if setup.picking else "ui.setup.exchange"), enabled=free)
        language, dpi = setup.speaks.get(role, ("", 0))
        if language:
            yield KeyView("language", language.upper(), enabled=free)
        if dpi:
            yield KeyView("dpi", f"{dpi} dpi", enabled=free)
    elif used:
        yield KeyView("none", words.say("ui.setup.use_none"), enabled=free)
