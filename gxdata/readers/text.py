"""Plain text → paragraphs and grids: comma- and tab-separated lines, Markdown tables, one cell per line; mixed in one file."""

from __future__ import annotations

import re
from itertools import repeat

from ..document import Cell, Grid, Location, Paragraph
from .aligned import aligned
from .delimited import table_in
from .wrapped import wrapped

Blocks = list[Paragraph | Grid]
Line = tuple[int, int | None, str]  # number and page, from 1, and text; page is None in a file without form feeds

ZERO_WIDTH = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"
SENTENCE = 30  # characters from which a lone indented field that ends a sentence is running text
LONG_PROSE = 80  # characters from which a lone field is running text wherever its tabs stand
LONG_FIELD = 200  # characters from which one of two fields is running text
MAX_FIELDS = 1_000  # a line of more fields is running text
STREAM_HEAD = 12  # lines that show whether a run holds one cell per line
WRAPPED = 24  # characters up to which a line without "|" may begin the next cell of a stream …
WRAPPED_HEADING = 8  # … and if it is numbered like a heading
WRAPPED_LINES = 6
BLANK_FIELDS = 3  # a line of fewer tabs than this and nothing else is a blank line, not a row of blank cells

_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")
_HEADING_MARK = re.compile(r"#{1,6}\s*(?=[^\s#])")
_BOLD = re.compile(r"\*\*([^\s*](?:[^*]*[^\s*])?)\*\*|(?<![_\w])__([^\s_](?:[^_]*[^\s_])?)__(?![_\w])")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]+[、.．)）]")
_PAGE_NUMBER = re.compile(r"[\W\d_]+|.*第\s*\d+\s*页.*")
_SENTENCE_ENDS = ("。", "；", "！", "？", ".", ";", "：", ":")
_HTML_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple, and a report has hundreds of cells
_PIPE = re.compile(r"(?<!\\)\|")


def read_text(text: str) -> tuple[Blocks, list[str]]:
    """Blocks in reading order with line (and page) numbers from 1, and anomalies (so far there are none).

    Nothing is left out but outer white space, zero-width characters, and the marks of tables and Markdown.
    """
    lines = _lines(text)
    rows, rests = _spaced(lines) if "  " in text else ({}, {})
    blocks: Blocks = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if position in rests or position in rows:
            blocks += _paragraph((*line[:2], rests.get(position, "")))
            if position in rows:
                kind, texts = rows[position]
                blocks.append(_grid([_row(texts, line)], kind, line))
            position += 1
        elif "|" in line[2] and ("\t" not in line[2] or line[2].lstrip().startswith("|")):
            found, position = _piped(lines, position)
            blocks += found
        elif "\t" in line[2]:
            found, position = _tabbed(lines, position)
            blocks += found
        elif "," in line[2] and line[2].count(",") > 1:
            found, position = _separated(lines, position)
            blocks += found
        else:
            blocks += _paragraph(line)
            position += 1
    return blocks, []


def _spaced(lines: list[Line]) -> tuple[dict[int, tuple[str, list[str]]], dict[int, str]]:
    """By their places: lines that are rows of a table which spaces align, as the kind of their grid and its texts; and what
    else stands on lines that have part of a row's label. A row whose columns are not known is a `line`: a blank left
    nothing in it."""
    blanks = aligned(lines)
    labelled, rests = wrapped(lines, blanks)
    rows = {
        at: ("cells", [labelled[at][0] if at in labelled else texts[0], *texts[1:]]) for at, texts in blanks.items()
    }
    return {at: ("line", texts) for at, texts in labelled.items()} | rows, rests


def _lines(text: str) -> list[Line]:
    if any(mark in text for mark in ZERO_WIDTH):
        text = _ZERO_WIDTH.sub("", text)
    lines = text.split("\n")
    if "\f" not in text:
        return list(zip(range(1, len(lines) + 1), repeat(None), lines, strict=False))
    page = 1
    paged: list[Line] = []
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
    return [_new(Paragraph, (_plain(text), _new(Location, (page, None, None, None, number, None, None)), False))]


def _plain(text: str) -> str:
    return _BOLD.sub(r"\1\2", text) if "**" in text or "__" in text else text


