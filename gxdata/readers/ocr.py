"""The character recogniser: PP-OCR's models out of the rapidocr package, run by onnxruntime in one thread.

The models lie in the package, and nothing is fetched: rapidocr's own code, which would download a model that is
missing and logs what it does, is not imported. Images are grey, dark on light, a line of text upright in each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from ..document import ReadError
from .deskew import Image

HEIGHT = 48  # pixels of a line as the recogniser takes it
STEP = 8  # pixels of such a line for which it says one character
NARROWEST, WIDEST = 48, 2400  # pixels of a line
BATCH = 2400  # pixels of width that are recognised together
DETECT = 1.5  # pixels a point in which lines are looked for …
LONGEST = 4_000  # … and of a side at most
TEXT = 0.3  # likelihood from which a pixel is text …
SURE = 0.5  # … and the mean of a line's
GROWN = 1.6  # a line found is its inside: it is grown by area ÷ circumference × this

FIGURE = "0123456789.,+-−"  # what a figure is made of


class Reading(NamedTuple):
    """A line as recognised: its characters, and how likely each is (0–1)."""

    text: str
    scores: tuple[float, ...]
    figure: str = ""  # the likeliest reading that is a figure alone
    margin: float = 0.0  # how likely its least likely character is

    @property
    def score(self) -> float:
        return min(self.scores, default=0.0)


@cache
def _model(part: str) -> Any:
    """An onnxruntime session over one of the models, `det` or `rec`."""
    import onnxruntime

    spec = find_spec("rapidocr")
    folder = Path((spec and spec.origin) or "").parent / "models"
    found = sorted(folder.glob(f"*_{part}_*.onnx"))
    if not found:
        raise ReadError(
            "rapidocr has come without its models: pip install --force-reinstall 'gxdata[ocr]'", "unsupported"
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes share out the processors
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(found[-1]), options, providers=["CPUExecutionProvider"])


def _run(part: str, batch: Any) -> Any:
    session = _model(part)
    return session.run(None, {session.get_inputs()[0].name: batch})[0]


@cache
def _alphabet() -> tuple[str, ...]:
    """The characters by their number; 0 is none."""
    return ("", *_model("rec").get_modelmeta().custom_metadata_map["character"].splitlines(), " ")


# ── A line's characters ──────────────────────────────────────────────────────────────────────────────────────────


def recognise(lines: Sequence[Image]) -> list[Reading]:
    """What each line says. Lines of about the same width are recognised together; the order makes no difference."""
    ready = [_scaled(line) for line in lines]
    found: list[Reading] = [Reading("", ())] * len(lines)
    for batch in _batches([line.shape[1] for line in ready]):
        widest = max(NARROWEST, *(ready[place].shape[1] for place in batch))
        picture = np.zeros((len(batch), 3, HEIGHT, -(-widest // STEP) * STEP), np.float32)
        for row, place in enumerate(batch):
            picture[row, :, :, : ready[place].shape[1]] = ready[place]
        for place, likely in zip(batch, _run("rec", picture), strict=True):
            found[place] = _decoded(likely)
    return found


def _scaled(line: Image) -> NDArray[np.float32]:
    """A line as high as the recogniser takes it, its tones from -1 to 1."""
    height, width = line.shape
    wide = min(max(round(HEIGHT * width / height), STEP), WIDEST)
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (wide, HEIGHT), interpolation=way), np.float32) / 127.5 - 1


def _batches(widths: Sequence[int]) -> Iterator[list[int]]:
    """Places of lines in groups of about the same width."""
    batch: list[int] = []
    for place in sorted(range(len(widths)), key=lambda place: (widths[place], place)):
        if batch and (len(batch) + 1) * max(widths[place], NARROWEST) > BATCH:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _decoded(likely: NDArray[np.float32]) -> Reading:
    """steps × characters → the characters: a character in neighbouring steps is one, unless none stands between."""
    text, scores = _path(likely, likely.argmax(axis=1))
    figure, margins = text, scores
    if not set(text) <= set(FIGURE):
        numbers = _figure_numbers()
        figure, margins = _path(likely, numbers[likely[:, numbers].argmax(axis=1)])
    return Reading(text.strip(), scores, figure, min(margins, default=0.0))


def _path(likely: NDArray[np.float32], best: NDArray[np.int64]) -> tuple[str, tuple[float, ...]]:
    alphabet = _alphabet()
    text, scores = "", list[float]()
    before = 0
    for step, number in enumerate(best.tolist()):
        score = float(likely[step, number])
        if number and number == before:
            scores[-1] = max(scores[-1], score)
        elif number:
            text += alphabet[number]
            scores.append(score)
        before = number
    return text, tuple(round(score, 4) for score in scores)


@cache
def _figure_numbers() -> NDArray[np.int64]:
    return np.array([0, *(_alphabet().index(character) for character in FIGURE)])


# ── Where lines are ──────────────────────────────────────────────────────────────────────────────────────────────


def find_lines(grey: Image, scale: float) -> list[tuple[int, int, int, int]]:
    """(left, top, right, bottom) of the lines of text on a page of `scale` pixels a point, from top to bottom, in pixels."""
    height, width = grey.shape
    shrink = min(1.0, DETECT / scale, LONGEST / max(height, width))
    size = [max(32, round(side * shrink / 32) * 32) for side in (width, height)]
    small = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.float32) / 127.5 - 1
    likely = _run("det", np.broadcast_to(small, (1, 3, *small.shape)).copy())[0, 0]
    mask = np.asarray(cv2.dilate((likely > TEXT).astype(np.uint8), np.ones((2, 2), np.uint8)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    totals = np.bincount(labels.ravel(), weights=likely.ravel(), minlength=count)
    found = []
    for number in range(1, count):
        left, top, wide, high, area = (int(value) for value in stats[number])
        if min(wide, high) < 3 or totals[number] / area < SURE:
            continue
        more = wide * high * GROWN / (2 * (wide + high))
        edges = ((left - more) / size[0] * width, (top - more) / size[1] * height)
        ends = ((left + wide + more) / size[0] * width, (top + high + more) / size[1] * height)
        found.append(
            (max(round(edges[0]), 0), max(round(edges[1]), 0), min(round(ends[0]), width), min(round(ends[1]), height))
        )
    return sorted(found, key=lambda box: (box[1], box[0]))
