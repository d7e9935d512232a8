"""Whether the text on layers (optional content) shows. PDFium does not say which layers are hidden, but draws a page
without them: where text of a hidden layer stands clear of all else, nothing is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from itertools import islice, product
from typing import Any

import pypdfium2.raw as pdfium

from .content import Area, View

MOST, ENOUGH = 1_000, 60  # characters of which some stand clear of others, and how many of these are looked at
SCALE, SIDE = 2.0, 2_000  # pixels a point, and pixels of the longer side at most
CONTRAST = 40  # tones between paper and ink
LOOKS = 100_000  # comparisons of two characters on one page at most
CLOSE = 8.0  # points between the middles of characters that stand on each other at most
BESIDE = 1.0  # points around a character in which no other may stand


def shown(page: Any, view: View, layered: Sequence[Area], others: Sequence[Area]) -> bool | None:
    """Whether characters on layers are drawn, by their places; others: the places of those on none. False where fewer
    than half are. None where it is not plain: more are but not all, others stand over all of them, two of them stand on
    each other (of two layers one may be hidden), or the page cannot be drawn."""
    clear = _clear(layered, others)
    if not clear or _overprinted(layered):
        return None
    scale = min(SCALE, SIDE / max(view.width, view.height))
    rows, stride = _grey(page, view, scale)
    if not rows:
        return None
    found = [_has_ink(rows, stride, [edge * scale for edge in place]) for place in clear]
    return True if all(found) else False if 2 * sum(found) < len(found) else None


def _clear(layered: Sequence[Area], others: Sequence[Area]) -> list[Area]:
    """Some characters of layers on which no others stand."""
    looks = min(MOST, LOOKS // max(len(others), 1))
    clear = (place for place in layered[:looks] if not any(_over(place, other) for other in others))
    return list(islice(clear, ENOUGH))


def _overprinted(places: Sequence[Area]) -> bool:
    """Whether the middle of a character stands in another one."""
    near: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for left, top, right, bottom in places:
        x, y = (left + right) / 2, (top + bottom) / 2
        across, down = int(x // CLOSE), int(y // CLOSE)
        for square in product((across - 1, across, across + 1), (down - 1, down, down + 1)):
            if any(left < there < right and top < under < bottom for there, under in near.get(square, ())):
                return True
        near.setdefault((across, down), []).append((x, y))
    return False


def _over(one: Area, two: Area) -> bool:
    return (
        one[0] - BESIDE < two[2] and two[0] < one[2] + BESIDE and one[1] - BESIDE < two[3] and two[1] < one[3] + BESIDE
    )


def _grey(page: Any, view: View, scale: float) -> tuple[bytes, int]:
    """The page in grey, a byte a pixel, and how many bytes a row of it has; no bytes when it cannot be drawn."""
    width, height = (max(1, round(side * scale)) for side in (view.width, view.height))
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    if not bitmap:
        return b"", width
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        turn = (view.quarter - pdfium.FPDFPage_GetRotation(page)) % 4
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, turn, 0)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        return ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height), stride
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)


def _has_ink(rows: bytes, stride: int, place: Sequence[float]) -> bool:
    left, top, right, bottom = (max(round(edge), 0) for edge in place)
    tones = b"".join(rows[at + left : at + right + 1] for at in range(top * stride, (bottom + 1) * stride, stride))
    return bool(tones) and max(tones) - min(tones) > CONTRAST
