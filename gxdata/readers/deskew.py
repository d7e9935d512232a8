"""A picture of a page made ready: grey, evenly lit, ink dark, red seals gone, straight. Tones and geometry only."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ..document import Box

Image = NDArray[Any]  # of tones, 0 to 255
Matrix = NDArray[np.float64]

FULL = 200 / 72  # pixels a point that are kept at most
STEEPEST = 6.0  # degrees that a page may be skewed
STRAIGHT = 0.03  # degrees that are not worth a rotation
FEWEST = 200  # ink pixels of a page that has a skew
POINTS = 60_000  # ink pixels that show the skew
MOST_LEAN = 3.0  # degrees that columns of a photographed page may lean where its rows are level …
LEAST_LEAN = 0.4  # … and from which they are set upright, …
CLEARER = 2.5  # … if they are so much sharper for it
THICK = 3.2  # points that what is no print is thick at least …
DESK = 0.02  # … and what of a picture it is at least, for its edges to outdo the print's
RED = 40  # by how much red exceeds the other colours in a seal
INK = 25.0  # tone of ink after stretching; paper is 255
PALEST = 215.0  # tone that ink has at most before stretching: what is paler is no print
BLOCK = 8  # pixels a side in which the light on the paper is even


class Page(NamedTuple):
    """A straight page: ink about 25 in `grey`, paper 255; `red`: 255 where a seal was.

    scale: pixels a point; back: affine matrix from pixels to points of the page as it was given; noise: standard
    deviation of the paper's tone.
    """

    grey: Image
    red: Image
    scale: float
    back: Matrix
    noise: float

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of pixels in points of the page as it was given: what encloses it, where that was skewed."""
        corners = np.array([[left, right, left, right], [top, top, bottom, bottom], [1.0, 1.0, 1.0, 1.0]])
        x, y, _ = self.back @ corners
        return Box(*(round(float(edge), 1) for edge in (x.min(), y.min(), x.max(), y.max())))


def prepare(image: Image, scale: float, turns: int = 0) -> Page:
    """The page in a picture (H × W × 3, red first, or H × W) of `scale` pixels a point, turned first by `turns`
    quarters counterclockwise."""
    height, width = image.shape[:2]
    image = np.ascontiguousarray(np.rot90(image, turns))
    back = np.diag([1 / scale, 1 / scale, 1.0]) @ _unturned(turns, width, height)
    if scale > FULL:
        image = np.asarray(cv2.resize(image, None, fx=FULL / scale, fy=FULL / scale, interpolation=cv2.INTER_AREA))
        back = back @ np.diag([scale / FULL, scale / FULL, 1.0])
    grey, red = _without_red(image)
    grey = _stretched(_evenly_lit(grey))
    fine = _fine(grey, min(scale, FULL))
    angle = skew(fine)
    slant = lean(fine, angle)
    if abs(angle) > STRAIGHT or slant:
        matrix, size = _sheared(*_rotation(grey.shape[1], grey.shape[0], angle), slant)
        grey = np.asarray(cv2.warpAffine(grey, matrix[:2], size, flags=cv2.INTER_CUBIC, borderValue=(255.0,)))
        red = np.asarray(cv2.warpAffine(red, matrix[:2], size, flags=cv2.INTER_NEAREST))
        back = back @ np.linalg.inv(matrix)
    return Page(grey, red, min(scale, FULL), back, _noise(grey))


def _unturned(turns: int, width: int, height: int) -> Matrix:
    """From the pixels of a picture turned counterclockwise to those of the one that was so wide and high."""
    matrices = {
        0: [[1, 0, 0], [0, 1, 0]],
        1: [[0, -1, width], [1, 0, 0]],
        2: [[-1, 0, width], [0, -1, height]],
        3: [[0, 1, 0], [-1, 0, height]],
    }
    return np.array([*matrices[turns % 4], [0, 0, 1]], dtype=np.float64)


# ── Tones ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _without_red(image: Image) -> tuple[Image, Image]:
    """(grey, where it was red): a red seal is nearly as light as paper in the red channel, and black print is not."""
    if image.ndim == 2:
        return image, np.zeros(image.shape, np.uint8)
    channels = cv2.split(image)
    soft = cv2.split(cv2.blur(image, (3, 3)))  # without the paper's coloured grain
    red = cv2.subtract(soft[0], cv2.max(soft[1], soft[2]))
    mask = cv2.threshold(red, RED, 255, cv2.THRESH_BINARY)[1]
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)))
    if not mask.any():
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)), mask
    grey = channels[0].copy()
    level = float(np.median(grey[mask > 0]))
    lit = np.asarray(cv2.convertScaleAbs(grey, alpha=255 / max(level, 128.0)))
    near = np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8))) > 0
    grey[near] = lit[near]
    return grey, mask


