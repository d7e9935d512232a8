"""Word files that are one XML file: those of Word 2003, and packages written flat (Flat OPC)."""

from __future__ import annotations

from ..document import Document, ReadError
from .docx import read_body
from .numbering import list_numbers
from .opc import parse_xml
from .word_tables import H_MERGE, V_MERGE
from .wordml import DEL, INS, NAMESPACE, Element, P, Styles, w

WORD_2003 = b"http://schemas.microsoft.com/office/word/2003/wordml"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_ANNOTATION = "{http://schemas.microsoft.com/aml/2001/core}annotation"
_HINT = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
RENAMED = {w("vmerge"): V_MERGE, w("hmerge"): H_MERGE}
ANNOTATIONS = {"Word.Insertion": INS, "Word.Deletion": DEL, "Word.Comment": w("footnote")}  # as in later versions
MEDIA = "wordml"


def read_word_xml(data: bytes, ocr: bool) -> Document:
    """The document in such a file, as `docx.read_docx` reads it. Raises ReadError when it is damaged or no document."""
    root = parse_xml(data.lstrip().replace(WORD_2003, NAMESPACE.encode()), "the file")
    if root.tag == w("wordDocument"):
        return _read_2003(root)
    parts = {
        (part.get(_PKG + "contentType") or "").rpartition(".")[2]: content[0]
        for part in root.iter(_PKG + "part")
        if (content := part.find(_PKG + "xmlData")) is not None and len(content)
    }
    document = parts.get("main+xml")
    if document is None or document.tag != w("document"):
        raise ReadError("no document is in it: get the file again, or save it as DOCX", "unsupported")
    styles, numbering = Styles(parts.get("styles+xml")), parts.get("numbering+xml")
    numbers = list_numbers(document, numbering, styles) if numbering is not None else {}
    return read_body(document, styles, numbers, MEDIA, MEDIA)


def _read_2003(root: Element) -> Document:
    """Word 2003 has other names for merges and tracked changes, and states the number that a list shows."""
    for node in list(root.iter(*RENAMED)):
        node.tag = RENAMED[str(node.tag)]
    for node in list(root.iter(_ANNOTATION)):
        node.tag = ANNOTATIONS.get(node.get(w("type")) or "", node.tag)
    numbers: dict[Element, str] = {}
    for node in root.iter(_HINT + "t"):
        number, paragraph = node.get(_HINT + "val") or "", next(node.iterancestors(P), None)
        if paragraph is not None and any(sign.isalnum() for sign in number):  # no bullet
            numbers[paragraph] = number + " "
    body = root.find(w("body"))
    if body is None:
        raise ReadError("no document is in it: get the file again, or save it as DOCX")
    return read_body(body, Styles(root), numbers, MEDIA, MEDIA)