def _row(texts: list[str], line: Line) -> list[Cell]:
    number, page, printed = line
    if "**" in printed or "__" in printed:
        texts = [_plain(text) for text in texts]
    return [
        _new(Cell, (text, _new(Location, (page, None, None, None, number, column + 1, None)), column, 1, 1, False))
        for column, text in enumerate(texts)
    ]


def _grid(rows: list[list[Cell]], kind: str, line: Line) -> Grid:
    return Grid(rows, kind, Location(page=line[1], line=line[0]))


# Comma- and tab-separated lines


def _separated(lines: list[Line], start: int) -> tuple[Blocks, int]:
    """What the lines with commas are, a grid or text, and the position after them."""
    end, page = start, lines[start][1]
    while end < len(lines) and lines[end][2].count(",") > 1 and "\t" not in lines[end][2] and lines[end][1] == page:
        end += 1
    rows = table_in([line[2] for line in lines[start:end]])
    if not rows or max(map(len, rows)) > MAX_FIELDS or max(len(field) for row in rows for field in row) >= LONG_FIELD:
        return [paragraph for line in lines[start:end] for paragraph in _paragraph(line)], end
    return [
        _grid([_row(row, line) for row, line in zip(rows, lines[start:end], strict=True)], "fields", lines[start])
    ], end


def _tabbed(lines: list[Line], start: int) -> tuple[Blocks, int]:
    """The grid that starts here and the position after it; paragraphs if its lines are only indented text."""
    rows: list[list[Cell]] = []
    end, page, indented = start, lines[start][1], True
    while end < len(lines):
        line = lines[end]
        if "\t" not in line[2] or line[1] != page or line[2].lstrip().startswith("|"):
            break
        fields = [field.strip() for field in line[2].split("\t")]
        filled = [field for field in fields if field]
        if (len(filled) < 3 and _is_no_row(fields, filled)) or len(fields) > MAX_FIELDS:
            break
        indented = indented and len(filled) == 1 and fields[-1] != ""
        rows.append(_row(fields, line))
        end += 1
    if not rows:
        return [*_paragraph(lines[start])], start + 1
    if indented:
        return [paragraph for line in lines[start:end] for paragraph in _paragraph(line)], end
    return [_grid(rows, "fields", lines[start])], end


def _is_no_row(fields: list[str], filled: list[str]) -> bool:
    """Whether a line with tabs and at most two filled fields is a blank line or running text."""
    if not filled:
        return len(fields) <= BLANK_FIELDS
    longest = max(map(len, filled))
    if len(filled) == 2:
        return longest >= LONG_FIELD
    return longest >= LONG_PROSE or (longest >= SENTENCE and fields[-1].endswith(_SENTENCE_ENDS))


# Lines with "|"


def _piped(lines: list[Line], start: int) -> tuple[Blocks, int]:
    """What the run of lines with "|" is, a stream, a Markdown table or text, and the position after it."""
    if _is_in_stream(lines[start][2].strip()):
        head = [line[2].strip() for line in lines[start : start + STREAM_HEAD]]
        filled = [text for text in head if "|" in text and text.strip("| \t")]
        if 2 * sum(map(_ends_cell, filled)) > len(filled):
            found, end = _stream(lines, start)
            if found:
                return found, end
    end, page = start, lines[start][1]
    while end < len(lines) and "|" in lines[end][2] and lines[end][1] == page:
        end += 1
    rows = _fields([line[2] for line in lines[start:end]])
    if max(map(len, rows)) <= MAX_FIELDS and (
        any(_is_markdown(line[2].strip()) for line in lines[start:end]) or _is_table(rows)
    ):
        return _markdown(lines[start:end], rows), end
    return [paragraph for line in lines[start:end] for paragraph in _paragraph(line)], end


def _is_markdown(text: str) -> bool:
    return text.startswith("|") and text.strip("| \t") != ""


def _is_in_stream(text: str) -> bool:
    """Whether the line closes a cell, and is not a Markdown row."""
    return text.endswith("|") and (not _is_markdown(text) or text.startswith("||"))


def _ends_cell(text: str) -> bool:
    """Whether the line is one cell and the pipes that follow it."""
    return text.endswith("|") and not text.startswith("|") and "|" not in text.rstrip("| \t")


