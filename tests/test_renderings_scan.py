"""One filled form, printed by a browser, scanned page by page with what scanners do to pages: no figure is wrong.

Takes about half a minute: the one test that recognises whole reports.
"""

from __future__ import annotations

import io
import shutil
import subprocess

import pytest

pytest.importorskip("rapidocr", reason="rapidocr is not installed: pip install 'gxdata[ocr]'")
cv2 = pytest.importorskip("cv2", reason="OpenCV is not installed: pip install 'gxdata[ocr]'")

import numpy as np  # noqa: E402
import pypdfium2 as pdfium  # noqa: E402
from dialects import html_plain, page  # noqa: E402
from filled import REAL, verdicts, wrong  # noqa: E402
from PIL import Image  # noqa: E402

import gxdata as gx  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FONTS = shutil.which("fc-list") and subprocess.run(["fc-list", ":lang=zh"], capture_output=True).stdout
STYLE = """<style>@page{size:A4;margin:20mm}body{font-size:12pt}h1{font-size:20pt}table{border-collapse:collapse;width:100%;
font-size:10pt}td{border:0.75pt solid #000;text-align:center;padding:3pt 2pt}tr{break-inside:avoid}</style></head>"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium to print pages with"),
    pytest.mark.skipif(not FONTS, reason="no Chinese font to print pages with"),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of 淮安市's report for 2024 in colour, 200 dots an inch."""
    folder = tmp_path_factory.mktemp("print")
    html = html_plain(page(REAL["huaian_2024"])).replace("</head>", STYLE).replace('border="1"', "")
    (folder / "page.html").write_text(html, "utf8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={folder / 'page.pdf'}", str(folder / "page.html")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with pdfium.PdfDocument(folder / "page.pdf") as document:
        return [each.render(scale=200 / 72).to_numpy()[:, :, 2::-1].copy() for each in document]


def scanned(image, angle, seed):
    """Turned by some degrees, blurred, with grain, and a red seal over it."""
    height, width = image.shape[:2]
    sealed = image.copy()
    cv2.circle(sealed, (width * 3 // 5, height // 2), width // 10, (215, 40, 40), width // 200)
    image = np.minimum(image, cv2.addWeighted(sealed, 0.8, image, 0.2, 0))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    image = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    image = cv2.GaussianBlur(image, (0, 0), 0.6)
    return np.clip(image + np.random.default_rng(seed).normal(0, 6, image.shape), 0, 255).astype(np.uint8)


def packed(images, kind, **more):
    first, *rest = [Image.fromarray(image) for image in images]
    stream = io.BytesIO()
    first.save(stream, kind, save_all=True, append_images=rest, **more)
    return stream.getvalue()


def check(data, least):
    (report,) = gx.parse(data, ocr=True)
    truth = REAL["huaian_2024"].truth()
    assert not wrong(report, truth)
    found = list(verdicts(report, truth).values())
    assert found.count("right") >= least * len(truth), f"{found.count('lost')} of {len(truth)} cells lost"
    assert (report.agency, report.year) == ("淮安市人民政府", 2024)
    assert all("box" in cell.location for cell in report.cell_rows if cell.state == "number")


def test_a_clean_scan_in_a_pdf(pages):
    check(packed(pages, "PDF", resolution=200), 0.95)


def test_a_skewed_and_sealed_scan_in_a_tiff(pages):
    images = [
        scanned(image, angle, n) for n, (image, angle) in enumerate(zip(pages, (1.5, -2.0, 0.4, 1.0), strict=False))
    ]
    images[-1] = np.rot90(images[-1], 2)  # one page lay upside down
    check(packed(images, "TIFF", compression="jpeg", dpi=(200, 200)), 0.9)
