"""What a line of print in a cell says, and whether it may be misread: two readings of it, and the ink itself.

A figure that is wrong is worse than none, and a table may have no sum that would tell. So a figure counts as read only
where the recogniser is sure, says the same of two different pictures of it, and the ink has as many characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .ink import Line, Mark
from .ocr import Reading

SURE = 0.9  # likelihood that every character of a figure has in both readings at least
LEGIBLE = 0.5  # … and of a word, below which it is in doubt
TIGHT, WIDE = 0.28, 1.0  # how wide a figure's characters are on average, in relation to its height
DIGIT = 0.6  # share of a figure's height from which a mark is a digit

_FIGURE = re.compile(r"[+\-−]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|[+\-−]?\d+(?:\.\d+)?")
_MARK = re.compile(r"[/／\\—–\-−一]{1,3}")  # what stands for nothing: one of them is read as another
_LIKE_FIGURES = frozenset("一乙二丁了丨卜工口日曰田目白六人入八亠")  # characters that a figure may be taken for
_WORD = re.compile(r"[\u3400-\u9fff]")


def is_short(reading: Reading) -> bool:
    """Whether a line may be a figure or a mark, and is to be read a second time."""
    return len(reading.text) <= 2 or bool(re.search(r"\d", reading.text)) and len(_WORD.findall(reading.text)) <= 2


def judge(line: Line, first: Reading, second: Reading | None) -> tuple[str, bool]:
    """(text, doubt) of a line; "" and doubt where it is no figure, no word and no mark."""
    text = _plain(first.text)
    if second is None:
        return text, first.score < LEGIBLE
    other = _plain(second.text)
    if text == other and _FIGURE.fullmatch(text):
        sure = min(first.score, second.score) >= SURE and _fits(text, line)
        return text, not sure
    if text == other and _MARK.fullmatch(text):
        return text, min(first.score, second.score) < SURE or text == "一"
    if text == other and _WORD.search(text) and (len(text) > 1 or text not in _LIKE_FIGURES):
        return text, min(first.score, second.score) < LEGIBLE
    likeliest = max((first, second), key=lambda reading: reading.margin)
    if _FIGURE.fullmatch(likeliest.figure) and likeliest.margin > 0.01:
        return likeliest.figure, True
    if _WORD.search(text) and len(text) > 1:
        return text, True
    return "", True


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _fits(text: str, line: Line) -> bool:
    """Whether the ink has the characters of a figure: as many digits stand apart as are read, or fewer that touch,
    and they are as wide as that many digits are."""
    digits = sum(character.isdecimal() for character in text)
    tall = [mark for mark in line.marks if mark.height >= DIGIT * line.height]
    others = len(text) - digits
    width = (line.right - line.left) / line.height
    return _columns(tall) <= digits + (1 if text[0] in "+" else 0) and (
        (digits - 1) * TIGHT < width <= digits * WIDE + others * 0.7
    )


def _columns(tall: Sequence[Mark]) -> int:
    """How many of the marks stand beside each other; pieces of a broken digit stand above each other."""
    count, end = 0, -1
    for mark in sorted(tall, key=lambda mark: mark.left):
        if mark.left >= end - mark.width / 3:
            count += 1
        end = max(end, mark.right)
    return count
