"""ZIP files (archives, DOCX, XLSX) within limits: nothing is unpacked that could fill the memory, nothing by its name."""

from __future__ import annotations

import stat
import zlib
from dataclasses import dataclass
from io import BytesIO
from struct import error as struct_error
from struct import unpack_from
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..document import ReadError

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200_000_000  # bytes of all entries together
MAX_RATIO = 200  # unpacked to packed, of the whole file …
SMALL = 5_000_000  # … when it unpacks to more than this
AGAIN = "get the file again"

_LOCAL, _ENTRY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"  # before a file, in the directory, after that
_ENTRY_SIZE, _END_SIZE, _LOCAL_SIZE = 46, 22, 30
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flags
_UNICODE_PATH = 0x7075  # the extra field in which Info-ZIP repeats a name in UTF-8
_DAMAGE = (
    BadZipFile,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OverflowError,
    zlib.error,
    struct_error,
)


@dataclass
class Budget:
    """What may still be unpacked of a file; archives inside it share the budget of the outermost."""

    size: int  # bytes
    entries: int = MAX_ENTRIES

    @classmethod
    def of(cls, data: bytes) -> Budget:
        return cls(min(MAX_UNPACKED, max(MAX_RATIO * len(data), SMALL)))

    def enter(self, entries: int) -> None:
        """Counts entries; ReadError when they are too many."""
        if entries > self.entries:
            raise ReadError(f"it packs more than the {MAX_ENTRIES} files that are read: unpack it, and split it")
        self.entries -= entries

    def spend(self, size: int) -> None:
        """Counts bytes that are to be unpacked; ReadError when they are too many."""
        if size > self.size:
            raise ReadError(
                f"what is packed here comes to more than {MAX_UNPACKED // 1_000_000} MB or {MAX_RATIO} times the file: "
                "unpack it, and read only the reports"
            )
        self.size -= size


class Packed:
    """The entries of a ZIP file. Raises ReadError when it is damaged or exceeds a limit."""

    def __init__(self, data: bytes, budget: Budget | None = None) -> None:
        self._data, self._budget = data, budget or Budget.of(data)
        self._budget.enter(data.count(_ENTRY))  # before an object is made for each
        try:
            self._zip = _opened(data)
            self.entries = [entry for entry in self._zip.infolist() if not _is_folder(entry)]
        except _DAMAGE as error:
            raise ReadError(f"its ZIP structure is damaged ({error}): {AGAIN}") from error

    def read(self, entry: str | ZipInfo, most: int = MAX_UNPACKED) -> bytes:
        """An entry's bytes; KeyError when there is none of that name, ReadError when it is damaged, encrypted, or too
        large: more than `most` bytes."""
        info = entry if isinstance(entry, ZipInfo) else self._zip.getinfo(entry)
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("it is encrypted: save it without a password", "unsupported")
        if info.file_size > most:
            raise ReadError(
                f"{entry_name(info)[-200:]} in it has {info.file_size:,} bytes, and at most {most:,} are read: save the "
                "part with the report as a file of its own"
            )
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):  # others take memory that nothing limits
            raise ReadError(
                f"it is packed by method {info.compress_type}, which is not read: unpack it, and pack it anew",
                "unsupported",
            )
        self._budget.spend(info.file_size)  # no more than this is unpacked, whatever is there
        try:
            return self._content(info)
        except _DAMAGE as error:
            raise ReadError(f"{entry_name(info)[-200:]} in it is damaged ({error}): {AGAIN}") from error

    def _content(self, info: ZipInfo) -> bytes:
        """Not zipfile's way, which refuses an entry whose name is written otherwise before its data (slashes, encoding)."""
        if info.header_offset < 0 or not self._data.startswith(_LOCAL, info.header_offset):
            raise BadZipFile("there is no file where its directory says")
        start = info.header_offset + _LOCAL_SIZE + sum(unpack_from("<HH", self._data, info.header_offset + 26))
        content = self._data[start : start + info.compress_size]
        if info.compress_type == ZIP_DEFLATED:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, info.file_size + 1)
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise BadZipFile("its length or checksum is not what its directory says")
        return content

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo


def _opened(data: bytes) -> ZipFile:
    try:
        return ZipFile(BytesIO(data))
    except UnicodeDecodeError:  # a name that says it is UTF-8 and is not costs its name only
        changed = bytearray(data)
        place = -1
        while (place := data.find(_ENTRY, place + 1)) >= 0:
            changed[place + 9 : place + 10] = bytes([changed[place + 9] & ~(_UTF8 >> 8)])
        return ZipFile(BytesIO(changed))


def _is_folder(info: ZipInfo) -> bool:
    # Not is_dir(), which fails on an entry without a name.
    return info.filename.endswith("/") or (info.orig_filename.endswith("\\") and not info.file_size)


def is_link(info: ZipInfo) -> bool:
    """Whether an entry is a symbolic link."""
    return stat.S_ISLNK(info.external_attr >> 16)


def entry_name(info: ZipInfo) -> str:
    """An entry's name: in Info-ZIP's Unicode field, or as UTF-8 or GB18030, whatever its flag says."""
    raw = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "surrogateescape")
    extra = info.extra
    while len(extra) >= 4:
        kind, length = unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > 5 and unpack_from("<BI", field) == (1, zlib.crc32(raw)):
            raw = field[5:]
    return decoded_name(raw)


def decoded_name(raw: bytes) -> str:
    """A file's name as UTF-8, as GB18030, or byte by byte."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            pass
    return raw.decode("utf-8", "backslashreplace")


def directory(data: bytes) -> list[bytes] | None:
    """The names in a ZIP file's directory, in its order and with forward slashes; None where there is no directory."""
    end = data.rfind(_END, -_END_SIZE - 0xFFFF if len(data) > _END_SIZE + 0xFFFF else 0)
    if end < 0 or end + _END_SIZE > len(data):
        return None
    place = end - int(unpack_from("<I", data, end + 12)[0])
    names: list[bytes] = []
    while (
        0 <= place < end and data.startswith(_ENTRY, place) and place + _ENTRY_SIZE <= end and len(names) < MAX_ENTRIES
    ):
        name, extra, comment = unpack_from("<HHH", data, place + 28)
        place += _ENTRY_SIZE
        names.append(data[place : place + name].replace(b"\\", b"/"))
        place += name + extra + comment
    return names if place == end else None
