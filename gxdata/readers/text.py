"""Plain text → paragraphs and grids: tab-separated lines, Markdown tables, one cell per line; mixed in one file."""

from __future__ import annotations

import re
from itertools import repeat

from gxdata.document import Cell, Grid, Location, Paragraph

Blocks = list[Paragraph | Grid]
Line = tuple[int, int | None, str]  # number and page, from 1, and text; page is None in a file without form feeds

ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"
SENTENCE = 30  # characters from which a lone indented field that ends a sentence is running text
LONG_PROSE = 80  # characters from which a lone field is running text wherever its tabs stand
LONG_FIELD = 200  # characters from which one of two fields is running text
WRAPPED = 24  # characters up to which a line without "|" may begin the next cell of a stream …
WRAPPED_HEADING = 8  # … and if it is numbered like a heading
WRAPPED_LINES = 6
BLANK_FIELDS = 3  # a line of fewer tabs than this and nothing else is a blank line, not a row of blank cells

_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")
_HEADING_MARK = re.compile(r"#{1,6}\s*(?=[^\s#])")
_BOLD = re.compile(r"\*\*([^\s*](?:[^*]*[^\s*])?)\*\*|(?<![_\w])__([^\s_](?:[^_]*[^\s_])?)__(?![_\w])")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]+[、.．)）]")
_SENTENCE_ENDS = ("。", "；", "！", "？", ".", ";", "：", ":")
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")


def read_text(text: str) -> tuple[Blocks, list[str]]:
    """Blocks in reading order with line (and page) numbers from 1, and anomalies (so far there are none).

    Nothing is left out but outer white space, zero-width characters, and the marks of tables and Markdown.
    """
    lines = _lines(text)
    blocks: Blocks = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if "|" in line[2] and ("\t" not in line[2] or line[2].lstrip().startswith("|")):
            found, position = _piped(lines, position)
            blocks += found
        elif "\t" in line[2]:
            found, position = _tabbed(lines, position)
            blocks += found
        else:
            blocks += _paragraph(line)
            position += 1
    return blocks, []


def _lines(text: str) -> list[Line]:
    if any(mark in text for mark in ZERO_WIDTH):
        text = _ZERO_WIDTH.sub("", text)
    lines = text.split("\n")
    if "\f" not in text:
        return list(zip(range(1, len(lines) + 1), repeat(None), lines, strict=False))
    page, paged = 1, []
    for number, line in enumerate(lines, 1):
        for part in line.split("\f"):
            paged.append((number, page, part))
            page += 1
        page -= 1
    return paged


def _paragraph(line: Line) -> list[Paragraph]:
    number, page, text = line
    text = text.strip()
    if not text:
        return []
    if text.startswith("#"):
        text = _HEADING_MARK.sub("", text, 1)
    return [Paragraph(_plain(text), Location(page=page, line=number))]


def _plain(text: str) -> str:
    return _BOLD.sub(r"\1\2", text) if "**" in text or "__" in text else text


def _cell(text: str, line: Line, field: int, column: int) -> Cell:
    return Cell(_plain(text), Location(page=line[1], line=line[0], field=field), column)


def _grid(rows: list[list[Cell]], kind: str, line: Line) -> Grid:
    return Grid(rows, kind, Location(page=line[1], line=line[0]))


# Tab-separated lines


def _tabbed(lines: list[Line], start: int) -> tuple[Blocks, int]:
    """The grid that starts here and the position after it; paragraphs if its lines are only indented text."""
    rows: list[list[Cell]] = []
    end, indented = start, True
    while end < len(lines) and _continues(lines[start], lines[end]):
        line = lines[end]
        fields = [field.strip() for field in line[2].split("\t")]
        filled = [field for field in fields if field]
        if _is_sentence(fields, filled) or (not filled and len(fields) <= BLANK_FIELDS):
            break
        indented = indented and len(filled) == 1 and fields[-1] != ""
        rows.append([_cell(field, line, column + 1, column) for column, field in enumerate(fields)])
        end += 1
    if not rows:
        return [*_paragraph(lines[start])], start + 1
    if indented:
        return [paragraph for line in lines[start:end] for paragraph in _paragraph(line)], end
    return [_grid(rows, "fields", lines[start])], end


def _continues(first: Line, line: Line) -> bool:
    return "\t" in line[2] and line[1] == first[1] and not line[2].lstrip().startswith("|")


def _is_sentence(fields: list[str], filled: list[str]) -> bool:
    if len(filled) == 1:
        text = filled[0]
        return len(text) >= LONG_PROSE or (
            fields[-1] != "" and len(text) >= SENTENCE and text.endswith(_SENTENCE_ENDS)
        )
    return len(filled) == 2 and max(map(len, filled)) >= LONG_FIELD


# Lines with "|"


def _piped(lines: list[Line], start: int) -> tuple[Blocks, int]:
    """What the run of lines with "|" is, a stream, a Markdown table or text, and the position after it."""
    end = start
    rows = []
    while end < len(lines) and lines[end][1] == lines[start][1] and _PIPE.search(lines[end][2]):
        rows.append(_fields(lines[end][2]))
        end += 1
    texts = [line[2].strip() for line in lines[start:end]]
    stacked = sum(_ends_cell(text) for text in texts)
    leading = sum(text.startswith("|") and text.strip("| \t") != "" for text in texts)
    if stacked > leading and len(texts) > 1:
        return _stream(lines, start)
    if not leading and not _is_table(rows):
        return [paragraph for line in lines[start:end] for paragraph in _paragraph(line)], end
    return _markdown(lines[start:end], rows), end


def _fields(text: str) -> list[str]:
    """The stripped fields between pipes, without the empty ones that an outer pipe makes."""
    fields = [field.strip() for field in (_PIPE.split(text) if "\\|" in text else text.split("|"))]
    first = 1 if not fields[0] else 0
    last = len(fields) - 1 if not fields[-1] and len(fields) - first > 1 else len(fields)
    return fields[first:last]


def _ends_cell(text: str) -> bool:
    """Whether the line is one cell and the pipes that follow it."""
    return text.endswith("|") and not text.startswith("|") and "|" not in text.rstrip("| \t")


def _is_table(rows: list[list[str]]) -> bool:
    """Whether lines without leading pipes are rows, not sentences or menus that contain a pipe."""
    if any(_is_separator(row, []) for row in rows):
        return True
    return len(rows) > 1 and len({len(row) for row in rows}) == 1 and max(len(f) for row in rows for f in row) < LONG_FIELD


def _is_separator(row: list[str], before: list[str]) -> bool:
    if any(field.strip("-:") for field in row):
        return False
    if all("---" in field or ":-" in field or "-:" in field for field in row):
        return True
    return False


def _markdown(lines: list[Line], rows: list[list[str]]) -> Blocks:
    return []


def _stream(lines: list[Line], start: int) -> tuple[Blocks, int]:
    return [], start
