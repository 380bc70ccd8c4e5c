"""Cameras are known by what does not change with the socket, and what keeps one from being used is said."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.devices import cameras
from station.devices.ports import LabelPrinter, NotReady, Outcome, Ready
from station.devices.queues_windows import find, names


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """Two cameras as Linux shows them: each has a node for pictures and one for its other data."""
    nodes, links = tmp_path / "video4linux", tmp_path / "by-id"
    links.mkdir()
    for n, (name, index) in enumerate((("HD Webcam", 0), ("HD Webcam", 1), ("Document camera", 0))):
        (nodes / f"video{n}").mkdir(parents=True)
        (nodes / f"video{n}" / "name").write_text(f"{name}\n")
        (nodes / f"video{n}" / "index").write_text(f"{index}\n")
    monkeypatch.setattr("station.devices.cameras.install", lambda: "")
    monkeypatch.setattr("sys.platform", "linux")
    yield nodes, links


def test_the_same_camera_in_another_socket_keeps_its_address(system: tuple[Path, Path]) -> None:
    nodes, links = system
    (links / "usb-Maker_HD_Webcam_7-video-index0").symlink_to("/dev/video0")
    (first, second) = cameras.find(nodes, links)
    assert (first.address, second.address) == ("device:usb-Maker_HD_Webcam_7-video-index0", "device:Document camera")
    (links / "usb-Maker_HD_Webcam_7-video-index0").unlink()
    (links / "usb-Maker_HD_Webcam_7-video-index0").symlink_to("/dev/video2")
    assert cameras.find(nodes, links)[1].address == first.address
    assert cameras.at(first.address, nodes, links).state == "unasked"


def test_elsewhere_the_systems_own_name_is_the_identity(tmp_path: Path) -> None:
    path = r"\\?\usb#vid_046d&pid_082d#7"
    assert cameras.identity(path, "HD Webcam", tmp_path) == path
    assert cameras.identity("", "HD Webcam", tmp_path) == "HD Webcam"


def test_what_is_wrong_with_a_camera_of_the_settings(
    system: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes, links = system
    assert cameras.at("device:Other", nodes, links).fault == "photo.no_camera"
    assert cameras.at("device:Document", nodes, links).name == "Document camera"
    assert cameras.at("device", nodes, links).name == "HD Webcam"
    assert cameras.at(f"folder:{tmp_path}").state == "unasked"
    assert cameras.at(f"folder:{tmp_path}/no").fault == "photo.no_folder"
    assert cameras.at("simulated").state == "unasked"
    monkeypatch.setattr("station.devices.cameras.install", lambda: "pip install x")
    assert (cameras.at("device").state, cameras.at("device").fault) == ("attention", "found.no_camera_extra")


def test_what_to_install_is_of_the_version_of_its_other_half(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"PySide6-Essentials": "6.11.3"}
    monkeypatch.setattr("station.devices.cameras._version", lambda name: versions.get(name, ""))
    assert cameras.install().endswith("-m pip install PySide6-Addons==6.11.3")
    versions["PySide6-Addons"] = "6.11.3"
    assert cameras.install() == ""


class Queue:
    """A Windows queue without paper, if it is the one."""

    def __init__(self, name: str) -> None:
        self.name = name

    def ready(self) -> Ready:
        if self.name == "Empty":
            raise NotReady("printer.paper_out")
        return Ready(0)

    def print(self, data: bytes, copies: int, before: Ready) -> Outcome:
        return Outcome("NOT_SENT", 0, "")

    def settle(self, before_odometer: int, copies: int) -> Outcome:
        return Outcome("UNKNOWN", None, "")

    def close(self) -> None:
        return


def test_windows_queues_are_told_with_their_state() -> None:
    opener: type[LabelPrinter] = Queue
    found = find(lambda: ("Zebra ZD421", "Empty"), opener)
    assert [(one.address, one.state, one.fault) for one in found] == [
        ("windows:Zebra ZD421", "ready", ""),
        ("windows:Empty", "attention", "printer.paper_out"),
    ]


def test_this_is_no_windows() -> None:
    assert names() == () or sys.platform == "win32"
