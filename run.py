#!/usr/bin/env python3
"""The two commands of a fresh machine: set everything up, then play the demo or run the tests.

    python3 run.py [--out DIR]                  the demo: a morning of returns
    python3 run.py test [ARGUMENT ...]          lint, types, import contracts, then the tests (arguments go to pytest)
    python3 run.py bench [NAME] [--json FILE]   the benchmarks

Needs nothing but Python's standard library; any Python from 3.6 on can read it and say which one is wanted.
"""

import sys

SUPPORTED = ((3, 11), (3, 12), (3, 13))


def main() -> int:
    """Refuse a Python that the libraries do not know, before anything is imported that it could not read."""
    if sys.version_info[:2] not in SUPPORTED:
        return refuse()
    from installer.commands import run

    return run(sys.argv[1:], __doc__ or "")


def refuse() -> int:
    """Say which Python is wanted and, if this machine has one, how to use it."""
    import shutil

    names = ["python%d.%d" % version for version in reversed(SUPPORTED)]
    found = [name for name in names if shutil.which(name)]
    then = "This machine has one: %s run.py" % found[0] if found else "Install one of them and start run.py with it."
    sys.stderr.write(
        "Returns Station needs Python 3.11, 3.12 or 3.13; this is %d.%d.\n" % sys.version_info[:2] + then + "\n"
    )
    return 2


if __name__ == "__main__":
    sys.exit(main())
