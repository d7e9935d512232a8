"""A document as it was read, as markup: pages with every box at its place, or its tables and paragraphs in order.

Whatever comes from the document is escaped, and ids are made of places alone. What a huge file has beyond a limit is
left out and counted; a place that a report was read from never is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import escape
from math import isfinite
from typing import NamedTuple

from .document import Box, Cell, Document, Grid, Location, Paragraph
from .evidence import Place
from .terminal import width
from .view import MARKS, element, tag

ROOM = 600_000  # characters for paragraphs and cells without a part in a report
MAX_TEXT = 20_000  # characters shown of one
_MOST_IN_BOX = 1_500  # characters drawn in a box
_LABEL = 20  # characters of a cell up to which its lines stand in its middle
_COST = 60  # characters that a paragraph or cell counts besides its text
_LARGEST = 14_400.0  # points of a page's side: the most that a PDF page has
_MARGIN = 24.0  # points around the boxes of a page of unknown size
_SIZES = (14.0, 12.0, 10.5, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0)  # of a text, in points: the first that fits its box
_LEGIBLE = 5  # of them; a paragraph that does not fit then runs on below its box, which may be its first line's
_LEADING = 1.2
_NARROW = 0.62  # of its size that a Latin letter or digit is wide at most, more or less
LEFT = "∅"  # beside the colour of figures that no form took

_WORDS = {
    "zh": {
        "cells": "单元格均有标记", "fields": "由分隔符分出的栏", "line": "一行文字，空格不留痕迹", "stream": "一格一行，无行界", "page": "第 {} 页", "out": "此处略去 {} 段或格，与表无关",
        "cut": "……（略去 {} 字）", "doubt": "识别存疑", "left": "未被任何表采用", "empty": "文件中未读到任何内容",
    },
    "en": {
        "cells": "cells marked in the file", "fields": "fields between separators", "line": "a line of text, in which a blank cell leaves nothing", "stream": "one cell a line, rows not marked", "page": "page {}",
        "out": "{} paragraphs or cells without a part in a report are left out here", "cut": "… ({} characters left out)",
        "doubt": "may be misread", "left": "taken by no form", "empty": "nothing was read from the file",
    },
}  # fmt: skip


class Tie(NamedTuple):
    """The form's cells that were read from a place: their ids, and what to say of them; state: the worst among them."""

    cells: tuple[str, ...]
    state: str = ""
    remark: str = ""


class _Piece(NamedTuple):
    """A paragraph or cell on a page."""

    text: str
    location: Location
    box: Box
    cell: bool
    doubt: bool


def place_id(place: Place) -> str:
    """The id of a place, made of its coordinates alone."""
    location = place.location
    names = "".join(
        f"{name[0]}{at}" for name, at in zip(location._fields[:6], location, strict=False) if at is not None
    )
    if location.box is not None and location.row is None and location.line is None:
        names += "b" + "_".join(f"{edge:.1f}" for edge in location.box)
    return f"at-{names}" + (f"-{place.start}" if place.end else "")


