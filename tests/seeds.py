"""Files of every kind to begin mutating from: printed by the dialects, packed here, or real where they are at hand.

Nothing of this is kept: the real ones are read from data/raw and, where it is, from the folder of shared cases.
"""

from __future__ import annotations

import base64
import gzip
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from dialects import DIALECTS, Box, Page, Sheet, page, spread
from filled import HUAIAN_2024, LICHENG_2023, PINGTAN_2020
from mutations import Object, pdf

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "data" / "raw", ROOT.parent / "shared" / "cases", ROOT.parent / "shared" / "samples")
LARGEST = 1_000_000  # bytes of a real file that is used
KINDS = ("html", "text", "pdf", "docx", "sheet", "mhtml", "archive", "image")


def seeds(kind: str) -> dict[str, bytes]:
    """Files of one kind, by name, in a fixed order."""
    found = dict(_PRINTED[kind]())
    found |= {name: data for name, data in _real().items() if kind_of(data) == kind}
    return found


def kind_of(data: bytes) -> str:
    """Which of KINDS a file is, roughly: enough to sort seeds."""
    ends = data[:4096] + data[-65536:]
    if data[:2] == b"\x1f\x8b" or data[257:262] == b"ustar":
        return "archive"
    if data[:2] == b"PK":
        return "docx" if b"word/" in ends else "sheet" if b"xl/" in ends else "archive"
    if data.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"GIF8") or data[:2] == b"BM":
        return "image"
    if b"multipart/related" in data[:4096]:
        return "mhtml"
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return "sheet"
    return "html" if b"<t" in data[:65536] or b"<p" in data[:65536] else "text"


@cache
def _real() -> dict[str, bytes]:
    paths = [
        path
        for folder in FOLDERS
        for path in sorted(folder.rglob("*"))
        if path.suffix not in (".json", ".md", "") and path.name != "sources.csv"
    ]
    return {
        f"{path.parent.name}-{path.name}": path.read_bytes()
        for path in paths
        if path.is_file() and path.stat().st_size <= LARGEST
    }


def _dialects(html: bool) -> Callable[[], Iterator[tuple[str, bytes]]]:
    def printed() -> Iterator[tuple[str, bytes]]:
        for name, dialect in DIALECTS.items():
            if name.startswith("html") == html:
                yield name, dialect(HUAIAN_2024 if len(name) % 2 else PINGTAN_2020)

    return printed


# ── Office files ─────────────────────────────────────────────────────────────────────────────────────────────────

_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/>{more}</Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}" Target="{target}"/></Relationships>"""


