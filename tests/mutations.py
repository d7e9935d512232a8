"""Files changed as no random byte would change them: tags and spans, rows and fields, XML packed in ZIP, objects of a PDF.

`mutate` takes the bytes of any file and a random source, and gives the bytes of a like file with some structure changed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

LARGEST = 2_000_000  # bytes of a file that is still changed

# ── Text with tags: HTML, and the XML of office files ────────────────────────────────────────────────────────────

TAG = re.compile(rb"<[^<>]{0,2000}>")
NUMBER = re.compile(rb"\d+")
WORDS = [
    word.encode()
    for word in (
        *("0", "1", "12 0 0 0 0 0 12", "/", "—", "无", "总计", "其他", "行政许可", "自然人", "（一）予以公开", "结果维持", "行政复议", "规章"),
        *("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "2023年政府信息公开工作年度报告"),
        *("一、本年新收政府信息公开申请数量", "四、结转下年度继续办理", "- 3 -", "第3页 共5页", "\u200b", "\u3000", "\ufeff", "𠀀", "٣", "½"),
        *("9" * 40, "1,2,3", "1e999", "-0", "..", "0x1", "１２", "㈠", "\x00", "\r", "\f", "&#0;", "&#x110000;", "&nbsp;", "&amp;lt;", "&"),
    )
]  # fmt: skip
TAGS = [
    *(b"<table>", b"</table>", b"<tr>", b"</tr>", b"<td>", b"</td>", b"<th>", b"<p>", b"<br>", b"<pre>", b"<!--", b"-->", b"<![CDATA["),
    *(b"]]>", b"<script>", b"</script>", b"<td colspan=99999>", b"<td rowspan=-1>", b"<td rowspan=0>", b"<td colspan='7'>", b"<sup>", b"<del>"),
    *(b"<template>", b"<select><option>1", b"<input value=7>", b"<svg>", b"<math>", b"<frameset>", b"<plaintext>", b"<textarea>", b"<title>"),
    *(b"<div style='display:none'>", b"<caption>", b"<tbody>", b"<thead>", b"<noscript>", b"<body hidden>", b"<base href=x>", b"<!DOCTYPE x>"),
    *(b"<w:tr>", b"<w:tc>", b"</w:tc>", b"<w:p>", b"<w:br/>", b'<w:gridSpan w:val="7"/>', b'<w:gridSpan w:val="-1"/>', b"<w:vMerge/>"),
    *(b'<w:vMerge w:val="restart"/>', b"<w:tbl>", b"</w:tbl>", b"<w:del>", b"<w:ins>", b"<w:vanish/>", b"<w:sdt>", b"<w:t>", b"<mc:Fallback>"),
]  # fmt: skip
SPANS = (0, 1, 2, 3, 7, 60, 61, 200, 99_999, 10**12)

Change = Callable[[bytes, Random], bytes]


def _at(data: bytes, random: Random, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
    """A match near a random place."""
    start = random.randint(0, len(data))
    return pattern.search(data, start) or pattern.search(data)


def _replaced(data: bytes, match: re.Match[bytes] | None, with_: bytes) -> bytes:
    return data[: match.start()] + with_ + data[match.end() :] if match else data + with_


def drop_tag(data: bytes, random: Random) -> bytes:
    return _replaced(data, _at(data, random, TAG), b"")


def double_tag(data: bytes, random: Random) -> bytes:
    match = _at(data, random, TAG)
    return _replaced(data, match, match[0] * random.choice((2, 2, 3, 50)) if match else b"<p>")


def other_tag(data: bytes, random: Random) -> bytes:
    return _replaced(data, _at(data, random, TAG), random.choice(TAGS))


def add_tag(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(TAGS) * random.choice((1, 1, 1, 9, 300)) + data[at:]


def move_element(data: bytes, random: Random) -> bytes:
    """A stretch between two tags goes elsewhere, or is doubled, or is dropped."""
    places = [match.start() for match in TAG.finditer(data)]
    if len(places) < 4:
        return data
    first = random.randrange(len(places) - 1)
    last = min(first + random.choice((1, 2, 5, 20, 100)), len(places) - 1)
    part, rest = data[places[first] : places[last]], data[: places[first]] + data[places[last] :]
    at = min(random.choice(places), len(rest))
    return random.choice((rest, rest[:at] + part + rest[at:], data[:at] + part + data[at:]))


def attribute(data: bytes, random: Random) -> bytes:
    match = _at(data, random, re.compile(rb"(?:span|Span w:val|ss:MergeAcross)=[\"']?(\d*)"))
    if match and random.random() < 0.6:
        return data[: match.start(1)] + str(random.choice(SPANS)).encode() + data[match.end(1) :]
    tag = _at(data, random, re.compile(rb"<[a-zA-Z:]+(?=[\s>])"))
    name = random.choice((b"colspan", b"rowspan", b"style", b"hidden", b"class", b"w:val", b"type", b"href"))
    value = random.choice((b"7", b"0", b"-1", b"", b"display:none", b"9" * 30, b"x.pdf", b"\xff"))
    return _replaced(data, tag, (tag[0] if tag else b"<td") + b" " + name + b'="' + value + b'"')


def nest(data: bytes, random: Random) -> bytes:
    deep = random.choice((1, 3, 40, 600))
    around = random.choice((b"<div>", b"<table><tr><td>", b"<b>", b"<span>", b"<w:tbl><w:tr><w:tc>", b"<ul><li>"))
    at = random.randint(0, len(data))
    return data[:at] + around * deep + data[at:]


# ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def number(data: bytes, random: Random) -> bytes:
    new = random.choice((b"0", b"7", b"-1", b"1" * 15, b"00", b"3.5", b"", str(random.randint(0, 10**6)).encode()))
    return _replaced(data, _at(data, random, NUMBER), new)


def word(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.choice(WORDS) * random.choice((1, 1, 1, 30)) + data[at + random.choice((0, 0, 3)) :]


def _on_lines(change: Callable[[list[bytes], int, Random], object]) -> Change:
    def rewrite(data: bytes, random: Random) -> bytes:
        lines = data.split(b"\n")
        change(lines, random.randrange(len(lines)), random)
        return b"\n".join(lines)

    return rewrite


def _swap(lines: list[bytes], at: int, random: Random) -> None:
    other = random.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


def _glue(lines: list[bytes], at: int, random: Random) -> None:
    lines[at : at + 2] = [random.choice((b"", b" ", b"\t", b"|")).join(lines[at : at + 2])]


def _separate(lines: list[bytes], at: int, random: Random) -> None:
    old, new = random.choices((b"\t", b"|", b" ", b"\t\t", b" |\n", b"||", b"\n", b""), k=2)
    end = min(len(lines), at + random.choice((1, 3, 30)))
    lines[at:end] = [line.replace(old, new) if old else line + new for line in lines[at:end]]


LINES: tuple[Change, ...] = (
    _on_lines(lambda lines, at, random: lines.pop(at)),
    _on_lines(lambda lines, at, random: lines.insert(at, lines[at])),
    _on_lines(lambda lines, at, random: lines.insert(at, random.choice(WORDS))),
    *(_on_lines(_swap), _on_lines(_glue), _on_lines(_separate), _on_lines(_separate)),
)


def slices(data: bytes, random: Random) -> bytes:
    """A stretch is dropped, doubled, moved, or the file ends early."""
    a, b, c = sorted(random.randint(0, len(data)) for _ in range(3))
    moved = data[:a] + data[b:c] + data[a:b] + data[c:]
    return random.choice((data[:a] + data[b:], data[:b] + data[a:], moved, data[:c], data[a:]))


def flips(data: bytes, random: Random) -> bytes:
    changed = bytearray(data or b"0")
    for _ in range(random.choice((1, 3, 30))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def recode(data: bytes, random: Random) -> bytes:
    old, new = random.choices(("utf-8", "gb18030", "utf-16", "utf-16-be", "big5", "latin-1"), k=2)
    return data.decode(old, "replace").encode(new, "replace")


MARKUP: tuple[Change, ...] = (
    *(drop_tag, double_tag, other_tag, add_tag, move_element, move_element, attribute, attribute, nest, number, word, slices, flips),
)  # fmt: skip
PLAIN: tuple[Change, ...] = (*LINES, number, word, word, slices, flips, recode)


# ── Files packed as ZIP ──────────────────────────────────────────────────────────────────────────────────────────


def zipped(data: bytes, random: Random) -> bytes:
    """An entry changed inside, dropped, doubled, renamed or packed another way; now and then the packing's own bytes."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            entries = [(info.filename, packed.read(info)) for info in packed.infolist()[:200]]
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return random.choice((slices, flips))(data, random)
    if not entries or random.random() < 0.1:
        return random.choice((slices, flips))(data, random)
    main = [
        n
        for n, (name, _) in enumerate(entries)
        if re.search(r"document\.xml|sheet\d*\.xml|Strings|\.html?$|\.txt$", name)
    ]
    at = random.choice(main) if main and random.random() < 0.75 else random.randrange(len(entries))
    name, inner = entries[at]
    deed = random.choice(
        ("inside", "inside", "inside", "inside", "inside", "inside", "drop", "double", "rename", "trade")
    )
    if deed == "drop":
        del entries[at]
    elif deed == "double":
        entries.append((name, inner))
    elif deed == "rename":
        entries[at] = (
            random.choice(
                ("a.txt", "../a.html", "word/document.xml", "年报.pdf", "a/", "x" * 300, "[Content_Types].xml")
            ),
            inner,
        )
    elif deed == "trade":
        entries[at] = (name, random.choice(entries)[1])
    else:
        entries[at] = (name, changed_inside(inner, random))
    out = BytesIO()
    with ZipFile(out, "w", random.choice((ZIP_STORED, ZIP_DEFLATED))) as packed:
        for name, inner in entries:
            packed.writestr(name, inner)
    return out.getvalue()


