"""A file of any kind → Document. Its bytes say what kind it is; its suffix is not asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from ..document import SIMULATION, Document, Paragraph, ReadError
from .blocks import doubt_last
from .encoding import REPLACEMENT, decode
from .html import read_html
from .packed import directory
from .sheet import is_delimited, read_csv
from .text import read_text

__all__ = ["KINDS", "MAX_BYTES", "Kind", "prepare", "read", "sniff"]

MAX_BYTES = 50_000_000
SNIFFED = 65_536  # bytes or characters that show what a file is
FEW_TAGS = 3
MAX_RUBBISH = 0.1  # share of characters that are control characters or not decodable
MAX_NULS = 0.01

SAVE_AS = "open it, save it as HTML or text, and read that file"
SEE_INSIDE = "`gxdata build` and `gxdata.parse` read every file in it; to look at one, unpack it"
ZIP = rb"PK(?:\x03\x04|\x05\x06|\x07\x08)"


class Kind(NamedTuple):
    """A kind of file that is no text. reader: `module:function` below this package, None where there is none yet.

    A reader takes the file's bytes and `ocr`, and returns its Document or raises ReadError; it is imported when first
    used. archive: zip, tar or gzip where it holds files of their own, which `archive.members` gives.
    """

    pattern: re.Pattern[bytes]  # of the file's first 4,096 bytes and its last 65,536; of a ZIP, see `_shown`
    name: str
    remedy: str  # where it is not read
    reader: str | None = None
    archive: str | None = None


def _kind(pattern: bytes, name: str, remedy: str, reader: str | None = None, archive: str | None = None) -> Kind:
    return Kind(re.compile(pattern, re.DOTALL), name, remedy, reader, archive)


KINDS = (
    _kind(rb"\s*%PDF-", "a PDF file", SAVE_AS, "pdf:read_pdf"),
    _kind(ZIP + rb".*?OFD\.xml", "an OFD file", SAVE_AS),
    _kind(ZIP + rb"application/vnd\.oasis\.opendocument\.text", "an ODT file", SAVE_AS, "office:read_office"),
    _kind(ZIP + rb".*?word/", "a Word file (.docx)", SAVE_AS, "docx:read_docx"),
    _kind(ZIP + rb".*?xl/", "an Excel file (.xlsx)", SAVE_AS, "workbook:read_workbook"),
    _kind(
        ZIP + rb"application/vnd\.oasis\.opendocument\.spreadsheet",
        "an OpenDocument spreadsheet (.ods)",
        SAVE_AS,
        "workbook:read_workbook",
    ),
    _kind(ZIP + rb".*?(?:\[Content_Types\]|mimetype)", "an office file packed as ZIP", SAVE_AS),
    _kind(ZIP, "a ZIP archive", SEE_INSIDE, archive="zip"),
    _kind(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a binary office file (.doc, .wps, .xls)", SAVE_AS, "ole:read_ole"),
    _kind(rb"\s*\{\\rtf", "an RTF file", SAVE_AS, "office:read_office"),
    _kind(
        rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|BM.{4}\0{4}.{4}[\x0c\x28\x38\x40\x6c\x7c]\0{3}",
        "an image",
        "read a file with its text instead",
        "scan:read_scan",
    ),
    _kind(
        rb"(?:\xef\xbb\xbf)?\s*<\?xml.{0,400}?<(?:\?mso-application\s+progid=[\"']Word\.Document|w:wordDocument|pkg:package)",
        "a Word file in XML",
        SAVE_AS,
        "word_xml:read_word_xml",
    ),
    _kind(
        rb"\x00\x00\x01\x00[\x01-\x20]\x00|wOF[F2]|OTTO\x00|\x00\x01\x00\x00\x00[\x01-\x40]|[FC]WS[\x01-\x20]|ID3[\x02-\x04]|....ftyp",
        "an icon, font, sound or film",
        "it holds no text",
        "resource:read_resource",
    ),
    _kind(rb"\x1f\x8b\x08", "a gzip archive", SEE_INSIDE, archive="gzip"),
    _kind(rb".{257}ustar", "a tar archive", SEE_INSIDE, archive="tar"),
    _kind(
        rb"Rar!\x1a|7z\xbc\xaf|\xfd7zXZ|BZh[1-9]1AY&SY", "a compressed archive", "unpack it, and read the files in it"
    ),
    _kind(
        rb"(?:\xef\xbb\xbf)?\s*(?i:From|MIME-Version|Subject|Date|Content-Type|X-[\w-]+|Snapshot-[\w-]+):.{0,3000}?"
        rb"(?i:multipart/(?:related|alternative|mixed))",
        "a web archive (.mht)",
        SAVE_AS,
        "mhtml:read_mhtml",
    ),
    _kind(rb"(?:\xef\xbb\xbf)?\s*<\?xml.{0,200}?<\?mso-application", "an office file in XML", SAVE_AS),
)

_CONVERTED = re.compile(
    rb"\xd0\xcf\x11\xe0|\s*\{\\rtf|PK.{28}mimetypeapplication/vnd\.oasis\.opendocument\.text", re.DOTALL
)
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PAGE_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|meta|script|table)[\s/>]", re.IGNORECASE)
_TAG = re.compile(r"<(?:p|div|td|tr|span|font|center|h[1-6]|ul|ol|li)[\s/>]", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(source: str | Path | bytes, name: str = "", *, ocr: bool = False) -> Document:
    """The document in a file, given by its path or as its bytes; `ocr`: recognise the characters of pictures of pages.

    Raises ReadError, with `name` (or the path) in front of its message, for a file that is too large, empty, not text,
    not accessible (`unreadable`), or of a kind that is not read (`unsupported`).
    """
    try:
        if isinstance(source, bytes):
            return _marked(_read(source, ocr))
        name = name or str(source)
        with open(source, "rb") as file:
            return _marked(_read(file.read(MAX_BYTES + 1), ocr))
    except OSError as error:
        raise ReadError(f"{name}: it cannot be opened: {error.strerror or error}") from error
    except ReadError as error:
        raise ReadError(f"{name}: {error}" if name else str(error), error.status) from error


def _marked(document: Document) -> Document:
    """The document, called `simulated` if it says anywhere that a program made it up, whatever kind of file it is."""
    texts = [*document.meta.values()]
    for block in document.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            for row in block.rows:
                texts += [cell[0] for cell in row]
    if SIMULATION in "\n".join(texts):
        document.origin = "simulated"
    return document


def prepare(places: Iterable[str], limit: float, beat: Callable[[], object]) -> None:
    """Make ready those of the files, given by their paths, that another program must convert: many at once cost little.

    limit: seconds that `read` may take for one; beat: called before every step, none of which takes longer.
    """
    found = []
    for place in places:
        try:
            with open(place, "rb") as file:
                if _CONVERTED.match(file.read(128)):
                    found.append(place)
        except OSError:  # which `read` will say
            continue
    if found:
        import_module(".office", __name__).prepare(found, limit, beat)


def _read(data: bytes, ocr: bool) -> Document:
    if kind := sniff(data):
        if kind.archive:
            raise ReadError(f"it is {kind.name}, and not one file: {kind.remedy}", "unsupported")
        if kind.reader is None:
            raise ReadError(f"it is {kind.name}, which this version does not read: {kind.remedy}", "unsupported")
        module, _, function = kind.reader.partition(":")
        document: Document = getattr(import_module(f".{module}", __name__), function)(data, ocr)
        return document
    text, encoding, anomalies = _decoded(data)
    if _is_page(text):
        blocks, meta, more = read_html(text)
        return Document(blocks, "html", f"html {encoding}", meta, anomalies + more)
    if is_delimited(text):
        return read_csv(text, encoding, anomalies)
    blocks, more = read_text(text)
    if not text.endswith(("\n", "\r", "|")):
        more += doubt_last(blocks)
    return Document(blocks, "text", f"text {encoding}", {}, anomalies + more)


def sniff(data: bytes) -> Kind | None:
    """The kind of a file that is no text; None for text and HTML. Raises ReadError when it is too large or empty."""
    if len(data) > MAX_BYTES:
        raise ReadError(
            f"it is larger than {MAX_BYTES // 1_000_000} MB, the most that is read of a file: "
            "save the report without pictures, as HTML or text; unpack an archive"
        )
    if not data.strip():
        raise ReadError("it is empty: get the file again")
    shown = _shown(data)
    return next((kind for kind in KINDS if kind.pattern.match(shown)), None)


def _shown(data: bytes) -> bytes:
    """What of a file tells its kind: its ends; of a ZIP file the names in it when it is an office file, and only that
    it is a ZIP file when it is not: the files in an archive are no sign of what it is itself."""
    names = directory(data) if data.startswith(b"PK") else None
    if names is None:
        return data[:4096] + data[-SNIFFED:]
    office = not {b"[Content_Types].xml", b"OFD.xml", b"mimetype", b"word/document.xml"}.isdisjoint(names)
    opendocument = data[38:120] if data[30:38] == b"mimetype" else b""  # its first entry, stored as it is
    return data[:4] + opendocument + b"\n".join(names) if office else data[:4]


def _decoded(data: bytes) -> tuple[str, str, list[str]]:
    """Text, encoding and anomalies; raises ReadError for what is not text."""
    if len(data) > 2 * SNIFFED:
        _refuse_rubbish(data[:SNIFFED], *decode(data[:SNIFFED])[:2])  # before all of it is decoded
    text, encoding, anomalies = decode(data)
    _refuse_rubbish(data, text, encoding)
    if b"\0" in data and (nuls := text.count("\0")):
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
    nuls = text.count("\0") if b"\0" in data else 0
    if rubbish > MAX_RUBBISH * len(text) or nuls > max(3, MAX_NULS * len(text)):
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
