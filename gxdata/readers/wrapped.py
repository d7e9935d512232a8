"""Labels of rows that a narrow column broke over lines, in text that spaces align: `pdftotext -layout` makes such text.

A row's figures stand on a line of its label, or between two. Which lines make a label is told by the ordinals that the
form's labels begin with and by the column that they begin in. It is read where just one line of figures stands in its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .aligned import LINES, LONGEST, MODELS, Line, room
from .joining import is_figure

FEWEST, ROWS = 4, 3  # figures of a full row, and such rows of a table
BEYOND = 8  # lines between two rows, and that the label of the first and last one may reach beyond it
APART = 3  # places between the beginnings of two columns of labels at least

_TOKEN = re.compile(r"\S+")
_WORDS = re.compile(
    r"\S+(?: (?!\d[.、．]\D|[（(][一二三四五六七八九十]{1,3}[）)])\S+)*"
)  # a space parts a group's name and an ordinal
_ORDINAL = re.compile(r"\d{1,2}[.、．](?!\d)|[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,2}、")
_MARKS = re.compile(r"[\W\d_]+")  # a page's number, a line


class Piece(NamedTuple):
    """Words of a line before its figures. start: the place that they begin at."""

    line: int
    start: int
    text: str


class Row(NamedTuple):
    """A line of a table: where its words end and its figures begin, the end of the line where it has none; where the line
    ends; and how many figures it has."""

    words: int
    end: int
    figures: int


def wrapped(lines: Sequence[Line]) -> tuple[dict[int, tuple[str, str]], dict[int, str]]:
    """By their places in `lines`: the whole label of a line with figures, and these; and what else stands on the lines of
    such labels, "" where nothing does."""
    labels: dict[int, tuple[str, str]] = {}
    rests: dict[int, str] = {}
    for rows in _tables(lines[:LINES]):
        found, pieces = max((_labels(lines, rows, model) for model in MODELS[:2]), key=lambda found: len(found[0]))
        used = [piece for label in found.values() for piece in label]
        for at, label in found.items():
            labels[at] = "".join(piece.text for piece in label), lines[at][2][rows[at].words :]
        for at in {*found, *(piece.line for piece in used)}:
            rests[at] = "  ".join(piece.text for piece in pieces if piece.line == at and piece not in used)
    return labels, rests


def _tables(lines: Sequence[Line]) -> Iterator[dict[int, Row]]:
    """The lines of every table, by their places: those from some lines above its first row of figures to some below its
    last, where they have no words so far right as figures."""
    rows = {at: row for at, line in enumerate(lines) if (row := _row(line[2]))}
    figured = [at for at, row in rows.items() if row.figures]
    table: list[int] = []
    for at, following in pairwise([*figured, len(lines) + BEYOND]):
        table.append(at)
        left = min(rows[each].words for each in table)
        between = range(at + 1, min(following, len(lines)))
        same = following < len(lines) and following - at <= BEYOND and lines[at][1] == lines[following][1]
        if same and all(each not in rows or rows[each].end <= left for each in between):
            continue
        if sum(rows[each].figures >= FEWEST for each in table) >= ROWS:
            above, below = (range(end, end + way * BEYOND, way) for end, way in ((table[0] - 1, -1), (at + 1, 1)))
            ends = [_reach(lines, rows, side, left, lines[at][1]) for side in (above, below)]
            yield {each: rows[each] for each in range(table[0] - ends[0], at + ends[1] + 1) if each in rows}
        table = []


def _reach(lines: Sequence[Line], rows: dict[int, Row], side: Sequence[int], left: int, page: int | None) -> int:
    """How many lines beside a table may still be of its labels: up to a blank one, or one with words further right."""
    count = 0
    for at in side:
        if at not in rows or lines[at][1] != page or rows[at].end > left or rows[at].figures:
            break
        count += 1
    return count


def _row(text: str) -> Row | None:
    if len(text) > LONGEST or "\t" in text or "|" in text or not text.strip():
        return None
    tokens = list(_TOKEN.finditer(text))
    first = len(tokens)
    while first and is_figure(tokens[first - 1][0]):
        first -= 1
    count, end = len(tokens) - first, tokens[-1].end()
    if count < FEWEST and not first:  # a page's number, or digits of figures that a narrow column broke
        return None
    return Row(tokens[first].start() if count else end, end, count)


def _labels(
    lines: Sequence[Line], rows: dict[int, Row], model: tuple[int, int]
) -> tuple[dict[int, list[Piece]], list[Piece]]:
    """The labels broken over lines, or with other words before them, by the place of the line with their figures; and all
    pieces of the table."""
    pieces = [piece for at, row in rows.items() for piece in _pieces(at, lines[at][2][: row.words], model)]
    figured = [at for at, row in rows.items() if row.figures]
    found: dict[int, list[Piece]] = {}
    for label in _columns(pieces):
        within = [at for at in figured if label[0].line <= at <= label[-1].line]
        if len(within) != 1:
            continue
        (at,) = within
        own = [piece for piece in pieces if piece.line == at]
        if own == label or (own and own[-1] not in label and own[-1].start > label[0].start):
            continue  # a label that is whole, or another one without an ordinal
        if at not in found or found[at][0].start < label[0].start:
            found[at] = label
    return found, pieces


def _pieces(at: int, text: str, model: tuple[int, int]) -> Iterator[Piece]:
    if _MARKS.fullmatch(text):
        return
    for match in _WORDS.finditer(text):
        yield Piece(at, sum(room(char, *model) for char in text[: match.start()]), match[0])


def _columns(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of every label that begins with an ordinal, column by column."""
    starts = sorted({piece.start for piece in pieces})
    edges = [start for before, start in pairwise(starts) if start - before >= APART]
    for left, right in pairwise([0, *edges, 10 * LONGEST]):
        label: list[Piece] = []
        for piece in pieces:
            if not left <= piece.start < right:
                continue
            if _ORDINAL.match(piece.text):
                if label:
                    yield label
                label = [piece]
            elif label:
                label.append(piece)
        if label:
            yield label
