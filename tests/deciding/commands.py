"""Commands as people type them."""

from typer.testing import CliRunner, Result

from station import cli


def run(*words: object) -> Result:
    """Exit code and what was said; a defect is raised."""
    done = CliRunner().invoke(cli.app, [str(word) for word in words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done
