"""`python -m tests.suggestion`: the score on both halves, a line each."""

from tests.suggestion.score import score

for half in ("build", "test"):
    print(f"{half}: {score(half).line()}")
