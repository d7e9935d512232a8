"""Paragraphs and cells of a Word document → their text as it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .flow import LINE_END, STRUCK_MARK, SUPERSCRIPT, collapsed
from .wordml import (
    ALTERNATE,
    DEL,
    DOUBLE_STRIKE,
    INS,
    MARKS,
    MATH_TEXT,
    MOVE_FROM,
    MOVE_TO,
    PPR,
    RPR,
    STRIKE,
    TBL,
    TC,
    TEXT_BOX,
    UNSHOWN,
    VAL,
    VANISH,
    VERT_ALIGN,
    Element,
    P,
    R,
    Styles,
    T,
    chosen,
    is_on,
    w,
)

SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
LOWERED = {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT}
UNKNOWN = "\ufffd"  # for a sign of a symbol font
PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF")

# A run's content other than its text, as text.
SIGNS = {
    w("br"): LINE_END,
    w("cr"): LINE_END,
    w("tab"): "\t",
    w("ptab"): "\t",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "",
}
SYMBOL, FIELD_CHARACTER, INSTRUCTION, SIMPLE_FIELD = w("sym"), w("fldChar"), w("instrText"), w("fldSimple")
FOOTNOTES = (w("footnoteReference"), w("endnoteReference"))
STYLE_NAMES = (w("pStyle"), w("rStyle"))
# Paragraphs without any of these are the texts in them, joined.
MORE_THAN_TEXT = (
    *(MATH_TEXT, ALTERNATE, TEXT_BOX, TBL, DEL, MOVE_FROM, w("rt"), SYMBOL, FIELD_CHARACTER, INSTRUCTION, SIMPLE_FIELD),
    *(*MARKS, *SIGNS, *FOOTNOTES),
)
REVISIONS = (INS, DEL, MOVE_FROM, MOVE_TO, w("cellIns"), w("cellDel"), w("cellMerge"))


class Look(NamedTuple):
    """How text is shown. script: "", "superscript" or "subscript"."""

    hidden: bool = False
    struck: bool = False
    script: str = ""


PLAIN = Look()


class Texts:
    """The texts of one document. `cells` counts what cells have that is not shown plainly: `hidden` texts, `revisions`."""

    def __init__(self, root: Element, styles: Styles, numbers: Mapping[Element, str]) -> None:
        self.cells: Counter[str] = Counter()
        self._styles, self._numbers = styles, numbers
        self._special = set(numbers)
        self._unended: set[Element] = set()  # paragraphs whose end is deleted: the next one goes on with them
        for node in root.iter(*MORE_THAN_TEXT, *REVISIONS, *(STYLE_NAMES if styles.marking else ())):
            tag = node.tag
            above = next(node.iterancestors(P, TC), None)
            if above is not None and above.tag == P and (tag not in STYLE_NAMES or node.get(VAL) in styles.marking):
                self._special.add(above)
                if tag == DEL and _is_of_mark(node):
                    self._unended.add(above)
            if tag in REVISIONS and next(node.iterancestors(TBL), None) is not None:
                self.cells["revisions"] += 1

    def cell(self, cell: Element) -> str:
        """The cell's text; paragraphs and breaks end lines. Nearly every cell has one plain paragraph."""
        if len(cell) == 2 and (child := cell[1]).tag == P and child not in self._special:
            texts = [node.text for node in child.iter(T)]
            return (
                collapsed(texts[0] if len(texts) == 1 and texts[0] else "".join(filter(None, texts))) if texts else ""
            )
        lines: list[str] = []
        for child in cell:
            if child.tag != P:
                if child.tag in UNSHOWN or len(child) == 0:
                    continue
                return _lines(self._flat(cell))
            if child in self._special:
                text, boxes = self._inline(child)
                if boxes or child in self._unended:
                    return _lines(self._flat(cell))
                lines += text.split(LINE_END)
            else:
                lines.append("".join([node.text or "" for node in child.iter(T)]))
        return "\n".join(filter(None, map(collapsed, lines)))

    def pieces(self, root: Element) -> Iterator[str | Element | None]:
        """Texts, None at the end of a line, and tables and text boxes, in document order."""
        stack: list[Iterator[Element]] = [iter(root)]
        while stack:
            for node in stack[-1]:
                tag = node.tag
                if tag == P:
                    if node not in self._special:
                        yield "".join([text.text or "" for text in node.iter(T)])
                        yield None
                        continue
                    text, boxes = self._inline(node)
                    first, *more = text.split(LINE_END)
                    yield first
                    for line in more:
                        yield None
                        yield line
                    if boxes or node not in self._unended:
                        yield None
                    yield from boxes
                elif tag == TBL:
                    yield node
                elif tag not in UNSHOWN:
                    below = chosen(node) if tag == ALTERNATE else node
                    if below is not None:
                        stack.append(iter(below))
                        break
            else:
                stack.pop()

    def _flat(self, root: Element) -> str:
        """All text below an element, that of tables and text boxes too, LINE_END where a line ends."""
        parts: list[str] = []
        stack = [self.pieces(root)]
        while stack:
            for piece in stack[-1]:
                if piece is None or isinstance(piece, str):
                    parts.append(LINE_END if piece is None else piece)
                else:
                    stack.append(self.pieces(piece))
                    break
            else:
                stack.pop()
        return "".join(parts)

    def _inline(self, paragraph: Element) -> tuple[str, list[Element]]:
        """A paragraph's text with LINE_END where a line ends, and the text boxes and tables that hang on it."""
        boxes: list[Element] = []
        parts: list[tuple[str, Look]] = [(self._numbers.get(paragraph, ""), PLAIN)]
        fields = _Fields()
        base = self._look(paragraph.find(PPR), PLAIN, "pStyle")
        stack: list[tuple[Iterator[Element], Look]] = [(iter(paragraph), base)]
        while stack:
            nodes, look = stack[-1]
            for node in nodes:
                tag = node.tag
                if tag in (T, MATH_TEXT):
                    parts.append((fields.shown(node.text or ""), look))
                elif tag in SIGNS:
                    parts.append((fields.shown(SIGNS[tag]), look))
                elif tag == SYMBOL:
                    parts.append((fields.shown(_symbol(node)), look))
                elif tag == FIELD_CHARACTER:
                    fields.mark(node)
                elif tag == INSTRUCTION:
                    fields.instruct(node.text or "")
                elif tag in (TEXT_BOX, TBL):
                    boxes.append(node)
                elif tag == SIMPLE_FIELD and _is_page_number(node.get(w("instr")) or ""):
                    continue
                elif tag not in UNSHOWN and len(node):
                    below = chosen(node) if tag == ALTERNATE else node
                    if below is not None:
                        stack.append((iter(below), self._of_run(node, base) if tag == R else look))
                        break
            else:
                stack.pop()
        if (
            any(look.hidden and text.strip() for text, look in parts)
            and next(paragraph.iterancestors(TC), None) is not None
        ):
            self.cells["hidden"] += 1
        return _joined([(text, look) for text, look in parts if text and not look.hidden]), boxes

    def _of_run(self, run: Element, base: Look) -> Look:
        look = self._look(run.find(RPR), base, "rStyle")
        if any(note.get(w("customMarkFollows")) for note in run.iterchildren(*FOOTNOTES)):
            return look._replace(script="superscript")
        return look

    def _look(self, properties: Element | None, base: Look, style: str) -> Look:
        """How text with these properties is shown: what they say, else what their style says, else the base."""
        if properties is None:
            return base
        hidden, struck, script = base
        named = properties.find(w(style))
        marks = self._styles.marking.get(named.get(VAL) or "", ()) if named is not None else ()
        for node in (
            *marks,
            *properties,
        ):  # those of a paragraph have none of these: what is in its w:rPr is of its mark
            tag = node.tag
            if tag == VANISH:
                hidden = is_on(node)
            elif tag in (STRIKE, DOUBLE_STRIKE):
                struck = is_on(node) or (struck and tag == DOUBLE_STRIKE)
            elif tag == VERT_ALIGN:
                script = node.get(VAL) or ""
        return Look(hidden, struck, script if script in LOWERED else "")


