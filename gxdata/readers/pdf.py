"""PDF files: their text layer, through PDFium, page by page."""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

import pypdfium2.raw as pdfium

from ..document import Document, ReadError
from .assembly import blocks
from .page import Sheet, has_fields, read_page
from .pages import Page
from .placing import place
from .scan import read_page as recognise
from .scan import reader_name

MAX_PAGES = 300
MAX_CHARACTERS = 120_000
MAX_UNPACKED = 100_000_000  # bytes of a stream other than a picture
SMALL = 95_000  # packed bytes that cannot unpack to so much
CHUNK = 65_536
AGAIN = "get the file again"
FEW = 20  # characters of a page that has none of its text as text
SHARE = 0.3  # of a page that a picture on it covers …
WHOLE, SOME = 0.5, 150  # … and where it is nearly all: characters that may be its head, foot or stamp
DRAWN = 100  # shapes of a page whose characters are drawn as shapes
MOSTLY = 0.3  # share of characters without a code point from which a page cannot be read

RESOLUTION = 200  # dots an inch at which a page is drawn for recognition …
SIDE = 4_000  # … but no more on its longer side

# What is odd about a page.
DAMAGED = "damaged, and not read"
PICTURE = "a picture without text, and not read: install gxdata[ocr] and use --ocr"
MARGINAL = "mostly a picture, of which nothing was read: install gxdata[ocr] and use --ocr"
LAYER = (
    "its text was recognised by whoever made the file; its figures count only if sums confirm them: use --ocr (with "
    "gxdata[ocr] installed) to read its picture instead"
)
UNMAPPED = "its fonts do not say which characters they draw; not read: use --ocr (with gxdata[ocr] installed)"
OMITTED = {
    "unmapped": "characters that its fonts do not name are shown as U+FFFD",
    "hidden": "text that does not show, white, covered or cut off, was left out",
    "outside the page": "text outside the page was left out",
    "slanted": "text set at a slant was left out",
}

_PDFIUM = Lock()  # PDFium serves one thread at a time
_CAUSES = {
    pdfium.FPDF_ERR_PASSWORD: ("it is locked with a password: save it without one", "unsupported"),
    pdfium.FPDF_ERR_SECURITY: ("it is encrypted in a way that is not read: save it without encryption", "unsupported"),
}


def read_pdf(data: bytes, ocr: bool) -> Document:
    """The document in a PDF file; `ocr`: pages that are pictures are recognised. Raises ReadError."""
    _refuse_bombs(data)
    with _PDFIUM, _opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise ReadError("it has no pages, or they are damaged: get the file again")
        if count > MAX_PAGES:
            raise ReadError(
                f"it has {count} pages, more than the {MAX_PAGES} that are read: save the report's pages alone"
            )
        pages, anomalies = _pages(document, count, ocr)
    found = blocks(pages)
    if not found:
        raise ReadError("it has no text: get another file of the report", "unsupported")
    reader = f"pdf, {reader_name()}" if any(page.recognised for page in pages) else "pdf"
    return Document(found, "pdf", reader, {}, anomalies)


def _refuse_bombs(data: bytes) -> None:
    """Raises ReadError where a stream other than a picture unpacks to more than any page needs: PDFium would take
    several times its size."""
    start = 0
    while (start := data.find(b"stream", start) + 6) > 5:
        begin = start + data.startswith(b"\r", start) + 1
        if data.startswith(b"end", start - 9) or data.find(b"endstream", begin, begin + SMALL) >= 0:
            continue
        head = data[max(start - 1000, 0) : start].rpartition(b"obj")[2]
        if b"/Image" not in head and _unpacks_to(memoryview(data)[begin:]) > MAX_UNPACKED:
            raise ReadError(
                f"a page of it unpacks to more than {MAX_UNPACKED // 1_000_000} MB: save the report's pages alone"
            )