def changed_inside(inner: bytes, random: Random) -> bytes:
    if inner.lstrip()[:1] == b"<":
        for _ in range(random.choice((1, 1, 3))):
            inner = random.choice(MARKUP)(inner, random)
        return inner
    return mutate(inner, random)


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Object(NamedTuple):
    """An object of a PDF: its number, its dictionary or value, and its stream unpacked, if it has one."""

    number: int
    value: bytes
    stream: bytes | None = None


_OBJECT = re.compile(rb"(?<!\d)(\d{1,7})\s+\d{1,5}\s+obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_FILTERS = re.compile(rb"/(?:Filter|DecodeParms|Length)\s*(?:\[[^\]]*\]|<<.*?>>|/\w+|\d+(?:\s+\d+\s+R)?)", re.DOTALL)


def objects(data: bytes) -> list[Object]:
    """The objects of a PDF, those in object streams too, with Flate streams unpacked."""
    found: dict[int, Object] = {}
    for match in _OBJECT.finditer(data):
        number, body = int(match[1]), match[2]
        if (inner := _STREAM.search(body)) is None:
            found[number] = Object(number, body.strip())
            continue
        value, stream = body[: inner.start()].strip(), inner[1]
        if b"/FlateDecode" in value and b"/Predictor" not in value:
            stream = zlib.decompressobj().decompress(stream, 20_000_000) if stream else b""
            value = _FILTERS.sub(b"", value)
        if b"/ObjStm" in value:
            found.update({each.number: each for each in _packed_objects(value, stream)})
        elif b"/XRef" not in value:
            found[number] = Object(number, value, stream)
    return list(found.values())