def _split(text: str) -> list[str]:
    if "\\|" not in text:
        return text.split("|")
    return [part.replace("\\|", "|") for part in _PIPE.split(text)]


def _fields(lines: list[str]) -> list[list[str]]:
    """Every line's stripped fields, without the empty ones that outer pipes make."""
    rows = [[field.strip() for field in _split(line)] for line in lines]
    # Without a leading pipe a last one is an outer pipe if all lines have it, and else marks an empty field.
    closed = all(not row[-1] for row in rows)
    return [row[not row[0] : len(row) - (not row[-1] and (closed or not row[0]) and len(row) > 2)] for row in rows]


def _is_table(rows: list[list[str]]) -> bool:
    """Whether lines without leading pipes are rows, not sentences or menus that contain a pipe."""
    if any(map(_is_separator, rows)):
        return True
    aligned = len(rows) > 1 and len({len(row) for row in rows}) == 1 and len(rows[0]) > 1
    return aligned and max(len(field) for row in rows for field in row) < LONG_FIELD


def _is_separator(row: list[str]) -> bool:
    """Whether every field is three dashes or more, or dashes with a colon: fewer are a mark for nil."""
    if row and row[0].strip("-:"):
        return False
    return all(not field.strip("-:") and ("---" in field or ":-" in field or "-:" in field) for field in row)


def _markdown(lines: list[Line], rows: list[list[str]]) -> Blocks:
    kept: list[list[Cell]] = []
    separated = False
    for index, (line, row) in enumerate(zip(lines, rows, strict=True)):
        tight = index == 1 and " " not in line[2] and not "".join(row).strip("-")  # |-|-|
        separated = not separated and (tight or _is_separator(row))  # a second row of dashes is one of nil marks
        if not separated:
            if "<" in line[2]:
                row = [_HTML_BREAK.sub("\n", field).strip() for field in row]
            kept.append(_row(row, line))
    return [_grid(kept, "fields", lines[0])] if kept else []


# One cell per line


def _stream(lines: list[Line], start: int) -> tuple[Blocks, int]:
    """A row of all cells up to the last pipe of the run, and the position after it; a cell may be wrapped over lines.

    Page numbers between its lines are in no cell: they come before the grid as paragraphs, where no figure is expected.
    """
    end = _stream_end(lines, start)
    cells: list[Cell] = []
    texts: list[str] = []  # of the open cell …
    place: Location | None = None  # … and where the first of them stands
    page_numbers: Blocks = []
    for number, page, line in lines[start:end]:
        if _is_page_number(line):
            page_numbers += _paragraph((number, page, line))
            continue
        closed = _split(line)
        rest = closed.pop().strip()
        for field, text in enumerate(closed, 1):
            text = text.strip()
            if texts:
                text = "\n".join([*texts, text] if text else texts)
            location = place or _new(Location, (page, None, None, None, number, field, None))
            cells.append(_new(Cell, (_plain(text) if len(text) > 4 else text, location, len(cells), 1, 1, False)))
            texts, place = [], None
        if rest:
            texts.append(rest)
            place = place or Location(page=page, line=number, field=len(closed) + 1)
    if len(cells) < 2:
        return [], start
    return [*page_numbers, _grid([cells], "stream", lines[start])], end


def _stream_end(lines: list[Line], start: int) -> int:
    """The position after the last line with a pipe of the run that starts here."""
    end = position = start
    blank, wrapped = False, 0
    while position < len(lines):
        text = lines[position][2].strip()
        position += 1
        if _is_in_stream(text):
            end, blank, wrapped = position, False, 0
        elif not text and not wrapped:
            blank = True
        elif _is_page_number(text):
            continue
        elif not blank and wrapped < WRAPPED_LINES and _may_be_wrapped(text):
            wrapped += 1
        else:
            break
    return end


def _is_page_number(line: str) -> bool:
    """Whether the line has no letter or says 第3页: in a stream that is neither a heading nor the beginning of a cell."""
    return len(line) <= WRAPPED and "|" not in line and _PAGE_NUMBER.fullmatch(line) is not None


def _may_be_wrapped(text: str) -> bool:
    return text != "" and "|" not in text and len(text) <= (WRAPPED_HEADING if _NUMBERED.match(text) else WRAPPED)
