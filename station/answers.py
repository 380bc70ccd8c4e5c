"""What a supervisor has answered elsewhere, handed to the bench. Not responsible for what follows from it."""

from collections.abc import Callable
from concurrent.futures import Future

from station.domain.approvals import Request
from station.domain.bench.inputs import ApprovalAnswered

DURABLE_WITHIN_S = 5.0
"""The file takes a step in milliseconds; where it refuses, sync goes on and the answer comes again."""


def hand_over(ask: "Callable[[ApprovalAnswered], Future[int]]", answer: Request) -> bool:
    """Called on the sync thread. True once the bench has heard it, durably; False: it shall come again."""
    heard = ask(ApprovalAnswered(answer.id, answer.state, answer.by))
    try:
        return heard.exception(DURABLE_WITHIN_S) is None
    except TimeoutError:
        return False
