"""ZIP files (archives, DOCX, XLSX) within limits: nothing is unpacked that could fill the memory."""

from __future__ import annotations

import zlib
from io import BytesIO
from lzma import LZMAError
from zipfile import BadZipFile, ZipFile, ZipInfo

from ..document import ReadError

MAX_ENTRIES = 2_000
MAX_UNPACKED = 200_000_000  # bytes of all entries together
MAX_RATIO = 200  # unpacked to packed, of the whole file …
SMALL = 5_000_000  # … when it unpacks to more than this
AGAIN = "get the file again"


class Packed:
    """The entries of a ZIP file. Raises ReadError when it is damaged or exceeds a limit."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
            self.entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise ReadError(f"its ZIP structure is damaged ({error}): {AGAIN}") from error
        if len(self._zip.filelist) > MAX_ENTRIES:
            raise ReadError(
                f"it packs {len(self._zip.filelist)} files, more than the {MAX_ENTRIES} that are read: split it"
            )
        self._left = MAX_UNPACKED if MAX_RATIO * len(data) > SMALL else SMALL
        self._left = min(self._left, max(MAX_RATIO * len(data), SMALL))

    def read(self, entry: str | ZipInfo, most: int = MAX_UNPACKED) -> bytes:
        """An entry's bytes; KeyError when there is none of that name, ReadError when it is damaged, encrypted, or too
        large: more than `most` bytes."""
        info = entry if isinstance(entry, ZipInfo) else self._zip.getinfo(entry)
        if info.flag_bits & 1:
            raise ReadError("it is encrypted: save it without a password", "unsupported")
        if info.file_size > most:  # no more than it declares is unpacked
            raise ReadError(
                f"{info.filename} in it has {info.file_size:,} bytes, and at most {most:,} are read: save the part with "
                "the report as a file of its own"
            )
        try:
            with self._zip.open(info) as file:
                data = file.read(self._left + 1)
        except (BadZipFile, OSError, ValueError, NotImplementedError, EOFError, zlib.error, LZMAError) as error:
            raise ReadError(f"{info.filename} in it is damaged ({error}): {AGAIN}") from error
        if len(data) > self._left:
            raise ReadError(
                f"it unpacks to more than {MAX_UNPACKED // 1_000_000} MB or {MAX_RATIO} times its size: unpack it, "
                "and read only the reports"
            )
        self._left -= len(data)
        return data

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo
