"""A picture of a page → the lines and tables on it, through character recognition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from ..document import Box
from . import ocr
from .deskew import Image, Page, prepare
from .figures import is_word, judge, may_be_figure
from .ink import Content, Line, Mark, content, crop, marks, usual_height
from .pages import Line as TextLine
from .pages import Page as PageContent
from .pages import Table, TableCell
from .ruled import Lattice, lattices
from .rulings import mask, rules

MARGINS = 0.15, 0.4  # white around a line, in relation to its height, in its two readings
SAMPLE = 5  # lines that show which way up a page is
UPRIGHT = 0.8  # likelihood of their characters on a page that is
FEWEST_CELLS = 2  # a frame around text is no table
FULL = 8.0  # points that are left beside a full line at most, besides another digit

Rectangle = tuple[int, int, int, int]  # left, top, right, bottom in pixels


def read_page(image: Image, scale: float, number: int) -> PageContent:
    """What is on a page in a picture (H × W × 3, red first, or H × W) of `scale` pixels a point.

    Cells and lines say whether they may be misread; all places are on the page as the picture shows it.
    """
    page, lines = _upright(image, scale)
    horizontal, vertical = rules(page)
    tables = [lattice for lattice in lattices(horizontal, vertical) if len(lattice.cells) >= FEWEST_CELLS]
    found = marks(page, mask(page, horizontal, vertical))
    reader = _Reader(page, usual_height(found, page.scale))
    height, width = image.shape[0] / scale, image.shape[1] / scale
    return PageContent(
        number,
        width,
        height,
        reader.lines([line for line in lines if not any(_within(line, table, page.scale) for table in tables)]),
        [reader.table(lattice, found) for lattice in tables],
        recognised=True,
    )


# ── Which way up ─────────────────────────────────────────────────────────────────────────────────────────────────


def _upright(image: Image, scale: float) -> tuple[Page, list[Rectangle]]:
    """The page the right way up, and where its lines of text are."""
    page = prepare(image, scale)
    lines = ocr.find_lines(page.grey, page.scale)
    tall = sum(bottom - top for left, top, right, bottom in lines if bottom - top > 3 * (right - left))
    wide = sum(right - left for left, top, right, bottom in lines if right - left > 3 * (bottom - top))
    if tall <= wide and _legible(page, lines) >= UPRIGHT:
        return page, lines
    ways = [(page, lines)] if tall <= wide else []
    for turns in (2,) if tall <= wide else (1, 3):
        turned = prepare(image, scale, turns)
        ways.append((turned, ocr.find_lines(turned.grey, turned.scale)))
    return max(ways, key=lambda way: _legible(*way))


def _legible(page: Page, lines: Sequence[Rectangle]) -> float:
    """How likely the characters of some lines are; 1 where there are none."""
    shaped = [line for line in lines if line[2] - line[0] > 4 * (line[3] - line[1])]
    shaped.sort(key=lambda line: abs((line[2] - line[0]) / (line[3] - line[1]) - 9))
    pictures = [page.grey[top:bottom, left:right] for left, top, right, bottom in shaped[:SAMPLE]]
    return fmean(fmean(each.scores or (0.0,)) for each in ocr.recognise(pictures)) if pictures else 1.0


# ── What is on it ────────────────────────────────────────────────────────────────────────────────────────────────


class _Reader:
    """Reads the cells and lines of one page. usual: the height of its characters, in pixels."""

    def __init__(self, page: Page, usual: float) -> None:
        self.page, self.usual = page, usual

    def table(self, lattice: Lattice, found: Sequence[Mark]) -> Table:
        """The table in a lattice, its cells read."""
        scale = self.page.scale
        boxes = [tuple(edge * scale for edge in cell.box) for cell in lattice.cells]
        inside = [content(_inside(found, box), box, scale, self.usual) for box in boxes]
        cells = []
        for cell, held, (text, doubt) in zip(lattice.cells, inside, self._texts(inside), strict=True):
            row, column, rowspan, colspan, _ = cell
            full = bool(held.lines) and self._is_full(held.lines[-1], held.width)
            cells.append(TableCell(row, column, rowspan, colspan, self._box(cell.box), text, doubt, full))
        return Table(self._box(lattice.box), lattice.columns, cells)

    def lines(self, found: Sequence[Rectangle]) -> list[TextLine]:
        """The lines of running text; what is in them may be misread."""
        read = ocr.recognise([self.page.grey[top:bottom, left:right] for left, top, right, bottom in found])
        return [
            TextLine(reading.text, self.page.box(*line), self.usual / self.page.scale, doubt=True)
            for line, reading in zip(found, read, strict=True)
            if reading.text
        ]

    def _box(self, box: Box) -> Box:
        """A box of the straight page as one of the page as it was given."""
        return self.page.box(*(edge * self.page.scale for edge in box))

    def _is_full(self, line: Line, width: float) -> bool:
        return width - (line.right - line.left) < FULL * self.page.scale + 0.7 * self.usual

    def _texts(self, cells: Sequence[Content]) -> list[tuple[str, bool]]:
        """(text, doubt) of every cell. All lines are recognised together, and what may be a figure a second time."""
        grey = self.page.grey
        lines = [line for cell in cells for line in cell.lines]
        first = ocr.recognise([crop(grey, line, MARGINS[0], self.usual) for line in lines])
        twice = [place for place, reading in enumerate(first) if may_be_figure(reading)]
        again = ocr.recognise([crop(grey, lines[place], MARGINS[1], self.usual) for place in twice])
        second = dict(zip(twice, again, strict=True))
        judged = [
            judge(line, grey[line.top : line.bottom, line.left : line.right], reading, second.get(place))
            for place, (line, reading) in enumerate(zip(lines, first, strict=True))
        ]
        rest = iter(judged)
        return [self._joined(cell, [next(rest) for _ in cell.lines]) for cell in cells]

    def _joined(self, cell: Content, read: Sequence[tuple[str, bool]]) -> tuple[str, bool]:
        """The text of a cell out of its lines'. Figures below each other are one that had no room, which a sum must
        confirm; or two rows whose border is lost, and no figure."""
        texts = [text for text, _ in read]
        doubt = cell.doubt or any(doubt for _, doubt in read) or any(map(self._under_seal, cell.lines))
        if len(texts) > 1 and not any(map(is_word, texts)):
            whole = all(texts) and all(self._is_full(line, cell.width) for line in cell.lines[:-1])
            return "".join(texts) if whole else "", True
        return "\n".join(texts), doubt

    def _under_seal(self, line: Line) -> bool:
        return bool(self.page.red[line.top : line.bottom, line.left : line.right].any())


def _inside(found: Iterable[Mark], box: Sequence[float]) -> list[Mark]:
    """The marks whose middle lies in a rectangle."""
    left, top, right, bottom = box
    return [
        mark
        for mark in found
        if left <= (mark.left + mark.right) / 2 < right and top <= (mark.top + mark.bottom) / 2 < bottom
    ]


def _within(line: Rectangle, table: Lattice, scale: float) -> bool:
    x, y = (line[0] + line[2]) / 2 / scale, (line[1] + line[3]) / 2 / scale
    return table.box.left <= x <= table.box.right and table.box.top <= y <= table.box.bottom