def _is_of_mark(node: Element) -> bool:
    """Whether it says something about the end of its paragraph."""
    mark = node.getparent()
    above = mark.getparent() if mark is not None and mark.tag == RPR else None
    return above is not None and above.tag == PPR


class _Fields:
    """Which texts of a paragraph belong to the instruction of a field, or are a page number that it computes."""

    def __init__(self) -> None:
        self._open: list[tuple[bool, str]] = []  # for every field that is open: in its result, its instruction

    def mark(self, node: Element) -> None:
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            self._open.append((False, ""))
        elif kind == "separate" and self._open:
            self._open[-1] = (True, self._open[-1][1])
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, text: str) -> None:
        if self._open and not self._open[-1][0]:
            self._open[-1] = (False, self._open[-1][1] + text)

    def shown(self, text: str) -> str:
        """The text, or "" where it is not shown."""
        if not self._open or all(result and not _is_page_number(instruction) for result, instruction in self._open):
            return text
        return ""


def _is_page_number(instruction: str) -> bool:
    return instruction.split(maxsplit=1)[:1] in ([name] for name in PAGE_FIELDS)


def _symbol(node: Element) -> str:
    """A sign of a font: fonts of symbols have theirs at U+F020 to U+F0FF, and only those of letters have digits there."""
    try:
        code = int(node.get(w("char")) or "", 16)
    except ValueError:
        return UNKNOWN
    if 0xF020 <= code <= 0xF0FF:
        sign = chr(code - 0xF000)
        return sign if sign.isdigit() and "dings" not in (node.get(w("font")) or "").lower() else UNKNOWN
    return chr(code) if 0x20 <= code <= 0xD7FF or 0xF900 <= code <= 0xFFFD else UNKNOWN


def _joined(parts: list[tuple[str, Look]]) -> str:
    """The texts joined, but never a figure with the footnote's mark at it, or with one that is struck out."""
    alone = len({look.script for text, look in parts if text.strip()}) == 1  # nothing stands on the line itself
    texts: list[str] = []
    struck = False
    for text, look in parts:
        if look.struck != struck:
            texts.append(STRUCK_MARK)
            struck = look.struck
        texts.append(text.translate(LOWERED[look.script]) if look.script and not alone else text)
    return "".join([*texts, STRUCK_MARK] if struck else texts)


def _lines(text: str) -> str:
    return "\n".join(filter(None, map(collapsed, text.split(LINE_END))))
