"""A file of any kind → Document. Its bytes say what kind it is; its suffix is not asked."""

from __future__ import annotations

import re
from pathlib import Path

from ..document import Document, ReadError
from .encoding import REPLACEMENT, decode
from .html import read_html
from .text import read_text

__all__ = ["MAX_BYTES", "read"]

MAX_BYTES = 50_000_000
SNIFFED = 65_536  # bytes or characters that show what a file is
FEW_TAGS = 3
MAX_RUBBISH = 0.1  # share of characters that are control characters or not decodable
MAX_NULS = 0.01

SAVE_AS = "open it, save it as HTML or text, and read that file"
ZIP = rb"PK(?:\x03\x04|\x05\x06|\x07\x08)"
UNREAD_KINDS = [
    (re.compile(pattern, re.DOTALL), kind, remedy)
    for pattern, kind, remedy in (
        (rb"\s*%PDF-", "a PDF file", SAVE_AS),
        (ZIP + rb".*?OFD\.xml", "an OFD file", SAVE_AS),
        (ZIP + rb".*?word/", "a Word file (.docx)", SAVE_AS),
        (ZIP + rb".*?xl/", "an Excel file (.xlsx)", SAVE_AS),
        (ZIP, "a ZIP archive, or an office file packed as one", f"unpack it, or {SAVE_AS}"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a binary office file (.doc, .wps, .xls)", SAVE_AS),
        (rb"\s*\{\\rtf", "an RTF file", SAVE_AS),
        (
            rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP",
            "an image",
            "read a file with its text instead",
        ),
        (rb"\x1f\x8b\x08|Rar!\x1a|7z\xbc\xaf", "a compressed archive", "unpack it, and read the files in it"),
        (rb"(?:From|MIME-Version|Subject|Date): .{0,3000}?multipart/related", "a web archive (.mht)", SAVE_AS),
        (rb"(?:\xef\xbb\xbf)?\s*<\?xml.{0,200}?<\?mso-application", "an office file in XML", SAVE_AS),
    )
]

_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PAGE_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|script|table)[\s/>]", re.IGNORECASE)
_TAG = re.compile(r"<(?:p|div|td|tr|span|font|center|h[1-6]|ul|ol|li)[\s/>]", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(source: str | Path | bytes, name: str = "") -> Document:
    """The document in a file, given by its path or as its bytes.

    Raises ReadError, with `name` (or the path) in front of its message, for a file that is too large, empty, not text,
    not accessible (`unreadable`), or of a kind that is not read (`unsupported`).
    """
    try:
        if isinstance(source, bytes):
            return _read(source)
        name = name or str(source)
        with open(source, "rb") as file:
            return _read(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise ReadError(f"{name}: it cannot be opened: {error.strerror or error}") from error
    except ReadError as error:
        raise ReadError(f"{name}: {error}" if name else str(error), error.status) from error


def _read(data: bytes) -> Document:
    _refuse(data)
    text, encoding, anomalies = _decoded(data)
    if _is_page(text):
        blocks, meta, more = read_html(text)
        return Document(blocks, "html", f"html {encoding}", meta, anomalies + more)
    blocks, more = read_text(text)
    return Document(blocks, "text", f"text {encoding}", {}, anomalies + more)


def _refuse(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"it is larger than {MAX_BYTES // 1_000_000} MB, the most that is read of a file: "
            "save the report without pictures, as HTML or text"
        )
    if not data.strip():
        raise ReadError("it is empty: get the file again")
    ends = data[:4096] + data[-SNIFFED:]  # a ZIP archive lists its files at its end
    for pattern, kind, remedy in UNREAD_KINDS:
        if pattern.match(ends):
            raise ReadError(f"it is {kind}, which this version does not read: {remedy}", "unsupported")


def _decoded(data: bytes) -> tuple[str, str, list[str]]:
    """Text, encoding and anomalies; raises ReadError for what is not text."""
    if len(data) > 2 * SNIFFED:
        _refuse_rubbish(data[:SNIFFED], *decode(data[:SNIFFED])[:2])  # before all of it is decoded
    text, encoding, anomalies = decode(data)
    _refuse_rubbish(data, text, encoding)
    if nuls := text.count("\0"):
        text = text.replace("\0", REPLACEMENT)
        anomalies.append(f"{nuls} NUL characters; each is shown as U+FFFD")
    if not text.strip():
        raise ReadError("it holds only white space: get the file again")
    return text, encoding, anomalies


def _refuse_rubbish(data: bytes, text: str, encoding: str) -> None:
    if encoding.startswith(("utf-16", "utf-32")):
        controls = len(_CONTROL.findall(text))
    else:
        controls = len(data) - len(data.translate(None, _CONTROLS))
    rubbish = controls + text.count(REPLACEMENT)
    if rubbish > MAX_RUBBISH * len(text) or text.count("\0") > max(3, MAX_NULS * len(text)):
        raise ReadError(
            f"it is not text: {rubbish} of {len(text)} characters are control characters or not valid {encoding}, "
            "the best of the encodings tried: get the file again, or save it as UTF-8 text"
        )


def _is_page(text: str) -> bool:
    """Whether it is HTML, by its tags: one that only pages have, or a few that text may quote."""
    if "<" not in text[:SNIFFED]:
        return False
    if _PAGE_TAG.search(text, 0, SNIFFED):
        return True
    if len(_TAG.findall(text, 0, SNIFFED)) >= FEW_TAGS:
        return True
    return "|" not in text and len(_LINE_BREAK.findall(text, 0, SNIFFED)) >= FEW_TAGS  # Markdown tables have <br>, too
