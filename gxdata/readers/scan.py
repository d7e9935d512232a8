"""A picture of pages (PNG, JPEG, TIFF …) → Document, through character recognition."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean
from typing import Any

import numpy as np

from ..document import Cell, Document, Grid, Location, Paragraph, ReadError
from . import ocr
from .deskew import Image, Page, prepare
from .figures import is_short, judge
from .ink import Content, Line, Mark, content, crop, marks, usual_height
from .ruled import Lattice, lattices
from .rulings import mask, rules

Block = Paragraph | Grid

MARGINS = 0.15, 0.4  # white around a line, in relation to its height, in its two readings
SAMPLE = 5  # lines that show which way up a page is
UPRIGHT = 0.8  # likelihood of their characters on a page that is


def read_page(image: Image, scale: float, number: int, first_table: int = 1) -> list[Block]:
    """The blocks of a page in a picture (H × W × 3, red first, or H × W) of `scale` pixels a point, from top to bottom.

    `number` is the page's, and `first_table` the number of its first table.
    """
    page, lines = _upright(image, scale)
    horizontal, vertical = rules(page)
    tables = [lattice for lattice in lattices(horizontal, vertical) if len(lattice.cells) > 1]
    found = marks(page, mask(page, horizontal, vertical))
    usual = usual_height(found, page.scale)
    blocks: list[tuple[float, Block]] = []
    for place, lattice in enumerate(tables, first_table):
        blocks.append((lattice.box.top * page.scale, _grid(page, lattice, found, usual, Location(number, place))))
    blocks += _paragraphs(page, lines, tables, Location(number))
    return [block for _, block in sorted(blocks, key=lambda block: block[0])]


def _upright(image: Image, scale: float) -> tuple[Page, list[tuple[int, int, int, int]]]:
    """The page the right way up, and where its lines of text are."""
    page = prepare(image, scale)
    lines = ocr.find_lines(page.grey)
    tall = sum(bottom - top for left, top, right, bottom in lines if bottom - top > 3 * (right - left))
    wide = sum(right - left for left, top, right, bottom in lines if right - left > 3 * (bottom - top))
    if tall <= wide:
        if _legible(page, lines) >= UPRIGHT:
            return page, lines
        ways = [(page, lines), *(_turned(image, scale, turns) for turns in (2,))]
    else:
        ways = [_turned(image, scale, turns) for turns in (1, 3)]
    return max(ways, key=lambda way: _legible(*way))


def _turned(image: Image, scale: float, turns: int) -> tuple[Page, list[tuple[int, int, int, int]]]:
    page = prepare(image, scale, turns)
    return page, ocr.find_lines(page.grey)


def _legible(page: Page, lines: Sequence[tuple[int, int, int, int]]) -> float:
    """How likely the characters of some lines are; 1 where there are none."""
    shaped = [line for line in lines if line[2] - line[0] > 4 * (line[3] - line[1])]
    shaped.sort(key=lambda line: abs((line[2] - line[0]) / (line[3] - line[1]) - 9))
    pictures = [page.grey[top:bottom, left:right] for left, top, right, bottom in shaped[:SAMPLE]]
    return fmean(fmean(each.scores or (0.0,)) for each in ocr.recognise(pictures)) if pictures else 1.0


# ── Tables ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _grid(page: Page, lattice: Lattice, found: Sequence[Mark], usual: float, where: Location) -> Grid:
    """The cells of a lattice, those that begin in the same row in one row."""
    inside = [content(_inside(found, box), box, page.scale, usual) for box in _boxes(lattice, page.scale)]
    texts = _texts(page, inside, usual)
    rows: dict[int, list[Cell]] = {}
    for cell, (text, doubt) in zip(lattice.cells, texts, strict=True):
        box = page.box(*(edge * page.scale for edge in cell.box))
        location = where._replace(row=cell.row + 1, column=cell.column + 1, box=box)
        rows.setdefault(cell.row, []).append(Cell(text, location, cell.column, cell.colspan, cell.rowspan, doubt))
    box = page.box(*(edge * page.scale for edge in lattice.box))
    return Grid([rows[row] for row in sorted(rows)], "cells", where._replace(box=box))


def _boxes(lattice: Lattice, scale: float) -> Iterator[tuple[float, float, float, float]]:
    for cell in lattice.cells:
        left, top, right, bottom = (edge * scale for edge in cell.box)
        yield left, top, right, bottom


def _inside(found: Iterable[Mark], box: tuple[float, float, float, float]) -> list[Mark]:
    """The marks whose middle lies in a rectangle."""
    left, top, right, bottom = box
    return [
        mark
        for mark in found
        if left <= (mark.left + mark.right) / 2 < right and top <= (mark.top + mark.bottom) / 2 < bottom
    ]


def _texts(page: Page, cells: Sequence[Content], usual: float) -> list[tuple[str, bool]]:
    """(text, doubt) of every cell. All lines are recognised together, and those that may be figures a second time."""
    lines = [line for cell in cells for line in cell.lines]
    first = ocr.recognise([crop(page.grey, line, MARGINS[0], usual) for line in lines])
    short = [place for place, reading in enumerate(first) if is_short(reading)]
    again = ocr.recognise([crop(page.grey, lines[place], MARGINS[1], usual) for place in short])
    second = dict(zip(short, again, strict=True))
    read = iter([judge(line, reading, second.get(n)) for n, (line, reading) in enumerate(zip(lines, first, strict=True))])
    return [_cell_text(page, cell, [next(read) for _ in cell.lines]) for cell in cells]


def _cell_text(page: Page, cell: Content, read: Sequence[tuple[str, bool]]) -> tuple[str, bool]:
    text = "\n".join(text for text, _ in read)
    doubt = cell.doubt or any(doubt for _, doubt in read)
    if len(read) > 1 and not any(_is_word(text) for text, _ in read):  # rows run together, or a figure in two pieces
        return "", True
    return text, doubt or any(_under_seal(page, line) for line in cell.lines)


def _is_word(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


def _under_seal(page: Page, line: Line) -> bool:
    return bool(page.red[line.top : line.bottom, line.left : line.right].any())


# ── Running text ─────────────────────────────────────────────────────────────────────────────────────────────────


def _paragraphs(
    page: Page, lines: Sequence[tuple[int, int, int, int]], tables: Sequence[Lattice], where: Location
) -> list[tuple[float, Block]]:
    outside = [line for line in lines if not any(_within(line, table, page.scale) for table in tables)]
    read = ocr.recognise([page.grey[top:bottom, left:right] for left, top, right, bottom in outside])
    return [
        (box[1], Paragraph(reading.text, where._replace(line=number, box=page.box(*box))))
        for number, (box, reading) in enumerate(zip(outside, read, strict=True), 1)
        if reading.text
    ]


def _within(line: tuple[int, int, int, int], table: Lattice, scale: float) -> bool:
    x, y = (line[0] + line[2]) / 2 / scale, (line[1] + line[3]) / 2 / scale
    return table.box.left <= x <= table.box.right and table.box.top <= y <= table.box.bottom


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_scan(data: bytes, ocr: bool) -> Document:
    raise NotImplementedError