class Facsimile:
    """ids: those of the places shown, once `markup` has been called."""

    def __init__(self, document: Document, lang: str, ties: Mapping[Place, Tie], left: Collection[Location]) -> None:
        self.document, self.words, self.ties, self.left = document, _WORDS[lang], ties, left
        self.spans: dict[Location, list[Place]] = {}
        for place in sorted((place for place in ties if place.end), key=lambda place: place[1:]):
            self.spans.setdefault(place.location, []).append(place)
        self.tied = {place.location for place in ties}
        self.ids: set[str] = set()
        self.room, self.skipped = ROOM, 0

    def markup(self) -> str:
        pages = _pages(self.document)
        parts: list[str] = []
        for block in self.document.blocks:
            drawn = _drawn(block)
            for page in dict.fromkeys(piece.location.page for piece in drawn):
                if pieces := pages.pop(page, None):
                    parts += self._left_out(), self._page(page or 0, pieces)
            if not drawn:
                parts += self._paragraph(block) if isinstance(block, Paragraph) else self._grid(block)
        return "".join([*parts, self._left_out()]) or tag("p", self.words["empty"])

    def _shown(self, *pieces: Paragraph | Cell | _Piece) -> bool:
        """Whether there is room for a paragraph, a cell or a row of cells; counted as left out where not."""
        if any(piece.location in self.tied for piece in pieces):
            return True
        self.room -= sum(_COST + min(len(piece.text), MAX_TEXT) for piece in pieces)
        if self.room < 0:
            self.skipped += len(pieces)
        return self.room >= 0

    def _left_out(self, name: str = "p") -> str:
        """What was left out since the last time that it was said."""
        skipped, self.skipped = self.skipped, 0
        return tag(name, self.words["out"].format(skipped), class_="out") if skipped else ""

    def _clipped(self, text: str) -> str:
        more = len(text) - MAX_TEXT
        return escape(text) if more <= 0 else escape(text[:MAX_TEXT] + self.words["cut"].format(more))

    def _named(self, place: Place, doubt: bool = False) -> dict[str, str]:
        """The attributes of what stands at a place: its id, once, its ties, its state, and what to say of it."""
        tie, left = self.ties.get(place), place.location in self.left
        id = place_id(place)
        id = "" if id in self.ids else id
        self.ids.add(id)
        says = [str(place.location), *([tie.remark] if tie else [])]
        says += [self.words["doubt"]] * doubt + [self.words["left"]] * left
        names = [f"s-{tie.state}" if tie and tie.state else "", "left" if left else "", "doubt" if doubt else ""]
        return {
            "id": id, "class_": " ".join(filter(None, names)), "data_to": " ".join(tie.cells) if tie else "",
            "title": "\n".join(filter(None, says)),
        }  # fmt: skip

    def _linked(self, place: Place, markup: str, doubt: bool = False) -> str:
        """Markup with the marks of its place's state, in a link to the first of the form's cells read from it."""
        tie = self.ties.get(place)
        mark = MARKS.get(tie.state if tie else "", "") or "?" * doubt or LEFT * (place.location in self.left)
        markup = (markup or "\u00a0") + (f"<sup>{mark}</sup>" if mark else "")
        return element("a", markup, href=f"#{tie.cells[0]}") if tie else markup

    # ── Without pages ────────────────────────────────────────────────────────────────────────────────────────────

    def _paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        text, location, _ = paragraph
        if not self._shown(paragraph):
            return
        yield self._left_out()
        where = tag("small", location)
        if spans := self.spans.get(location):
            body = self._pieces(text, spans)
            yield element("p", f"{where} {body}", **self._named(Place(location)))
        else:
            yield element(
                "p", f"{where} {self._linked(Place(location), self._clipped(text))}", **self._named(Place(location))
            )

    def _pieces(self, text: str, spans: Iterable[Place]) -> str:
        """A paragraph whose figures are linked each by itself."""
        parts, end = list[str](), 0
        for place in spans:
            if place.start >= end:
                parts.append(self._clipped(text[end : place.start]))
                parts.append(
                    element("span", self._linked(place, escape(text[place.start : place.end])), **self._named(place))
                )
                end = place.end
        return "".join([*parts, self._clipped(text[end:])])

    def _grid(self, grid: Grid) -> Iterator[str]:
        """The rows with their own cells and spans; a stream's cells one after another."""
        stream = grid.kind == "stream"
        rows = [[cell] for row in grid.rows for cell in row] if stream else grid.rows
        body = []
        for row in rows:
            if self._shown(*row):
                cells = "".join(self._cell(cell, "span" if stream else "td") for cell in row)
                out = self._left_out("span" if stream else "td")
                body += [out, cells] if stream else [out and element("tr", out), element("tr", cells)]
        if body:
            title = tag("p", f"{grid.location} · {self.words.get(grid.kind, grid.kind)}", class_="grid")
            yield title + element("div" if stream else "table", "".join(body), class_=grid.kind)

    def _cell(self, cell: Cell, name: str) -> str:
        place = Place(cell.location)
        spans = {"colspan": max(cell.colspan, 1), "rowspan": max(cell.rowspan, 1)} if name == "td" else {}
        return element(
            name, self._linked(place, self._clipped(cell.text), cell.doubt), **self._named(place, cell.doubt), **spans
        )

    # ── Pages ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _page(self, number: int, pieces: Iterable[_Piece]) -> str:
        """One page, drawn in points."""
        pieces = list(pieces)
        sizes = self.document.pages
        wide, high = sizes[number - 1] if 0 < number <= len(sizes) else (0.0, 0.0)
        wide = min(wide or max(piece.box.right for piece in pieces) + _MARGIN, _LARGEST)
        high = min(high or max(piece.box.bottom for piece in pieces) + _MARGIN, _LARGEST)
        body = "".join(self._piece(piece) for piece in pieces if self._shown(piece))
        title = self.words["page"].format(number)
        sheet = f'<rect class="sheet" width="{wide:.1f}" height="{high:.1f}"/>{body}'
        drawn = element("svg", sheet, viewBox=f"0 0 {wide:.1f} {high:.1f}", role="group", aria_label=title)
        return tag("p", title, class_="grid") + drawn + self._left_out()

    def _piece(self, piece: _Piece) -> str:
        """A box with its text in it; a link where cells of the form were read from it."""
        place, (left, top, right, bottom) = Place(piece.location), piece.box
        named = self._named(place, piece.doubt)
        title = tag("title", named.pop("title"))
        tie = self.ties.get(place)
        mark = MARKS.get(tie.state if tie else "", "") or "?" * piece.doubt or LEFT * (piece.location in self.left)
        sizes = _SIZES if piece.cell else _SIZES[:_LEGIBLE]
        size, lines = _fitted(piece.text[:_MOST_IN_BOX] + mark, right - left, bottom - top, sizes)
        middle = piece.cell and len(piece.text) <= _LABEL
        x = (left + right) / 2 if middle else left + 1
        y = top + max(0.0, (bottom - top - len(lines) * size * _LEADING) / 2) + size
        rows = [
            tag(
                "text",
                line,
                x=f"{x:.1f}",
                y=f"{y + row * size * _LEADING:.1f}",
                font_size=size,
                text_anchor="middle" * middle,
            )
            for row, line in enumerate(lines)
        ]
        frame = f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}"/>'
        markup = title + frame + "".join(rows)
        named["class_"] = f"{'cell' if piece.cell else 'line'} {named['class_']}".strip()
        return element("g", element("a", markup, href=f"#{tie.cells[0]}") if tie else markup, **named)