def packed(entries: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, inner in entries.items():
            archive.writestr(name, inner)
    return out.getvalue()


def docx(printed: Page) -> bytes:
    """A Word file: a paragraph a line, tables with gridSpan and vMerge."""

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"

    def table(sheet: Sheet) -> str:
        rows, open_spans = [], dict[int, tuple[int, int]]()  # column → rows still covered, width
        for row in sheet.rows:
            cells, column, boxes = [], 0, list(row)
            while boxes or open_spans.get(column, (0, 0))[0]:
                left, width = open_spans.get(column, (0, 0))
                if left:
                    open_spans[column] = (left - 1, width)
                    cells.append(
                        f'<w:tc><w:tcPr><w:gridSpan w:val="{width}"/><w:vMerge/></w:tcPr>{paragraph("")}</w:tc>'
                    )
                    column += width
                    continue
                box = boxes.pop(0)
                open_spans[column] = (box.rowspan - 1, box.colspan)
                merge = '<w:vMerge w:val="restart"/>' if box.rowspan > 1 else ""
                properties = f'<w:tcPr><w:gridSpan w:val="{box.colspan}"/>{merge}</w:tcPr>'
                cells.append(f"<w:tc>{properties}{paragraph(box.text)}</w:tc>")
                column += box.colspan
            rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        return f"<w:tbl>{''.join(rows)}</w:tbl>"

    body = "".join(table(block) if isinstance(block, Sheet) else paragraph(block.text) for block in printed.blocks)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return packed(
        {
            "[Content_Types].xml": _TYPES.format(part="word/document.xml", kind="wordprocessingml.document", more=""),
            "_rels/.rels": _RELATIONS.format(type="officeDocument", target="word/document.xml"),
            "word/document.xml": f'<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        }
    )


def xlsx(printed: Page) -> bytes:
    """A workbook of one sheet: a line a row, then the tables' cells, figures as numbers."""
    lines: list[list[str]] = []
    for block in printed.blocks:
        lines += (
            [[box.text if box else "" for box in row] for row in spread(block)]
            if isinstance(block, Sheet)
            else [[block.text]]
        )

    def cell(text: str, column: int, row: int) -> str:
        if not text:
            return ""
        place = f"{chr(65 + column)}{row}"
        if text.isdecimal():
            return f'<c r="{place}"><v>{text}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'

    rows = "".join(
        f'<row r="{n}">{"".join(cell(text, column, n) for column, text in enumerate(row[:26]))}</row>' for n, row in enumerate(lines, 1)
    )  # fmt: skip
    space, related = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    sheet = '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    return packed(
        {
            "[Content_Types].xml": _TYPES.format(part="xl/workbook.xml", kind="spreadsheetml.sheet", more=sheet),
            "_rels/.rels": _RELATIONS.format(type="officeDocument", target="xl/workbook.xml"),
            "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{space}" xmlns:r="{related}"><sheets><sheet name="年报" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": _RELATIONS.format(type="worksheet", target="worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────

# Fonts of their own, one for each first byte, whose glyphs are all one box: what no machine has a font for PDFium drops.
_GLYPHS = [
    Object(3 + n, b"<< >>", b"%d 0 50 0 %d 800 d1 50 0 %d 800 re f" % (wide, wide - 50, wide - 100))
    for n, wide in enumerate((500, 1000))
]


def _fonts(pages: list[list[str]]) -> Iterator[Object]:
    """The fonts that the pages use: object 100 + n and its table of code points 400 + n for /Fn."""
    for n in sorted({int(found) for drawn in pages for line in drawn for found in re.findall(r"/F(\d+) ", line)}):
        widths = " ".join(["500" if n == 0 else "1000"] * 256)
        encoding = f"<< /Type /Encoding /Differences [0 {'/g ' * 256}] >>"
        yield Object(
            100 + n,
            f"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 0 /LastChar 255 "
            f"/CharProcs << /g {3 if n == 0 else 4} 0 R >> /Encoding {encoding} /Widths [{widths}] /ToUnicode {400 + n} 0 R >>".encode(),
        )
        yield Object(
            400 + n,
            b"<< >>",
            f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 begincodespacerange <00> <FF> "
            f"endcodespacerange 1 beginbfrange <00> <FF> <{n:02X}00> endbfrange endcmap end end".encode(),
        )


def _drawn(line: str, size: int) -> str:
    parts = [(ord(each) >> 8, ord(each) & 255) for each in line if ord(each) < 0x10000]
    runs = (
        f"/F{n} {size} Tf <{''.join(f'{low:02x}' for _, low in run)}> Tj"
        for n, run in groupby(parts, lambda part: part[0])
    )
    return " ".join(runs)


def _wrapped(box: Box, width: float) -> list[str]:
    """A cell's lines: of labels as many characters as fit, of figures all."""
    if box.key:
        return [box.text] if box.text else []
    fit = max(1, int((width * box.colspan - 4) / 5))
    return [box.text[start : start + fit] for start in range(0, len(box.text), fit)]


def ruled_pdf(printed: Page) -> bytes:
    """Lines of text, and every table ruled, a page break where a page is full."""
    pages: list[list[str]] = [[]]
    y = 800.0

    def text(x: float, at: float, line: str, size: int = 8) -> None:
        pages[-1].append(f"BT 1 0 0 1 {x:.1f} {at:.1f} Tm {_drawn(line, size)} ET")

    def room(height: float) -> None:
        nonlocal y
        if y - height < 40:
            pages.append([])
            y = 800.0

    for block in printed.blocks:
        if not isinstance(block, Sheet):
            for start in range(0, len(block.text), 60):
                room(14)
                y -= 14
                text(40, y, block.text[start : start + 60])
            continue
        grid = spread(block)
        width = 510 / len(grid[0])
        wraps = [[_wrapped(box, width) if box else [] for box in row] for row in grid]
        heights = [
            10
            + 7
            * max((len(lines) for box, lines in zip(row, found, strict=True) if box and box.rowspan == 1), default=1)
            for row, found in zip(grid, wraps, strict=True)
        ]
        for n, row in enumerate(grid):
            tall = [box for box in row if box and box.rowspan > 1]
            room(sum(heights[n : n + 3]) if tall else heights[n])
            y -= heights[n]
            for column, box in enumerate(row):
                if box is None:
                    continue
                deep, wide = sum(heights[n : n + box.rowspan]), width * box.colspan
                top = y + heights[n]
                pages[-1].append(f"{40 + width * column:.1f} {top - deep:.1f} {wide:.1f} {deep} re S")
                for at, line in enumerate(wraps[n][column]):
                    text(42 + width * column, top - 9 - 7 * at, line, 5)
    kids = " ".join(f"{10 + 2 * n} 0 R" for n in range(len(pages)))
    tree = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode()
    fonts = list(_fonts(pages))
    names = " ".join(f"/F{each.number - 100} {each.number} 0 R" for each in fonts[::2])
    parts = [Object(1, b"<< /Type /Catalog /Pages 2 0 R >>"), Object(2, tree), *_GLYPHS, *fonts]
    for n, drawing in enumerate(pages):
        value = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {11 + 2 * n} 0 R /Resources << /Font << {names} >> >> >>"
        parts += [Object(10 + 2 * n, value.encode()), Object(11 + 2 * n, b"<< >>", "\n".join(drawing).encode())]
    return pdf(parts)


# ── Others ───────────────────────────────────────────────────────────────────────────────────────────────────────


def mhtml(html: bytes) -> bytes:
    head = 'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----=_a"\r\n\r\n'
    part = '------=_a\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: a.html\r\n\r\n'
    return (head + part).encode() + base64.encodebytes(html).replace(b"\n", b"\r\n") + b"\r\n------=_a--\r\n"


def _chunk(name: bytes, inner: bytes) -> bytes:
    return len(inner).to_bytes(4, "big") + name + inner + zlib.crc32(name + inner).to_bytes(4, "big")


def png(width: int, height: int) -> bytes:
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    lines = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")


def _archive() -> bytes:
    return packed(
        {
            "年报/a.html": DIALECTS["html_plain"](LICHENG_2023),
            "年报/b.txt": DIALECTS["tabbed"](LICHENG_2023),
            "c.docx": docx(page(LICHENG_2023)),
        }
    )


def _text() -> bytes:
    return DIALECTS["tabbed"](LICHENG_2023)


def _tar() -> bytes:
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(_text())
        archive.addfile(info, BytesIO(_text()))
    return out.getvalue()


_PRINTED: dict[str, Callable[[], Iterator[tuple[str, bytes]]]] = {
    "html": _dialects(True),
    "text": _dialects(False),
    "pdf": lambda: iter([("ruled", ruled_pdf(page(LICHENG_2023)))]),
    "docx": lambda: iter([("plain", docx(page(LICHENG_2023))), ("2019", docx(page(PINGTAN_2020)))]),
    "sheet": lambda: iter([("plain", xlsx(page(LICHENG_2023)))]),
    "mhtml": lambda: iter([("base64", mhtml(DIALECTS["html_word"](LICHENG_2023)))]),
    "archive": lambda: iter([("three", _archive()), ("gzip", gzip.compress(_text(), mtime=0)), ("tar", _tar())]),
    "image": lambda: iter([("white", png(300, 200))]),
}  # fmt: skip
