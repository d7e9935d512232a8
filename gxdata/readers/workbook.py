"""Workbooks (XLSX, XLS, ET, ODS) → sheets, through calamine, after a look at how much they would unfold to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from lxml import etree
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from ..document import Document, ReadError
from .biff import cells
from .packed import AGAIN, Packed
from .sheet import MAX_COLSPAN, MAX_ROWSPAN, Place, Sheet, document

MAX_ROWS, MAX_COLUMNS = 5_000, 300  # of a sheet; what is beyond is left out
MAX_CELLS = 2_000_000  # of the area that a sheet spans, empty ones included
MAX_CHARACTERS = 50_000_000  # of all cells: many may refer to one string
MAX_SHEETS = 100
_DIGITS = ".15g"  # a spreadsheet keeps 15 significant digits; what is beyond them is noise of the binary fraction

_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_CALC_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SAVE_AS = "open it, save it as XLSX or CSV, and read that file"


def read_workbook(data: bytes, ocr: bool = False) -> Document:
    """The sheets of a workbook that are not hidden, in their order; raises ReadError for what cannot be opened.

    A cell with an error in it, or with a formula whose value the file does not have, is lost, not blank.
    """
    media, surveys = _survey(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets, anomalies = _sheets(book, surveys)
    except PasswordError as error:
        raise ReadError("it is encrypted: save it without a password", "unsupported") from error
    except (ReadError, MemoryError):
        raise
    except BaseException as error:  # calamine's own panics are no Exceptions
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        raise ReadError(f"it is a damaged workbook ({str(error)[:100]}): {AGAIN}, or {_SAVE_AS}") from error
    return document(sheets, media, media, anomalies)


@dataclass
class _Survey:
    """What calamine does not tell of a sheet. rows, columns: that it spans; lost: cells without the value they have; hidden: rows."""

    rows: int = 0
    columns: int = 0
    characters: int = 0
    lost: set[Place] = field(default_factory=set)
    spans: dict[Place, tuple[int, int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)  # rows

    def take(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.rows, self.columns = max(self.rows, row + rows), max(self.columns, column + columns)
        if self.rows * self.columns > MAX_CELLS:
            raise ReadError(f"a sheet spans {self.rows} rows and {self.columns} columns, more than is read: {_SAVE_AS}")


def _sheets(book: Any, surveys: Mapping[str | int, _Survey]) -> tuple[list[Sheet], list[str]]:
    sheets: list[Sheet] = []
    anomalies: list[str] = []
    hidden = [each.name for each in book.sheets_metadata if each.visible != SheetVisibleEnum.Visible]
    if hidden:
        anomalies.append(f"{len(hidden)} sheets are hidden and left out")
    for number, name in enumerate(book.sheet_names[:MAX_SHEETS], 1):
        if name in hidden:
            continue
        survey = surveys.get(name) or surveys.get(number - 1)
        if survey is None:  # it cannot be told which of its cells have errors or no value yet
            raise ReadError(f"sheet {number} is not where the workbook says: {_SAVE_AS}")
        sheet = _sheet(book.get_sheet_by_name(name), number, survey)
        if sheet.rows:
            sheets.append(sheet)
        if survey.hidden:
            anomalies.append(f"of sheet {number} {len(survey.hidden)} rows are hidden and left out")
        if len(sheet.rows) == MAX_ROWS:
            anomalies.append(f"of sheet {number} only the first {MAX_ROWS} rows are read")
    return sheets, anomalies


def _sheet(found: CalamineSheet, number: int, survey: _Survey) -> Sheet:
    rows: list[list[str]] = []
    left = [""] * min((found.start or (0, 0))[1], MAX_COLUMNS)  # blank rows above are there, columns beside are not
    for values in found.iter_rows():
        if len(rows) == MAX_ROWS:
            break
        rows.append(left + [_text(value) for value in values[:MAX_COLUMNS]])
    for row in survey.hidden:
        rows[row : row + 1] = [[]] * (row < len(rows))
    lost = {
        (row, column)
        for row, column in survey.lost
        if row < MAX_ROWS and column < MAX_COLUMNS and row not in survey.hidden
    }
    for row, column in sorted(lost):
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
    merged = found.merged_cell_ranges or []
    spans = {
        start: (min(end[0] - start[0] + 1, MAX_ROWSPAN), min(end[1] - start[1] + 1, MAX_COLSPAN))
        for start, end in merged
    }
    return Sheet(rows, list(range(1, len(rows) + 1)), number, spans or survey.spans, lost)


def _text(value: object) -> str:
    """A value as its cell shows it, but for the format of numbers, which is not asked: 3.0 is 3."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        number = Decimal(format(value, _DIGITS)) if abs(value) < 1e15 else Decimal(value)
        return format(number.normalize() + 0, "f") if number.is_finite() else str(value)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else str(value).strip()


# ── How much a workbook holds ────────────────────────────────────────────────────────────────────────────────────


def _survey(data: bytes) -> tuple[str, Mapping[str | int, _Survey]]:
    """(media, sheet → what calamine does not tell), by name, in XLS by ordinal; raises ReadError for what is too large, so that it is not opened."""
    if not data.startswith(b"PK"):
        return "xls", _survey_xls(data)
    packed = Packed(data)
    parts = {entry.filename.replace("\\", "/"): packed.read(entry) for entry in packed.entries}
    try:
        if "content.xml" in parts:
            return "ods", dict(_survey_ods(parts["content.xml"]))
        return "xlsx", _survey_xlsx(parts)
    except (etree.XMLSyntaxError, ValueError, KeyError) as error:
        if isinstance(error, ReadError):
            raise
        raise ReadError(f"it is a damaged workbook ({str(error)[:100]}): {AGAIN}, or {_SAVE_AS}") from error


