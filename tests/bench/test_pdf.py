"""PDF files: speed beside PDFium's bare text and pdfplumber's tables on the same files, and memory over many files.
Ratios are printed, nothing is asserted on a clock. `make bench`."""

import ctypes
import gc
import sys
import time
from io import BytesIO
from pathlib import Path

import psutil
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dialects import page
from filled import HUAIAN_2024
from pdf_pages import Style, form

import gxdata as gx
from gxdata.readers import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
FILES = {"a form from the tests": form(page(HUAIAN_2024), Style())}
FILES |= {path.parent.name: path.read_bytes() for path in sorted((SHARED / "cases").glob("*/source.pdf"))}

pytestmark = pytest.mark.bench


def side_by_side(works, rounds=15):
    """Processor time of each work in milliseconds, the least of some rounds; each round runs them all, so that another's
    load on the machine falls on all of them."""
    least = dict.fromkeys(works, float("inf"))
    gc.collect()
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            work()
            least[name] = min(least[name], time.process_time() - start)
    return [1000 * spent for spent in least.values()]


def bare_text(data):
    import pypdfium2.raw as pdfium

    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    for number in range(pdfium.FPDF_GetPageCount(document)):
        handle = pdfium.FPDF_LoadPage(document, number)
        text = pdfium.FPDFText_LoadPage(handle)
        count = pdfium.FPDFText_CountChars(text)
        pdfium.FPDFText_GetText(text, 0, count, (ctypes.c_ushort * (count + 1))())
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(handle)
    pdfium.FPDF_CloseDocument(document)


@pytest.mark.parametrize("name", FILES)
def test_pdf_against_bare_text_and_pdfplumber(name):
    import pdfplumber

    def tables(data):
        with pdfplumber.open(BytesIO(data)) as document:
            for sheet in document.pages:
                sheet.extract_tables()

    data = FILES[name]
    gx.parse(data)
    works = {"whole": lambda: gx.parse(data), "read": lambda: read(data), "bare": lambda: bare_text(data)}
    ours, reading, floor = side_by_side(works)
    plumber, again = side_by_side({"plumber": lambda: tables(data), "whole": lambda: gx.parse(data)}, 3)
    ours = min(ours, again)
    print(f"\n{name}: gxdata reads in {reading:.1f} ms, the whole report with checks in {ours:.1f} ms")
    print(f"    PDFium's bare text  {floor:7.1f} ms, gxdata's reading is {reading / floor:.1f} times that")
    print(f"    pdfplumber's tables {plumber:7.1f} ms, {plumber / ours:.1f} times gxdata's whole report")


def test_memory_stays_flat_over_a_thousand_files():
    process = psutil.Process()
    sizes = []
    for place in range(1000):
        read(FILES["a form from the tests"])
        if place % 250 == 249:
            gc.collect()
            sizes.append(process.memory_info().rss / 1e6)
    print("\nMB after 250, 500, 750, 1,000 PDF files:", " ".join(f"{size:.0f}" for size in sizes))
    assert sizes[-1] - sizes[0] < 10
