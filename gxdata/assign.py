"""From a record's run of figures to readings of the form's cells: one when the count is right, else all that are possible.

Nothing is chosen here by bare position: where the count is wrong, every possible reading goes to the solver.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice

from .records import Field, Record
from .text import NIL, Reading, read_cell, squeeze

Candidate = tuple[Reading, ...]

LOST = Reading("lost")
_MOST = 4000  # readings of one row beyond which it is lost
_GLUED = 32  # glued digits of one row beyond which its cuts are too many to try
_SPARE = 2  # figures too many that are still tried


def candidates(
    record: Record,
    width: int,
    columns: Sequence[int] = (),
    trusted: bool = False,
    lone: bool = False,
    labelled: bool = False,
    summed: bool = False,
) -> tuple[list[Candidate], str]:
    """(readings, how): all readings of a run as `width` cells.

    how: `count` the count of figures decides, there is one reading; `split` the figures are glued to each other;
    `miscount` there are too many or too few, or it is not plain which fields are the cells.
    columns: the grid columns of the cells, where other rows or the header of the same table show them.
    trusted: a row's last field is a cell though it is blank, not the filler that a lost figure leaves. Where it is a
    figure, nothing before it can be lost from a row of the right length.
    labelled: the row is whole and begins right after its own label, so that a blank at its beginning is a cell.
    summed: the last cell is the sum of the others, which tells where glued figures part.
    lone: one figure with nothing but blanks after it is likely to be a merged cell.
    """
    fields, figures = record.fields, record.figures
    if len(figures) == width:
        readings = [tuple([field[0] for field in figures])]
        if len(fields) > width and (record.kind == "stream" or (record.kind == "cells" and not labelled)):
            readings += _with_blank(record, width)
        return readings, "count" if len(readings) == 1 else "miscount"
    if record.kind == "cells" and len(fields) == width and figures and labelled and not columns:  # every cell is marked
        return [tuple([field[0] for field in fields])], "count"
    if merged := _merged(record, width, lone):
        return [merged], "count" if merged[0].state in ("blank", "nil", "text") else "miscount"
    sure = (record.kind == "cells" and labelled) or (record.kind == "fields" and trusted)
    if not figures:
        whole = len(fields) >= width and (sure or record.kind == "stream")
        return ([tuple(Reading("blank") for _ in range(width))], "count") if whole else ([], "miscount")
    if record.kind == "cells" and (placed := _by_columns(record, columns)):
        return [placed], "count"
    windows = _windows(record, width, labelled) if len(fields) >= width else []
    if (
        len(windows) == 1
        and (sure or _ends_hold(record, windows[0], labelled))
        and not (summed and _shifted(record, windows[0]))
    ):
        return windows, "count"
    if len(figures) > width:
        return _without_doubles(figures, width), "miscount"
    splits = list(islice(_split([field.reading for field in figures], width, summed), _MOST + 1))
    shifts = _inserted(record, width) if len(figures) == width - 1 else []
    options = windows + splits + shifts
    return (options if len(options) <= _MOST else []), "split" if not windows and not shifts else "miscount"


def _without_doubles(figures: Sequence[Field], width: int) -> list[Candidate]:
    """A run with figures to spare, read as one that has cells twice: only a figure beside its equal is left out, and
    only when it makes no difference which. Where the source breaks a sum, leaving out the very figure that breaks it
    would seem to mend it."""
    found = {()} if len(figures) > width + _SPARE else {tuple(range(len(figures)))}
    said = [figure[0][:2] for figure in figures]
    for _ in range(len(figures) - width if len(figures) <= width + _SPARE else 0):
        found = {
            row[:place] + row[place + 1 :]
            for row in found
            for place in range(len(row) - 1)
            if said[row[place]] == said[row[place + 1]]
        }
    rows = [tuple(figures[place].reading for place in row) for row in sorted(found) if len(row) == width]
    return rows if len({tuple(reading[:2] for reading in row) for row in rows}) == 1 else []


def _with_blank(record: Record, width: int) -> list[Candidate]:
    """A run of just as many figures as cells with a blank among them, read as one that has a figure twice: then the
    blank is a cell, and of two figures side by side that are equal one is left out."""
    first, last = record.fields.index(record.figures[0]), record.fields.index(record.figures[-1])
    run = [field.reading for field in record.fields[first : last + 1]]
    if len(run) != width + 1:
        return []
    same = [place for place in range(width) if run[place].state != "blank" and run[place][:2] == run[place + 1][:2]]
    return [tuple(run[:place] + run[place + 1 :]) for place in same]


def _ends_hold(record: Record, window: Candidate, labelled: bool) -> bool:
    """Whether a run with blanks is a whole row: its last cell is a figure, and nothing before its first can be left over."""
    first = window[0].state != "blank" and record.kind not in ("cells", "fields")
    return (labelled or first) and window[-1].state != "blank"


def _shifted(record: Record, window: Candidate) -> bool:
    """Whether a row of separated fields whose total is blank would add up if a cell before its last figure were lost."""
    values = [reading.value for reading in window if reading.value is not None]
    return (
        record.kind == "fields"
        and window[-1].state == "blank"
        and len(values) > 1
        and values[-1] > 0
        and sum(values[:-1]) == values[-1]
    )


def _merged(record: Record, width: int, lone: bool) -> Candidate | None:
    """One cell that covers a row's cells: blank, a nil mark or nought hold for each of them; no other number does."""
    spans = record.kind == "cells" and len(record.fields) == 1 and record.fields[0].colspan >= width
    alone = (
        lone
        and record.kind in ("fields", "stream")
        and len(record.fields) >= width
        and record.fields[:1] == record.figures
    )
    if width == 1 or not (spans or alone):
        return None
    reading = record.fields[0].reading
    if reading.state in ("blank", "nil", "text"):
        return (reading,) * width
    if alone:  # 0 and six blanks are printed so too: undecided
        return (LOST,) * width
    return (reading._replace(state="solved"),) * width if reading.value == 0 else (LOST,) * width


