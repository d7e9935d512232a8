"""Lines of running text → paragraphs. A PDF has only lines: what the margin broke is joined, over pages as well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .pages import Line, Page

NEARLY = 2.6  # characters that may be missing at the end of a line that the margin broke
INDENT = 1.0  # characters from which a line is indented
LEADING = 1.3  # of the usual pitch of lines: one farther down begins a paragraph
WIDE = 0.6  # share of a page's width that its running text reaches at least
WIDEST = 3.0  # pitch of lines of one paragraph, in font sizes
SAME = 0.15  # of the font size: sizes that differ by less are the same
_HEADING = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:[、.．]|部分)")
_LATIN = re.compile(r"[A-Za-z,.;:)]$")


class Margins(NamedTuple):
    """Where running text begins and ends on pages of one width, and from line to line its usual pitch in font sizes."""

    left: float
    right: float
    pitch: float


def margins(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> dict[float, Margins]:
    """The margins of the running text, by the width of the page."""
    found: dict[float, Margins] = {}
    for width in sorted({page.width for page in pages}):
        mine = [line for page, some in zip(pages, lines, strict=True) if page.width == width for line in some]
        right = max((line.box.right for line in mine), default=0.0)
        right = max(right, WIDE * width)
        full = [line for line in mine if right - line.box.right < NEARLY * line.size] or mine
        lefts = Counter(round(line.box.left) for line in full)
        left = min((left for left, count in lefts.items() if 3 * count >= max(lefts.values())), default=0)
        found[width] = Margins(float(left), right, _pitch(mine))
    return found


def _pitch(lines: Sequence[Line]) -> float:
    """The least pitch that is usual between lines of one size that follow each other, in font sizes."""
    steps = Counter(
        round((following.box.bottom - line.box.bottom) / line.size, 1)
        for line, following in pairwise(lines)
        if abs(line.size - following.size) < SAME * line.size
        and 0 < following.box.bottom - line.box.bottom < WIDEST * line.size
    )
    return min((step for step, count in steps.items() if 2 * count >= max(steps.values())), default=WIDEST)


def runs_on(line: Line, following: Line, edges: Margins, same_page: bool) -> bool:
    """Whether a line goes on in the following one: it is full, and the other begins at the margin, no heading."""
    if line.gaps > 1 or following.gaps > 1 or line.doubt != following.doubt or _HEADING.match(following.text):
        return False
    if abs(line.size - following.size) > SAME * line.size:
        return False
    if same_page and following.box.bottom - line.box.bottom > LEADING * edges.pitch * line.size:
        return False
    full = edges.right - line.box.right < NEARLY * line.size
    return full and following.box.left - edges.left < INDENT * following.size


def joined(texts: Sequence[str]) -> str:
    """The text of a paragraph's lines; between Latin words a space."""
    text = texts[0]
    for following in texts[1:]:
        text += (" " if _LATIN.search(text) and following[:1].isascii() and following[:1].isalpha() else "") + following
    return text
