"""Which holds are due: read beside the open station, by the index of units that are not put away."""

from contextlib import closing
from pathlib import Path

from pysqlite3 import dbapi2

from station.store.connect import read_only, refused

DUE = """
SELECT id, json_extract(body, '$.hold.due') FROM unit
WHERE stage = 'held' AND stage NOT IN ('stowed', 'split') AND json_extract(body, '$.hold.due') <= ?
AND json_extract(body, '$.hold.reason') <> 'second_look' AND json_extract(body, '$.place') IS NOT NULL
ORDER BY 2, 1
"""
"""By ix_unit_open. Only what lies in its hold place; a second look waits for its grader."""


def due_holds(path: Path, now: str) -> list[tuple[str, str]]:
    """(unit, due) of holds of units that nobody decided by now (UTC text), the oldest first. Raises StoreRefused."""
    try:
        with closing(read_only(path)) as connection:
            return [(str(unit), str(due)) for unit, due in connection.execute(DUE, (now,))]
    except dbapi2.Error as error:
        raise refused(error) from error
