"""The scanners' half of the fault matrix: what goes wrong, and which scans are told."""

from collections.abc import Callable
from itertools import product

import msgspec

from station.devices import ssi_words as ssi
from station.devices.hid import open_hid
from station.devices.link import open_serial
from station.devices.ports import LinkLost, Scanner
from station.devices.scanners import LinkScanner
from station.devices.ssi import SsiScanner
from station.devices.ssi_words import Packet, encode
from station.devices.virtual_scale import NOISE
from tests.contracts.fault_lines import Bent, Dripping, Once
from tests.contracts.scanners import KINDS_OF_SCANNER, ScannerPair, Wire, reports_of

COLUMNS = ["-".join(one) for one in KINDS_OF_SCANNER]
Key = tuple[str, str]
"""Fault, column."""

CODES = [b"1Z999AA1%010d" % number for number in range(3)]
LAST = b"AFTERWARDS"


class Run(msgspec.Struct, frozen=True):
    """What was made and told, and what was told afterwards."""

    made: list[bytes]
    told: list[bytes]
    lost: bool
    after: list[bytes]

    @property
    def true(self) -> bool:
        """Everything told was made, whole and in order."""
        rest = iter([*self.made, LAST])
        return all(any(code == one for one in rest) for code in [*self.told, *self.after])

    @property
    def right(self) -> bool:
        """It is true, and it scans again."""
        return self.true and self.after == [LAST]

    @property
    def cell(self) -> str:
        return f"{len(self.told)} of {len(self.made)}" + (", lost" if self.lost else "")


class Scene:
    """One run: `scan` and `listen` keep account."""

    def __init__(self, pair: ScannerPair) -> None:
        self.pair = pair
        self.made: list[bytes] = []
        self.told: list[bytes] = []
        self.lost = False

    @property
    def wire(self) -> Wire:
        if self.pair.wire is None:
            raise AssertionError("HID has no line")
        return self.pair.wire

    def scan(self, code: bytes) -> None:
        self.made.append(code)
        self.pair.scan(code)
        self.listen()

    def listen(self, seconds: float = 0.2) -> None:
        """All that is told until it is silent for so long."""
        try:
            while scan := self.pair.scanner.read(seconds):
                self.told.append(scan.data)
        except LinkLost:
            self.lost = True

    def reopen(self, scanner: Scanner) -> None:
        self.pair.scanner.close()
        self.pair.scanner = scanner

    def back(self) -> None:
        """Plugged in again."""
        self.pair.close()
        self.pair = ScannerPair(self.pair.kind, self.pair.line)


def half(scene: Scene) -> None:
    """The first half of a scan is sent; it was made, all the same."""
    code = CODES[0] * (5 if scene.pair.kind == "hid" else 1)
    scene.made.append(code)
    if scene.pair.kind == "hid":
        scene.pair.api.reports.put(reports_of(code)[0])
        return
    packet = encode(Packet(ssi.DECODE_DATA, data=b"\x03" + code), ssi.DECODER)
    scene.wire.send(packet[:9] if scene.pair.kind == "ssi" else code[:9])


def plain(scene: Scene) -> None:
    for code in CODES:
        scene.scan(code)


def refused(scene: Scene) -> None:
    scene.pair.unplug()
    scene.pair.scanner.close()
    scene.listen()
    scene.back()


def split(scene: Scene) -> None:
    reread(scene, 0.0)
    plain(scene)


def slow(scene: Scene) -> None:
    reread(scene, 0.002)
    plain(scene)


def reread(scene: Scene, pause: float) -> None:
    """From now on a byte at a time."""
    if scene.pair.kind == "hid":
        return
    scene.pair.scanner.close()
    link = Dripping(scene.wire.open(), pause)
    made = SsiScanner if scene.pair.kind == "ssi" else LinkScanner
    scene.reopen(made("scanner-1", link))


def noise(scene: Scene) -> None:
    """Noise that nothing ends, then silence, then scans."""
    scene.scan(CODES[0])
    if scene.pair.kind == "hid":
        scene.pair.api.reports.put([9, *NOISE])
    else:
        scene.wire.send(NOISE)
    scene.listen(0.3)
    scene.scan(CODES[1])


def hurt(scene: Scene) -> None:
    """A byte of the first scan is another one on the way."""
    scene.pair.scanner.close()
    once = Once(lambda data: data[:8] + bytes((data[8] ^ 1,)) + data[9:])
    scene.reopen(SsiScanner("scanner-1", Bent(scene.wire.open(), once)))
    plain(scene)