def _by_columns(record: Record, columns: Sequence[int]) -> Candidate | None:
    """Each figure in its measure's column, when all those columns are there and no figure stands elsewhere."""
    if not columns:
        return None
    under = {field.column: field.reading for field in record.fields}
    strays = [field for field in record.figures if field.column not in columns]
    if strays or any(column not in under for column in columns):
        return None
    return tuple(under[column] for column in columns)


def _windows(record: Record, width: int, labelled: bool) -> list[Candidate]:
    """Every run of `width` fields that leaves only blanks outside; in a stream a row begins right after its label."""
    fields = record.fields
    filled = [place for place, field in enumerate(fields) if not field.blank]
    starts = range(len(fields) - width + 1 if not (labelled and record.kind == "stream") else 1)
    return [
        tuple([field.reading for field in fields[start : start + width]])
        for start in starts
        if start <= filled[0] and filled[-1] < start + width
    ]


def _inserted(record: Record, width: int) -> list[Candidate]:
    """A run with one figure too few: each of its cells may be the one that is lost or, with blanks among the figures,
    blank."""
    readings = [field.reading for field in record.figures]
    first, last = record.fields.index(record.figures[0]), record.fields.index(record.figures[-1])
    gaps = len(record.fields) > len(readings) if record.kind == "cells" else last - first >= len(readings)
    return [
        (*readings[:place], missing, *readings[place:])
        for missing in (LOST, *([Reading("blank")] if gaps else ()))
        for place in range(width)
    ]


def _split(readings: Sequence[Reading], width: int, summed: bool) -> Iterator[Candidate]:
    """Every way to read figures that were glued to each other as `width` cells; no number begins with a spare 0.

    `summed`: the last cell is the sum of the others, so only readings that add up are looked for.
    """
    tokens = [squeeze(reading.raw) for reading in readings]
    if any("\n" in reading.raw for reading in readings):  # a figure that its column broke over two lines
        return iter(())
    if len(tokens) > 1 and not any(
        read_cell(reading.raw).doubt or _run_together(token) for reading, token in zip(readings, tokens, strict=True)
    ):  # what OCR may have misread is not glued for that
        return iter(())  # cells that are apart, each a number: one is missing, none is glued
    if sum(map(len, tokens)) > max(_GLUED, width + 3):
        return iter(())
    if not summed or not all(token.isdecimal() for token in tokens):
        pieces = _pieces(tokens, width, None)
    else:
        pieces = chain.from_iterable(
            _ending_in(tokens, width, length) for length in range(1, min(len(tokens[-1]), 12) + 1)
        )
    return (tuple(map(read_cell, row)) for row in pieces)


def _run_together(token: str) -> bool:
    """Whether a token cannot be one number: a nought before other digits, or too many digits."""
    return token.isdecimal() and ((token[0] == "0" and len(token) > 1) or len(token) > 12)


def _ending_in(tokens: list[str], width: int, length: int) -> Iterator[tuple[str, ...]]:
    """The readings whose total is the last `length` digits."""
    total, rest = tokens[-1][-length:], tokens[-1][:-length]
    if total[0] == "0" and length > 1:
        return
    before = [*tokens[:-1], rest] if rest else tokens[:-1]
    for row in _pieces(before, width - 1, int(total)):
        yield (*row, total)


@lru_cache(maxsize=4096)
def _extremes(digits: int, width: int, longest: int) -> tuple[int, int]:
    """The least and the greatest sum of `width` numbers with so many digits in all, none longer than `longest`."""
    if digits < width or digits > width * longest:
        return 1, 0
    short, over = divmod(digits, width)
    least = over * 10**short + (width - over) * (10 ** (short - 1) if short > 1 else 0)
    full, rest = divmod(digits - width, longest - 1) if longest > 1 else (0, 0)
    greatest = full * (10**longest - 1) + ((10 ** (rest + 1) - 1) + (width - full - 1) * 9 if full < width else 0)
    return least, greatest


def _in_reach(digits: int, width: int, longest: int, total: int) -> bool:
    least, greatest = _extremes(digits, width, longest)
    return least <= total <= greatest


def _pieces(tokens: list[str], width: int, total: int | None) -> Iterator[tuple[str, ...]]:
    """The ways to cut the tokens into `width` numbers, that add up to `total` if one is given."""
    if not tokens:
        if width == 0 and not total:
            yield ()
        return
    token, rest = tokens[0], tokens[1:]
    longest = 12 if total is None else len(str(total))
    if width < len(tokens) or (total is not None and not _in_reach(sum(map(len, tokens)), width, longest, total)):
        return
    if not token.isdecimal():
        if read_cell(token).state == "number" or token in NIL:
            yield from ((token, *tail) for tail in _pieces(rest, width - 1, total))
        return
    for cut in range(1, 2 if token[0] == "0" else min(len(token), longest) + 1):
        left = None if total is None else total - int(token[:cut])
        if left is None or left >= 0:
            after = [token[cut:], *rest] if cut < len(token) else rest
            yield from ((token[:cut], *tail) for tail in _pieces(after, width - 1, left))
