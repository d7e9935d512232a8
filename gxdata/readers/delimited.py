"""Text of separated values (CSV): its rows, whatever a spreadsheet program separates them with."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from io import StringIO
from itertools import islice
from typing import NamedTuple

SEPARATORS = ",;\t"
FEWEST = 3  # fields of a row, and rows of a table, that stands in running text
_LOOKED_AT = 100  # rows that show the separator
_STATED = re.compile(r'\s*"?sep=(.)"?[,;\t]*\n')  # a first line for Excel

_FIGURES = re.compile(r"[^,]*,[,\s]*\d[\d,.\s/—–-]*", re.DOTALL)  # a label and figures


class Line(NamedTuple):
    """A row, with the number of the line on which it begins, from 1; its fields without outer white space."""

    number: int
    fields: list[str]


def read_delimited(text: str) -> list[Line]:
    """The rows of a CSV text that are not blank, separated as most of its rows are. Never raises."""
    stated = _STATED.match(text)
    separator = stated[1] if stated and stated[1] in SEPARATORS else max(SEPARATORS, key=lambda each: _fit(text, each))
    lines = _lines(text, separator)
    return lines[1:] if stated and lines else lines


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many rows the separator divides, and into how many fields."""
    counts = [len(row) for row in islice(_reader(text, separator), _LOOKED_AT)]
    return sum(count > 1 for count in counts), sum(counts)


def _reader(text: str, separator: str):  # type: ignore[no-untyped-def]
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _lines(text: str, separator: str) -> list[Line]:
    reader, found, number = _reader(text, separator), list[Line](), 1
    for row in reader:
        fields = [field.strip() for field in row]
        if any(fields):
            found.append(Line(number, fields))
        number = reader.line_num + 1
    return found


def table_in(lines: Sequence[str]) -> list[list[str]]:
    """The fields of lines of running text that are the rows of one table, separated by commas; none where they are not:
    all have the same number of fields, and one has figures alone after its first. A figure whose thousands a comma parts
    makes its row longer than the others, unless it stands in quotes."""
    if len(lines) < FEWEST or any(line.count('"') % 2 for line in lines):
        return []
    rows = [line.fields for line in _lines("\n".join(lines), ",")]
    even = len(rows) == len(lines) and len({len(row) for row in rows}) == 1 and len(rows[0]) >= FEWEST
    return rows if even and any(_FIGURES.fullmatch(",".join(row)) for row in rows) else []