def _drawn(block: Paragraph | Grid) -> list[_Piece]:
    """What of a block is drawn on pages: all of it, or nothing where a box is missing or no box."""
    if isinstance(block, Paragraph):
        pieces = [(block.text, block.location, False, False)]
    else:
        pieces = [(cell.text, cell.location, True, cell.doubt) for row in block.rows for cell in row]
    found = [
        _Piece(text, location, location.box, cell, doubt)
        for text, location, cell, doubt in pieces
        if location.page is not None and location.box is not None and _is_box(location.box)
    ]
    return found if len(found) == len(pieces) else []


def _is_box(box: Box) -> bool:
    return (
        all(isfinite(edge) and abs(edge) <= _LARGEST for edge in box)
        and box.left <= box.right
        and box.top <= box.bottom
    )


def _pages(document: Document) -> dict[int | None, list[_Piece]]:
    pages: dict[int | None, list[_Piece]] = {}
    for block in document.blocks:
        for piece in _drawn(block):
            pages.setdefault(piece.location.page, []).append(piece)
    return pages


def _fitted(text: str, wide: float, high: float, sizes: Sequence[float]) -> tuple[float, list[str]]:
    """(size in points, lines) of a text in a box: the largest size at which it fits, or the smallest."""
    for size in sizes:
        lines = [line for part in text.split("\n") for line in _broken(part, (wide - 2) / size)]
        if len(lines) * size * _LEADING <= high + 0.3 * size:
            break
    return size, lines


def _broken(text: str, wide: float) -> list[str]:
    """A text in lines of at most so many times its size, one character at least."""
    lines, line, taken = list[str](), "", 0.0
    for char in text:
        space = (0, _NARROW, 1)[width(char)]
        taken += space
        if taken > wide and line:
            lines.append(line)
            line, taken = "", space
        line += char
    return [*lines, line] if line else lines
