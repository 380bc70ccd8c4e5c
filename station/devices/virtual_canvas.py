"""A label's dots as a virtual printer lays them down: pieces of any width at any dot -> rows. Pure."""


class Canvas:
    """Rows as big integers: a graphic of any width lands at any dot by one shift."""

    def __init__(self) -> None:
        self._marks: list[tuple[int, int, int, list[bytes]]] = []

    def mark(self, x: int, y: int, step: int, data: bytes) -> None:
        """Lay down rows of `step` bytes each, set = black, the first at dot x, row y."""
        self._marks.append((x, y, step, [data[at : at + step] for at in range(0, len(data), step)]))

    def extent(self) -> tuple[int, int]:
        """Dots across and rows down that hold all marks; 8 x 8 where there are none."""
        width = max((x + 8 * step for x, _, step, _ in self._marks), default=8)
        height = max((y + len(rows) for _, y, _, rows in self._marks), default=8)
        return width, height

    def rows(self, width: int, height: int) -> list[bytes]:
        """Everything within width x height dots, (width + 7) // 8 bytes a row."""
        lines = [0] * height
        for x, y, step, rows in self._marks:
            shift = width - x - 8 * step
            for number, row in enumerate(rows[: max(height - y, 0)], y):
                bits = int.from_bytes(row, "big")
                lines[number] |= bits << shift if shift >= 0 else bits >> -shift
        pad, size, mask = -width % 8, (width + 7) // 8, (1 << width) - 1
        return [((line & mask) << pad).to_bytes(size, "big") for line in lines]
