"""In which order a table prints its columns, and where its rows' cells stand.

The form's order is the rule. A header that shows another is followed where it can only mean that; where a conversion
may have mixed two header lines, both orders are kept and the identities decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from .align import Match
from .assign import LOST
from .beside import adds_up
from .forms import Section
from .outline import summed
from .records import GRIDS, Field, Record
from .text import Reading
from .vocabulary import roles

_MANY = 10  # rows with just their own cells from which that is no accident
_HABIT = 3  # rows with blank cells from which they are the table's way to print nought
_DENYING = 3  # rows with figures from which their sums tell whether the columns stand in the form's order
_OTHER_YEAR = re.compile(r"(?:上一?年|去年|20\d\d年)度?(?:数|数量|数据|情况)?")  # names a column of two years' figures
Shape = tuple[int, int, int]  # column of the label, columns of the row, cells of the form's row


class Layout:
    """What the rows of one table show together: where full rows begin, how wide rows are, whether blanks occur."""

    def __init__(self, section: Section, matches: Sequence[Match], measures: Mapping[str, tuple[str, ...]]) -> None:
        """measures: of the form, by row."""
        self.section = section
        self.starts: dict[Shape, set[int]] = {}
        rows = [match.record for match in matches if match.record.kind in GRIDS]
        common = Counter(record.width for record in rows).most_common(1)
        self._rows = rows
        self.rectangular = common[0][0] if common and common[0][1] * 10 >= len(rows) * 9 else -1
        # of HTML rows with their label in a column: how wide they are
        self.habits: defaultdict[tuple[int, int], Counter[int]] = defaultdict(Counter)
        self.firsts: set[int] = set()  # where the figures of full rows of marked cells begin
        self.leads: set[int] = set()  # how many blanks stand between the label and the figures of full rows in a stream
        marked = fitting = self.with_blanks = 0
        sums: list[bool] = []  # of full rows in the form's order, whether they add up
        for match in matches:
            record, width = match.record, len(measures[match.item])
            kind, fields, figures = record.kind, len(record.fields), len(record.figures)
            if kind == "cells":
                marked += 1
                fitting += fields == width
                self.habits[record.label_column, width][record.width] += 1
            if figures == width:
                readings = [field.reading._replace(doubt=False) for field in record.figures]
                if summed(section, measures[match.item]) and any(reading.value for reading in readings):
                    sums.append(adds_up(readings[:-1], readings[-1]))
                if kind == "stream" and fields:
                    self.leads.add(record.fields.index(record.figures[0]))
                if width > 1 and (kind == "fields" or (kind == "cells" and fields == width)):
                    shape = (record.label_column, record.width, width)
                    self.starts.setdefault(shape, set()).add(record.figures[0].column)
                    if kind == "cells":
                        # -1 where a full row has merged cells: then a span is not a cell of the form's for each column
                        alone = all(field.colspan == 1 for field in record.fields)
                        self.firsts.add(record.figures[0].column if alone else -1)
            elif 0 < figures < width <= fields:
                self.with_blanks += 1
        self.denied = len(sums) >= _DENYING and 2 * sum(sums) < len(sums)  # so the columns may stand in another order
        separated = [match for match in matches if match.record.kind == "fields"]
        self.even = len(separated) >= _MANY and all(
            len(match.record.fields) == len(measures[match.item]) for match in separated
        )  # each row has its own cells alone: one that was lost, or the filler of a merged one, would make it longer
        self.exact = fitting * 2 > marked  # HTML rows have their cells and no filler beside them
        self.empty = sum([not match.record.figures for match in separated])
        self.ending_blank = sum([self._ends_blank(match.record, len(measures[match.item])) for match in matches])

    def _ends_blank(self, record: Record, width: int) -> bool:
        """Whether a row has figures, and a blank where full rows of its shape have their last."""
        if self._is_even(record):
            return bool(record.figures) and record.fields[-1].blank
        starts = self.starts.get((record.label_column, record.width, width), ())
        if len(starts) != 1 or not record.figures:
            return False
        (first,) = starts
        return any(field[2] == first + width - 1 and field[0][0] == "blank" for field in record.fields)

    def columns(self, record: Record, width: int) -> list[int]:
        """The grid columns of a row's cells, as full rows of the same outward shape have them, else as the header does."""
        starts = self.starts.get((record.label_column, record.width, width), set())
        if len(starts) == 1:
            first = next(iter(starts))
            return list(range(first, first + width))
        header = self._header(record)
        end = max((cell.column + cell.colspan for cell in record.header), default=0)
        fits = record.kind == "cells" and len(set(header.values())) == width
        return sorted(header.values()) if fits and (record.width == end or self.usual(record, width)) else []

    def trusted(self, record: Record, width: int) -> bool:
        """Whether a blank at a row's end is a cell: rows with blanks there are the table's habit, and this one is as
        wide as full rows of its shape, or as all rows are. A row of nothing but blanks says nothing of that: where every
        other row has its total, so would one that has lost a cell."""
        if not record.figures and self._is_even(record) and self.ending_blank == 0:
            return self.empty >= _HABIT
        return self.usual(record, width) and self.ending_blank >= _HABIT

    def _is_even(self, record: Record) -> bool:
        return self.even and record.kind == "fields"

    def usual(self, record: Record, width: int) -> bool:
        """Whether a row is as wide as full rows of its shape, as all rows are or, where each cell is marked, as most rows
        with their label in its column; one that is not has lost a cell or has one twice, and a blank after its label may
        be what is left of a merged one."""
        if (record.label_column, record.width, width) in self.starts or record.width == self.rectangular:
            return True
        if self._is_even(record):
            return True
        habit = self.habits.get((record.label_column, width)) if record.kind == "cells" else None
        return habit is not None and 2 * habit[record.width] > habit.total()

    def cut(self, record: Record) -> bool:
        """Whether a row is narrower than nearly all others and begins with a blank: that may be what is left of a merged
        cell, and a cell further on be lost."""
        return record.width < self.rectangular and bool(record.fields) and record.fields[0].blank

    def without_lead(self, record: Record) -> tuple[Record, bool]:
        """A stream's row without the empty column that full rows have after their label, and whether it is plain where
        it begins: full rows agree, and this one has no figure in that column."""
        lead = min(self.leads)
        if len(self.leads) > 1 or not all(field.blank for field in record.fields[:lead]):
            return record, False
        return replace(record, fields=record.fields[lead:]), True

    def spread(self, record: Record, measures: tuple[str, ...]) -> tuple[Reading, ...] | None:
        """A row of marked cells with one that is merged over columns, or reaches down from a row above, in every place
        that it covers, where these are the places that full rows have. A merged blank or mark is one in each, and so is a
        nought in a row that adds up; whose any other figure is stays open."""
        width = len(measures)
        places: dict[int, Reading] = {}
        fields = (*record.covered, *record.fields)
        for place, field in enumerate(fields):
            reading, merged = field.reading, field.colspan > 1 or place < len(record.covered)
            if merged and reading.state == "number":
                reading = LOST if reading.value else reading._replace(state="solved")
            elif merged and reading.state == "text":
                reading = LOST
            places.update(dict.fromkeys(range(field.column, field.column + field.colspan), reading))
        whole = sum(field.colspan for field in fields) == len(places) == width and len(fields) > 1 == len(self.firsts)
        columns = range(min(places), min(places) + width) if whole and min(places) in self.firsts else ()
        if [*columns] != sorted(places):
            return None
        found = tuple(places[column] for column in columns)
        if summed(self.section, measures) and adds_up(found[:-1], found[-1]):
            return found
        return tuple(LOST if reading.state == "solved" else reading for reading in found)

    def unrepeated(self, record: Record, measures: tuple[str, ...]) -> Record:
        """A row whose merged cells a conversion filled out, as it did their names in the header: each of them once."""
        names = {cell.column: id for cell in record.header for id in roles(cell.text, "measure", self.section.id)}
        found: dict[str, Field] = {}
        for field in record.fields:
            id = names.get(field.column, "")
            if field.reading[:2] != found.setdefault(id, field).reading[:2]:
                return record
        once = [*found.values()]
        return replace(record, fields=once, figures=once) if tuple(found) == measures else record

    def lone(self) -> bool:
        """Whether a single figure with blanks after it is likely to be one merged cell: blanks are not the habit."""
        return self.with_blanks < _HABIT

    def _in_place(
        self, record: Record, columns: Mapping[str, int], measures: tuple[str, ...], read: Sequence[str]
    ) -> bool:
        """Whether the names that are left stand in the form's order, and as far apart as the form has them."""
        lower = [measure for measure in read if measure not in _UPPER_LINE]
        places = [measures.index(measure) for measure in lower]
        apart = {columns[measure] - measures.index(measure) for measure in lower if measure in columns}
        if record.kind == "cells" and len(record.fields) == len(measures):
            apart.add(record.fields[0].column if apart else 0)
        return places == sorted(places) and len(apart) <= 1

    def _header(self, record: Record) -> dict[str, int]:
        return {id: cell.column for cell in record.header for id in roles(cell.text, "measure", self.section.id)}

    def orders(self, record: Record, measures: tuple[str, ...]) -> list[tuple[str, ...]]:
        """The order(s) in which columns may stand; `record` is the first below the header. None where names are gone
        and the others do not stand where the form has them."""
        words = [*record.before, *record.labels[:-1]]
        if any(_OTHER_YEAR.fullmatch(part) for word in words[-len(measures) - 1 :] for part in word.split()):
            return []
        columns = {id: column for id, column in self._header(record).items() if id in measures}
        if len(columns) == len(measures) - 1 and (printed := self._one_missing(record, columns, measures)):
            return [printed]
        if record.kind == "cells" and len(columns) == len(set(columns.values())) == len(measures):
            printed = tuple(sorted(measures, key=lambda measure: columns[measure]))
            sure = sorted(columns.values()) == self.columns(record, len(measures))
            sure = sure and ("total" not in measures or printed[-1] == "total")  # a span that lies moves columns, too
            return [printed] if sure or printed == measures else [measures, printed]
        if record.kind in GRIDS and columns:  # a name that has fallen out of the table tells of no column
            words = [cell.text for cell in record.header]
        named = [id for word in words for id in roles(word, "measure", self.section.id) if id in measures]
        read, nearest = list(dict.fromkeys(named)), list(dict.fromkeys(named[::-1]))[::-1]
        if len(read) < len(measures):
            return [measures] if self._in_place(record, columns, measures, read) and not self.denied else []
        if tuple(read) == measures:
            return [measures]
        if read != nearest:  # a name that stands there twice; a line before the table may be one
            return list(dict.fromkeys([measures, tuple(read), tuple(nearest)]))
        if set(_UPPER_LINE) <= set(columns) and columns["natural_person"] < columns["total"]:
            read = ["natural_person", *(measure for measure in read if measure not in _UPPER_LINE), "total"]
        return _two_lines(measures, read)

    def _one_missing(self, record: Record, columns: Mapping[str, int], measures: tuple[str, ...]) -> tuple[str, ...]:
        """The columns of a table that lacks one of the form's parts and is whole otherwise: each column is named, each
        row has just these cells, and nearly all add up without the missing one; else nothing."""
        printed = tuple(sorted(columns, key=lambda measure: columns[measure]))
        inside = [*range(columns[printed[0]], record.width)] if printed else []
        if inside != sorted(columns.values()) or not summed(self.section, measures) or printed[-1] != measures[-1]:
            return ()
        marked = [row for row in self._rows if row.kind == "cells"]
        rows = [row for row in marked if [field.column for field in row.fields] == inside]
        runs = [[field.reading for field in row.fields] for row in rows]
        sums = [adds_up(run[:-1], run[-1]) for run in runs if any(reading.value for reading in run)]
        if not sums and any(field.blank for row in rows for field in row.fields):
            return ()
        return printed if 0 < len(rows) == len(marked) and sum(sums) * 10 >= len(sums) * 9 else ()


_UPPER_LINE = ("natural_person", "total")  # stand on the upper line of table 三's header, the organisations below


def _two_lines(measures: tuple[str, ...], read: Sequence[str]) -> list[tuple[str, ...]]:
    """Orders for a header of two lines, read line by line: the lower line's order is sure, the upper one's is not.
    A header of one line can only mean what it says."""
    if not set(_UPPER_LINE) < set(measures):
        return [tuple(read)]
    lower = [measure for measure in read if measure not in _UPPER_LINE]
    usual = ("natural_person", *lower, "total")
    changed = ("total", "natural_person", *lower)
    return [usual] if read.index("natural_person") < read.index("total") else [usual, changed]
