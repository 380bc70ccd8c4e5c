"""A scanner on a serial line, through its supervisor, as the station uses it: order, half scans, unplugging."""

import os

import pytest

from tests.contracts.serial_scanner import Bench

if os.name == "posix":

    def test_two_thousand_scans_back_to_back_come_in_order() -> None:
        bench = Bench()
        try:
            bench.wait_ready()
            wanted = [b"1Z999AA1%010d" % number for number in range(2000)]
            bench.send(b"".join(code + b"\r" for code in wanted))
            assert bench.scans(len(wanted)) == wanted
        finally:
            bench.close()

    @pytest.mark.logs_ok
    def test_twenty_times_unplugged_in_the_middle_of_a_scan() -> None:
        bench = Bench()
        try:
            bench.wait_ready()
            for number in range(20):
                whole = b"WHOLE%02d" % number
                bench.send(whole + b"\rHALF")
                assert bench.scans(1) == [whole]
                bench.unplug()
                bench.wait_lost()
                bench.plug_in()
                bench.wait_ready()  # how soon is measured by `bench serial`
        finally:
            bench.close()
        assert bench.scans_left() == []
