"""What calamine does not tell of an XLS workbook: how far its sheets reach, and which of their cells are errors.

Sources: [MS-CFB] for the container, [MS-XLS] for the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as StructError
from struct import unpack_from
from typing import NamedTuple

_END = 0xFFFFFFFA  # a sector number from here on is none
_BOF, _BOUNDSHEET, _FORMULA, _BOOLERR = (0x0809, 0x0085, 0x0006, 0x0205)
_CELLS = frozenset([_FORMULA, _BOOLERR, 0x0201, 0x0203, 0x0204, 0x027E, 0x00BD, 0x00BE, 0x00D6, 0x00FD])


class Cells(NamedTuple):
    """The cells of one sheet, by its ordinal: (row, column, whether it is an error)."""

    sheet: int
    row: int
    column: int
    error: bool


def cells(data: bytes) -> Iterator[Cells]:
    """Every cell record of an XLS file; none where its container cannot be followed, which calamine then says."""
    stream = _workbook(data)
    starts: dict[int, int] = {}  # where a sheet's records begin → its ordinal
    sheet, place = -1, 0
    while place + 4 <= len(stream):
        number, length = unpack_from("<HH", stream, place)
        body = place + 4
        if number == _BOUNDSHEET and length >= 4 and body + 4 <= len(stream):
            starts[unpack_from("<I", stream, body)[0]] = len(starts)
        elif number == _BOF:
            sheet = starts.get(place, sheet if sheet < 0 else -1)
        elif number in _CELLS and length >= 6 and sheet >= 0 and body + 14 <= len(stream):
            row, column = unpack_from("<HH", stream, body)
            error = number == _BOOLERR and stream[body + 7] == 1
            if number == _FORMULA:  # the last bytes of its result say that it is no number, the first which error it is
                error = stream[body + 12 : body + 14] == b"\xff\xff" and stream[body + 6] == 2
            yield Cells(sheet, row, column, error)
        place = body + length


def _workbook(data: bytes) -> bytes:
    """The stream of the workbook's records; b"" where there is none."""
    try:
        size = 1 << min(unpack_from("<H", data, 30)[0], 16)
        table = _table(data, size)
        directory = _chain(data, size, table, unpack_from("<I", data, 48)[0])
        for place in range(0, len(directory) - 127, 128):
            name = directory[place : place + min(unpack_from("<H", directory, place + 64)[0], 64)].decode(
                "utf-16-le", "replace"
            )
            if name.rstrip("\0") in ("Workbook", "Book"):
                start, length = unpack_from("<II", directory, place + 116)
                small = length < unpack_from("<I", data, 56)[0]  # of another table; no workbook is so small
                return b"" if small else _chain(data, size, table, start)[:length]
    except StructError:
        pass
    return b""


def _table(data: bytes, size: int) -> list[int]:
    """The sector that follows each sector."""
    listed = list(unpack_from("<109I", data, 76))
    more, count = unpack_from("<II", data, 68)
    while more < _END and count > 0 and len(listed) * size <= len(data) + 109 * size:
        entries = unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        listed += entries[:-1]
        more, count = entries[-1], count - 1
    table: list[int] = []
    for sector in listed:
        if sector < _END and len(table) * size <= 4 * len(data):
            table += unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table


def _chain(data: bytes, size: int, table: list[int], start: int) -> bytes:
    sectors: list[bytes] = []
    sector = start
    while sector < len(table) and len(sectors) * size <= len(data):
        sectors.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(sectors)
