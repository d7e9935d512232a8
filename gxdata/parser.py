"""One file → its reports."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

from .archive import archive_media, members
from .document import ReadError, ReadWarning
from .listing import is_card
from .readers import read
from .recognise import recognise
from .report import Report


def parse(source: str | Path | bytes, name: str = "", *, ocr: bool = False, url: str = "") -> list[Report]:
    """The annual reports in one file, in order; an empty list when it holds none.

    `source` is a path or the file's bytes; `ocr`: the characters of pictures of pages are recognised (extra `ocr`),
    which takes seconds a page; `url`: the address that it came from, whose host may decide whose report it is; `name`:
    what errors call bytes. Of an archive (ZIP, tar, gzip), the reports of all files in it, in its order; each file that
    cannot be read is named in a ReadWarning. Raises ReadError, naming the file, when what is in it cannot be read, or
    none of the files in it; OSError when the file cannot be opened. Of a folder, see `build`.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = name or ("" if isinstance(source, bytes) else str(source))
    if media := archive_media(data):
        return _parse_archive(data, media, name, ocr, url)
    return recognise(read(data, name, ocr=ocr), _source_id(data), url)


def _source_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def _parse_archive(data: bytes, media: str, name: str, ocr: bool, url: str) -> list[Report]:
    reports: list[Report] = []
    failures: list[ReadError] = []
    read_before: set[str] = set()
    for member in members(data, media):
        place = "/".join(part for part in (name, member.name) if part)
        id = _source_id(member.data or b"")
        if member.outcome:
            status, message = member.outcome
            failures += [ReadError(f"{place}: {message}", status)] if status in ("unreadable", "unsupported") else []
        elif member.data is not None and id not in read_before and not is_card(member.name):
            try:
                reports += recognise(read(member.data, place, ocr=ocr), id, url)
                read_before.add(id)
            except ReadError as error:
                failures.append(error)
    if failures and not read_before:
        message = "; ".join(str(failure) for failure in failures[:5])
        raise ReadError(message, failures[0].status)
    for failure in failures:
        warnings.warn(str(failure), ReadWarning, stacklevel=3)
    return reports
