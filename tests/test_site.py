"""The site: every page in a browser, its charts drawn, nothing fetched, the same bytes again."""

import base64
import json
import os
import re
import time
from pathlib import Path

import pytest
from browser import CHROMIUM, Browser

import gxdata as gx
from gxdata.cli import main
from gxdata.metadata import sha256

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHOTS = os.environ.get("GXDATA_SHOTS")  # a folder for pictures of the pages, to be looked at


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    out = tmp_path_factory.mktemp("data") / "parquet"
    gx.build(ROOT / "data" / "raw", out, progress=False)
    return out


@pytest.fixture(scope="module")
def site(data, tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "site"
    notebooks = ["--notebooks", str(ROOT / "notebooks"), "--stored"]  # nbval holds what they store
    assert main(["site", str(data), "--out", str(out), *notebooks, "--quiet"]) == 0
    return out


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    browser = Browser()
    yield browser
    browser.close()


def test_there_is_a_page_for_each_notebook_and_the_tables_to_download(site, data):
    pages = {path.name for path in site.glob("*.html")}
    assert pages == {"index.html", "codebook.html", *(f"{path.stem}.html" for path in NOTEBOOKS)}
    assert {path.name for path in (site / "data").iterdir()} == {path.name for path in data.iterdir()}
    for path in data.iterdir():
        assert (site / "data" / path.name).read_bytes() == path.read_bytes()


def test_every_page_names_the_manifest_and_links_only_to_what_is_there(site, data):
    for page in sorted(site.glob("*.html")):
        text = page.read_text("utf8")
        assert f"<code>{sha256(data / 'manifest.json')}</code>" in text, page.name
        for link in re.findall(r'(?:href|src)="([^"#]+)', text):
            if not link.startswith("data:"):
                assert (site / link).is_file(), (page.name, link)


def test_no_page_names_the_machine_or_another_host(site):
    for page in sorted(site.glob("*.html")):
        text = page.read_text("utf8")
        assert str(ROOT) not in text and "/tmp/" not in text, page.name
        assert not re.search(r"<(?:script|link|img)[^>]+https?:", text), page.name


def test_the_index_counts_the_sample_reports(site, data):
    with gx.connect(data) as db:
        [(reports,)] = db.sql("select count(*) from reports").fetchall()
    assert f"<b>{reports}</b><span>reports</span>" in (site / "index.html").read_text("utf8")


def notebook(source):
    cell = {"cell_type": "code", "id": "c", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_notebooks_are_run_over_the_dataset_and_give_the_same_bytes_again(data, tmp_path):
    (tmp_path / "notebooks").mkdir()
    source = "import os, gxdata as gx\ndb = gx.connect(os.environ['GXDATA'])\ngx.charts.outcomes(db, minimum=1)"
    (tmp_path / "notebooks" / "one.ipynb").write_text(notebook(source))
    for name in ("first", "again"):
        options = ["--out", str(tmp_path / name), "--notebooks", str(tmp_path / "notebooks"), "--quiet"]
        assert main(["site", str(data), *options]) == 0
    first, again = tmp_path / "first", tmp_path / "again"
    assert "data-chart=" in (first / "one.html").read_text("utf8")
    names = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert names == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert [name for name in names if (first / name).read_bytes() != (again / name).read_bytes()] == []


@pytest.mark.parametrize("name", ["index", "codebook", *(path.stem for path in NOTEBOOKS)])
def test_in_chromium_every_chart_is_drawn_and_nothing_is_fetched(site, browser, name):
    page = site / f"{name}.html"
    charts = page.read_text("utf8").count("data-chart=")
    browser.open(page)
    end = time.monotonic() + 30
    while charts and not browser.ask("document.documentElement.dataset.drawn") and time.monotonic() < end:
        time.sleep(0.05)
    drawn = "[...document.querySelectorAll('.chart canvas, .chart svg')].filter(e => e.getBoundingClientRect().width > 100).length"
    assert browser.ask(drawn) == charts
    caution = "Detected faceted independent scales"  # panels with rows of their own; their size was looked at
    assert [said for said in browser.complaints() if caution not in said] == []
    assert all(url.startswith((site.absolute().as_uri(), "data:", "blob:")) for url in browser.requests())
    assert browser.ask("document.documentElement.scrollWidth <= window.innerWidth")
    if SHOTS:
        shot = browser.call("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                            clip=json.loads(browser.ask("JSON.stringify({x: 0, y: 0, width: innerWidth, height: Math.min(document.body.scrollHeight, 9000), scale: 0.7})")))  # fmt: skip
        (Path(SHOTS) / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))


def test_a_notebook_that_fails_is_named_and_the_rest_is_written(data, tmp_path, capsys):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name, source in (("a_good", "1 + 1"), ("b_bad", "raise ValueError('no such year')")):
        (folder / f"{name}.ipynb").write_text(notebook(source))
    assert main(["site", str(data), "--out", str(tmp_path / "site"), "--notebooks", str(folder)]) == 3
    assert "b_bad.ipynb: ValueError: no such year" in capsys.readouterr().err
    assert "could not be run" in (tmp_path / "site" / "b_bad.html").read_text("utf8")
    assert "could not be run" not in (tmp_path / "site" / "a_good.html").read_text("utf8")


def test_a_folder_that_is_no_site_is_left_alone(data, tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("years of work")
    assert main(["site", str(data), "--out", str(tmp_path), "--notebooks", str(ROOT / "notebooks")]) == 3
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    assert "something other than a site" in capsys.readouterr().err


def test_a_dataset_that_is_not_there_takes_no_site_away(data, tmp_path, capsys):
    notebook = tmp_path / "a.ipynb"
    notebook.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    out, arguments = tmp_path / "site", ["--notebooks", str(tmp_path), "--stored", "--quiet"]
    assert main(["site", str(data), "--out", str(out), *arguments]) == 0
    assert main(["site", str(tmp_path / "none"), "--out", str(out), *arguments]) == 3
    assert "gxdata build" in capsys.readouterr().err and (out / "index.html").is_file()


def test_a_folder_without_notebooks_says_what_to_name(data, tmp_path, capsys):
    assert main(["site", str(data), "--out", str(tmp_path / "site"), "--notebooks", str(tmp_path)]) == 3
    assert "--notebooks" in capsys.readouterr().err
