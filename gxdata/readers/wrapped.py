"""Labels of rows that a narrow column broke over lines, in text that spaces align: `pdftotext -layout` makes such text.

A row's figures stand on a line of its label, or between two. A label begins with an ordinal, as the form's do, and goes on
below in its own column while its lines are full; it is read where just one line of figures stands in its lines. What may
be swallowed all the same, a row of blanks without an ordinal, makes it a label that no row of the form has.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from .aligned import LONGEST, MODELS, Line, room
from .joining import is_figure

LINES = 4_000  # of a file that are looked at
FEWEST, ROWS = 4, 3  # figures of a full row, and such rows of a table
BEYOND = 8  # lines between two rows, and that the label of the first and last one may reach beyond it
APART = 3  # places between the beginnings of two columns of labels at least
RAGGED, SHARE = 3, 0.34  # places, and share, by which a full line of a label may be shorter than its column …
SHIFT = 2  # … and by which it may begin before the first

_NUMBERS = r"[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|[①-⑳]"
_TOKEN = re.compile(r"\S+")
_WORDS = re.compile(rf"\S+(?: (?!\d[.、．]\D|{_NUMBERS})\S+)*")  # a space parts a group's name and an ordinal
_ORDINAL = re.compile(rf"\d|{_NUMBERS}|[一二三四五六七八九十]{{1,2}}、")
_MARKS = re.compile(r"[\W\d_]+")  # a page's number, a line


class Piece(NamedTuple):
    """Words of a line before its figures. start, end: the places between which they stand."""

    line: int
    start: int
    end: int
    text: str


class Row(NamedTuple):
    """A line of a table: where its words end and its figures begin, the end of the line where it has none; where the line
    ends; and how many figures it has."""

    words: int
    end: int
    figures: int


def wrapped(lines: Sequence[Line], blanks: Container[int]) -> tuple[dict[int, list[str]], dict[int, str]]:
    """By their places in `lines`: the whole label of a row and its figures; and what else stands on the lines of such
    labels, "" where nothing does. Only rows with a figure in every column, and those with `blanks` whose columns are known.
    """
    texts: dict[int, list[str]] = {}
    rests: dict[int, str] = {}
    for rows in _tables(lines[:LINES]):
        full = max(row.figures for row in rows.values())
        whole = {at for at, row in rows.items() if row.figures == full or (row.figures and at in blanks)}
        pieces = min((_pieces(lines, rows, model) for model in MODELS[:2]), key=_spread)
        found = _labels(rows, whole, pieces)
        used = {piece for label in found.values() for piece in label}
        for at, label in found.items():
            texts[at] = ["".join(piece.text for piece in label), *lines[at][2][rows[at].words :].split()]
        for at in sorted({*found, *(piece.line for piece in used)}):
            rests[at] = "  ".join(piece.text for piece in pieces.get(at, ()) if piece not in used)
    return texts, rests


def _tables(lines: Sequence[Line]) -> Iterator[dict[int, Row]]:
    """The lines of every table, by their places: those from some lines above its first row of figures to some below its
    last, where they have no words so far right as figures."""
    rows = {at: row for at, line in enumerate(lines) if (row := _row(line[2]))}
    figured = [at for at, row in rows.items() if row.figures]
    table: list[int] = []
    left = LONGEST
    for at, following in pairwise([*figured, len(lines) + BEYOND]):
        table.append(at)
        left = min(left, rows[at].words)
        between = range(at + 1, min(following, len(lines)))
        same = following < len(lines) and following - at <= BEYOND and lines[at][1] == lines[following][1]
        if same and all(each not in rows or rows[each].end <= left for each in between):
            continue
        if sum(rows[each].figures >= FEWEST for each in table) >= ROWS:
            first = table[0] - _reach(lines, rows, table[0], -1, left)
            last = at + _reach(lines, rows, at, 1, left)
            yield {each: rows[each] for each in range(first, last + 1) if each in rows}
        table, left = [], LONGEST


def _reach(lines: Sequence[Line], rows: Mapping[int, Row], end: int, way: int, left: int) -> int:
    """How many lines beyond an end of a table, above (-1) or below (1), may be of its labels: up to a blank one, another
    page, figures, or words further right."""
    for count in range(1, BEYOND):
        at = end + way * count
        if at not in rows or lines[at][1] != lines[end][1] or rows[at].end > left or rows[at].figures:
            return count - 1
    return BEYOND - 1


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


def _spread(pieces: Mapping[int, Sequence[Piece]]) -> int:
    """In how many places labels begin: fewest where wide characters have the room that they had in the table."""
    return len({piece.start for line in pieces.values() for piece in line if _ORDINAL.match(piece.text)})


def _labels(
    rows: Mapping[int, Row], whole: Container[int], pieces: Mapping[int, list[Piece]]
) -> dict[int, list[Piece]]:
    """The labels broken over lines, or with other words before them, by the place of the line with their figures."""
    figured = [at for at, row in rows.items() if row.figures]
    found: dict[int, list[Piece]] = {}
    for label in _columns([piece for line in pieces.values() for piece in line]):
        within = figured[bisect_left(figured, label[0].line) : bisect_right(figured, label[-1].line)]
        if len(within) != 1 or within[0] not in whole:
            continue
        (at,) = within
        own = pieces[at]
        others = own and own[-1] not in label and (own[-1].start > label[0].start or _ORDINAL.match(own[-1].text))
        if own == label or others:  # it is whole, or the line has another label
            continue
        if at not in found or found[at][0].start < label[0].start:
            found[at] = label
    return found


def _pieces(lines: Sequence[Line], rows: Mapping[int, Row], model: tuple[int, int]) -> dict[int, list[Piece]]:
    """The words of every line before its figures, where characters take the room that `model` says."""
    return {at: [*_pieces_of(at, lines[at][2][: row.words], model)] for at, row in rows.items()}


def _pieces_of(at: int, text: str, model: tuple[int, int]) -> Iterator[Piece]:
    if _MARKS.fullmatch(text):
        return
    places = [0]
    for char in text:
        places.append(places[-1] + room(char, *model))
    for match in _WORDS.finditer(text):
        yield Piece(at, places[match.start()], places[match.end()], match[0])


def _columns(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of every label that begins with an ordinal, column by column."""
    columns: dict[int, list[Piece]] = {}
    starts = sorted({piece.start for piece in pieces})
    edges = [start for before, start in pairwise(starts) if start - before >= APART]
    for piece in pieces:
        columns.setdefault(bisect_right(edges, piece.start), []).append(piece)
    for column in columns.values():
        left, right = min(piece.start for piece in column), max(piece.end for piece in column)
        full = right - min(RAGGED, SHARE * (right - left))
        label: list[Piece] = []
        for piece in column:
            if _ORDINAL.match(piece.text):
                if label:
                    yield label
                label = [piece]
            elif label and label[0].start - SHIFT <= piece.start < label[0].end:
                if label[-1].end < full:  # nothing was broken there
                    yield label
                    label = []
                else:
                    label.append(piece)
        if label:
            yield label
