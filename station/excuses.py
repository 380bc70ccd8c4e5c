"""What a command says of what it could not do: what happened, what was kept, what to do. Responsible for words of the
command line only; the bench has its own, translated ones."""

from station.domain.policy import PolicyFault
from station.store.connect import FileRefused, StoreRefused, refused

WHAT_TO_DO = {
    "open_elsewhere": "Close the station that is open (or the command that works with it) and try again.",
    "newer": "Install the newer program; or `returns-station restore BACKUP` with a backup of this program's time.",
    "damaged": "Keep this file; `returns-station restore BACKUP` puts a backup in its place and keeps it beside.",
    "missing": "Look at the name; RETURNS_STATION_HOME chooses the station's folder.",
    "exists": "Name another file, or move that one away.",
    "other_station": "Choose a backup of this station. --other-station makes this folder that station: only where "
    "its own computer does not work any more, as one station on two computers forks.",
    "disk_full": "Make room on the disk and try again.",
    "busy": "Another program works with it just now: try again when it has ended.",
    "read_only": "Give this user the right to write there, and try again.",
    "io_error": "Look at the disk and its cable; copy the file away before anything else.",
}


def excused(error: BaseException) -> str:
    """Words for an error that is nobody's defect; empty for any other."""
    error = _of_sqlite(error) or error
    if isinstance(error, FileRefused | StoreRefused):
        first = str(error) if isinstance(error, FileRefused) else f"The file refused ({error}); nothing was changed."
        return f"{first}\n{WHAT_TO_DO.get(error.reason, 'Try again; if it stays, keep the file and ask for help.')}"
    if isinstance(error, PolicyFault):
        return f"{error}\nNothing was started; mend that file and start again."
    if isinstance(error, OSError):
        return f"{error.filename or 'The system'}: {error.strerror or error}. Nothing else was changed."
    return ""


def _of_sqlite(error: BaseException) -> StoreRefused | None:
    """What SQLite refused, whether a library has wrapped it or not."""
    wrapped = getattr(error, "orig", None)
    cause = wrapped if isinstance(wrapped, Exception) else error
    if not isinstance(cause, Exception) or not type(cause).__module__.startswith("pysqlite3"):
        return None
    return refused(cause)
