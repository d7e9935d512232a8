"""A laid-out page as a Word file: the XML is written out here, each variant with a way real files have.

`document` packs a body of WordprocessingML; `VARIANTS` print a whole report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from dialects import Box, Page, Sheet, halves, page
from filled import Filled

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
NAMESPACES = {
    "w": W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# ── The file ─────────────────────────────────────────────────────────────────────────────────────────────────────


def zipped(parts: dict[str, str | bytes], packed: bool = True) -> bytes:
    """A ZIP file, the same bytes for the same parts."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED if packed else ZIP_STORED)
    return file.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """A part of relationships: (kind, target) each."""
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def whole(body: str) -> str:
    """The part word/document.xml."""
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document{names}><w:body>{body}<w:sectPr/></w:body></w:document>'


def parts(body: str, styles: str = "", numbering: str = "", **more: str) -> dict[str, str | bytes]:
    """The parts of a Word file; `more`: further ones below word/, `header` for word/header.xml."""
    further = {"styles": styles, "numbering": numbering, **more}
    further = {name: content for name, content in further.items() if content}
    overrides = "".join(f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}.{name}+xml"/>' for name in further)
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": whole(body),
        "word/_rels/document.xml.rels": relations(*((name, f"{name}.xml") for name in further)),
    }
    for name, content in further.items():
        root = {"styles": "w:styles", "numbering": "w:numbering", "header": "w:hdr", "footer": "w:ftr"}[name]
        found[f"word/{name}.xml"] = f'<?xml version="1.0"?><{root} xmlns:w="{W}">{content}</{root}>'
    return found


def document(body: str, styles: str = "", numbering: str = "", **more: str) -> bytes:
    """A Word file."""
    return zipped(parts(body, styles, numbering, **more))


# ── Pieces of a body ─────────────────────────────────────────────────────────────────────────────────────────────


WIDTH = 900  # of a column, in twentieths of a point


