"""Office files in Open Packaging (ISO/IEC 29500-2): their parts, found by relationship, and parsed within limits."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from lxml import etree

from ..document import ReadError
from .packed import AGAIN, Packed

MAX_PART = 12_000_000  # bytes of one part; that of a long report with its tables has less than 2 MB
MAX_TAGS = 600_000  # in one part, of beginnings and ends; that report has less than 100,000

STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {  # the namespaces of strict files, which differ in nothing that is read here
    STRICT + b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    STRICT + b"officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    STRICT + b"drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    STRICT + b"officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


class Package:
    """The parts of an office file by name. Relationships that lead out of the file are not there."""

    def __init__(self, data: bytes) -> None:
        self._packed = Packed(data)
        # Part names differ in more than case, and some programs write backslashes.
        self._entries = {_name(entry.filename): entry for entry in self._packed.entries}

    def main(self, content: str, usual: str) -> str | None:
        """The name of the part that holds the document, by relationship, by content type (one with `content` in it), or
        the `usual` one; None when the file has none."""
        for target in self.related("", "/officeDocument").values():
            return target
        if "[content_types].xml" in self._entries:
            for override in self.xml("[content_types].xml"):
                name = _name(override.get("PartName") or "")
                if content in (override.get("ContentType") or "") and name in self._entries:
                    return name
        return usual if usual in self._entries else None

    def related(self, part: str, kind: str) -> dict[str, str]:
        """id → name of the parts that `part` ("" for the whole file) refers to by a type that ends in `kind`."""
        folder, _, base = part.rpartition("/")
        relations = _name(f"{folder}/_rels/{base}.rels")
        found: dict[str, str] = {}
        for relation in self.xml(relations) if relations in self._entries else ():
            if (relation.get("Type") or "").endswith(kind) and relation.get("TargetMode") != "External":
                target = unquote(relation.get("Target") or "")
                name = _name(target if target.startswith(("/", "\\")) else f"{folder}/{target}")
                if name in self._entries:
                    found[relation.get("Id") or ""] = name
        return found

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises ReadError when it is damaged or larger than MAX_PART."""
        return self._packed.read(self._entries[name], MAX_PART)

    def xml(self, name: str) -> etree._Element:
        """The root element of a part. Raises ReadError when it is damaged, too deep or too large."""
        return parse_xml(self.read(name), name)


def _name(path: str) -> str:
    """A part's name as it is looked up: no drive, no leading slash, no way out of the file."""
    return posixpath.normpath("/" + path.replace("\\", "/").lower()).lstrip("/")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element: no entity is expanded, nothing is fetched, comments are left out."""
    if (tags := data.count(b"<")) > MAX_TAGS:
        raise ReadError(
            f"{name} has {tags:,} tags, and at most {MAX_TAGS:,} are read: save the part with the report as a file of its own"
        )
    if STRICT in data:
        for strict, transitional in _TRANSITIONAL.items():
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{name} is no XML that can be read ({error}): {AGAIN}, or save it anew") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError(f"{name} declares entities, which no office program writes: save it anew")
    return root
