"""DOCX → paragraphs, and for every data table its own cells, as Word shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..document import Document, ReadError
from .blocks import MAX_COLSPAN, Collector
from .flow import collapsed
from .numbering import list_numbers
from .opc import Package, parse_xml
from .text import read_text
from .word_tables import Piece, Tables
from .word_text import Texts
from .wordml import ALT_CHUNK, BLIP, FALLBACK, IMAGE_DATA, OLE_OBJECT, TBL, Element, Styles

MAIN, USUAL = "wordprocessingml", "word/document.xml"


def read_docx(data: bytes, ocr: bool) -> Document:
    """The document in a DOCX file: the body's text, tables and text boxes; no headers, footers, notes or comments.

    A paragraph's location is the number of its block, as `line`; a cell's are table, row and column, as in HTML. Tracked
    changes count as accepted. Raises ReadError when the file is damaged, too large or no Word file.
    """
    package = Package(data)
    main = package.main(MAIN, USUAL)
    if main is None:
        raise ReadError("it is packed like a Word file, but no document is in it: get the file again")
    root = package.xml(main)
    if MAIN not in root.tag:
        raise ReadError(
            "it is an office file, but its document is no text: save it as DOCX, HTML or text", "unsupported"
        )
    styles, numbering = _part(package, main, "/styles"), _part(package, main, "/numbering")
    marking = any(mark in styles for mark in (b"vanish", b"trike", b"vertAlign"))
    known = Styles(parse_xml(styles, "its styles") if styles and (numbering or marking) else None)
    numbers = list_numbers(root, parse_xml(numbering, "its lists"), known) if numbering else {}
    return read_body(root, known, numbers, "docx", "docx")


def read_body(root: Element, styles: Styles, numbers: Mapping[Element, str], media: str, reader: str) -> Document:
    """The document below an element; numbers: what lists show before their paragraphs."""
    texts = Texts(root, styles, numbers)
    tables = Tables(root, texts)
    body = _Body(texts, tables)
    body.read(root)
    # A document without a table may be text that was put into Word, with the tables that separators make in it.
    blocks = body.blocks if body.grids else read_text("\n".join(body.lines))[0]
    images = sum(1 for node in root.iter(BLIP, IMAGE_DATA) if next(node.iterancestors(FALLBACK), None) is None)
    return Document(blocks, media, reader, {"images": str(images)} if images else {}, _anomalies(root, texts, tables))


def _part(package: Package, main: str, kind: str) -> bytes:
    name = next(iter(package.related(main, kind).values()), None)
    return package.read(name) if name is not None else b""


class _Body(Collector[Element]):
    """Collects the blocks of one document."""

    def __init__(self, texts: Texts, tables: Tables) -> None:
        super().__init__()
        self.lines: list[str] = []  # every paragraph and line, blank ones too
        self._texts, self._tables = texts, tables

    def pieces(self, node: Element) -> Iterator[Piece]:
        return self._tables.pieces(node, self.grids + 1) if node.tag == TBL else self._texts.pieces(node)

    def end_paragraph(self, text: str) -> None:
        self.lines.append(text)
        if text := collapsed(text):
            self.add_paragraph(text)


def _anomalies(root: Element, texts: Texts, tables: Tables) -> list[str]:
    odd, cells = tables.odd, texts.cells
    objects = sorted({node.get("ProgID") or "unnamed" for node in root.iter(OLE_OBJECT)})
    chunks = sum(1 for _ in root.iter(ALT_CHUNK))
    said = (
        (odd["cut"], f"{odd['cut']} spans beyond {MAX_COLSPAN} columns were cut"),
        (odd["rows"], f"{odd['rows']} rows of its tables are hidden; they are left out"),
        (
            odd["covered"],
            f"{odd['covered']} cells merged into another have a text of their own, which is not shown and left out",
        ),
        (cells["hidden"], f"{cells['hidden']} paragraphs in its tables have hidden text, which is left out"),
        (cells["revisions"], "its tables have tracked changes; they are read as if accepted"),
        (objects, f"embedded objects are not read: {', '.join(objects)}"),
        (chunks, f"{chunks} files are embedded as parts of its text; they are not read"),
    )
    return [text for happened, text in said if happened]
