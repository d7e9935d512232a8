"""`python -m gxdata.notebooks [--check] [NOTEBOOK …]`: write the notebooks anew, each from a clean kernel.

The same code and data give the same bytes: no times, ids, versions or paths of the machine stay in a notebook. Each
runs in its own folder; the environment variable GXDATA names another dataset than the repository's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .display import fonts

if TYPE_CHECKING:
    from nbformat import NotebookNode

FOLDER = Path(__file__).parents[1] / "notebooks"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SECONDS = 600  # for one cell
PICTURE = "image/png"


class NotebookError(RuntimeError):
    """What a notebook may not keep: text on stderr, which carries process ids and paths, or a picture without font."""


def run(path: Path) -> str:
    """The notebook's text after a run from a clean kernel."""
    from nbclient import NotebookClient

    nbformat: Any = import_module("nbformat")  # ships no types
    before = nbformat.read(path, as_version=4)
    after = nbformat.read(path, as_version=4)
    for cell in _code(after):
        cell.outputs, cell.execution_count = [], None
    folder = {"metadata": {"path": path.parent}}
    quiet = ["--log-level=ERROR"]  # a kernel warns at every start that it listens on this machine
    client = NotebookClient(
        after,
        timeout=SECONDS,
        kernel_name="python3",
        resources=folder,
        extra_arguments=quiet,
        coalesce_streams=True,  # how many messages a kernel sends a cell's text in hangs on the clock
    )
    client.execute()
    _settle(after, path)
    _keep_pictures(before, after)
    return str(nbformat.writes(after)) + "\n"


def _code(notebook: NotebookNode) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _settle(notebook: NotebookNode, path: Path) -> None:
    """Leave nothing in a notebook that differs from run to run or from machine to machine."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = type(notebook.metadata)(METADATA)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id, cell.metadata = f"cell-{number:02}", type(cell.metadata)()
    for number, cell in enumerate(_code(notebook), 1):
        for output in cell.outputs:
            if output.get("name") == "stderr":
                raise NotebookError(f"{path}, code cell {number} wrote to stderr: {output.text.strip()}")


def _charts(notebook: NotebookNode) -> Iterator[tuple[dict[str, Any], Any]]:
    """Every output with a picture: what it shows without the picture, and the output's data."""
    for cell in _code(notebook):
        for output in cell.outputs:
            if PICTURE in output.get("data", {}):
                yield {kind: value for kind, value in output.data.items() if kind != PICTURE}, output.data


def _keep_pictures(before: NotebookNode, after: NotebookNode) -> None:
    """A chart that says the same keeps the picture it had: fonts and processors may draw it a little differently."""
    pictures = list(_charts(before))
    for content, data in _charts(after):
        picture = next((old[PICTURE] for known, old in pictures if known == content), None)
        if picture is None and not fonts():
            raise NotebookError("a new picture needs vl-convert, which draws it: pip install gxdata[notebooks]")
        data[PICTURE] = picture or data[PICTURE]


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 done, 1 a notebook differs under --check, 2 usage."""
    parser = argparse.ArgumentParser("python -m gxdata.notebooks", description="Run notebooks from clean kernels.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a notebook would change")
    parser.add_argument("notebook", nargs="*", type=Path, help="default: all in notebooks/")
    options = parser.parse_args(arguments)
    differ = 0
    for path in options.notebook or sorted(FOLDER.glob("*.ipynb")):
        same = path.read_text("utf8") == (text := run(path.resolve()))
        differ += not same
        if not same and not options.check:
            path.write_text(text, "utf8")
        state = "unchanged" if same else "differs" if options.check else "written"
        print(f"{path.name}: {state}", file=sys.stderr)
    return int(bool(differ and options.check))


if __name__ == "__main__":
    sys.exit(main())