def _packed_objects(value: bytes, stream: bytes) -> list[Object]:
    first = int(re.search(rb"/First\s+(\d+)", value)[1])  # type: ignore[index]
    pairs = [int(each) for each in stream[:first].split()]
    starts = [first + start for start in pairs[1::2]]
    ends = [*starts[1:], len(stream)]
    return [
        Object(number, stream[start:end].strip()) for number, start, end in zip(pairs[::2], starts, ends, strict=True)
    ]


def pdf(parts: list[Object]) -> bytes:
    """A PDF of these objects, with a table of where they stand."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, value, stream in parts:
        places.append((number, len(out)))
        if stream is not None:
            value = re.sub(rb">>\s*$", b"", value) + b" /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places:
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    root = next((number for number, value, _ in parts if re.search(rb"/Type\s*/Catalog", value)), 1)
    size = max((number for number, _ in places), default=0) + 1
    return bytes(out + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start))


OPERATORS = [
    *(b"q", b"Q", b"BT", b"ET", b"0 0 m", b"500 500 l", b"S", b"f", b"1 0 0 1 0 0 cm", b"0 0 0 0 0 0 cm", b"-1 0 0 1 0 0 cm", b"W n"),
    *(b"0 0 900 900 re", b"1e30 0 0 1e30 0 0 cm", b"3 Tr", b"0 Tz", b"-50 Tc", b"(12) Tj", b"<0031> Tj", b"/F1 0 Tf", b"/Im0 Do", b"/Fm0 Do"),
]  # fmt: skip


def _content(stream: bytes, random: Random) -> bytes:
    """A page's drawing: operands, operators and whole lines changed."""
    deed = random.random()
    if deed < 0.35:
        return number(stream, random)
    if deed < 0.55:
        return random.choice(LINES)(stream, random)
    if deed < 0.8:
        lines = stream.split(b"\n")
        lines.insert(random.randint(0, len(lines)), random.choice(OPERATORS) * random.choice((1, 1, 1, 2000)))
        return b"\n".join(lines)
    return random.choice((slices, flips))(stream, random)