def unacknowledged(scene: Scene) -> None:
    """Our acknowledgement is lost: the scanner sends the same scan again."""
    scene.made.append(CODES[0])
    for status in (0, ssi.AGAIN, ssi.AGAIN):
        scene.wire.send(encode(Packet(ssi.DECODE_DATA, status, b"\x03" + CODES[0]), ssi.DECODER))
    scene.listen()


def unplugged(scene: Scene) -> None:
    scene.scan(CODES[0])
    half(scene)
    scene.listen(0.02)
    scene.pair.unplug()
    scene.listen()
    scene.back()


def power_cut(scene: Scene) -> None:
    """A scan begun before the power went is not completed by what comes after."""
    scene.scan(CODES[0])
    half(scene)
    scene.pair.unplug()
    scene.listen()
    scene.back()
    scene.scan(CODES[1])


def stopped(scene: Scene) -> None:
    """Half a scan, then nothing, then a whole one."""
    scene.scan(CODES[0])
    half(scene)
    scene.listen(0.3)
    if scene.pair.kind == "hid":
        scene.pair.api.scan(CODES[1], b"]E0")
        scene.made.append(b"]E0" + CODES[1])
        scene.listen()
    else:
        scene.scan(CODES[1])


def endless(scene: Scene) -> None:
    """More than any code holds, without an end."""
    scene.scan(CODES[0])
    scene.wire.send(b"x" * 3000)
    scene.listen(0.02)
    scene.wire.send(b"x" * 3000 + b"\r")
    scene.listen()
    scene.scan(CODES[1])


def wrong_baud(scene: Scene) -> None:
    """What comes in is noise."""
    scene.made.append(CODES[0])
    scene.wire.send(bytes(byte ^ 0x5A | 0x80 for byte in CODES[0] + b"\r"))
    scene.listen(0.3)


def two_stations(scene: Scene) -> None:
    """A second program wants the port; it is refused, and the first one goes on."""
    peer = scene.wire.peer
    if peer is None:
        raise AssertionError("a pty is needed")
    try:
        open_serial(peer.path).close()
    except LinkLost:
        scene.lost = True  # for the second one
    plain(scene)


def silent(scene: Scene) -> None:
    scene.listen()


def two_scanners(scene: Scene) -> None:
    """Two that could be meant: none is taken."""
    scene.pair.api.listed *= 2
    try:
        open_hid("scanner-1", "", scene.pair.api)
    except LinkLost:
        scene.lost = True
    plain(scene)


FAULTS: dict[str, tuple[Callable[[Scene], None], set[str]]] = {
    "none": (plain, {"plain", "ssi", "hid"}),
    "refused": (refused, {"plain", "ssi", "hid"}),
    "silent": (silent, {"plain", "ssi", "hid"}),
    "slow": (slow, {"plain", "ssi"}),
    "split bytes": (split, {"plain", "ssi"}),
    "garbage": (noise, {"plain", "ssi", "hid"}),
    "a byte hurt": (hurt, {"ssi"}),
    "acknowledgement lost": (unacknowledged, {"ssi"}),
    "half a scan, then silence": (stopped, {"plain", "ssi", "hid"}),
    "unplugged in mid-scan": (unplugged, {"plain", "ssi", "hid"}),
    "power-cycle in mid-scan": (power_cut, {"plain", "ssi", "hid"}),
    "a scan without end": (endless, {"plain"}),
    "wrong baud": (wrong_baud, {"plain", "ssi"}),
    "another station on the port": (two_stations, {"plain", "ssi"}),
    "two scanners alike": (two_scanners, {"hid"}),
}
SERIAL_ONLY = {"wrong baud", "another station on the port"}


def cells() -> list[Key]:
    """Every cell that this machine can run."""
    every = product(FAULTS, KINDS_OF_SCANNER)
    return [
        (fault, f"{kind}-{line}")
        for fault, (kind, line) in every
        if kind in FAULTS[fault][1] and (line == "pty" or fault not in SERIAL_ONLY)
    ]


def run(fault: str, column: str) -> Run:
    """One cell."""
    kind, line = column.split("-")
    scene = Scene(ScannerPair(kind, line))
    try:
        FAULTS[fault][0](scene)
        told, made, lost = list(scene.told), list(scene.made), scene.lost
        scene.told = []
        scene.scan(LAST)
        return Run(made, told, lost, scene.told)
    finally:
        scene.pair.close()
