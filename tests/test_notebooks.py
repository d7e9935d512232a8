"""The notebooks have been run, hold nothing of a machine or a moment, and come out the same when run again."""

import json
import re
from pathlib import Path

import pytest

import gxdata as gx
from gxdata import notebooks

ROOT = Path(__file__).parent.parent
PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FOREIGN = {
    "a machine path": re.compile(r"(?<![\w./])/(?:home|root|tmp|opt|usr|var|mnt|work|Users|private)/|\b[A-Z]:\\\\"),
    "a random id": re.compile(r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|altair-viz-"),
    "an address in memory": re.compile(r"\b0x[0-9a-f]{6,}\b"),
    "a time": re.compile(r"iopub|T\d\d:\d\d:\d\d|\d\d:\d\d:\d\d"),
}


def read(path):
    return json.loads(path.read_text("utf8"))


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell["outputs"]]


def without_pictures(notebook):
    """Its text; a picture's base64 may spell anything."""
    for output in outputs(notebook):
        output.get("data", {}).pop("image/png", None)
    return json.dumps(notebook, ensure_ascii=False)


def test_there_are_notebooks():
    assert [path.stem for path in PATHS] == [
        "01_reading_reports", "02_refusals", "03_requests_and_outcomes", "04_reconsideration_and_litigation", "05_bodies_and_places",
        "06_data_quality", "07_texts", "08_national_panel_simulated",
    ]  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_code_cell_has_run_in_order_without_errors(path):
    cells = code_cells(read(path))
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    kinds = {output["output_type"] for output in outputs(read(path))}
    assert kinds <= {"execute_result", "display_data", "stream"}
    assert not any(output.get("name") == "stderr" for output in outputs(read(path)))
    assert sum(bool(cell["outputs"]) for cell in cells) >= len(cells) - 1, "only the parameters show nothing"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_nothing_of_a_machine_or_a_moment_is_kept(path):
    text = without_pictures(read(path))
    assert {what: found[0] for what, pattern in FOREIGN.items() if (found := pattern.search(text))} == {}
    assert read(path)["metadata"] == notebooks.METADATA


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_opens_with_its_question_and_explains_as_much_as_it_computes(path):
    cells = read(path)["cells"]
    assert 15 <= len(cells) <= 35
    assert cells[0]["cell_type"] == "markdown" and "**The question.**" in "".join(cells[0]["source"])
    assert abs(len(cells) - 2 * len(code_cells(read(path)))) <= 2
    assert all(len("".join(cell["source"]).splitlines()) <= 15 for cell in code_cells(read(path)))


def test_charts_are_kept_as_text_and_as_a_picture():
    charts = [output["data"] for output in outputs(read(PATHS[1])) if "image/png" in output.get("data", {})]
    assert len(charts) >= 4
    assert all("application/vnd.vegalite.v5+json" in data for data in charts)


@pytest.mark.slow
def test_running_the_notebooks_again_gives_the_same_bytes(tmp_path, monkeypatch):
    gx.build(ROOT / "data/raw", tmp_path / "tables", progress=False)
    monkeypatch.setenv("GXDATA", str(tmp_path / "tables"))
    for path in PATHS[:1]:  # nbval runs all; this holds that nothing else changes, pictures and ids
        assert notebooks.run(path) == path.read_text("utf8"), f"{path.name}: run `make notebooks`"


def write(path, *sources):
    """A notebook of code cells that has not run."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "source": source,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for number, source in enumerate(sources)
    ]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf8")
    return path


@pytest.mark.slow
def test_a_changed_figure_is_found_and_put_right(tmp_path):
    path = write(tmp_path / "sum.ipynb", "91 + 4", "import os; os.getcwd().endswith(os.sep + 'nowhere')")
    assert notebooks.main([str(path)]) == 0
    right = path.read_text("utf8")
    assert notebooks.main(["--check", str(path)]) == 0
    path.write_text(right.replace('"95"', '"96"'), "utf8")
    assert notebooks.main(["--check", str(path)]) == 1
    assert notebooks.main([str(path)]) == 0 and path.read_text("utf8") == right


@pytest.mark.slow
def test_text_that_a_kernel_sends_in_parts_is_one_output(tmp_path):
    path = write(tmp_path / "slow.ipynb", "import time\nprint('91', flush=True); time.sleep(1); print('4', flush=True)")
    ((output,),) = [cell["outputs"] for cell in json.loads(notebooks.run(path))["cells"]]
    assert "".join(output["text"]) == "91\n4\n"


@pytest.mark.slow
def test_a_notebook_that_writes_to_stderr_is_refused(tmp_path):
    path = write(tmp_path / "loud.ipynb", "1", "import sys; print('careful', file=sys.stderr)")
    with pytest.raises(notebooks.NotebookError, match="code cell 2 wrote to stderr: careful"):
        notebooks.run(path)


def test_a_chart_that_says_the_same_keeps_its_picture_and_another_needs_a_font(monkeypatch):
    def chart(figure, picture):
        data = {"application/vnd.vegalite.v5+json": {"figure": figure}, "image/png": picture}
        cell = {"cell_type": "code", "source": "chart", "outputs": [{"output_type": "display_data", "data": data}]}
        import nbformat

        return nbformat.from_dict({"cells": [cell]})

    after = chart(1, "drawn again")
    notebooks._keep_pictures(chart(1, "as it was"), after)
    assert after.cells[0].outputs[0].data["image/png"] == "as it was"
    after = chart(2, "drawn anew")
    monkeypatch.setattr(notebooks, "fonts", lambda: True)
    notebooks._keep_pictures(chart(1, "as it was"), after)
    assert after.cells[0].outputs[0].data["image/png"] == "drawn anew"
    monkeypatch.setattr(notebooks, "fonts", lambda: False)
    with pytest.raises(notebooks.NotebookError, match="vl-convert"):
        notebooks._keep_pictures(chart(1, "as it was"), after)
