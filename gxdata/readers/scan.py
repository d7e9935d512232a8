"""Pictures of pages: PNG, JPEG, TIFF of many pages, GIF, WebP, BMP. What is on them is recognised, if that is asked for.

The packages that recognise characters are an extra, gxdata[ocr]; here they are loaded when they are needed.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from ..document import Document, ReadError
from .assembly import blocks
from .pages import Page

NEEDED = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")
FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP")
MAX_PAGES = 100  # of a file that are recognised
MAX_PIXELS = 80_000_000  # of a page: A3 at 600 dots an inch
SMALLEST = 300  # pixels of a page's shorter side
LONGEST = 12  # times its width that a page may be high
SHARPEST = 300  # dots an inch that a JPEG file is decoded to, where it has more
SIDES = (5.5, 9.0), (11.0, 12.2)  # inches of the shorter side of pages; a file that states others does not know its own
A4 = 595.0  # points of its shorter side

UNASKED = "it is a picture of a page: read it with --ocr (install gxdata[ocr])"
DAMAGED = "its picture is damaged or cut off: get the file again"


def read_scan(data: bytes, ocr: bool) -> Document:
    """The document in a file of pictures, one a page. Raises ReadError: `unsupported` without `ocr` or its packages."""
    if not ocr and find_spec("PIL") is None:
        raise ReadError(UNASKED, "unsupported")
    name = reader_name() if ocr else ""
    pages: list[Page] = []
    anomalies: list[str] = []
    for number, picture in _frames(data, anomalies):
        if not ocr:
            raise ReadError(UNASKED, "unsupported")
        image, scale = _pixels(picture)
        pages.append(read_page(image, scale, number))
    found = blocks(pages)
    if not found:
        raise ReadError("no characters were recognised in it: get another file of the report", "unsupported")
    return Document(found, "image", name, {}, anomalies)


def reader_name() -> str:
    """How a document says who recognised it; raises ReadError when the packages are not installed."""
    return f"ocr rapidocr {libraries()['rapidocr']}"


def libraries() -> dict[str, str]:
    """The versions of the packages on which recognised characters depend; raises ReadError when they are not there."""
    if any(find_spec(package) is None for package in NEEDED):
        raise ReadError("to recognise characters takes more packages: pip install 'gxdata[ocr]'", "unsupported")
    return {package: version(package) for package in NEEDED[:2]}


def read_page(image: Any, scale: float, number: int) -> Page:
    """The lines and tables of a page in an array (height × width × red, green, blue, or height × width of greys) with
    `scale` pixels a point; cells and lines say whether they may be misread. Raises ReadError."""
    reader_name()
    page: Page = import_module(".picture", __package__).read_page(image, scale, number)
    return page


def _frames(data: bytes, anomalies: list[str]) -> Iterator[tuple[int, Any]]:
    """(number, picture) of every page that can be decoded, and what was odd about the others."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of large and of slightly damaged files, which are judged here
        try:
            file = Image.open(io.BytesIO(data), formats=FORMATS)
            count = int(getattr(file, "n_frames", 1))
        except Image.DecompressionBombError as error:
            raise ReadError(_too_large("more pixels")) from error
        except Exception as error:  # Pillow lets through whatever damaged bytes lead to
            raise ReadError(DAMAGED) from error
        many = file.format == "TIFF"
        if many and count > MAX_PAGES:
            raise ReadError(
                f"it has {count} pages, more than the {MAX_PAGES} that are recognised: save the report's alone"
            )
        if count > 1 and not many:
            anomalies.append(f"it is a moving picture of {count} frames; the first was read")
        damaged = 0
        for number in range(1, (count if many else 1) + 1):
            picture = _decoded(file, number)
            damaged += picture is None
            if picture is None:
                anomalies.append(f"page {number}: damaged or cut off, and not read")
            else:
                yield number, picture
        if damaged == (count if many else 1):
            raise ReadError(DAMAGED)


def _decoded(file: Any, number: int) -> Any | None:
    """One frame, in grey or colours and upright; None when it is damaged. Raises ReadError for a size that no page has."""
    from PIL import Image, ImageOps

    try:
        file.seek(number - 1)
        _check(*file.size)
        if file.format == "JPEG":
            dots = min(file.size) / (A4 / 72)
            file.draft(None, tuple(round(side * min(1.0, SHARPEST / dots)) for side in file.size))
        picture = ImageOps.exif_transpose(file)
        if picture.mode.startswith("I;16"):
            picture = picture.point(lambda tone: tone / 256).convert("L")
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            picture = picture.convert("RGBA")
            picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
        return picture if picture.mode in ("L", "RGB") else picture.convert("L" if picture.mode == "1" else "RGB")
    except ReadError:
        raise
    except Exception:  # as above
        return None


def _check(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise ReadError(_too_large(f"{width} × {height} pixels"))
    if min(width, height) < SMALLEST:
        raise ReadError(f"it is too small to be a picture of a page: {width} × {height} pixels", "unsupported")
    if max(width, height) > LONGEST * min(width, height):
        raise ReadError(f"it is too narrow to be a picture of a page: {width} × {height} pixels", "unsupported")


def _too_large(what: str) -> str:
    return f"its picture has {what}, more than the {MAX_PIXELS // 1_000_000} million that are read: save it smaller"


def _pixels(picture: Any) -> tuple[Any, float]:
    """A page's array, and its pixels a point: as the file states it where that can be true, else as if it were A4."""
    import numpy as np

    width, height = picture.size
    stated = picture.info.get("dpi", (0, 0))[0]
    scale = float(stated) / 72 if stated else 0.0
    side = min(width, height) / scale / 72 if scale else 0.0
    if not any(low <= side <= high for low, high in SIDES):
        scale = min(width, height) / A4 if height <= 2 * width else width / A4
    return np.asarray(picture), scale
