"""One file → its reports."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .readers import read
from .recognise import recognise
from .report import Report


def parse(source: str | Path | bytes, name: str = "", *, ocr: bool = False) -> list[Report]:
    """The annual reports in one file, in order; an empty list when it holds none.

    `source` is a path or the file's bytes; `ocr`: the characters of pictures of pages are recognised (extra `ocr`),
    which takes seconds a page. Raises ReadError, naming the file, when it cannot be read.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    document = read(data, name or ("" if isinstance(source, bytes) else str(source)), ocr=ocr)
    return recognise(document, hashlib.sha256(data).hexdigest()[:16])
