"""Ink of a straight page: what stands in a rectangle, and the lines of print that it makes up."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from .deskew import Image, Page

STRONG = 128  # tone up to which a pixel is ink
WEAK = 205  # tone up to which one may be: a faint figure's
NOISY = 5.0  # standard deviations of the paper's tone that may be its grain
SPECK = 1.8  # points that a speck of dust is wide and high at most; and so is a decimal point
RIM = 1.6  # points from a cell's edge within which a remnant of its border may lie
FAINT = 2.2  # points that a faint mark is high or wide at least, to be one
FIGURE = 3.2  # points that a figure is high at least
TALLEST = 40.0  # points that a character is high at most


class Mark(NamedTuple):
    """Ink that hangs together, in pixels; faint: no pixel of it is strong."""

    left: int
    top: int
    right: int
    bottom: int
    area: int
    faint: bool

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


class Line(NamedTuple):
    """A line of print in a cell, in pixels."""

    left: int
    top: int
    right: int
    bottom: int
    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        return self.bottom - self.top


class Content(NamedTuple):
    """What a cell holds: its lines; doubt: there may be more in it than they say; width: of the cell, in pixels."""

    lines: tuple[Line, ...]
    doubt: bool
    width: float


def marks(page: Page, lines: NDArray[np.bool_]) -> list[Mark]:
    """All ink of a page but for its ruling lines."""
    weak = min(WEAK, int(255 - NOISY * page.noise))
    soft = cv2.GaussianBlur(page.grey, (3, 3), 0) if page.noise > 2 else page.grey
    ink = np.asarray(cv2.threshold(soft, weak, 255, cv2.THRESH_BINARY_INV)[1])
    ink[lines] = 0
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    strong = np.zeros(count, np.bool_)
    strong[np.unique(labels[(soft <= STRONG) & (ink > 0)])] = True
    return [
        Mark(left, top, left + width, top + height, area, not strong[number])
        for number, (left, top, width, height, area) in enumerate(stats.tolist())
        if number and area > 1
    ]


def content(found: Iterable[Mark], box: Sequence[float], scale: float, usual: float) -> Content:
    """The lines of print among a cell's marks. box: its edges in pixels; usual: the height of the page's characters."""
    left, top, right, bottom = box
    rim, kept, doubt, specks = RIM * scale, list[Mark](), False, list[Mark]()
    for mark in found:
        beside = mark.right <= left + rim or mark.left >= right - rim
        above = mark.bottom <= top + rim or mark.top >= bottom - rim
        if beside or above:  # a remnant of the border; or a 1 that stands at it
            doubt |= beside and FIGURE * scale <= mark.height < 0.8 * (bottom - top) and not mark.faint
        elif max(mark.width, mark.height) <= SPECK * scale:
            specks.append(mark)
        elif mark.faint:
            doubt |= max(mark.height, mark.width) >= FAINT * scale
        else:
            kept.append(mark)
    if not kept:
        return Content((), doubt or _scattered(specks, scale, usual), right - left)
    return Content(tuple(_with(line, specks) for line in _lines(kept, usual)), doubt, right - left)


def _scattered(specks: Sequence[Mark], scale: float, usual: float) -> bool:
    """Whether specks may be what is left of a broken figure: many, or some so near that they fit into one."""
    if len(specks) < 2:
        return False
    wide = max(mark.right for mark in specks) - min(mark.left for mark in specks)
    high = max(mark.bottom for mark in specks) - min(mark.top for mark in specks)
    return len(specks) > 3 or (max(wide, high) >= FAINT * scale and wide <= 1.5 * usual and high <= 1.5 * usual)


def _lines(found: Sequence[Mark], usual: float) -> list[Line]:
    """Marks that lie beside each other make a line; low ones beside none (一, a dot, half of 二) go to the nearest."""
    bands: list[list[Mark]] = []
    end = -1
    for mark in sorted(found, key=lambda mark: (mark.top, mark.left)):
        if bands and mark.top < end:
            bands[-1].append(mark)
        else:
            bands.append([mark])
        end = max(end, mark.bottom) if len(bands[-1]) > 1 else mark.bottom
    merged: list[list[Mark]] = []
    for band in bands:
        if merged and _low(merged[-1], band, usual):
            merged[-1] += band
        else:
            merged.append(band)
    return [_line(part) for band in merged for part in _parted(band, usual)]


def _parted(band: list[Mark], usual: float) -> list[list[Mark]]:
    """Lines so near that their brackets reach into each other, by the middles of their high marks."""
    if max(mark.bottom for mark in band) - min(mark.top for mark in band) < 1.7 * usual:
        return [band]
    middles = sorted((mark.top + mark.bottom) / 2 for mark in band if 0.7 * usual <= mark.height <= 1.4 * usual)
    cuts = [(one + two) / 2 for one, two in pairwise(middles) if two - one > 0.5 * usual]
    parts: dict[int, list[Mark]] = {}
    for mark in band:
        parts.setdefault(bisect(cuts, (mark.top + mark.bottom) / 2), []).append(mark)
    return [parts[part] for part in sorted(parts)]


def _with(line: Line, specks: Sequence[Mark]) -> Line:
    """A line with the dots that stand in it."""
    dots = [mark for mark in specks if line.left < mark.left < line.right and line.top < mark.bottom <= line.bottom + 1]
    return line._replace(marks=tuple(sorted((*line.marks, *dots)))) if dots else line


def _low(above: Sequence[Mark], band: Sequence[Mark], usual: float) -> bool:
    """Whether two bands together are no higher than a character."""
    top, bottom = min(mark.top for mark in above), max(mark.bottom for mark in band)
    parts = [max(mark.bottom for mark in part) - min(mark.top for mark in part) for part in (above, band)]
    return bottom - top <= 1.25 * usual and min(parts) < 0.6 * usual


def _line(band: Sequence[Mark]) -> Line:
    marks = sorted(band, key=lambda mark: (mark.left, mark.top))
    return Line(
        min(mark.left for mark in band),
        min(mark.top for mark in band),
        max(mark.right for mark in band),
        max(mark.bottom for mark in band),
        tuple(marks),
    )


def usual_height(found: Iterable[Mark], scale: float) -> float:
    """The height of a page's characters in pixels: that of most marks that are not specks or strokes."""
    heights = sorted(mark.height for mark in found if FIGURE * scale <= mark.height <= TALLEST * scale)
    return float(heights[int(len(heights) * 0.7)]) if heights else 9.0 * scale


def crop(grey: Image, line: Line, margin: float, usual: float) -> Image:
    """A line's picture with white around it: `margin` of its height, and more around a low mark, as if it were a
    character of the usual height."""
    height = max(line.height, 0.75 * usual)
    around = max(round(height * margin), 1)
    more = max(round((height - line.height) / 2), 0) + around
    picture = grey[line.top : line.bottom, line.left : line.right]
    return np.asarray(cv2.copyMakeBorder(picture, more, more, around, around, cv2.BORDER_CONSTANT, value=(255.0,)))
