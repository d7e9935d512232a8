"""One filled form, rendered to other kinds of files by other programs: every reader must give the cells that the page
prints, those that are read from its HTML. A program that is not installed leaves out its renderings."""

import shutil
import subprocess
from pathlib import Path

import pytest
from dialects import html_plain, page
from filled import HONGZE_2023, HUAIAN_2024, PINGTAN_2020, compare, parse_one

BLANKS = HUAIAN_2024.with_cells({key: "" for key, printed in HUAIAN_2024.cells.items() if printed == "0"})
REPORTS = {"huaian_2024": HUAIAN_2024, "blanks": BLANKS, "pingtan_2020": PINGTAN_2020, "hongze_2023": HONGZE_2023}
STYLES = {
    "huaian_2024": "table { border-collapse: collapse; width: 100% } td { border: 1px solid; text-align: center }",
    "blanks": "body { font-size: 17px } table { border-collapse: collapse } td { border: 1px dotted; padding: 0 }",
    "pingtan_2020": "table { border-spacing: 2px } td { border: 1px inset }",
    "hongze_2023": "p { text-indent: 2em } table { border-collapse: collapse } td { border: 3px double; text-align: right }",
}
SECONDS = 120


def sources(folder: Path) -> dict[str, Path]:
    """The HTML pages; LibreOffice leaves a first paragraph out, so that is an empty one."""
    found = {}
    for name, filled in REPORTS.items():
        html = html_plain(page(filled)).replace("<body>", "<body><p>&nbsp;</p>")
        found[name] = folder / f"{name}.html"
        found[name].write_text(html.replace("<title>", f"<style>{STYLES[name]}</style><title>"), "utf8")
    return found


def chromium(folder: Path) -> dict[str, bytes]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("Chromium is not installed")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync", "--no-pdf-header-footer"]  # fmt: skip
    found = {}
    for name, source in sources(folder).items():
        target = folder / f"{name}.pdf"
        command = [program, *options, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", str(source)]
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
        found[name] = target.read_bytes()
    return found


def libreoffice(folder: Path) -> dict[str, bytes]:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    pages = sources(folder)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
               "--outdir", str(folder), *map(str, pages.values())]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    return {name: source.with_suffix(".pdf").read_bytes() for name, source in pages.items()}


@pytest.fixture(scope="module", params=[chromium, libreoffice], ids=lambda render: render.__name__)
def rendered(request, tmp_path_factory):
    return request.param(tmp_path_factory.mktemp(request.param.__name__))


@pytest.mark.parametrize("name", REPORTS)
def test_a_rendering_gives_the_cells_of_the_page(rendered, name):
    report = parse_one(rendered[name])
    assert compare(report, REPORTS[name].truth()) == []
    assert (report.agency, report.year) == (REPORTS[name].agency, REPORTS[name].year)
    assert [chapter.number for chapter in report.chapter_rows] == [0, 1, 2, 3, 4, 5, 6]
