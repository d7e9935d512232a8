"""The administrative divisions of GB/T 2260: provinces, prefectures and counties with the years in which each held.

The table covers the years from 2008, the first of the reports, to the last that its source knows; what held then is
taken to hold on. A year means its end. How it was made, from what and under which licence: README.md beside it.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

TABLE = "divisions.csv"
COLUMNS = ("code", "name", "short", "pinyin", "first", "last", "successors")
FIRST = 2008  # what held then may be older; `first` says 2008
_OPEN = 9999


class Division(NamedTuple):
    """A name under a code, and the years (both included) in which it held.

    code: six digits. short: the name without its ending. pinyin: the syllables of the short name. successors: the codes
    that have its territory since the year after `last`; its own when only the name is another.
    """

    code: str
    name: str
    short: str
    pinyin: str
    first: int = FIRST
    last: int = _OPEN
    successors: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, str]:
        """How the names of sites spell the short name: in full, and by its initials."""
        syllables = self.pinyin.split()
        return "".join(syllables), "".join(syllable[0] for syllable in syllables)

    @property
    def level(self) -> str:
        return "province" if self.code.endswith("0000") else "prefecture" if self.code.endswith("00") else "county"

    def held(self, year: int, around: int = 0) -> bool:
        """Whether the name held in the year, or within `around` years of it."""
        return self.first - around <= year <= self.last + around


class _Table(NamedTuple):
    divisions: tuple[Division, ...]
    by_name: dict[str, tuple[Division, ...]]
    by_short: dict[str, tuple[Division, ...]]
    by_code: dict[str, tuple[Division, ...]]


@lru_cache(maxsize=1)
def table() -> _Table:
    """Every row, and dictionaries to find them by; read when first asked for."""
    text = (files(__package__) / TABLE).read_text("utf-8")
    divisions = tuple(
        Division(code, name, short, pinyin, int(first), int(last or _OPEN), tuple(successors.split()))
        for code, name, short, pinyin, first, last, successors in list(csv.reader(text.splitlines()))[1:]
    )
    indexes: tuple[dict[str, tuple[Division, ...]], ...] = ({}, {}, {})
    for division in divisions:
        for index, key in zip(indexes, (division.name, division.short, division.code), strict=True):
            index[key] = (*index.get(key, ()), division)
    return _Table(divisions, *indexes)


def in_year(year: int) -> tuple[Division, ...]:
    """The divisions at the end of a year, by code."""
    return tuple(division for division in table().divisions if division.held(year))


def of_code(code: str, year: int | None = None) -> Division | None:
    """The division that a code means in a year; in the nearest one in which it held; in the last when year is None."""
    found = table().by_code.get(code, ())
    if year is None or len(found) < 2:
        return found[-1] if found else None
    return min(found, key=lambda division: max(division.first - year, year - division.last, 0), default=None)


@lru_cache(maxsize=8192)
def above(code: str, year: int | None = None) -> tuple[Division | None, Division | None]:
    """(province, prefecture) of a division; the prefecture is None for districts of municipalities and counties directly
    under a province, and the division itself for a prefecture."""
    prefecture = of_code(code[:4] + "00", year) if code[2:4] != "00" else None
    return of_code(code[:2] + "0000", year), prefecture


def successors(code: str) -> tuple[str, ...]:
    """The codes that have a code's territory today; its own while it holds."""
    found, open, seen = list[str](), [code], set[str]()
    while open:
        one = open.pop(0)
        division = of_code(one)
        if division is None or one in seen:
            continue
        seen.add(one)
        if division.last == _OPEN:
            found.append(one)
        open += division.successors
    return tuple(sorted(found))
