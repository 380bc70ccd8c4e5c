"""Lines that die: whatever they raise comes out as LinkLost."""

import os
import socket
from pathlib import Path

import pytest

from station.devices.link import open_serial, open_tcp
from station.devices.ports import LinkLost


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(LinkLost, match="connect") as lost:
        open_tcp("127.0.0.1", port)
    assert not lost.value.gave_up


def test_tcp_reads_writes_and_hears_the_goodbye() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = open_tcp("127.0.0.1", server.getsockname()[1])
        far, _ = server.accept()
        assert link.read(0) == b""
        link.write(b"ping")
        assert far.recv(10) == b"ping"
        far.sendall(b"pong")
        assert link.read(2.0) == b"pong"
        far.close()
        with pytest.raises(LinkLost, match="closed by the device"):
            link.read(2.0)
        link.close()
        link.close()


def test_a_peer_that_never_reads_makes_us_give_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = open_tcp("127.0.0.1", server.getsockname()[1], write_timeout=0.1)
        far, _ = server.accept()
        with pytest.raises(LinkLost) as lost:
            link.write(b"x" * 50_000_000)
        assert lost.value.gave_up
        link.close()
        far.close()


def test_a_path_that_is_no_port(tmp_path: Path) -> None:
    plain = tmp_path / "file"
    plain.write_bytes(b"")
    for path in (plain, tmp_path / "absent"):
        with pytest.raises(LinkLost, match="open"):
            open_serial(str(path))


if os.name == "posix":

    def test_a_hung_up_port_loses_every_call() -> None:
        master, slave = os.openpty()
        link = open_serial(os.ttyname(slave))
        os.close(slave)
        os.write(master, b"A\r")
        assert link.read(2.0) in (b"A\r", b"A")
        os.close(master)
        for call in (lambda: link.read(0.1), lambda: link.write(b"x")):
            with pytest.raises(LinkLost):
                call()
        link.close()
        link.close()
        with pytest.raises(LinkLost):
            link.read(0.1)

    def test_a_port_is_ours_alone() -> None:
        master, slave = os.openpty()
        path = os.ttyname(slave)
        link = open_serial(path)
        with pytest.raises(LinkLost):
            open_serial(path)
        link.close()
        os.close(slave)
        os.close(master)
