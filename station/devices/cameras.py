"""Cameras of this computer by what does not change with the socket, and which of them Linux knows. Opens none: that
takes a window and its extra `camera`."""

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from station.devices.found import Found

LINKS, NODES = Path("/dev/v4l/by-id"), Path("/sys/class/video4linux")
PACKAGE = "PySide6-Addons"
"""What the extra `camera` brings; it has to be of the very version of its other half."""
HALF = "PySide6-Essentials"


def identity(id: str, description: str, links: Path = LINKS) -> str:
    """What a camera is remembered by. id: as the system names it: on Linux a node that is counted anew with each start
    (/dev/video0), which udev links maker, model and serial number to; elsewhere it names the device itself."""
    if not id.startswith("/dev/video"):
        return id or description
    named = sorted(one.name for one in links.glob("*") if str(one.resolve()) == str(Path(id).resolve()))
    return named[0] if named else description or id


def find(nodes: Path = NODES, links: Path = LINKS) -> tuple[Found, ...]:
    """What is plugged in, as far as Linux tells it; elsewhere only a window can see them."""
    capturing = (one for one in sorted(nodes.glob("video*")) if _text(one / "index") in ("", "0"))
    return tuple(found(f"/dev/{one.name}", _text(one / "name") or one.name, links) for one in capturing)


def found(id: str, description: str, links: Path = LINKS) -> Found:
    """A camera as the settings take it."""
    return Found("camera", f"device:{identity(id, description, links)}", description, "unasked")


def at(address: str, nodes: Path = NODES, links: Path = LINKS) -> Found:
    """The camera of the settings; one of this computer only as far as Linux tells of it."""
    kind, _, rest = address.partition(":")
    if kind != "device":
        there = kind == "simulated" or Path(rest).expanduser().is_dir()
        return Found(
            "camera", address, rest or kind, "unasked" if there else "lost", "" if there else "photo.no_folder"
        )
    if install():
        return Found("camera", address, rest or kind, "attention", "found.no_camera_extra")
    if sys.platform != "linux":
        return Found("camera", address, rest or kind, "unasked")
    fitting = [one for one in find(nodes, links) if not rest or rest in (one.name, one.address.partition(":")[2])]
    fitting = fitting or [one for one in find(nodes, links) if rest in one.name]
    known = fitting[0].name if fitting else rest or kind
    return Found("camera", address, known, "unasked" if fitting else "lost", "" if fitting else "photo.no_camera")


def install() -> str:
    """The command that brings the extra `camera`; empty where it is there."""
    return "" if _version(PACKAGE) else _command(PACKAGE, _version(HALF))


def _command(package: str, wanted: str) -> str:
    program = "python" if sys.platform == "win32" else sys.executable or "python3"
    return f"{program} -m pip install {package}{'==' + wanted if wanted else ''}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
