"""Icons, fonts, sound and film that browsers save beside a page: known by their first bytes, and without anything to read."""

from __future__ import annotations

from ..document import Document


def read_resource(data: bytes, ocr: bool = False) -> Document:
    """A document without blocks."""
    return Document([], "resource", "resource")
