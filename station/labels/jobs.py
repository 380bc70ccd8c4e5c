"""What every printer language asks of a job's name and number of copies: both are our own, never a user's."""

import re

_JOB = re.compile(r"[A-Za-z0-9-]{1,64}")


def check(job: str, copies: int) -> None:
    """Raises ValueError unless `job` is 1 to 64 letters, digits or hyphens and `copies` 1 to 9999."""
    if not _JOB.fullmatch(job):
        raise ValueError(f"a job is 1 to 64 letters, digits or hyphens, not {job!r}")
    if not 1 <= copies <= 9999:
        raise ValueError(f"copies are 1 to 9999, not {copies}")
