"""Which bodies have which years, and which are missing: from the data alone, or against a list of bodies.

Bodies are those of the view `panel`. What is missing may lie in a file that was not read, or in a report whose body or year
is not decided; nothing here says that a body did not report.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .text import fold

if TYPE_CHECKING:
    import duckdb

PLACES = ("region_code", "province", "prefecture", "county")
COLUMNS = ("agency", "body_id", *PLACES, "first", "last")  # of a list of bodies
_NAMED = 5  # candidates that a message names
_YEARS = range(1990, 2101)


class Listed(NamedTuple):
    """A body that the user names. line: in the list; place: column of PLACES → what it says; first, last: years."""

    line: int
    agency: str
    body_id: str
    place: Mapping[str, str]
    first: int | None
    last: int | None


class Covered(NamedTuple):
    """A body and its years. status: `complete`, `incomplete`, `missing` (no such body), `ambiguous` (several); line: of
    the list, None without one; reported and missing: of the years that are expected."""

    line: int | None
    body_id: str | None
    agency: str | None
    region_code: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    first: int | None
    last: int | None
    reported: tuple[int, ...]
    missing: tuple[int, ...]
    status: str
    message: str


@dataclass(slots=True)
class _Body:
    id: str
    agency: str = ""  # the latest
    place: dict[str, str] = field(default_factory=dict)  # the latest of each
    codes: set[str] = field(default_factory=set)  # of all years: they change
    names: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)


def coverage(
    db: duckdb.DuckDBPyConnection, against: Sequence[Listed] | None = None, years: tuple[int, int] | None = None
) -> list[Covered]:
    """A row a body of the dataset, or a row a line of the list `against`.

    Expected are the years first to last of `years` and of the list's line; where neither says, those from the body's
    first report to the last year of the dataset.
    """
    bodies = _bodies(db)
    every = sorted({year for body in bodies.values() for year in body.years})
    span = (every[0], every[-1]) if every else None
    if against is None:
        return [_covered(body, None, years, span) for body in bodies.values()]
    by_name: dict[str, list[_Body]] = {}
    for body in bodies.values():
        for name in sorted(body.names):
            by_name.setdefault(name, []).append(body)
    return [_matched(listed, bodies, by_name, _undecided(db), years, span) for listed in against]


def unlisted(found: Sequence[Covered], db: duckdb.DuckDBPyConnection) -> int:
    """How many bodies of the dataset no line of the list named."""
    return len(_bodies(db).keys() - {row.body_id for row in found})


def undecided(db: duckdb.DuckDBPyConnection) -> int:
    """How many reports are counted whose body or year is not decided, and which no row of the coverage has."""
    return int(db.execute("select count(*) from counted where body_id is null or year is null").fetchall()[0][0])


# ── The dataset's bodies ─────────────────────────────────────────────────────────────────────────────────────────


def _bodies(db: duckdb.DuckDBPyConnection) -> dict[str, _Body]:
    query = """
        select body_id, year, agency, region_code, province, prefecture, county, township
        from reports where body_id is not null and year is not null
        order by body_id, year, duplicate_of is null, report_id"""
    bodies: dict[str, _Body] = {}
    for id, year, agency, *places in db.execute(query).fetchall():
        body = bodies.setdefault(id, _Body(id))
        body.years.add(year)
        body.agency = agency or body.agency
        body.place |= {name: place for name, place in zip(PLACES, places, strict=False) if place}
        body.codes |= {places[0]} if places[0] else set()
        body.names |= set(spellings(agency, places[1:])) if agency else set()
    return bodies


def spellings(agency: str, places: Sequence[str | None]) -> Iterator[str]:
    """The ways in which a list may name a body: with more or fewer of the places above its own, a government also
    without 人民政府. places: province, prefecture, county, township."""
    known, rest, own = [fold(place) for place in places if place], fold(agency), ""
    above = known
    for number, place in enumerate(known):
        if rest.startswith(place):
            above, own, rest = known[:number], place, rest.removeprefix(place)
    for count in range(len(above) + 1):
        for chain in combinations(above, count):
            name = "".join((*chain, own, rest))
            yield name
            if name.endswith("人民政府") and name != "人民政府":
                yield name.removesuffix("人民政府")


def _undecided(db: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Folded name → reports of that name whose body is not decided."""
    query = "select agency, count(*) from reports where body_id is null and agency is not null group by agency order by agency"
    found: dict[str, int] = {}
    for agency, reports in db.execute(query).fetchall():
        for name in spellings(agency, ()):
            found[name] = found.get(name, 0) + reports
    return found


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _expected(
    body: _Body | None, listed: Listed | None, years: tuple[int, int] | None, span: tuple[int, int] | None
) -> tuple[int, ...]:
    """The years that should be there."""
    first, last = (listed.first, listed.last) if listed else (None, None)
    if years:
        first, last = max(years[0], first or 0), min(years[1], last or years[1])
    if first is None:
        first = min(body.years) if body else span[0] if span else last
    if last is None:
        last = max(span[1] if span else first, first) if first is not None else None
    return tuple(range(first, last + 1)) if first is not None and last is not None else ()


