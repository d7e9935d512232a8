"""WordprocessingML (ISO/IEC 29500-1): its names, and what the styles of a document say about text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

Element = etree._Element

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{NAMESPACE}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"


def w(name: str) -> str:
    """The full name of an element or attribute of the main namespace."""
    return _W + name


VAL = w("val")
P, PPR, R, RPR, T = w("p"), w("pPr"), w("r"), w("rPr"), w("t")
TBL, TR, TC = w("tbl"), w("tr"), w("tc")
TBLPR, TBLGRID, TBLPREX, TRPR, TCPR = w("tblPr"), w("tblGrid"), w("tblPrEx"), w("trPr"), w("tcPr")
SDTPR, SECTPR, SDTENDPR = w("sdtPr"), w("sectPr"), w("sdtEndPr")
DEL, INS, MOVE_FROM, MOVE_TO = w("del"), w("ins"), w("moveFrom"), w("moveTo")
TEXT_BOX, ALT_CHUNK = w("txbxContent"), w("altChunk")
MATH_TEXT = _M + "t"
ALTERNATE, CHOICE, FALLBACK = _MC + "AlternateContent", _MC + "Choice", _MC + "Fallback"
BLIP, IMAGE_DATA, OLE_OBJECT = _A + "blip", _V + "imagedata", _O + "OLEObject"

# No text below them is read: properties, what was deleted or moved away, the reading printed above a word, and notes.
UNSHOWN = frozenset(
    {PPR, RPR, TBLPR, TBLGRID, TBLPREX, TRPR, TCPR, SDTPR, SECTPR, SDTENDPR, DEL, MOVE_FROM, ALT_CHUNK}
    | set(
        map(
            w,
            (
                "instrText",
                "delText",
                "delInstrText",
                "rt",
                "rubyPr",
                "customXmlPr",
                "smartTagPr",
                "footnote",
                "endnote",
            ),
        )
    )
)
_OFF = ("0", "false", "off")


def is_on(node: Element) -> bool:
    """Whether a toggle such as <w:strike/> is on."""
    return (node.get(VAL) or "1").lower() not in _OFF


def chosen(alternate: Element) -> Element | None:
    """The one branch of an AlternateContent that is read: the first with text, since all show the same."""
    branches = [node for node in alternate if node.tag in (CHOICE, FALLBACK)]
    return next((branch for branch in branches if next(branch.iter(T), None) is not None), None)


def within(node: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in content controls and insertions."""
    stack: list[Iterator[Element]] = [iter(node)]
    while stack:
        for child in stack[-1]:
            if child.tag == tag:
                yield child
            elif child.tag == ALTERNATE:
                if (branch := chosen(child)) is not None:
                    stack.append(iter(branch))
                    break
            elif child.tag not in UNSHOWN and child.tag not in (TBL, TR, TC, P):
                stack.append(iter(child))
                break
        else:
            stack.pop()


class Styles:
    """What a document's styles say about text: which hide, strike or raise it, and which number their paragraphs."""

    def __init__(self, root: Element | None) -> None:
        self._styles = (
            {style.get(w("styleId")) or "": style for style in root.iter(w("style"))} if root is not None else {}
        )
        self.default = next(
            (
                id
                for id, style in self._styles.items()
                if style.get(w("type")) == "paragraph" and (style.get(w("default")) or "0") not in _OFF
            ),
            None,
        )
        self.marking: dict[str, list[Element]] = {}  # style → its properties that hide, strike, raise or lower text
        for id in self._styles:
            if marks := [mark for mark in map(self._inherited(id).get, MARKS) if mark is not None]:
                self.marking[id] = marks

    def _inherited(self, id: str) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for style in self.chain(id):
            properties = style.find(RPR)
            for node in properties if properties is not None else ():
                found.setdefault(str(node.tag), node)
        return found

    def chain(self, id: str | None) -> Iterator[Element]:
        """A style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while id is not None and id not in seen and (style := self._styles.get(id)) is not None:
            seen.add(id)
            yield style
            base = style.find(w("basedOn"))
            id = base.get(VAL) if base is not None else None


STRIKE, DOUBLE_STRIKE, VANISH, VERT_ALIGN = w("strike"), w("dstrike"), w("vanish"), w("vertAlign")
MARKS = (STRIKE, DOUBLE_STRIKE, VANISH, VERT_ALIGN)
