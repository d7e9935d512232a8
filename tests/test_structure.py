"""The ladder of modules: who may import whom, no cycles, and nothing heavy on the way in."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import gxdata

PACKAGE = Path(gxdata.__file__).parent
READERS_MAY_USE = {"document", "readers"}


def imports(path):
    """The package's own modules that a module imports when it is loaded (not those inside functions or for types)."""
    found = set()
    for node in ast.parse(path.read_text("utf8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = (node.module or "").split(".")[0]
            found |= {base} if base else {alias.name for alias in node.names}
    return found


LADDER = {path.stem: imports(path) for path in sorted(PACKAGE.glob("*.py")) if path.stem != "__init__"}


def test_there_are_no_cycles():
    list(TopologicalSorter({name: uses & LADDER.keys() for name, uses in LADDER.items()}).static_order())


def test_readers_know_nothing_of_forms():
    for path in (PACKAGE / "readers").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 2:
                assert (node.module or "").split(".")[0] in READERS_MAY_USE, path.name


def test_the_declaration_imports_nothing_of_the_package():
    assert LADDER["forms"] == LADDER["document"] == LADDER["text"] == set()


def test_the_recogniser_and_what_it_uses_know_nothing_of_files():
    for name in ("recognise", "tables", "align", "assign", "solve", "records", "chapters", "checks", "oddities"):
        assert not LADDER[name] & {"readers", "parser", "builder", "database", "cli", "view", "charts"}, name


def test_importing_gxdata_loads_nothing_heavy():
    code = "import gxdata as gx, sys; gx.parse; print(*sorted({'polars', 'altair', 'duckdb', 'pandas', 'pyarrow', 'opencc'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == ""


def test_modules_stay_short():
    long = {
        path.name: lines for path in PACKAGE.rglob("*.py") if (lines := len(path.read_text("utf8").splitlines())) > 400
    }
    assert not long


def test_no_name_that_gxdata_offers_is_hidden_by_a_module_of_that_name():
    assert not set(gxdata._HOMES) & LADDER.keys()
