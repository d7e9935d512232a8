"""Binary office files (OLE2, MS-CFB): the streams in them say which program's they are."""

from __future__ import annotations

import struct
from importlib import import_module
from typing import NamedTuple

from ..document import Document, ReadError

SECTORS = 65_536  # of the directory and its tables; enough for a file of 50 MB
END = 0xFFFFFFFA  # numbers of sectors and entries from here on are marks
_NAMES = 64  # bytes of an entry's name


class Program(NamedTuple):
    """What a stream of this name in a file's root says. reader as in `readers.Kind`, None where there is none."""

    stream: str
    media: str
    name: str
    remedy: str
    reader: str | None = None


SAVE_AS = "open it, save it as HTML or text, and read that file"
NO_PASSWORD = "open it, save it without the password, and read that file"
PROTECTED = Program("EncryptedPackage", "doc", "an office file with a password", NO_PASSWORD)
OTHER = Program("", "doc", "a binary office file without a text", SAVE_AS)
PROGRAMS = (
    PROTECTED,
    Program("WordDocument", "doc", "a Word file (.doc, .wps)", SAVE_AS, "office:read_office"),
    Program("Workbook", "xls", "an Excel file (.xls, .et)", SAVE_AS, "workbook:read_workbook"),
    Program("Book", "xls", "an Excel file (.xls)", SAVE_AS, "workbook:read_workbook"),
    Program("PowerPoint Document", "ppt", "a presentation (.ppt, .dps)", SAVE_AS),
    Program("CONTENTS", "wps", "a Works file (.wps)", SAVE_AS, "office:read_office"),
)


def read_ole(data: bytes, ocr: bool) -> Document:
    """The document in a binary office file, read by its program's reader; raises ReadError for those of none."""
    program = program_of(data)
    if program.reader is None:
        raise ReadError(f"it is {program.name}, which is not read: {program.remedy}", "unsupported")
    module, _, function = program.reader.partition(":")
    document: Document = getattr(import_module(f".{module}", __package__), function)(data, ocr)
    return document


def program_of(data: bytes) -> Program:
    """Whose file it is, PROTECTED where it has a password. Raises ReadError when it is damaged."""
    streams = root_streams(data)
    program = next((program for program in PROGRAMS if program.stream in streams), OTHER)
    if program.stream == "WordDocument" and _is_encrypted(data, streams["WordDocument"]):
        return PROTECTED
    return program


def root_streams(data: bytes) -> dict[str, int]:
    """Name → offset of its first sector, of the streams and folders in the file's root. Raises ReadError when damaged."""
    try:
        return _root_streams(data)
    except (struct.error, IndexError, ValueError) as error:
        raise ReadError("its OLE structure is damaged: get the file again") from error


def _root_streams(data: bytes) -> dict[str, int]:
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise ValueError("sector size")
    size = 1 << shift
    (first,) = struct.unpack_from("<I", data, 48)
    table = _allocation(data, size)
    entries: list[bytes] = []
    sector, seen = first, 0
    while sector < END and seen < SECTORS:
        start = (sector + 1) * size
        entries += [data[at : at + 128] for at in range(start, start + size, 128)]
        sector, seen = table[sector], seen + 1
    found: dict[str, int] = {}
    visited: set[int] = set()
    waiting = [struct.unpack_from("<I", entries[0], 76)[0]]
    while waiting:
        index = waiting.pop()
        if index >= END or index in visited:
            continue
        visited.add(index)
        entry = entries[index]
        length, left, right = (*struct.unpack_from("<H", entry, _NAMES), *struct.unpack_from("<II", entry, 68))
        name = entry[: max(0, min(length, _NAMES) - 2)].decode("utf-16-le", "replace")
        found[name] = (struct.unpack_from("<I", entry, 116)[0] + 1) * size
        waiting += [left, right]
    return found


def _allocation(data: bytes, size: int) -> list[int]:
    """For every sector the one that follows it in its stream."""
    numbers = list(struct.unpack_from("<109I", data, 76))
    (further,) = struct.unpack_from("<I", data, 68)
    per_sector, seen = size // 4, 0
    while further < END and seen < SECTORS:  # in files of more than 7 MB
        *more, further = struct.unpack_from(f"<{per_sector}I", data, (further + 1) * size)
        numbers += more
        seen += 1
        if len(numbers) > len(data) // size + per_sector + 109:
            raise ValueError("more tables than sectors")
    table: list[int] = []
    for number in numbers:
        if number < END:
            table += struct.unpack_from(f"<{per_sector}I", data, (number + 1) * size)
    return table


def _is_encrypted(data: bytes, start: int) -> bool:
    """Whether the file information block at a Word document's start has its bit fEncrypted (MS-DOC 2.5.2)."""
    return len(data) > start + 12 and bool(struct.unpack_from("<H", data, start + 10)[0] & 0x0100)