def _evenly_lit(grey: Image) -> Image:
    """The page as under even light: each tone in relation to the paper around it."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(width // BLOCK, 1), max(height // BLOCK, 1)), interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.resize(cv2.blur(paper, (9, 9)), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255))


def _stretched(grey: Image) -> Image:
    """Ink made equally dark on every page; a page without ink stays as it is."""
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = grey[grey < min(level, PALEST)]
    tone = float(np.median(ink)) if ink.size else 0.0
    if tone <= INK:
        return grey
    table = 255 - (255 - np.arange(256.0)) * (255 - INK) / (255 - min(tone, PALEST))
    return np.asarray(cv2.LUT(grey, np.clip(table, 0, 255).astype(np.uint8)))


def _noise(grey: Image) -> float:
    """Standard deviation of the paper's tone, from the differences of neighbours."""
    differences = np.abs(np.diff(grey[::4].astype(np.int16), axis=1))
    return float(np.median(differences)) / 0.954  # median of |difference of two normal values| = 0.954 sigma


# ── Skew ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def skew(grey: Image) -> float:
    """Degrees by which a page is turned clockwise: where its ink falls into the sharpest rows and columns."""
    x, y = _ink(grey)
    if len(x) < FEWEST:
        return 0.0
    best = _sharpest(x, y, np.arange(-STEEPEST, STEEPEST + 0.01, 0.2))
    best = _sharpest(x, y, best + np.arange(-0.2, 0.201, 0.04))
    return _sharpest(x, y, best + np.arange(-0.04, 0.041, 0.01))


def lean(grey: Image, angle: float) -> float:
    """Degrees by which the columns of a page lean to the left further down once it is turned by `angle` and its rows are
    level, as in a photograph that was not taken from straight above; 0 where they hardly do."""
    x, y = _ink(grey)
    if len(x) < FEWEST:
        return 0.0
    sine, cosine = np.sin(np.radians(angle)), np.cos(np.radians(angle))
    x, y = x * cosine + y * sine, y * cosine - x * sine
    best = 0.0
    for widest, step in ((MOST_LEAN, 0.1), (0.1, 0.02)):
        angles = best + np.arange(-widest, widest + step / 2, step)
        scores = [_sharpness(x + y * slope) for slope in np.tan(np.radians(angles))]
        best = float(angles[int(np.argmax(scores))])
    clear = max(scores) >= CLEARER * _sharpness(x)
    return best if abs(best) >= LEAST_LEAN and clear else 0.0


def _ink(grey: Image) -> tuple[NDArray[Any], NDArray[Any]]:
    """x and y of ink, POINTS pixels of it at most."""
    y, x = np.nonzero(grey < 128)
    if len(x) > POINTS:
        chosen = np.linspace(0, len(x) - 1, POINTS).astype(np.int64)
        x, y = x[chosen], y[chosen]
    return x, y


def _fine(grey: Image, scale: float) -> Image:
    """The page without what is too thick for print, the desk around it or a copier's shadow: their edges are straight,
    too, but not with the print. Only to be measured: there may be print beneath."""
    thick = max(round(THICK * scale), 3)
    ink = cv2.threshold(grey, 127, 255, cv2.THRESH_BINARY_INV)[1]
    ink = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    if float(np.mean(np.asarray(ink))) < 255 * DESK:
        return grey
    near = np.asarray(cv2.dilate(ink, np.ones((2 * thick + 1, 2 * thick + 1), np.uint8)))
    return np.where(near > 0, np.uint8(255), grey)


def _sharpest(x: NDArray[np.int64], y: NDArray[np.int64], angles: NDArray[np.float64]) -> float:
    scores = [_sharpness(y - x * slope) + _sharpness(x + y * slope) for slope in np.tan(np.radians(angles))]
    return float(angles[int(np.argmax(scores))])


def _sharpness(places: NDArray[np.float64]) -> float:
    """How unevenly ink falls into lines."""
    counts = np.bincount((places - places.min()).astype(np.int64)).astype(np.float64)
    return float(np.sum(np.diff(counts) ** 2))


def _rotation(width: int, height: int, angle: float) -> tuple[Matrix, tuple[int, int]]:
    """The matrix that turns a page counterclockwise by `angle` degrees onto one large enough, and that one's size."""
    sine, cosine = np.sin(np.radians(angle)), np.cos(np.radians(angle))
    wide = round(width * cosine + height * abs(sine))
    high = round(height * cosine + width * abs(sine))
    matrix = np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    matrix[:2, 2] = np.array([wide, high]) / 2 - matrix[:2, :2] @ (np.array([width, height]) / 2)
    return matrix, (wide, high)


def _sheared(matrix: Matrix, size: tuple[int, int], slant: float) -> tuple[Matrix, tuple[int, int]]:
    """The matrix that also sets columns upright which lean by `slant` degrees, and the size of the page."""
    slope = float(np.tan(np.radians(slant)))
    more = abs(slope) * size[1]
    shear = np.array([[1.0, slope, max(-slope, 0.0) * size[1]], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    return shear @ matrix, (size[0] + round(more), size[1])
