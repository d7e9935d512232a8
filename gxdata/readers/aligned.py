"""Columns of text that spaces align, as `pdftotext -layout` and people with a monospaced font make them.

A row with blanks is read by where its figures stand below those of full rows, and only where that can mean one thing:
whatever room Chinese characters take, every figure stands in one column, and none between two.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .joining import is_figure

FEWEST, MOST = 3, 20  # columns of figures
LINES = 10_000  # of a file that are looked at
FULL = 2  # rows with a figure in every column: these show where columns are …
UNLIKE = 4  # … and how wide characters are, where their labels differ by so many
ROOM = 2  # places between columns at least
EVEN = 1.0  # places by which a column's figures may begin, end or have their middles apart
LONGEST = 300  # characters of a row
MODELS = ((1, 1), (2, 1), (2, 2))  # places that a wide character takes, and one that is wide in some fonts

_TOKEN = re.compile(r"\S+")
Line = tuple[int, int | None, str]  # number, page and text
Span = tuple[int, int]


class Row(NamedTuple):
    """A line that ends in figures after a label. spans: where each figure stands, in characters; tight: the first follows
    a label that leaves it no room."""

    place: int
    text: str
    label: str
    spans: list[Span]
    tight: bool


def aligned(lines: Sequence[Line]) -> dict[int, list[str]]:
    """By their places in `lines`: rows as their label and a text for each column, "" where it is blank. Only rows that end
    in the last column, of tables in which some have blanks and none leaves a doubt."""
    found: dict[int, list[str]] = {}
    for rows in _stretches(lines[:LINES]):
        width = max(len(row.spans) for row in rows)
        full = [row for row in rows if len(row.spans) == width]
        lengths = [sum(room(char, 2, 1) > 1 for char in row.label) for row in full]
        if (
            not FEWEST <= width <= MOST
            or len(full) < FULL
            or len(full) == len(rows)
            or max(lengths) - min(lengths) < UNLIKE
        ):
            continue
        readings = [reading for model in MODELS if (reading := _homes(rows, width, model))]
        if not readings or any(reading != readings[0] for reading in readings):
            continue
        for row, homes in zip(rows, readings[0], strict=True):
            if homes[-1] < width - 1:  # it may be cut off, or have lost spaces
                continue
            texts = dict(zip(homes, (row.text[start:end] for start, end in row.spans), strict=True))
            found[row.place] = [row.label, *(texts.get(column, "") for column in range(width))]
    return found


def _stretches(lines: Sequence[Line]) -> Iterator[list[Row]]:
    """Rows of one page between which no words stand below or above their last figures."""
    rows: list[Row] = []
    page: int | None = None
    for place, (_, here, text) in enumerate(lines):
        row = _row(place, text) if "  " in text and len(text) <= LONGEST else None
        if rows and (here != page or (row is None and _among(text, rows[-1]))):
            yield rows
            rows = []
        page = here
        if row:
            rows.append(row)
    if rows:
        yield rows


def _among(text: str, row: Row) -> bool:
    """Whether a line has words so far right as a row's last figure."""
    return len(text.rstrip()) > row.spans[-1][0] and not all(map(is_figure, text.split()))


def _row(place: int, text: str) -> Row | None:
    if "\t" in text or "|" in text:
        return None
    tokens = list(_TOKEN.finditer(text))
    first = len(tokens)
    while first and is_figure(tokens[first - 1][0]):
        first -= 1
    if not 0 < first < len(tokens):
        return None
    spans = [match.span() for match in tokens[first:]]
    return Row(place, text, text[: spans[0][0]].strip(), spans, spans[0][0] - tokens[first - 1].end() == 1)


def _homes(rows: Sequence[Row], width: int, model: tuple[int, int]) -> list[list[int]]:
    """The column of every figure, row by row; none where one has no column of its own, or columns are not even or apart."""
    placed = [_places(row, model) for row in rows]
    full = [spans for spans in placed if len(spans) == width]
    bands = [(min(start for start, _ in column), max(end for _, end in column)) for column in zip(*full, strict=True)]
    if any(two[0] - one[1] < ROOM for one, two in pairwise(bands)):
        return []
    found: list[list[int]] = []
    columns: list[list[Span]] = [[] for _ in bands]
    for row, spans in zip(rows, placed, strict=True):
        homes = [_home(span, bands) for span in spans]
        pushed = homes[0] < 0 and row.tight and spans[0][1] <= bands[0][0]
        homes[0] = 0 if pushed else homes[0]
        if -1 in homes or any(two <= one for one, two in pairwise(homes)):
            return []
        for home, span in zip(homes[pushed:], spans[pushed:], strict=True):
            columns[home].append(span)
        found.append(homes)
    return found if any(_even(columns, one, two) for one, two in ((1.0, 0.0), (0.0, 1.0), (0.5, 0.5))) else []


def _even(columns: Sequence[Sequence[Span]], of_start: float, of_end: float) -> bool:
    """Whether the figures of every column begin, end or have their middles at one place."""
    places = [[of_start * start + of_end * end for start, end in column] for column in columns]
    return all(max(column) - min(column) <= EVEN for column in places)


def _home(span: Span, bands: Sequence[Span]) -> int:
    """The one column that a figure stands in, with room to all others; -1 where there is none."""
    at = bisect_left([end for _, end in bands], span[0])  # the first that does not end before it
    if at == len(bands) or span[1] <= bands[at][0] or bands[at][1] == span[0]:
        return -1
    return at if at + 1 == len(bands) or span[1] < bands[at + 1][0] else -1


def _places(row: Row, model: tuple[int, int]) -> list[Span]:
    """Where a row's figures stand, in places of a font in which wide characters take as many as `model` says."""
    ends = [0]
    for char in row.text:
        ends.append(ends[-1] + room(char, *model))
    return [(ends[start], ends[end]) for start, end in row.spans]


def room(char: str, wide: int, ambiguous: int) -> int:
    """Places that a character takes, by how many a wide one takes, and one that is wide in some fonts."""
    kind = unicodedata.east_asian_width(char)
    return wide if kind in "WF" else ambiguous if kind == "A" else 1