def portable(data: bytes, random: Random) -> bytes:
    """A PDF with an object changed inside, dropped, doubled or put in another's place."""
    try:
        parts = objects(data)
    except (zlib.error, ValueError, TypeError):
        parts = []
    if not parts or random.random() < 0.1:
        return random.choice((slices, flips))(data, random)
    for _ in range(random.choice((1, 1, 3))):
        drawings = [
            n for n, each in enumerate(parts) if each.stream and re.search(rb"\b(?:Tj|TJ|re|l)\b", each.stream[:5000])
        ]
        at = random.choice(drawings) if drawings and random.random() < 0.6 else random.randrange(len(parts))
        own, value, stream = parts[at]
        deed = random.random()
        if stream is not None and deed < 0.75:
            parts[at] = Object(own, value, _content(stream, random))
        elif deed < 0.85:
            parts[at] = Object(own, random.choice((number, number, slices, flips))(value, random), stream)
        elif deed < 0.9 and len(parts) > 1:
            del parts[at]
        elif deed < 0.95:
            parts[at] = parts[at]._replace(number=random.choice(parts).number)
        else:
            parts[at] = random.choice(parts)._replace(number=own)
    return pdf(parts)


# ── Any file ─────────────────────────────────────────────────────────────────────────────────────────────────────


def mutate(data: bytes, random: Random) -> bytes:
    """A like file with some of its structure changed; which, its first bytes say."""
    if len(data) > LARGEST:
        return data[:LARGEST]
    if data[:2] == b"PK":
        return zipped(data, random)
    if data[:1024].lstrip()[:5] == b"%PDF-":
        return portable(data, random)
    if data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"GIF8", b"\xd0\xcf\x11\xe0") or data[:2] == b"BM":
        return random.choice((slices, flips, flips, flips))(data, random)
    changes = MARKUP + LINES if b"<" in data[:4096] else PLAIN
    for _ in range(random.choice((1, 1, 2, 5))):
        data = random.choice(changes)(data, random)
    return data