def _unpacks_to(packed: memoryview) -> int:
    """How many bytes a stream has, at least; 0 when it is not packed."""
    unpacker, total = zlib.decompressobj(), 0
    with suppress(zlib.error):
        while total <= MAX_UNPACKED and packed and not unpacker.eof:
            total += len(unpacker.decompress(packed[:CHUNK], MAX_UNPACKED))
            packed = packed[CHUNK:]
    return total


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        message, status = _CAUSES.get(
            pdfium.FPDF_GetLastError(), ("its PDF structure is damaged or cut off: get the file again", "unreadable")
        )
        raise ReadError(message, status)
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _loaded(document: Any, number: int) -> Iterator[Any]:
    """A page, with what is filled in its form fields made part of it; None when it is damaged."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    try:
        if (
            page
            and has_fields(page)
            and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
        ):
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document, number - 1)
        yield page
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _pages(document: Any, count: int, ocr: bool) -> tuple[list[Page], list[str]]:
    """All pages, and what was odd about them. Raises ReadError when none can be read."""
    pages: list[Page] = []
    odd: dict[str, list[int]] = {}
    anomalies: list[str] = []
    characters = 0
    for number in range(1, count + 1):
        with _loaded(document, number) as handle:
            if handle is None:
                odd.setdefault(DAMAGED, []).append(number)
                continue
            sheet = read_page(handle, number, MAX_CHARACTERS - characters)
            if sheet is None:
                odd.setdefault(DAMAGED, []).append(number)
                continue
            characters += len(sheet.glyphs)
            reason = _illegible(sheet)
            if reason and ocr:
                pages.append(_recognised(handle, sheet))
                continue
        for what in (reason, *(OMITTED[name] for name in sheet.omitted if name in OMITTED)):
            if what:
                odd.setdefault(what, []).append(number)
        if reason in (PICTURE, UNMAPPED):
            continue
        page, said = place(sheet, pages[-1] if pages else None)
        pages.append(page)
        anomalies += said
    if len(odd.get(MARGINAL, ())) == len(pages):  # none, or only heads and feet of pictures
        raise _unread(odd)
    return pages, [f"{_numbers(numbers)}: {what}" for what, numbers in odd.items()] + anomalies


def _illegible(sheet: Sheet) -> str:
    """Why a page's text is not the page's, "" where it is."""
    unmapped = sheet.omitted["unmapped"]
    if unmapped > max(MOSTLY * len(sheet.glyphs), FEW):
        return UNMAPPED
    if sheet.pictures < SHARE and sheet.drawn < DRAWN:
        return ""
    seen = sum(not glyph.doubt for glyph in sheet.glyphs)
    if seen <= FEW:
        return LAYER if len(sheet.glyphs) > FEW else PICTURE
    return MARGINAL if seen <= SOME and sheet.pictures >= WHOLE else ""


def _unread(odd: dict[str, list[int]]) -> ReadError:
    if PICTURE in odd or MARGINAL in odd:
        return ReadError("it holds pictures of pages without text: install gxdata[ocr] and use --ocr", "unsupported")
    if UNMAPPED in odd:
        return ReadError(
            "its fonts do not say which characters they draw: use --ocr (with gxdata[ocr] installed), or another file of "
            "the report",
            "unsupported",
        )
    return ReadError("its pages are damaged: get the file again")


def _numbers(numbers: list[int]) -> str:
    return f"page{'s' * (len(numbers) > 1)} {', '.join(map(str, numbers[:20]))}{' …' * (len(numbers) > 20)}"


def _recognised(handle: Any, sheet: Sheet) -> Page:
    """A page whose characters are recognised in its picture."""
    scale = min(RESOLUTION / 72, SIDE / max(sheet.width, sheet.height))
    return recognise(_picture(handle, scale), scale, sheet.number)


def _picture(handle: Any, scale: float) -> Any:
    """A page as an array of its height × width × red, green, blue; `scale` pixels a point."""
    import numpy

    width, height = (
        max(1, round(side * scale)) for side in (pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle))
    )
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGR, None, 0)
    if not bitmap:
        raise ReadError(f"a page of {width} × {height} pixels cannot be drawn: save it as a picture")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(
            bitmap, handle, 0, 0, width, height, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        )
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    rows = numpy.frombuffer(pixels, numpy.uint8).reshape(height, stride)
    return rows[:, : width * 3].reshape(height, width, 3)
