"""Ruling lines of a page's picture. Lines may be thin, faint, dashed, broken or noisy; strokes of characters are none."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from .deskew import Image, Page
from .ruled import Rule

FINEST = 150 / 72  # pixels a point that lines are looked for in
THICK = 4.0  # points that a line is thick at most
DOUBLE = 2.0  # points that lie between the two lines of a double one at most
LONG = 16.0, 11.0  # points that pieces of horizontal and vertical lines have at least
SMOOTH = 2.5  # points along a line over which it is averaged: small gaps close, noise goes
INK = 230.0  # tones between ink and paper
DARK = 0.12, 0.3  # share of that a smoothed line has at least: on paper without grain, where hair lines are pale …
GRAIN = 0.025  # … more by this for every tone that the paper's grain deviates by, and at most
PALE = 0.4  # share of what the page's long lines stand out by that each line does at least
BARE = 0.5  # share of a line's darkness that is left on both sides of it together at most: text has more
GAP = 9.0  # points that may lie between pieces of a line
DRIFT = 1.5  # points by which they may lie beside each other
ALONE = 60.0  # points that a line is long whose ends meet no other
MEETS = 4.0  # points by which the end of a line may miss another …
SHORT = 36.0, 1.3  # … and of one that is no longer than a character may be high, which stands clear of the lines


def rules(page: Page) -> tuple[list[Rule], list[Rule]]:
    """(horizontal, vertical) lines, in points of the straight page: pixels divided by its scale."""
    grey, scale = page.grey, page.scale
    if scale > FINEST:
        grey = np.asarray(cv2.resize(grey, None, fx=FINEST / scale, fy=FINEST / scale, interpolation=cv2.INTER_AREA))
        scale = FINEST
    dark = np.asarray(cv2.bitwise_not(grey))
    turned = np.ascontiguousarray(dark.T)
    faint = INK * min(DARK[0] + GRAIN * page.noise, DARK[1])
    usual = _usual([*_lines(dark, scale, LONG[0], faint), *_lines(turned, scale, LONG[1], faint)])
    least = min(max(PALE * usual, faint), INK * DARK[1])  # the lines' own, so that strokes of characters do not join
    pieces = _lines(dark, scale, LONG[0], least), _lines(turned, scale, LONG[1], least)
    across, down = ([line for line, _ in found] for found in pieces)
    horizontal, vertical = _meeting(_joined(across), _joined(down))
    return _with_parts(horizontal, across, vertical), _with_parts(vertical, down, horizontal)


def _usual(pieces: Sequence[tuple[Rule, float]]) -> float:
    """By how much the page's long lines stand out: half of their length does as much. Strokes of characters are short."""
    found = sorted((clear, line.end - line.start) for line, clear in pieces if line.end - line.start >= ALONE)
    half = sum(length for _, length in found) / 2
    for clear, length in found:
        half -= length
        if half <= 0:
            return clear
    return 0.0


def _lines(dark: Image, scale: float, long: float, least: float) -> list[tuple[Rule, float]]:
    """The pieces of horizontal lines in a picture in which ink is light, `least` tones lighter than what is beside
    them, each with how much lighter it is."""
    along, across = _odd(SMOOTH * scale), _odd(THICK * scale)
    smooth = np.asarray(cv2.blur(dark, (along, 1)))
    ridge = cv2.morphologyEx(smooth, cv2.MORPH_TOPHAT, np.ones((across, 1), np.uint8))
    mask = np.asarray(cv2.threshold(ridge, least, 255, cv2.THRESH_BINARY)[1])
    mask = np.asarray(cv2.dilate(mask, np.ones((2, 1), np.uint8)))  # a line that drifts by a pixel is one
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, max(round(long * scale), 3)), np.uint8)))
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((_odd(DOUBLE * scale), 1), np.uint8)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for left, top, width, height in (map(int, row[:4]) for row in stats[1:count]):
        if line := _line(smooth, scale, left, top, width, height):
            clear = ridge[top : top + height, left : left + width].mean(axis=1).max()
            found.append((line, float(clear)))
    return found


def _line(smooth: Image, scale: float, left: int, top: int, width: int, height: int) -> Rule | None:
    """The line in a streak, if it is thin and bare on both sides."""
    if height > THICK * scale + 2:
        return None
    away = max(2, round(1.2 * scale))
    first = max(top - away, 0)
    rows = smooth[first : top + height + away, left : left + width].mean(axis=1)
    peak = float(rows.max())
    if float(rows[0] + rows[-1]) > BARE * peak:
        return None
    thick = rows > peak / 2
    places = np.nonzero(thick)[0]
    at = float(np.average(places, weights=rows[thick])) + first + 0.5
    return Rule(at / scale, left / scale, (left + width) / scale, float(places[-1] - places[0] + 1) / scale)


def _odd(pixels: float) -> int:
    return max(3, round(pixels) | 1)


def _joined(pieces: Sequence[Rule]) -> list[Rule]:
    """Pieces of the same line joined, where little lies between them."""
    found: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: (rule.start, rule.at)):
        for place, line in enumerate(found):
            if abs(line.at - piece.at) <= DRIFT and piece.start <= line.end + GAP:
                long, more = line.end - line.start, piece.end - piece.start
                at = (line.at * long + piece.at * more) / (long + more)
                end, thickness = max(line.end, piece.end), max(line.thickness, piece.thickness)
                found[place] = Rule(at, line.start, end, thickness)
                break
        else:
            found.append(piece)
    return sorted(found)


def _meeting(horizontal: list[Rule], vertical: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The lines whose ends meet others, and long ones: the strokes of a character end in the air."""
    while True:
        kept = [rule for rule in horizontal if _held(rule, vertical)]
        both = kept, [rule for rule in vertical if _held(rule, kept)]
        if (len(both[0]), len(both[1])) == (len(horizontal), len(vertical)):
            return both
        horizontal, vertical = both


def _with_parts(lines: list[Rule], pieces: Sequence[Rule], across: Sequence[Rule]) -> list[Rule]:
    """The lines, with those whose ends meet others and that were lost because they were joined with a stroke of print."""
    lost = [piece for piece in pieces if _held(piece, across) and not any(_covers(line, piece) for line in lines)]
    return sorted([*lines, *_joined(lost)]) if lost else lines


def _covers(line: Rule, piece: Rule) -> bool:
    return abs(line.at - piece.at) <= DRIFT and line.start <= piece.start + DRIFT and piece.end - DRIFT <= line.end


def _held(rule: Rule, across: Sequence[Rule]) -> bool:
    if rule.end - rule.start >= ALONE:
        return True
    meeting = [other.at for other in across if other.start - MEETS <= rule.at <= other.end + MEETS]
    near = SHORT[1] if rule.end - rule.start < SHORT[0] else MEETS
    return all(any(abs(end - at) <= near for at in meeting) for end in (rule.start, rule.end))


def mask(page: Page, horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> NDArray[np.bool_]:
    """Where lines run on the page, a little wider than they are."""
    found = np.zeros(page.grey.shape, np.bool_)
    for lines, target in ((horizontal, found), (vertical, found.T)):
        for at, start, end, thickness in lines:
            low, high = (at + side * (thickness / 2 + 0.5) for side in (-1, 1))
            edges = [max(round(edge * page.scale), 0) for edge in (low, high, start, end)]
            target[edges[0] : edges[1] + 1, edges[2] : edges[3]] = True
    return found
