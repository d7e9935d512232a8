"""Writes a simulated panel: the files of reports, and beside their folder the truth about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..document import SIMULATION
from .bodies import Body, bodies
from .defects import ABSENT, TWICE, WRONG_YEAR, Copy, copy_of, prints
from .dialects import DIALECTS, Dialect
from .draw import Draw
from .model import START, Facts, history
from .page import Filled, Line, Page

if TYPE_CHECKING:
    import pyarrow as pa

MARK = (
    f"{SIMULATION} 模拟数据：本文件由程序随机生成，不是任何机关的文件，所有数字均为虚构，不得引用。"
    "/ Simulated: made up by a program, no body's document; not to be cited."
)
END = f"（{SIMULATION} 模拟数据到此为止）"
USUAL = 0.85  # reports in the dialect that the body usually has
WEIGHTS = {
    "html_plain": 6,
    "html_word": 5,
    "html_layout": 5,
    "html_header_repeated": 2,
    "html_gb18030": 3,
    "tabbed": 3,
    "piped": 3,
}
PREFACE = (
    "本报告按照《中华人民共和国政府信息公开条例》（国务院令第711号）的要求编制（模拟文字），全文由总体情况、主动公开政府信息情况等六个部分组成。"
    "本报告中所列数据统计期限为{year}年1月1日至{year}年12月31日。"
)
_GROUP = 400  # reports of a row group of the truth


class Written(NamedTuple):
    """A file, and the truth about it: a row of `reports`, and its rows of `cells`."""

    path: str
    data: bytes
    report: tuple[Any, ...]
    cells: list[tuple[Any, ...]]


REPORTS = (  # truth/reports.parquet
    ("path", "string"),
    ("body", "string"),
    ("agency", "string"),
    ("year", "int64"),
    ("title_year", "int64"),
    ("form_proactive", "string"),
    ("form_requests", "string"),
    ("dialect", "string"),
    ("defects", "string"),
    ("treated", "bool"),
    ("copy", "int64"),
)
CELLS = (  # truth/cells.parquet
    ("path", "string"),
    ("section", "string"),
    ("item", "string"),
    ("measure", "string"),
    ("fact", "string"),
    ("printed", "string"),
    ("destroyed", "string"),
)
BODIES = (  # truth/bodies.parquet
    *(("body", "string"), ("agency", "string"), ("level", "string"), ("kind", "string"), ("province", "string")),
    *(("prefecture", "string"), ("county", "string"), ("department", "string"), ("adopted", "int64")),
)


def simulate(out: str | Path, *, bodies_count: int = 2000, first: int = 2019, last: int = 2025, seed: int = 1) -> int:
    """Write the reports of a panel into `out`, which is made or must be empty, and the truth into `truth` beside it.

    The same arguments give the same bytes. Returns the number of files. Raises ValueError for years before the forms,
    for more bodies than there are names, and when a folder that is to be written has something in it.
    """
    if not START <= first <= last:
        raise ValueError(f"the years {first}–{last} are no span from {START} on: write them as 2019-2025")
    every = bodies(bodies_count, seed)
    folder, truth = Path(out), Path(out).parent / "truth"
    for place in (folder, truth):
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise ValueError(f"{place}: there is something here; name another --out, or remove it")
        place.mkdir(parents=True, exist_ok=True)
    written = 0
    with _Truth(truth) as kept:
        for body in every:
            for file in files(body, first, last, seed):
                path = folder / file.path
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(file.data)
                kept.add(file)
                written += 1
        kept.bodies(every)
    (truth.parent / "README.md").write_text(_readme(bodies_count, first, last, seed, written), "utf-8", newline="\n")
    return written


def files(body: Body, first: int, last: int, seed: int) -> Iterator[Written]:
    """The files of a body's reports."""
    draw = Draw(f"{seed}/{body.id}/files")
    names = [name for name in DIALECTS for _ in range(WEIGHTS.get(name, 1))]
    usual = draw.choice(names)
    for facts in history(body, first, last, seed):
        cells, defects = prints(facts, draw)
        dialects = [usual if draw.chance(USUAL) else draw.choice(names)]
        if draw.chance(TWICE):
            dialects.append(draw.choice([name for name in names if name != dialects[0]]))
        title_year = facts.year - draw.chance(WRONG_YEAR)
        absent = draw.chance(ABSENT)
        for number, name in enumerate(dialects, 1):
            written = _file(facts, cells, defects, DIALECTS[name], title_year, number, draw)
            if not absent:
                yield written


