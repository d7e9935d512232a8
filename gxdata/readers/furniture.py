"""Running heads, footers and page numbers: what pages repeat at their rims, which is no text of the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .pages import Line, Page

RIM = 0.1  # share of a page's height where heads and footers stand
LEVEL = 4.0  # points by which the same head may move from page to page
_MARK = re.compile(
    r"[-–—－~·•]+\s*\d{1,4}\s*[-–—－~·•]+|第\s*\d{1,4}\s*页(?:[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|Page \d+(?: of \d+)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: Sequence[Page]) -> Iterator[list[Line]]:
    """The lines of every page, top down, without what is only furniture."""
    rims = [[line for line in page.lines if not RIM < _middle(line) / page.height < 1 - RIM] for page in pages]
    heads: dict[str, list[tuple[int, float]]] = {}
    offsets: Counter[int] = Counter()
    for page, rim in zip(pages, rims, strict=True):
        for line in rim:
            heads.setdefault(_DIGITS.sub("#", line.text), []).append((page.number, _middle(line)))
            if _is_number(line):
                offsets[int(line.text) - page.number] += 1
    for page, rim in zip(pages, rims, strict=True):
        drop = {id(line) for line in rim if _is_furniture(line, page.number, heads, offsets)}
        lines = [line for line in page.lines if id(line) not in drop]
        yield sorted(lines, key=lambda line: (_middle(line), line.box.left))


def _is_furniture(line: Line, number: int, heads: dict[str, list[tuple[int, float]]], offsets: Counter[int]) -> bool:
    """A page's mark, a number that counts the pages, or what stands on another page at the same height as well."""
    if _MARK.fullmatch(line.text):
        return True
    if _is_number(line):
        offset = int(line.text) - number
        return offset == 0 or offsets[offset] > 1
    return any(
        page != number and abs(middle - _middle(line)) <= LEVEL for page, middle in heads[_DIGITS.sub("#", line.text)]
    )


def _middle(line: Line) -> float:
    return (line.box.top + line.box.bottom) / 2


def _is_number(line: Line) -> bool:
    return len(line.text) <= 4 and line.text.isascii() and line.text.isdecimal()
