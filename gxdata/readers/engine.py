"""PDFium's small functions, called with plain addresses: a page has thousands of characters, and pypdfium2's own
bindings spend more time on wrapping their pointers than on the calls."""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from struct import Struct
from typing import Any

import pypdfium2.raw as pdfium

_ADDRESS, _INT, _UINT = ctypes.c_void_p, ctypes.c_int, ctypes.c_uint


def _plain(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]


def address(handle: Any) -> int:
    """The address of what a handle of pypdfium2 stands for."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


# Of a page's text, and the place of a character in it
text_unicode = _plain("FPDFText_GetUnicode", _UINT, _ADDRESS, _INT)
text_object = _plain("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)
text_loose_box = _plain("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
text_box = _plain("FPDFText_GetCharBox", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
text_unmapped = _plain("FPDFText_HasUnicodeMapError", _INT, _ADDRESS, _INT)
# Of an object, and where to put what is asked for
object_type = _plain("FPDFPageObj_GetType", _INT, _ADDRESS)
object_matrix = _plain("FPDFPageObj_GetMatrix", _INT, _ADDRESS, _ADDRESS)
object_bounds = _plain("FPDFPageObj_GetBounds", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
object_fill = _plain("FPDFPageObj_GetFillColor", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
object_stroke = _plain("FPDFPageObj_GetStrokeColor", _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
object_transparent = _plain("FPDFPageObj_HasTransparency", _INT, _ADDRESS)
font_size = _plain("FPDFTextObj_GetFontSize", _INT, _ADDRESS, _ADDRESS)
render_mode = _plain("FPDFTextObj_GetTextRenderMode", _INT, _ADDRESS)
draw_mode = _plain("FPDFPath_GetDrawMode", _INT, _ADDRESS, _ADDRESS, _ADDRESS)
segments = _plain("FPDFPath_CountSegments", _INT, _ADDRESS)
segment = _plain("FPDFPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT)
segment_point = _plain("FPDFPathSegment_GetPoint", _INT, _ADDRESS, _ADDRESS, _ADDRESS)
segment_type = _plain("FPDFPathSegment_GetType", _INT, _ADDRESS)
segment_closes = _plain("FPDFPathSegment_GetClose", _INT, _ADDRESS)
# Of what an object is marked with
marks = _plain("FPDFPageObj_CountMarks", _INT, _ADDRESS)
mark = _plain("FPDFPageObj_GetMark", _ADDRESS, _ADDRESS, ctypes.c_ulong)
mark_name = _plain("FPDFPageObjMark_GetName", _INT, _ADDRESS, _ADDRESS, ctypes.c_ulong, _ADDRESS)
# Of the paths that an object is clipped to
clip_path = _plain("FPDFPageObj_GetClipPath", _ADDRESS, _ADDRESS)
clip_paths = _plain("FPDFClipPath_CountPaths", _INT, _ADDRESS)
clip_segments = _plain("FPDFClipPath_CountPathSegments", _INT, _ADDRESS, _INT)
clip_segment = _plain("FPDFClipPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT, _INT)
# Of a page or a form, and the place of an object in it
page_objects = _plain("FPDFPage_CountObjects", _INT, _ADDRESS)
page_object = _plain("FPDFPage_GetObject", _ADDRESS, _ADDRESS, _INT)
form_objects = _plain("FPDFFormObj_CountObjects", _INT, _ADDRESS)
form_object = _plain("FPDFFormObj_GetObject", _ADDRESS, _ADDRESS, ctypes.c_ulong)


def each(
    function: Callable[..., Any],
    kind: str,
    pointers: int,
    unknown: Sequence[Any],
    count: int,
    *arguments: Iterable[Any],
) -> Iterator[tuple[Any, ...]]:
    """What a function gives back through so many pointers for each of `count` objects: numbers of a type, as `struct`
    names it, `unknown` where it gives none. arguments: those before the pointers, each for all objects. No Python runs
    between the calls."""
    numbers = Struct(f"{len(unknown)}{kind}")
    size = numbers.size
    room = ctypes.create_string_buffer(numbers.pack(*unknown) * count, size * count)
    start = ctypes.addressof(room)
    places = (range(start + size // pointers * pointer, start + size * count, size) for pointer in range(pointers))
    deque(map(function, *arguments, *places), maxlen=0)
    return numbers.iter_unpack(room)


class Numbers:
    """Room for what PDFium gives back through pointers: `count` numbers of a type, as `struct` names it (f, d, i, I).
    It serves one thread at a time, as PDFium does. read: the numbers as they stand."""

    def __init__(self, kind: str, count: int) -> None:
        layout = Struct(f"{count}{kind}")
        self._room = ctypes.create_string_buffer(layout.size)
        self.start = ctypes.addressof(self._room)
        self.addresses = tuple(self.start + layout.size // count * place for place in range(count))
        self.read: Callable[[], tuple[Any, ...]] = partial(layout.unpack_from, self._room)