def _elements(xml: bytes, *tags: str) -> Iterator[etree._Element]:
    """The elements of these names as they end; what was read is let go."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise ReadError(f"its XML declares entities, which no workbook does: {_SAVE_AS}", "unsupported")
    found = etree.iterparse(
        BytesIO(xml), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, element in found:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _named(element: etree._Element, name: str, default: str = "") -> str:
    """An attribute, whatever its namespace."""
    return next((str(value) for key, value in element.attrib.items() if etree.QName(key).localname == name), default)


def _survey_xls(data: bytes) -> dict[str | int, _Survey]:
    surveys: dict[str | int, _Survey] = {}
    for sheet, row, column, error in cells(data):
        survey = surveys.setdefault(sheet, _Survey())
        survey.take(row, column)
        if error:
            survey.lost.add((row, column))
    return surveys


def _survey_xlsx(parts: dict[str, bytes]) -> dict[str | int, _Survey]:
    books = [path for path in parts if path.startswith("xl/") and path.endswith("workbook.xml")]
    if not books:
        raise ReadError(f"it is a workbook of a kind that is not read: {_SAVE_AS}", "unsupported")
    strings = [
        (sum(map(len, element.itertext())), _is_styled(element))
        for path in parts
        if path.endswith("sharedStrings.xml")
        for element in _elements(parts[path], "si")
    ]
    targets = {
        _named(element, "Id"): _named(element, "Target")
        for element in _elements(parts["xl/_rels/workbook.xml.rels"], "Relationship")
    }
    surveys: dict[str | int, _Survey] = {}
    by_name = {path.lower(): path for path in parts}
    characters = 0
    for sheet in _elements(parts[books[0]], "sheet"):
        relation = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        target = targets.get(relation, "").lstrip("/").removeprefix("xl/")
        path = by_name.get(posixpath.normpath(f"xl/{target}").lower())
        if path and len(surveys) < MAX_SHEETS:
            survey = _survey_sheet(parts[path], strings)
            characters += survey.characters
            surveys[_named(sheet, "name")] = survey
        if characters > MAX_CHARACTERS:
            raise _too_many_characters()
    return surveys


def _too_many_characters() -> ReadError:
    return ReadError(f"its cells hold more than {MAX_CHARACTERS // 1_000_000} million characters: {_SAVE_AS}")


def _is_styled(element: etree._Element) -> bool:
    """Whether a part of a text is raised, lowered or struck out, which calamine does not tell: 12¹ would be 121."""
    return any(str(part.tag).endswith(("}vertAlign", "}strike")) for part in element.iter())


def _survey_sheet(xml: bytes, strings: list[tuple[int, bool]]) -> _Survey:
    survey, row, column = _Survey(), 0, -1
    for element in _elements(xml, "c", "row"):
        if element.tag.endswith("row"):
            if _named(element, "hidden") in ("1", "true"):
                survey.hidden.add(int(_named(element, "r")) - 1 if _named(element, "r").isdecimal() else row)
            row, column = row + 1, -1
            continue
        place = _PLACE.fullmatch(_named(element, "r"))
        row, column = (int(place[2]) - 1, _column(place[1])) if place else (row, column + 1)
        kind = _named(element, "t", "n")
        value = next((child.text or "" for child in element if str(child.tag).endswith("}v")), "")
        formula = any(str(child.tag).endswith("}f") for child in element)
        survey.take(row, column)
        known = kind == "s" and value.isdecimal() and int(value) < len(strings)
        length, styled = strings[int(value)] if known else (0, kind == "inlineStr" and _is_styled(element))
        survey.characters += length
        if styled or kind == "e" or (formula and not value and kind != "str"):
            survey.lost.add((row, column))
    return survey


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def _survey_ods(xml: bytes) -> Iterator[tuple[str, _Survey]]:
    """Of every table of an ODS: a cell in it may stand for many, and so may a row."""
    survey, row, column, filled, characters = _Survey(), 0, 0, False, 0
    for element in _elements(xml, "table-cell", "covered-table-cell", "table-row", "table"):
        tag = etree.QName(element).localname
        if tag == "table-row":
            rows = _count(element, "number-rows-repeated")
            if filled:
                survey.take(row, 0, rows)
                survey.characters += rows * characters
            row, column, filled, characters = row + rows, 0, False, 0
        elif tag == "table":
            yield _named(element, "name"), survey
            survey, row = _Survey(), 0
        else:
            columns = _count(element, "number-columns-repeated")
            if len(element):
                filled = True
                survey.take(row, column, 1, columns)
                characters += columns * sum(map(len, element.itertext()))
                span = _count(element, "number-rows-spanned"), _count(element, "number-columns-spanned")
                if span != (1, 1):
                    survey.spans[row, column] = min(span[0], MAX_ROWSPAN), min(span[1], MAX_COLSPAN)
                if element.get(_CALC_TYPE) == "error":
                    survey.lost.add((row, column))
            column += columns
        if survey.characters + characters > MAX_CHARACTERS:
            raise _too_many_characters()


def _count(element: etree._Element, name: str) -> int:
    return max(1, int(_named(element, name, "1")))
