"""What may be said of a job at an IPP printer, from the looks taken at it. Pure: looks in, at most one Outcome out.

- A printer's own `completed`, of a document that it has taken whole, is PRINTED. A print queue's `completed` is not:
  what the printer behind it says of the same job counts, and where that cannot be asked it is UNKNOWN.
- Cancelled and aborted are never PRINTED; NOT_PRINTED only where the printer says that it never began.
- Counters of impressions and sheets are not looked at: measured, they tell of labels that never came out.
"""

from station.devices.ports import Outcome, Verdict
from station.devices.printers.ipp_status import ABORTED, COMPLETED, JobState

_WORDS = {3: "pending", 4: "held", 5: "processing", 6: "stopped", 7: "cancelled", 8: "aborted", 9: "completed"}


class IppJudge:
    """The evidence on one job of `copies` labels.

    `certain` says that the printer has taken the whole document: a document that was cut short can be "completed", too.
    """

    def __init__(self, copies: int, *, certain: bool) -> None:
        self.certain = certain
        self.cancelled = False
        self._copies = copies
        self._notes: list[str] = []
        self._last: JobState | None = None

    def note(self, what: str) -> None:
        """Remember something for the evidence, once."""
        if what and what not in self._notes:
            self._notes.append(what)

    def moves(self, job: JobState) -> bool:
        """Remembers this look; whether it differs from the one before."""
        changed = job != self._last
        self._last = job
        return changed

    def printer_says(self, job: JobState) -> Outcome:
        """The verdict on a job that is over, from the printer itself."""
        self._last = job
        if job.state != COMPLETED:
            return self._stopped(job)
        if "job-completed-with-errors" in job.reasons:
            self.note("completed with errors")
        elif self.certain:
            return self._say("PRINTED", self._copies)
        else:
            self.note("not known to be whole")
        return self.unknown()

    def queue_says(self, job: JobState) -> Outcome | None:
        """The verdict on a job that is over, from a queue in front of the printer; None: the printer must be asked."""
        self._last = job
        if job.state == COMPLETED:
            return None
        return self._stopped(job)

    def unknown(self) -> Outcome:
        """The verdict when there is no more to be learned."""
        return self._say("UNKNOWN", None)

    def _stopped(self, job: JobState) -> Outcome:
        return self.unknown() if job.worked else self._say("NOT_PRINTED", 0)

    def _say(self, verdict: Verdict, count: int | None) -> Outcome:
        job = self._last
        said = [f"job {job.number} {_WORDS[job.state]}"] if job else ["no job seen"]
        told = [one for one in job.reasons if job.state == ABORTED] if job else []
        asked = ["cancel asked"] if self.cancelled else []
        return Outcome(verdict, count, "; ".join([*said, *told, *self._notes, *asked]))