def run(text: str, properties: str = "") -> str:
    pieces = [f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "" for piece in text.split("\n")]
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{'<w:br/>'.join(pieces)}</w:r>"


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of runs; content that is no markup becomes one run."""
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p><w:pPr>{properties}<w:rPr><w:b/></w:rPr></w:pPr>{inner}</w:p>"


def cell(content: str, properties: str = "", columns: int = 1) -> str:
    """A cell; content that is no paragraph becomes one."""
    inner = content if content.startswith(("<w:p>", "<w:tbl>", "<w:sdt>", "<w:customXml")) else paragraph(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="{WIDTH * columns}" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, columns: int = 0) -> str:
    grid = f'<w:gridCol w:w="{WIDTH}"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def text_box(content: str, fallback: str | None = None) -> str:
    """A run with a text box: a shape as Word writes it, and the same in VML for older programs."""
    fallback = content if fallback is None else fallback
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"<w:txbxContent>{fallback}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def numbered(id: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>'


def definition(id: int, *levels: tuple[str, str], more: str = "") -> str:
    """A list: (format, text) of its levels."""
    inner = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (format, text) in enumerate(levels)
    )
    return f'<w:abstractNum w:abstractNumId="{id}">{inner}</w:abstractNum>'


def instance(id: int, definition: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


# ── Reports ──────────────────────────────────────────────────────────────────────────────────────────────────────

Content = Callable[[Box], str]


def plain_cell(box: Box) -> str:
    return box.text


def covered(sheet: Sheet) -> Iterator[list[tuple[Box, bool]]]:
    """Of every row the boxes in it, left to right, and whether they begin above it."""
    open: dict[int, tuple[Box, int]] = {}  # column → box, rows left
    for boxes in sheet.rows:
        found: list[tuple[Box, bool]] = []
        column, waiting = 0, list(boxes)
        while waiting or column in open:
            if column in open:
                box, left = open.pop(column)
                found.append((box, True))
                if left > 1:
                    open[column] = (box, left - 1)
            else:
                box = waiting.pop(0)
                found.append((box, False))
                if box.rowspan > 1:
                    open[column] = (box, box.rowspan - 1)
            column += box.colspan
        yield found


def sheet_table(
    sheet: Sheet, content: Content = plain_cell, *, before: bool = False, across: bool = False, header: int = 0
) -> str:
    """A sheet with vMerge. before: rows leave out (gridBefore) what is merged at their left; across: hMerge for gridSpan;
    header: rows that Word repeats on every page."""
    rows = []
    for n, found in enumerate(covered(sheet)):
        left, cells, begun = 0, [], False
        for box, above in found:
            if before and above and not begun:
                left += box.colspan
                continue
            begun = True
            properties = "" if box.colspan == 1 or across else f'<w:gridSpan w:val="{box.colspan}"/>'
            first = '<w:hMerge w:val="restart"/>' if across and box.colspan > 1 else ""
            if above:
                properties += "<w:vMerge/>"
            elif box.rowspan > 1:
                properties += '<w:vMerge w:val="restart"/>'
            cells.append(cell("" if above else content(box), properties + first, 1 if across else box.colspan))
            if across:
                cells += [cell("", properties + "<w:hMerge/>")] * (box.colspan - 1)
        repeated = "<w:tblHeader/>" if n < header else ""
        rows.append(row(*cells, properties=(f'<w:gridBefore w:val="{left}"/>' if left else "") + repeated))
    return table(*rows, columns=sum(box.colspan for box in sheet.rows[0]))


def body(
    page: Page,
    table: Callable[[Sheet], str] = sheet_table,
    line: Callable[[str, str], str] = lambda _, text: paragraph(text),
) -> str:
    return "".join(table(block) if isinstance(block, Sheet) else line(block.kind, block.text) for block in page.blocks)


def plain(page: Page) -> bytes:
    return document(body(page))


def header_repeated(page: Page) -> bytes:
    return document(body(page, lambda sheet: sheet_table(sheet, header=3)))


def grid_before(page: Page) -> bytes:
    return document(body(page, lambda sheet: sheet_table(sheet, before=True)))


def merged_across(page: Page) -> bytes:
    return document(body(page, lambda sheet: sheet_table(sheet, across=True)))


def layout_table(page: Page) -> bytes:
    """All of the report in one cell of a table, beside a menu."""
    return document(paragraph("当前位置：首页") + table(row(cell("相关链接"), cell(body(page)))) + paragraph(""))


def in_text_boxes(page: Page) -> bytes:
    """Title and tables in text boxes."""

    def line(kind: str, text: str) -> str:
        return paragraph(text_box(paragraph(text))) if kind == "title" else paragraph(text)

    return document(body(page, lambda sheet: paragraph(text_box(sheet_table(sheet) + paragraph(""))), line))


def characters(page: Page) -> bytes:
    """Every character in a run of its own, as after changes of its font."""

    def content(box: Box) -> str:
        return paragraph("".join(map(run, box.text)))

    return document(
        body(page, lambda sheet: sheet_table(sheet, content), lambda _, text: paragraph("".join(map(run, text))))
    )


def halved_figures(page: Page) -> bytes:
    """Figures over two runs, with proofing marks between."""

    def content(box: Box) -> str:
        at = len(box.text) // 2
        if not box.key or not at:
            return box.text
        return paragraph(
            run(box.text[:at]) + '<w:proofErr w:type="spellStart"/>' + run(box.text[at:], "<w:sz w:val='21'/>")
        )

    return document(body(page, lambda sheet: sheet_table(sheet, content)))


def tracked(page: Page) -> bytes:
    """Figures that replace other ones, a row and a paragraph that were deleted, all with changes tracked."""
    by = 'w:id="1" w:author="甲" w:date="2024-01-15T00:00:00Z"'

    def content(box: Box) -> str:
        if not box.key:
            return box.text
        old = f"<w:r><w:delText>{len(box.text)}9</w:delText></w:r>"
        new = f"<w:ins {by}>{run(box.text)}</w:ins>" if box.text else ""
        return paragraph(f"<w:del {by}>{old}</w:del>{new}")

    def sheet(sheet: Sheet) -> str:
        gone = row(cell("行政许可"), *[cell("77")] * 7, properties=f"<w:del {by}/>")
        return sheet_table(sheet, content).replace("</w:tbl>", gone + "</w:tbl>")

    return document(
        body(page, sheet) + paragraph(f"<w:moveFrom {by}>{run('三、收到和处理政府信息公开申请情况')}</w:moveFrom>")
    )


NUMBERS = (
    definition(0, ("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
    + instance(1, 0)
    + definition(1, ("chineseCounting", "（%1）"))
    + "".join(
        instance(10 + n, 1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>') for n in range(2)
    )
    + definition(2, ("decimal", "%1."))
    + "".join(
        instance(20 + n, 2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>') for n in range(8)
    )
)


def auto_numbered(page: Page) -> bytes:
    """Section headings by a style that numbers them, and labels of table 三 numbered in their cells."""
    lists = iter(range(20, 28))
    list_of = 0

    def content(box: Box) -> str:
        nonlocal list_of
        if not box.key and (match := re.match(r"（[一二三四五六七]）", box.text)):
            return paragraph(box.text[match.end() :], numbered(10))
        if not box.key and (match := re.match(r"\d\.", box.text)):
            list_of = next(lists) if match[0] == "1." else list_of
            return paragraph(box.text[match.end() :], numbered(list_of))
        return box.text

    def line(kind: str, text: str) -> str:
        return paragraph(text[2:], '<w:pStyle w:val="2"/>') if kind == "heading" else paragraph(text)

    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="标题一"/><w:basedOn w:val="1"/></w:style>'
    )
    return document(body(page, lambda sheet: sheet_table(sheet, content), line), styles, NUMBERS)


def split_tables(page: Page) -> bytes:
    """Table 三 in two tables, the header repeated; table 二 cut between two blocks."""
    return document(body(page, lambda sheet: paragraph("").join(map(sheet_table, halves(sheet)))))


def content_controls(page: Page) -> bytes:
    """Rows, cells and figures in content controls and smart tags."""

    def content(box: Box) -> str:
        inner = f'<w:smartTag w:uri="u" w:element="e">{run(box.text)}</w:smartTag>'
        return paragraph(f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>") if box.key else box.text

    def sheet(sheet: Sheet) -> str:
        whole = sheet_table(sheet, content)
        whole = re.sub(
            r"<w:tr>.*?</w:tr>",
            lambda match: f"<w:sdt><w:sdtPr/><w:sdtContent>{match[0]}</w:sdtContent></w:sdt>",
            whole,
        )
        return re.sub(
            r"<w:tc>(?:(?!<w:tc>).)*?</w:tc>",
            lambda match: f'<w:customXml w:element="e">{match[0]}</w:customXml>',
            whole,
        )

    return document(f"<w:sdt><w:sdtContent>{body(page, sheet)}</w:sdtContent></w:sdt>")


def strict(page: Page) -> bytes:
    """The strict form of the standard: other namespaces."""
    found = parts(body(page))
    found["word/document.xml"] = str(found["word/document.xml"]).replace(W, STRICT)
    return zipped(
        {
            name: str(part).replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            for name, part in found.items()
        }
    )


@dataclass(frozen=True)
class Variant:
    """A way to write a Word file."""

    name: str
    write: Callable[[Page], bytes]

    def __call__(self, printed: Filled | Page) -> bytes:
        return self.write(page(printed) if isinstance(printed, Filled) else printed)


VARIANTS = {
    write.__name__: Variant(write.__name__, write)
    for write in (
        plain,
        header_repeated,
        grid_before,
        merged_across,
        layout_table,
        in_text_boxes,
        characters,
        halved_figures,
        tracked,
        auto_numbered,
        split_tables,
        content_controls,
        strict,
    )
}  # fmt: skip
