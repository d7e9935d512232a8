"""A small writer of PDF pages, and a filled form laid out on them as word processors do.

Text is set in a font that is not embedded, with the code points as its codes (UniGB-UCS2-H): every reader has that
mapping. Places are points from the upper left; text stands on its baseline.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dialects import Box, Line, Page, Sheet

A4 = (595.0, 842.0)


class Canvas:
    """The drawing of one page. rotate: the page's /Rotate; its drawing is turned so that it shows upright."""

    def __init__(self, width: float = A4[0], height: float = A4[1], rotate: int = 0) -> None:
        self.width, self.height, self.rotate = width, height, rotate
        self.ops: list[str] = []
        self.extra = ""  # further entries of the page's dictionary
        self.fonts, self.objects = "", ""  # further fonts, and forms and pictures

    def text(
        self, x: float, y: float, text: str, size: float = 10, mode: int = 0, color: str = "0 g", turn: int = 0
    ) -> None:
        """turn: quarter turns counter-clockwise."""
        matrix = ("1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0")[turn]
        code = text.encode("utf-16-be").hex()
        self.ops.append(
            f"BT {color} {mode} Tr /F1 {size:g} Tf {matrix} {x:.2f} {self.height - y:.2f} Tm <{code}> Tj ET"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, dash: str = "") -> None:
        h = self.height
        self.ops.append(f"q 0 G {width:g} w [{dash}] 0 d {x0:.2f} {h - y0:.2f} m {x1:.2f} {h - y1:.2f} l S Q")

    def area(self, x0: float, y0: float, x1: float, y1: float, color: str = "0 g") -> None:
        self.ops.append(f"q {color} {x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f Q")

    def frame(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        self.ops.append(f"q 0 G {width:g} w {x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re S Q")

    def page(self) -> tuple[str, str]:
        """(dictionary, content) of the page."""
        w, h = self.width, self.height
        box, turn = {
            0: (f"{w:g} {h:g}", ""),
            90: (f"{h:g} {w:g}", f"0 1 -1 0 {h:g} 0 cm\n"),
            180: (f"{w:g} {h:g}", f"-1 0 0 -1 {w:g} {h:g} cm\n"),
            270: (f"{h:g} {w:g}", f"0 -1 1 0 0 {w:g} cm\n"),
        }[self.rotate]
        return f"/MediaBox [0 0 {box}] /Rotate {self.rotate} {self.extra}", turn + "\n".join(self.ops)


def pdf(canvases: Sequence[Canvas], objects: Sequence[str] = (), catalog: str = "") -> bytes:
    """A file of these pages. objects: further objects, numbered from 6; dictionaries may refer to them. catalog:
    further entries of the catalog."""
    fonts = [
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500 814 939 500]"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        " /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    first = 6 + len(objects)
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(canvases)))
    bodies: list[bytes] = [
        f"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(canvases)} >>".encode(),
        *(font.encode() for font in fonts),
        *(body.encode("latin-1") for body in objects),
    ]
    for place, canvas in enumerate(canvases):
        entries, content = canvas.page()
        stream = zlib.compress(content.encode("latin-1"))
        bodies += [
            f"<< /Type /Page /Parent 2 0 R {entries} /Resources << /Font << /F1 3 0 R {canvas.fonts} >> /XObject << {canvas.objects} >> >>"
            f" /Contents {first + 2 * place + 1} 0 R >>".encode(),
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def width_of(text: str, size: float) -> float:
    return sum(size if ord(char) > 0x2000 else size / 2 for char in text)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text broken where the next character has no room."""
    lines = [""]
    for char in text:
        if char == "\n" or (lines[-1] and width_of(lines[-1] + char, size) > width):
            lines.append("")
        lines[-1] += char.strip("\n")
    return lines


# ── A form on pages ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Style:
    """How a word processor lays the form out."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    margin: float = 72.0
    body: float = 14.0  # font sizes
    small: float = 9.0
    padding: float = 5.4
    align: str = "center"  # or left, right: of figures
    middle: bool = True  # cells are centred from top to bottom
    borders: str = "lines"  # or areas (thin filled ones), frames (one around every cell), dashes, double, none, across,
    # zebra (no lines, every second row coloured), three (lines above and below the heading and at the end)
    labels: str = "center"  # alignment of labels
    leading: float = 1.25  # of a line, in font sizes
    room: float = 5.0  # points that a row is higher than its lines
    shares: dict[str, Sequence[float]] = field(default_factory=dict)  # section: widths of its columns
    outer: bool = True  # the outer borders left and right
    closed: bool = True  # borders at a page's end and beginning
    repeat: bool = False  # header rows on every page
    cut: bool = False  # rows may be cut by a page's end
    shaded: bool = False  # coloured header cells
    vertical: bool = False  # the label of table 三's third part stands one character a line
    numbers: str = "- {} -"
    head: str = ""
    break_after: dict[str, Sequence[int]] = field(default_factory=dict)  # section: rows after which a page ends


def covered(sheet: Sheet) -> list[list[Box]]:
    """The box at every place of the table's grid."""
    rows: list[dict[int, Box]] = [{} for _ in sheet.rows]
    for at, row in enumerate(sheet.rows):
        column = 0
        for box in row:
            while column in rows[at]:
                column += 1
            for below in rows[at : at + box.rowspan]:
                below.update(dict.fromkeys(range(column, column + box.colspan), box))
            column += box.colspan
    return [[row[column] for column in sorted(row)] for row in rows]


LABELS = {"proactive": (0.34, 0.22, 0.22, 0.22), "requests": (0.06, 0.14, 0.24, *[0.08] * 7)}


def form(page: Page, style: Style) -> bytes:
    """The page of a dialect as a PDF file."""
    return _Layout(page, style).file()


class _Layout:
    def __init__(self, page: Page, style: Style) -> None:
        self.source, self.style = page, style
        self.canvases: list[Canvas] = []
        self.left: dict[int, list[str]] = {}  # lines of cut cells, by the id of their box
        self.new_page()

    def file(self) -> bytes:
        for block in self.source.blocks:
            if isinstance(block, Sheet):
                self.sheet(block)
            else:
                self.paragraph(block)
        return pdf(self.canvases)

    def new_page(self) -> None:
        s = self.style
        canvas = Canvas(s.width, s.height, s.rotate)
        self.canvases.append(canvas)
        number = s.numbers.format(len(self.canvases))
        canvas.text((s.width - width_of(number, 9)) / 2, s.height - 40, number, 9)
        if s.head:
            canvas.text(s.margin, 40, s.head, 9)
        self.y = s.margin

    def paragraph(self, line: Line) -> None:
        s = self.style
        size = s.body * (1.4 if line.kind == "title" else 1)
        room = s.width - 2 * s.margin
        text = line.text if line.kind == "title" else "　　" + line.text
        for part in wrapped(text, size, room):
            if self.y + 1.6 * size > s.height - s.margin:
                self.new_page()
            self.y += 1.6 * size
            x = (s.width - width_of(part, size)) / 2 if line.kind == "title" else s.margin
            indent = width_of(part, size) - width_of(part.lstrip("　"), size)
            self.canvases[-1].text(x + indent, self.y, part.lstrip("　"), size)
        self.y += 4

    def sheet(self, sheet: Sheet) -> None:
        s = self.style
        grid = covered(sheet)
        count = len(grid[0])
        shares = s.shares.get(sheet.section) or LABELS.get(sheet.section, [1 / count] * count)
        if len(shares) != count:
            shares = [1 / count] * count
        edges = [s.margin]
        for share in shares:
            edges.append(edges[-1] + share * (s.width - 2 * s.margin))
        heights = self.heights(sheet, grid, edges)
        breaks = set(s.break_after.get(sheet.section, ()))
        header = next((at for at, row in enumerate(sheet.rows) if any(box.key for box in row)), 0)
        start, self.y = 0, self.y + 4
        used = 0.0
        for row in range(len(grid)):
            if row > start and (row in breaks or self.y + used + heights[row] > s.height - s.margin):
                self.rows(sheet, grid, edges, heights, start, row, row < len(grid))
                self.new_page()
                start, used = row, 0.0
                if s.repeat and 0 < header < row:
                    self.rows(sheet, grid, edges, heights, 0, header, False)
            used += heights[row]
        self.rows(sheet, grid, edges, heights, start, len(grid), False)
        self.y += 8

    def heights(self, sheet: Sheet, grid: list[list[Box]], edges: list[float]) -> list[float]:
        s = self.style
        found = [s.small * 1.8] * len(grid)
        for at, row in enumerate(sheet.rows):
            for box in row:
                if box.rowspan == 1:
                    column = next(place for place, other in enumerate(grid[at]) if other is box)
                    found[at] = max(found[at], len(self.lines(box, column, edges)) * s.small * s.leading + s.room)
        return found

    def lines(self, box: Box, column: int, edges: list[float]) -> list[str]:
        s = self.style
        if s.vertical and "办理结果" in box.text:
            return list(box.text)
        return wrapped(box.text, s.small, edges[column + box.colspan] - edges[column] - 2 * s.padding)

    def rows(self, sheet: Sheet, grid: list[list[Box]], edges: list[float], heights: list[float],
             start: int, end: int, goes_on: bool) -> None:  # fmt: skip
        """Rows start to end at the current place; the text of spans that come from above or go on below runs on, too."""
        s = self.style
        tops = [self.y]
        for height in heights[start:end]:
            tops.append(tops[-1] + height)
        self.labels_end = edges[sheet.labels]
        self.between_rows(sheet, edges, tops, start)
        seen: set[int] = set()
        for at in range(start, end):
            for column, box in enumerate(grid[at]):
                if id(box) in seen:
                    continue
                seen.add(id(box))
                last = at
                while last + 1 < end and grid[last + 1][column] is box:
                    last += 1
                area = (edges[column], tops[at - start], edges[column + box.colspan], tops[last + 1 - start])
                lines = self.left.pop(id(box), None) or self.lines(box, column, edges)
                if last + 1 < len(grid) and grid[last + 1][column] is box and goes_on:
                    fitting = int((area[3] - area[1]) / (s.small * s.leading))
                    self.left[id(box)] = lines[fitting:] or [""]
                    lines = lines[:fitting]
                self.cell(box, lines, edges, area, at == start and start > 0, last + 1 == end and goes_on)
        self.y = tops[-1]

    def between_rows(self, sheet: Sheet, edges: list[float], tops: list[float], start: int) -> None:
        """What tells rows apart where no lines part cells."""
        canvas = self.canvases[-1]
        for at, (top, bottom) in enumerate(pairwise(tops), start):
            above, here = (any(box.key for box in sheet.rows[row]) if row >= 0 else True for row in (at - 1, at))
            if self.style.borders == "zebra" and at % 2:
                canvas.area(edges[0], top, edges[-1], bottom, "0.93 0.95 0.97 rg")
            if self.style.borders == "three" and above != here:
                canvas.line(edges[0], top, edges[-1], top)
        if self.style.borders == "three":
            canvas.line(edges[0], tops[-1], edges[-1], tops[-1])

    def cell(self, box: Box, lines: list[str], edges: list[float], area: tuple[float, float, float, float],
             first: bool, last: bool) -> None:  # fmt: skip
        s, canvas = self.style, self.canvases[-1]
        left, top, right, bottom = area
        if s.shaded and box.key is None:
            canvas.area(left, top, right, bottom, "0.85 0.9 0.97 rg")
        self.border(
            area,
            (s.closed or not first, s.closed or not last, s.outer or left > edges[0], s.outer or right < edges[-1]),
        )
        pitch = s.small * s.leading
        y = (top + bottom - len(lines) * pitch) / 2 if s.middle else top + 2
        align = s.align if box.key else s.labels if left < self.labels_end - 1 else "center"
        for line in lines:
            room = right - left - width_of(line, s.small)
            x = left + {"center": room / 2, "left": s.padding, "right": room - s.padding}[align]
            canvas.text(x, y + s.small, line, s.small)
            y += pitch

    def border(self, area: tuple[float, float, float, float], drawn: tuple[bool, bool, bool, bool]) -> None:
        s, canvas = self.style, self.canvases[-1]
        left, top, right, bottom = area
        if s.borders in ("none", "zebra", "three"):
            return
        if s.borders == "frames" and all(drawn):
            canvas.frame(*area)
            return
        sides = (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        )
        for number, (side, on) in enumerate(zip(sides, drawn, strict=True)):
            if not on or (s.borders == "across" and number > 1):
                continue
            if s.borders == "areas":
                canvas.area(side[0] - 0.25, side[1] - 0.25, side[2] + 0.25, side[3] + 0.25)
            elif s.borders == "dashes":
                self.dashes(*side)
            elif s.borders == "double":
                shift = 0.8
                for by in (-shift, shift):
                    x, y = (0, by) if number < 2 else (by, 0)
                    canvas.line(side[0] + x, side[1] + y, side[2] + x, side[3] + y, 0.4)
            else:
                canvas.line(*side)

    def dashes(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Every dash a line of its own."""
        length = max(x1 - x0, y1 - y0)
        x, y = (1, 0) if x1 > x0 else (0, 1)
        at = 0.0
        while at < length:
            end = min(at + 3, length)
            self.canvases[-1].line(x0 + x * at, y0 + y * at, x0 + x * end, y0 + y * end)
            at += 5
