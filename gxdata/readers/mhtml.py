"""Web archives (.mht, MHTML: RFC 2557) → the page in them, with the frames that it shows."""

from __future__ import annotations

import binascii
import quopri
import re
from email.message import Message
from email.parser import HeaderParser
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from ..document import Document, Grid, Paragraph, ReadError
from .encoding import decode
from .html import ATTACHMENT, read_html
from .text import Blocks

MAX_PARTS = 2_000
MAX_FRAMES = 20
DEPTH = 3  # of parts within parts
HEADERS = 16_384  # bytes of a part's headers at most

_BLANK_LINE = re.compile(rb"(?:^|\r\n|\n|\r(?!\n))[ \t]*(?:\r\n|\n|\r)")
_FRAME = re.compile(r"<i?frame\b[^<>]{0,2000}?\bsrc\s{0,9}=\s{0,9}[\"']?([^\"'\s<>]{1,2000})", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")


class _Part(NamedTuple):
    """A part with its headers; root: it is the one that its multipart names as its start."""

    headers: Message
    body: bytes
    root: bool = False

    def header(self, name: str) -> str:
        return str(self.headers.get(name) or "").strip()


def read_mhtml(data: bytes, ocr: bool = False) -> Document:
    """The blocks of a web archive's root page and then of each frame that it shows, numbered on through all of them.

    The page's text is decoded by `encoding.decode`, not by the charset it declares. The other parts are left out; the
    names of documents among them are in `meta["attachments"]`. Raises ReadError when there is no page in it.
    """
    parts: list[_Part] = []
    _collect(data.lstrip(b"\xef\xbb\xbf\r\n\t "), 1, "", parts)
    pages = [part for part in parts if part.headers.get_content_type() in _PAGES]
    if not pages:
        raise ReadError("it is a web archive without a page in it: open it, save it as HTML, and read that file")
    root = next((page for page in pages if page.root), pages[0])
    text, encoding, anomalies = decode(_content(root))
    blocks, meta, more = read_html(text)
    anomalies += more
    for frame in _frames(text, pages, root):
        text, _, undecoded = decode(_content(frame))
        found, inner, more = read_html(text)
        blocks += _moved(found, blocks)
        meta = {**inner, **meta}
        anomalies += undecoded + more
    for name in dict.fromkeys(filter(None, map(_document_name, parts))):
        for key, entry, mark in (("attachments", name, "; "), ("links", f"{name}\t{name}", "\n")):
            meta[key] = f"{meta[key]}{mark}{entry}" if key in meta else entry
    return Document(blocks, "mhtml", f"mhtml {encoding}", meta, anomalies)


def _collect(data: bytes, depth: int, start: str, parts: list[_Part]) -> None:
    """Adds the parts that are no multiparts themselves, in order, up to MAX_PARTS. start: the Content-ID of the root.

    Not email's own parser: it takes the whole of a part line by line, each of them once for every part around it.
    """
    blank = _BLANK_LINE.search(data, 0, HEADERS)
    head, body = (data[: blank.start()], data[blank.end() :]) if blank else (data[:HEADERS], b"")
    headers = HeaderParser().parsestr(head.decode("latin-1"))
    boundary = _parameter(headers, "boundary") if headers.get_content_maintype() == "multipart" else ""
    if not boundary or depth > DEPTH:
        id = str(headers.get("Content-ID") or "").strip()
        parts.append(_Part(headers, body, bool(start) and id == start))
        return
    separator = re.escape(b"--" + boundary.encode("latin-1", "replace"))
    begin = None
    for mark in re.finditer(rb"(?:^|\n|\r)" + separator + rb"(--)?[ \t]*(?:\r?\n|\r|$)", body):
        if begin is not None:
            _collect(body[begin : mark.start()], depth + 1, _parameter(headers, "start"), parts)
        begin = mark.end()
        if mark[1] or len(parts) >= MAX_PARTS:
            return
    if begin is not None:  # its end is missing
        _collect(body[begin:], depth + 1, _parameter(headers, "start"), parts)


def _parameter(headers: Message, name: str) -> str:
    value = headers.get_param(name, "")
    return value.strip() if isinstance(value, str) else ""


def _content(part: _Part) -> bytes:
    encoding = part.header("Content-Transfer-Encoding").lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(part.body)
    if encoding == "base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", part.body)
        whole = letters[: len(letters) - len(letters) % 4]  # what is cut short ends before
        return binascii.a2b_base64(whole) + _rest(letters[len(whole) :])
    return part.body


def _rest(letters: bytes) -> bytes:
    """The last one or two bytes, of two or three letters."""
    return binascii.a2b_base64(letters + b"=" * (4 - len(letters))) if len(letters) > 1 else b""


def _frames(text: str, pages: list[_Part], root: _Part) -> list[_Part]:
    """The pages that the root shows in frames, and those shown in these, in the order of their frames."""
    found = [root]
    targets = _FRAME.findall(text)
    while targets and len(found) <= MAX_FRAMES:
        target = unquote(unescape(targets.pop(0)))
        page = next((page for page in pages if _is_at(page, target)), None)
        if page is not None and page not in found:
            found.append(page)
            targets += _FRAME.findall(decode(_content(page))[0])
    return found[1:]


def _is_at(page: _Part, target: str) -> bool:
    """Whether a frame's source is this part: by its Content-ID (`cid:…`), or by the end of its Content-Location."""
    if target.startswith("cid:"):
        return page.header("Content-ID").strip("<>") == target[4:]
    place = unquote(page.header("Content-Location"))
    return bool(place) and (place == target or place.endswith("/" + target.removeprefix("./").lstrip("/")))


def _moved(blocks: Blocks, before: Blocks) -> Blocks:
    """The blocks of a frame, numbered on after those before it: paragraphs by block, cells by table."""
    tables = sum(isinstance(block, Grid) for block in before)
    found: Blocks = []
    for block in blocks:
        if isinstance(block, Paragraph):
            line = (block.location.line or 0) + len(before)
            found.append(Paragraph(block.text, block.location._replace(line=line)))
            continue
        table = (block.location.table or 0) + tables
        rows = [[cell._replace(location=cell.location._replace(table=table)) for cell in row] for row in block.rows]
        found.append(Grid(rows, block.kind, block.location._replace(table=table)))
    return found


def _document_name(part: _Part) -> str:
    """The name of a part that is a document of its own, such as a PDF file; "" of any other."""
    named = part.headers.get_filename() or unquote(part.header("Content-Location")).rpartition("/")[2]
    return named if ATTACHMENT.search(named) else ""
