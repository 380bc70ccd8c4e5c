"""winspool.drv by ctypes, typed: one open printer and the calls on it. Windows only; imported by nobody elsewhere.

Structures and numbers as in winspool.h. Not responsible for the order of calls or for what they mean.
"""

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    from station.devices.printers.spooler_windows import Queue, SpoolerFault

    _ERROR_INVALID_PARAMETER = 87
    _JOB_CONTROL_DELETE = 5
    _winspool = ctypes.WinDLL("winspool.drv", use_last_error=True)

    class _DocInfo(ctypes.Structure):
        _fields_ = (
            ("pDocName", wintypes.LPWSTR),
            ("pOutputFile", wintypes.LPWSTR),
            ("pDatatype", wintypes.LPWSTR),
        )

    class _PrinterInfo2(ctypes.Structure):
        _fields_ = (
            *((name, wintypes.LPWSTR) for name in ("server", "printer", "share", "port", "driver", "comment", "where")),
            ("devmode", ctypes.c_void_p),
            *((name, wintypes.LPWSTR) for name in ("separator", "processor", "datatype", "parameters")),
            ("security", ctypes.c_void_p),
            *((name, wintypes.DWORD) for name in ("attributes", "priority", "default_priority", "start", "until")),
            *((name, wintypes.DWORD) for name in ("status", "jobs", "average")),
        )

    class _JobInfo1(ctypes.Structure):
        _fields_ = (
            ("id", wintypes.DWORD),
            *((name, wintypes.LPWSTR) for name in ("printer", "machine", "user", "document", "datatype", "said")),
            *((name, wintypes.DWORD) for name in ("status", "priority", "position", "pages", "printed")),
            ("submitted", wintypes.WORD * 8),
        )

    def _failed(call: str) -> SpoolerFault:
        return SpoolerFault(call, ctypes.get_last_error())

    class Printer:
        """Implements Calls."""

        def __init__(self, handle: wintypes.HANDLE) -> None:
            self._handle = handle

        def queue(self) -> Queue:
            """See Calls.queue."""
            needed = wintypes.DWORD()
            _winspool.GetPrinterW(self._handle, 2, None, 0, ctypes.byref(needed))
            room = ctypes.create_string_buffer(max(needed.value, ctypes.sizeof(_PrinterInfo2)))
            if not _winspool.GetPrinterW(self._handle, 2, room, len(room), ctypes.byref(needed)):
                raise _failed("GetPrinter")
            info = _PrinterInfo2.from_buffer(room)
            return Queue(info.status, info.attributes, info.jobs)

        def start(self, name: str) -> int:
            """See Calls.start."""
            document = _DocInfo(name, None, "RAW")
            number: int = _winspool.StartDocPrinterW(self._handle, 1, ctypes.byref(document))
            if not number:
                raise _failed("StartDocPrinter")
            if not _winspool.StartPagePrinter(self._handle):
                fault = _failed("StartPagePrinter")
                _winspool.AbortPrinter(self._handle)
                raise fault
            return number

        def write(self, data: bytes) -> int:
            """See Calls.write."""
            written = wintypes.DWORD()
            if not _winspool.WritePrinter(self._handle, data, len(data), ctypes.byref(written)):
                raise _failed("WritePrinter")
            return written.value

        def end(self) -> None:
            """See Calls.end."""
            page, document = _winspool.EndPagePrinter(self._handle), _winspool.EndDocPrinter(self._handle)
            if not page or not document:
                raise _failed("EndDocPrinter")

        def abort(self) -> None:
            """See Calls.abort."""
            if not _winspool.AbortPrinter(self._handle):
                raise _failed("AbortPrinter")

        def job(self, number: int) -> int | None:
            """See Calls.job; a job that is gone is an invalid parameter to Windows."""
            needed = wintypes.DWORD()
            _winspool.GetJobW(self._handle, number, 1, None, 0, ctypes.byref(needed))
            if ctypes.get_last_error() == _ERROR_INVALID_PARAMETER:
                return None
            room = ctypes.create_string_buffer(max(needed.value, ctypes.sizeof(_JobInfo1)))
            if not _winspool.GetJobW(self._handle, number, 1, room, len(room), ctypes.byref(needed)):
                if ctypes.get_last_error() == _ERROR_INVALID_PARAMETER:
                    return None
                raise _failed("GetJob")
            status: int = _JobInfo1.from_buffer(room).status
            return status

        def delete(self, number: int) -> None:
            """See Calls.delete."""
            if not _winspool.SetJobW(self._handle, number, 0, None, _JOB_CONTROL_DELETE):
                raise _failed("SetJob")

        def close(self) -> None:
            """See Calls.close."""
            _winspool.ClosePrinter(self._handle)

    def open_printer(name: str) -> Printer:
        """Raises SpoolerFault where Windows knows no such printer."""
        handle = wintypes.HANDLE()
        if not _winspool.OpenPrinterW(name, ctypes.byref(handle), None):
            raise _failed("OpenPrinter")
        return Printer(handle)
