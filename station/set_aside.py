"""That a printer is set aside outlives the program: what waits for it must not come out by itself after a restart.
A file per printer in the station's home, which the command writes, too, while the station is open. Says nothing about
why; facts do."""

from pathlib import Path

from station.store.durable import put_in_place

FOLDER = "aside"


class Mark:
    """Implements printing.Aside: there, or not. Any thread and any program."""

    def __init__(self, home: Path, name: str) -> None:
        self._path = home / FOLDER / name

    def is_set(self) -> bool:
        """Whether it is set aside; a folder that cannot be read says no."""
        return self._path.exists()

    def set(self) -> None:
        """From now on. Raises OSError."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_bytes(b"")
        put_in_place(new, self._path)

    def clear(self) -> None:
        """No longer. Raises OSError."""
        self._path.unlink(missing_ok=True)
