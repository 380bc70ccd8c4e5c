"""Which holds are due, or answered by their merchant: read beside the open station, by the index of units that are not
put away."""

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
ANSWERED = """
SELECT unit.id, json_extract(unit.body, '$.hold.due') FROM reference JOIN unit ON unit.id = reference.id
WHERE reference.type = 'question' AND json_extract(reference.body, '$.state') = 'answered'
AND unit.stage = 'held' AND json_extract(unit.body, '$.hold.due') = json_extract(reference.body, '$.due')
AND json_extract(unit.body, '$.hold.reason') = 'ask_merchant' AND json_extract(unit.body, '$.place') IS NOT NULL
ORDER BY 2, 1
"""


def due_holds(path: Path, now: str) -> list[tuple[str, str]]:
    """(unit, due) of holds of units that nobody decided by now (UTC text), the oldest first; before them those
    that their merchants answered. Raises StoreRefused."""
    try:
        with closing(read_only(path)) as connection:
            found = [*connection.execute(ANSWERED), *connection.execute(DUE, (now,))]
            return list(dict.fromkeys((str(unit), str(due)) for unit, due in found))
    except dbapi2.Error as error:
        raise refused(error) from error
