"""A scanned page beside the recogniser's own whole-page reading: CPU time and memory, side by side in one run."""

import gc
import time

import numpy as np
import psutil
import pytest

pytest.importorskip("rapidocr", reason="rapidocr is not installed")

from PIL import Image, ImageDraw, ImageFont

from gxdata.readers.picture import read_page

pytestmark = pytest.mark.bench
SCALE = 200 / 72


def page():
    """A table of 25 rows of 8 cells as tables 三 have them, and prose above it."""
    picture = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(28)
    for line in range(8):
        draw.text(
            (150, 120 + 60 * line), "Annual report on the disclosure of government information, 2023. " * 2, 0, font
        )
    for row in range(26):
        draw.line((150, 700 + 55 * row, 1500, 700 + 55 * row), 0, 2)
    for x in (150, *range(600, 1501, 128)):
        draw.line((x, 700, x, 700 + 55 * 25), 0, 2)
    for row in range(25):
        draw.text((375, 727 + 55 * row), f"{row}. outcome of a request", 0, font, anchor="mm")
        for column in range(7):
            draw.text((664 + 128 * column, 727 + 55 * row), str(row * column % 13), 0, font, anchor="mm")
    return np.asarray(picture)


def cpu(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def test_a_page_against_the_engine_alone():
    from rapidocr import RapidOCR

    threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    engine = RapidOCR(params={"Global.log_level": "critical", **threads})
    image = page()
    colour = np.dstack([image] * 3)
    read_page(image, SCALE, 1), engine(colour, use_cls=False)  # both load their models
    ours = min(cpu(lambda: read_page(image, SCALE, 1)) for _ in range(2))
    theirs = min(cpu(lambda: engine(colour, use_cls=False)) for _ in range(2))
    print(f"\na scanned page: gxdata {ours:.2f} CPU-s, rapidocr's whole page {theirs:.2f}: {ours / theirs:.2f} of it")


def test_memory_over_many_pages():
    image, own, marks = page(), psutil.Process(), []
    for _ in range(8):
        read_page(image, SCALE, 1)
        gc.collect()
        marks.append(own.memory_info().rss / 1e6)
    print(f"\nresident MB after each of 8 pages: {', '.join(f'{mark:.0f}' for mark in marks)}")
