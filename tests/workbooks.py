"""XLSX files for tests, written part by part."""

import struct
import zipfile
from html import escape

from archives import zipped

CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs></styleSheet>'
)


def name(row, column):
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def cell(row, column, value):
    """A value: text, a number, or a ready piece of markup in a tuple (attributes, content)."""
    place = name(row, column)
    if isinstance(value, tuple):
        return f'<c r="{place}"{value[0]}>{value[1]}</c>'
    if isinstance(value, str):
        return (
            f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
            if value
            else f'<c r="{place}"/>'
        )
    return f'<c r="{place}"><v>{value!r}</v></c>'


def sheet_xml(rows, merges=()):
    body = "".join(
        f'<row r="{y + 1}">{"".join(cell(y, x, value) for x, value in enumerate(row))}</row>'
        for y, row in enumerate(rows)
    )
    merged = "".join(f'<mergeCell ref="{name(*first)}:{name(*last)}"/>' for first, last in merges)
    merged = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ""
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{merged}</worksheet>'


def xlsx(*sheets, hidden=()):
    """A workbook of sheets, each rows or (rows, merges) or XML."""
    parts = [
        sheet if isinstance(sheet, str) else sheet_xml(*sheet) if isinstance(sheet, tuple) else sheet_xml(sheet)
        for sheet in sheets
    ]
    state = dict.fromkeys(hidden, ' state="hidden"')
    listed = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"{state.get(n, "")}/>' for n in range(1, len(parts) + 1)
    )
    kinds = f'<Relationship Id="rId99" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    kinds += "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(parts) + 1)
    )
    packages = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": CONTENT,
        "_rels/.rels": f'<Relationships xmlns="{packages}"><Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}">{kinds}</Relationships>',
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{n}.xml": part for n, part in enumerate(parts, 1)},
    }
    return zipped([(path, text.encode()) for path, text in files.items()])


# ── ODS ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods_cell(value, attributes=""):
    if isinstance(value, tuple):
        return value[0]
    if isinstance(value, str):
        kind = ' office:value-type="string"' if value else ""
        return f"<table:table-cell{kind}{attributes}>{f'<text:p>{escape(value)}</text:p>' if value else ''}</table:table-cell>"
    return f'<table:table-cell office:value-type="float" office:value="{value!r}"{attributes}><text:p>{value}</text:p></table:table-cell>'


def ods(rows):
    """An OpenDocument spreadsheet of one sheet: rows of values, or of ready markup in tuples, or whole rows as text."""
    body = "".join(
        row if isinstance(row, str) else f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="S1">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    return zipped(
        [
            (_stored("mimetype"), b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", content.encode()),
            ("META-INF/manifest.xml", manifest.encode()),
        ]
    )


def _stored(name):
    return zipfile.ZipInfo(name)


# ── XLS ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _record(number, content):
    return struct.pack("<HH", number, len(content)) + content


def _biff(row, column, value):
    if isinstance(value, bytes):  # an error, of a formula or by itself
        if value == b"formula":
            return _record(
                0x06, struct.pack("<HHH", row, column, 0) + b"\x02\0\x07\0\0\0\xff\xff" + bytes(6) + b"\x03\0\x1c\x07\0"
            )
        return _record(0x205, struct.pack("<HHHBB", row, column, 0, 7, 1))
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text) if value else b""
    return _record(0x203, struct.pack("<HHHd", row, column, 0, value))


def xls(rows, merges=(), streams=("Workbook",)):
    """A BIFF8 workbook of one sheet in its OLE container; `streams`: the names of its streams, the first holds it."""
    bof = struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)
    cells = b"".join(_biff(y, x, value) for y, row in enumerate(rows) for x, value in enumerate(row))
    width = max(map(len, rows))
    merged = struct.pack("<H", len(merges)) + b"".join(struct.pack("<HHHH", a, c, b, d) for (a, b), (c, d) in merges)
    sheet = _record(0x809, bof[:2] + b"\x10\0" + bof[4:]) + _record(
        0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)
    )
    sheet += cells + (_record(0xE5, merged) if merges else b"") + _record(0x0A, b"")
    head = _record(0x809, bof) + _record(0x42, struct.pack("<H", 1200))
    place = len(head) + 4 + 8 + 2 + 4  # of the sheet: after the BOUNDSHEET and EOF records
    bound = _record(0x85, struct.pack("<IBBBB", place, 0, 0, 2, 0) + b"S1")
    return _ole(head + bound + _record(0x0A, b"") + sheet, streams)


def _ole(stream, names):
    """A compound file of one stream, and further empty ones: header, one sector of the table, the directory, the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    assert len(chain) <= 128
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + struct.pack(
        "<108I", *[0xFFFFFFFF] * 108
    )

    def entry(name, kind, start, size, child=0xFFFFFFFF, right=0xFFFFFFFF):
        text = (name + "\0").encode("utf-16-le")
        parts = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, right, child) + bytes(36)
        return parts + struct.pack("<III", start, size, 0)

    entries = [entry("Root Entry", 5, 0xFFFFFFFE, 0, 1), entry(names[0], 2, 2, len(stream))]
    entries += [entry(name, 2, 0xFFFFFFFE, 0) for name in names[1:]]
    directory = b"".join(entries).ljust(512, b"\0")
    return header + table + directory[:512] + stream
