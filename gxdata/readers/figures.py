"""What a line of print in a cell says, and whether it may be misread: two readings of it, and the ink itself.

A figure that is wrong is worse than none, and a table may have no sum that would tell. So a figure counts as read only
where the recogniser is sure of it, says the same of two different pictures of it, and the ink has as many characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from .deskew import Image
from .ink import STRONG, Line, Mark
from .ocr import Reading

SURE = 0.9  # likelihood that every character of a figure has in both readings at least
LEGIBLE = 0.5  # … and of words
RAISED = 0.35, 0.8, 0.15  # shares of a usual mark: how high a raised digit is, and how far its foot is above the others
DIGIT = 0.6  # share of a figure's height from which a mark is a digit
WIDTHS = 0.28, 1.0  # widths of a digit in relation to its height
SLANTED = 0.15  # share of its height by which the head of a slash stands right of its foot at least …
UPRIGHT = 0.06  # … and that of a 1 at most
EVEN = 1.5  # widest part of a slash in relation to the usual one
CLEAR = 18  # pixels of a figure's height from which a point can be told from a comma
APART = 1.0  # heights of a figure that lie between two figures
DOT = 0.1  # share of a figure's height that a point is wide and high at least
FLAT = 0.45  # height of a dash in relation to its width, at most

_FIGURE = re.compile(r"[+\-−]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?")
_GROUPED = re.compile(r"[+\-−]?\d{1,3}\.\d{3}")
_DASH = frozenset("—–-−－─一ー")  # read one for the other
_SLASH = frozenset("/∕")
_LABEL = re.compile(r"[（(]?\d{1,2}[.、．)）:：]\s*[“\"]?[\u3400-\u9fff]")  # begins with an ordinal
_LIKE_FIGURES = frozenset("一乙二丁了丨卜工口日曰田目白六人入八亠〇")  # words that a figure may be taken for
_WORD = re.compile(r"[\u3400-\u9fff]")


def is_word(text: str) -> bool:
    """Whether a text has a Chinese character."""
    return _WORD.search(text) is not None


def may_be_figure(reading: Reading) -> bool:
    """Whether a line may be a figure, or a mark for none, and is to be read a second time."""
    return len(reading.text) <= 2 or (any(map(str.isdecimal, reading.text)) and not _LABEL.match(reading.text))


def judge(line: Line, picture: Image, first: Reading, second: Reading | None) -> tuple[str, bool]:
    """(text, doubt) of a line; "" and doubt where it is no figure, no mark and no word. picture: of its ink alone."""
    if second is None:
        return first.text, first.score < LEGIBLE
    texts, score = [_folded(reading.text) for reading in (first, second)], min(first.score, second.score)
    text = texts[0]
    if all(each and _DASH.issuperset(each) for each in texts) and _is_flat(line):
        return "—" * len(line.marks), score < SURE
    lean = _lean(picture) if len(text) == 1 else 0.0
    if all(each in _SLASH for each in texts):
        return "/", score < SURE or lean < SLANTED or not _is_even(picture)
    if not is_word(first.text) and _gap(line) > APART * line.height:
        return "", True  # of cells whose border is lost
    if texts[0] != texts[1] or (text == "1" and lean > UPRIGHT):
        return _likeliest(first, second)
    if _FIGURE.fullmatch(text):
        return text, score < SURE or not _fits(text, line) or not _has_points(text, line)
    if is_word(text) and text not in _LIKE_FIGURES:
        strict = len(text) == 1 or any(map(str.isdecimal, text))
        return first.text, score < (SURE if strict else LEGIBLE)
    return _likeliest(first, second)


def _likeliest(first: Reading, second: Reading) -> tuple[str, bool]:
    """What is in doubt: the likelier figure, or words that no figure is taken for."""
    reading = max((first, second), key=lambda reading: reading.margin)
    text = first.text
    if is_word(text) and text not in _LIKE_FIGURES:
        return text, True
    return (reading.figure, True) if _FIGURE.fullmatch(reading.figure) and reading.margin > 0.05 else ("", True)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def _fits(text: str, line: Line) -> bool:
    """Whether the ink has a figure's characters: no more high marks beside each other than digits are read, and as
    wide as so many digits are."""
    digits = sum(map(str.isdecimal, text))
    tall = [mark for mark in line.marks if mark.height >= DIGIT * line.height]
    width = (line.right - line.left) / line.height
    if tall and any(_is_raised(mark, line) for mark in line.marks):
        return False
    return _columns(tall) <= digits and (digits - 1) * WIDTHS[0] < width <= digits * WIDTHS[1] + len(text) - digits


def _is_raised(mark: Mark, line: Line) -> bool:
    """Whether a mark is a small digit above the foot of the others: a footnote's, or a power."""
    heights = sorted(other.height for other in line.marks)
    feet = sorted(other.bottom for other in line.marks)
    usual, foot = heights[len(heights) // 2], feet[len(feet) // 2]
    return RAISED[0] * usual < mark.height < RAISED[1] * usual and mark.bottom < foot - RAISED[2] * usual


def _has_points(text: str, line: Line) -> bool:
    """Whether no dot stands at the foot of a figure that is not read; and a point that groups digits is no comma."""
    feet = sorted(mark.bottom for mark in line.marks if mark.height >= DIGIT * line.height)
    if not feet:
        return False
    foot = feet[len(feet) // 2]
    low = [mark for mark in line.marks if mark.height < DIGIT * line.height and mark.bottom >= foot - 2]
    dots = [mark for mark in low if mark.left > line.left and mark.area > (DOT * line.height) ** 2]
    if len(dots) > sum(map(text.count, ".,，")):
        return False
    if not _GROUPED.fullmatch(text):
        return True
    return (
        line.height >= CLEAR and len(dots) == 1 and dots[0].bottom <= foot + 1 and dots[0].height <= dots[0].width + 1
    )


def _columns(tall: Sequence[Mark]) -> int:
    """How many marks stand beside each other; pieces of a broken digit stand above each other."""
    count, end = 0, -1.0
    for mark in sorted(tall, key=lambda mark: mark.left):
        count += mark.left >= end - mark.width / 3
        end = max(end, mark.right)
    return count


def _gap(line: Line) -> float:
    """The widest gap between marks beside each other."""
    widest, end = 0, line.marks[0].right
    for mark in line.marks:
        widest, end = max(widest, mark.left - end), max(end, mark.right)
    return float(widest)


def _is_flat(line: Line) -> bool:
    return all(mark.height <= max(FLAT * mark.width, 2) for mark in line.marks)


def _lean(picture: Image) -> float:
    """By how much of its height a mark's top quarter stands right of its bottom quarter, by the middle of their ink."""
    dark = 255.0 - picture
    quarter = max(len(dark) // 4, 1)
    columns = np.arange(dark.shape[1])
    head, foot = (part.sum(axis=0) for part in (dark[:quarter], dark[-quarter:]))
    if not head.any() or not foot.any():
        return 0.0
    return float(np.average(columns, weights=head) - np.average(columns, weights=foot)) / len(dark)


def _is_even(picture: Image) -> bool:
    """Whether a mark is a stroke of the same width everywhere."""
    widths = (picture <= STRONG).sum(axis=1)[1:-1]
    return len(widths) > 0 and float(np.percentile(widths, 90)) <= EVEN * max(float(np.median(widths)), 1.0)