def _file(
    facts: Facts, cells: dict[Any, str], defects: list[str], dialect: Dialect, title_year: int, number: int, draw: Draw
) -> Written:
    body, year = facts.body, facts.year
    title = draw.choice(
        (
            "{agency}{year}年政府信息公开工作年度报告",
            "{agency}{year}年度政府信息公开工作年度报告",
            "{year}年{agency}政府信息公开工作年度报告",
        )
    )
    heading = title.format(agency=body.agency, year=title_year)
    forms = (facts.form_proactive, facts.form_requests)
    filled = Filled(*forms, cells, body.agency, year, facts.processing_fees, heading)
    copy = copy_of(filled, dialect, _prose(facts), draw)
    mark(copy.page)
    suffix = "html" if dialect.name.startswith("html") else "txt"
    path = f"{year}/{body.id}_{year}{'ab'[number - 1] if number > 1 else ''}.{suffix}"
    every = [*defects, *copy.defects, *(["wrong_year"] if title_year != year else [])]
    row = (path, body.id, body.agency, year, title_year, *forms, dialect.name, " ".join(every), facts.treated, number)
    return Written(path, dialect(copy.page), row, _cells(path, facts, copy))


def mark(page: Page) -> None:
    """Below the title and at the end; every dialect prints both."""
    page.blocks.insert(1, Line("text", MARK))
    page.blocks.append(Line("text", END))


def _cells(path: str, facts: Facts, copy: Copy) -> list[tuple[Any, ...]]:
    return [(path, *key, facts.figures[key], printed, copy.destroyed.get(key)) for key, printed in copy.printed.items()]


def _prose(facts: Facts) -> dict[int, tuple[str, ...]]:
    """Sentences that quote the figures as the model has them."""
    figures = facts.figures
    new, concluded, left = (figures["requests", row, "total"] for row in ("new", "concluded", "carried_out"))
    return {
        0: (PREFACE,),
        1: (
            "{year}年，本机关按照《条例》要求做好政府信息公开工作（模拟文字）。",
            f"全年新收政府信息公开申请{new}件，办结{concluded}件，结转下年度继续办理{left}件。",
        ),
        5: ("一是解读形式单一，二是公开不够及时。下一年将丰富解读形式，加强培训（模拟文字）。",),
        6: ("无其他需要报告的事项（模拟文字）。",),
    }


# ── The truth ────────────────────────────────────────────────────────────────────────────────────────────────────


class _Truth:
    """Parquet files that grow by row groups."""

    def __init__(self, folder: Path) -> None:
        import pyarrow.parquet as pq

        self.folder = folder
        self.schemas = {
            name: _schema(columns) for name, columns in (("reports", REPORTS), ("cells", CELLS), ("bodies", BODIES))
        }
        self.rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self.schemas}
        self.reports = 0
        self.writers = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd", version="2.6")
            for name, schema in self.schemas.items()
        }

    def __enter__(self) -> _Truth:
        return self

    def __exit__(self, *error: object) -> None:
        for name, writer in self.writers.items():
            self._flush(name)
            writer.close()

    def add(self, file: Written) -> None:
        self.rows["reports"].append(file.report)
        self.rows["cells"] += file.cells
        self.reports += 1
        if self.reports % _GROUP == 0:
            self._flush("cells")

    def bodies(self, every: list[Body]) -> None:
        self.rows["bodies"] += [
            (b.id, b.agency, b.level, b.kind, b.province, b.prefecture, b.county, b.department or None, b.adopted)
            for b in every
        ]

    def _flush(self, name: str) -> None:
        import pyarrow as pa

        schema, rows = self.schemas[name], self.rows[name]
        if rows:
            columns = [
                pa.array(values, field.type) for field, values in zip(schema, zip(*rows, strict=True), strict=True)
            ]
            self.writers[name].write_table(pa.Table.from_arrays(columns, schema=schema))
        self.rows[name] = []


def _schema(columns: tuple[tuple[str, str], ...]) -> pa.Schema:
    import pyarrow as pa

    types = {"string": pa.string(), "int64": pa.int64(), "bool": pa.bool_()}
    return pa.schema([(name, types[type]) for name, type in columns])


def _readme(count: int, first: int, last: int, seed: int, written: int) -> str:
    from .about import readme

    return readme(f"--bodies {count} --years {first}-{last} --seed {seed}", written)
