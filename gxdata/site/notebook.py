"""A notebook's text → the body of a page: charts drawn by the page's own script, pictures where there is no script."""

from __future__ import annotations

import json
import re
from html import escape
from importlib import import_module
from typing import Any, NamedTuple

from ..display import VEGA_LITE

_QUESTION = re.compile(r"\*\*The question\.\*\*\s*(.+?)(?:\n\n|\Z)", re.DOTALL)


class Notebook(NamedTuple):
    """A page made of a notebook. question: its first paragraph as Markdown; stale: it could not be run again."""

    name: str
    title: str
    question: str
    body: str
    stale: bool = False


def page_of(name: str, text: str, stale: bool = False) -> Notebook:
    """name: the file's, without its ending; text: the notebook as JSON, with its outputs."""
    nbformat: Any = import_module("nbformat")
    exporter: Any = import_module("nbconvert").HTMLExporter(template_name="basic", anchor_link_text="#")
    notebook = nbformat.reads(text, as_version=4)
    first = notebook.cells[0].source if notebook.cells else ""
    title = next((line[2:].strip() for line in first.splitlines() if line.startswith("# ")), name)
    question = match[1] if (match := _QUESTION.search(first)) else ""
    number = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if VEGA_LITE in output.get("data", {}):
                number += 1
                output.data = {"text/html": _chart(number, output.data)}
    body, _ = exporter.from_notebook_node(notebook)
    return Notebook(name, title, question, str(body), stale)


def markdown(text: str) -> str:
    """A paragraph of Markdown as HTML."""
    convert: Any = import_module("nbconvert.filters").markdown2html
    return str(convert(text))


def _chart(number: int, data: dict[str, Any]) -> str:
    """A place for a chart and its specification; without scripts, its picture."""
    title = data[VEGA_LITE].get("title", "")
    words = title.get("text", "") if isinstance(title, dict) else title
    spec = {
        key: value for key, value in data[VEGA_LITE].items() if key != "$schema"
    }  # a version named for JupyterLab only
    text = json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c")
    picture = (
        f'<img alt="{escape(str(words))}" src="data:image/png;base64,{data["image/png"]}">'
        if "image/png" in data
        else ""
    )
    return (
        f'<div class="chart" id="chart-{number}"></div>'
        f'<script type="application/json" data-chart="chart-{number}">{text}</script>'
        f"<noscript>{picture}</noscript>"
    )