def _covered(
    body: _Body, listed: Listed | None, years: tuple[int, int] | None, span: tuple[int, int] | None
) -> Covered:
    expected = _expected(body, listed, years, span)
    reported = tuple(year for year in expected if year in body.years)
    missing = tuple(year for year in expected if year not in body.years)
    line, ends = listed.line if listed else None, (min(body.years), max(body.years))
    status = "incomplete" if missing else "complete"
    return _row(line, body.id, body.agency, body.place, ends, reported, missing, status, "")


def _row(
    line: int | None,
    id: str,
    agency: str,
    place: Mapping[str, str],
    ends: tuple[int | None, int | None],
    reported: tuple[int, ...],
    missing: tuple[int, ...],
    status: str,
    message: str,
) -> Covered:
    code, province, prefecture, county = (place.get(name) for name in PLACES)
    who = (id or None, agency or None)
    return Covered(line, *who, code, province, prefecture, county, *ends, reported, missing, status, message)


def _matched(
    listed: Listed,
    bodies: Mapping[str, _Body],
    by_name: Mapping[str, Sequence[_Body]],
    nameless: Mapping[str, int],
    years: tuple[int, int] | None,
    span: tuple[int, int] | None,
) -> Covered:
    """The row of a line of the list."""
    name = fold(listed.agency)
    if listed.body_id:
        found = [bodies[listed.body_id]] if listed.body_id in bodies else []
    else:
        found = [body for body in by_name.get(name, ()) if _in_place(body, listed.place)]
    if len(found) == 1:
        return _covered(found[0], listed, years, span)
    if found:
        names = [f"{body.id} {' '.join(body.place.values())} {body.agency}" for body in found[:_NAMED]]
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        message = (
            f"{len(found)} bodies have this name: {'; '.join(names)}{more}; add body_id or region_code to the line"
        )
        return _row(listed.line, "", listed.agency, listed.place, (None, None), (), (), "ambiguous", message)
    message = "no report has this body_id" if listed.body_id else "no body has this name"
    if not listed.body_id and by_name.get(name):
        message += " in that place"
    if not listed.body_id and name in nameless:
        message += f"; of {nameless[name]} reports with this name the body is not decided"
    missing = _expected(None, listed, years, span)
    return _row(listed.line, listed.body_id, listed.agency, listed.place, (None, None), (), missing, "missing", message)


def _in_place(body: _Body, place: Mapping[str, str]) -> bool:
    """Whether nothing that is known of a body's place speaks against where the list has it."""
    return all(
        said in body.codes or not body.codes
        if column == "region_code"
        else fold(body.place.get(column, said)) == fold(said)
        for column, said in place.items()
    )


# ── Lists ────────────────────────────────────────────────────────────────────────────────────────────────────────


def read_list(path: str | Path) -> list[Listed]:
    """The bodies of a CSV file, in UTF-8 or GB18030, with a header of some of COLUMNS, `agency` or `body_id` among them.

    Columns of other names are not looked at. Raises OSError, and ValueError that names the file and the line.
    """
    data = Path(path).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise ValueError(f"{path}: it is not text in UTF-8 or GB18030; save it as CSV UTF-8") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Listed] = []
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(path, header)
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append(_listed(f"{path}, line {reader.line_num}", reader.line_num, header, row))
    except csv.Error as error:
        raise ValueError(f"{path}, line {reader.line_num}: it is not CSV: {error}") from error
    if not found:
        raise ValueError(f"{path}: it names no bodies; a line a body is expected below the header")
    return found


def _check_header(path: str | Path, header: Sequence[str]) -> None:
    known = [name for name in header if name in COLUMNS]
    if not {"agency", "body_id"} & set(known):
        have = ", ".join(header) or "nothing"
        raise ValueError(
            f"{path}, line 1: a header with the column agency or body_id is expected (and, if you like,"
            f" {', '.join(COLUMNS[2:])}); it has {have}"
        )
    if twice := next((name for name in known if known.count(name) > 1), None):
        raise ValueError(f"{path}, line 1: the column {twice} is there twice; one is expected")


def _listed(where: str, line: int, header: Sequence[str], row: Sequence[str]) -> Listed:
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        raise ValueError(f"{where}: {len(header)} fields are expected, as in the header; it has {len(row)}")
    said = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name in COLUMNS and cell.strip()}
    if not said.keys() & {"agency", "body_id"}:
        raise ValueError(f"{where}: the name of a body (agency) or its body_id is expected; both are empty")
    years: list[int | None] = []
    for name in ("first", "last"):
        year = said.get(name)
        if year is not None and not (year.isdecimal() and int(year) in _YEARS):
            raise ValueError(f"{where}: {name} is {year!r}; a year such as 2019 is expected")
        years.append(int(year) if year else None)
    first, last = years
    if first and last and first > last:
        raise ValueError(f"{where}: first is {first} and last is {last}; a first year not after the last is expected")
    place = {name: said[name] for name in PLACES if name in said}
    return Listed(line, said.get("agency", ""), said.get("body_id", ""), place, first, last)
