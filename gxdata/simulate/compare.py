"""Tables built from simulated reports held against the truth, cell by cell: `python -m gxdata.simulate.compare TRUTH TABLES`.

Verdicts on a cell of a file, by what its source prints there:
  right   the figure as printed, or a blank or nil mark for one;
  solved  a figure from the identities that equals the print;
  mark    a blank for a nil mark or the other way round: no figure either way;
  lost    no figure, and said so (or words, or the cell is not in the tables);
  beyond  a cell without a figure that the report's form does not have: a form taken for another, or for undecided;
  wrong   another figure, a figure where none is printed, or a blank or nil mark where one is.
A loss is `open` where the file itself has lost the cell (`destroyed`), `needless` where it has not.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..metadata import sql_path
from .dialects import simplified

_NIL = ("/", "—", "无")
_JUDGED = """
create temp table judged as
with found as (
    select s.path, c.section, c.item, c.measure, c.value, c.state, c.raw, c.location
    from read_parquet({found}) c join read_parquet({reports}) using (report_id) join read_parquet({sources}) s using (source_id)
), named as (
    select coalesce(t.path, f.path) as path, coalesce(t.section, f.section) as section, coalesce(t.item, f.item) as item,
        coalesce(t.measure, f.measure) as measure, t.fact, t.printed, t.destroyed, f.value, f.state, f.raw, f.location,
        p.state as want, p.value as number, t.path is null as extra
    from (select * from read_parquet({cells}) where path in (select path from read_parquet({sources}) where status <> 'duplicate')) t
    full join found f on t.path = f.path and t.section = f.section and t.item = f.item and t.measure = f.measure
    left join meaning p on t.printed = p.printed
)
select *, case
    when extra and value is null then 'beyond'
    when state is null or state in ('lost', 'text') then 'lost'
    when value is distinct from number then 'wrong'
    when state = 'solved' then 'solved'
    when state <> want then 'mark'
    else 'right' end as verdict,
    dense_rank() over (order by path) as file
from named"""


@dataclass
class Comparison:
    """counts: verdict, with losses as `open` or `needless`, → cells; by: dialect or defect → the same; wrong: the cells
    that are wrong, and reports: what differs in a report's agency, year, origin or number; a line each."""

    counts: dict[str, int]
    by: dict[str, dict[str, int]]
    wrong: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    files: int = 0

    def __str__(self) -> str:
        lines = [f"{self.files:,} files, {sum(self.counts.values()):,} cells", _counts("all", self.counts)]
        lines += [_counts(name, counts) for name, counts in self.by.items()]
        lines.append(f"{len(self.reports):,} reports differ in who, when or number")
        return "\n".join([*lines, *self.reports[:40], *self.wrong[:80]])


def compare(truth: str | Path, tables: str | Path) -> Comparison:
    """The tables in `tables` against the truth in the folder `truth`; files that the tables do not have count as lost."""
    import duckdb

    names = {"cells": Path(truth) / "cells.parquet", "found": Path(tables) / "cells.parquet"}
    names |= {name: Path(tables) / f"{name}.parquet" for name in ("reports", "sources")}
    paths = {name: sql_path(path) for name, path in names.items()}
    told = sql_path(Path(truth) / "reports.parquet")
    with duckdb.connect() as db:
        prints = [
            row[0] for row in db.execute(f"select distinct printed from read_parquet({paths['cells']})").fetchall()
        ]
        db.execute("create temp table meaning (printed varchar, state varchar, value decimal(18, 6))")
        db.executemany("insert into meaning values (?, ?, ?)", [(text, *meaning(text)) for text in sorted(prints)])
        db.execute(_JUDGED.format(**paths))
        db.execute(f"create temp table told as from read_parquet({told})")
        kinds = "case verdict when 'lost' then if(destroyed is null, 'needless', 'open') else verdict end"
        counts = dict(
            db.execute(f"select {kinds} as kind, count(*) from judged group by kind order by kind").fetchall()
        )
        by: dict[str, dict[str, int]] = {}
        groups = ("'dialect ' || dialect", "'defect ' || unnest(string_split(if(defects = '', 'none', defects), ' '))")
        for group in groups:
            query = f"""select {group} as name, {kinds} as kind, count(*) from judged join told using (path)
                group by name, kind order by name, kind"""
            for name, kind, count in db.execute(query).fetchall():
                by.setdefault(name, {})[kind] = count
        query = """select path, dialect, defects, section, item, measure, destroyed, printed, state, value, raw, location from judged
            join told using (path) where verdict = 'wrong' order by path, section, item, measure"""
        wrong = [" ".join(str(part) for part in row) for row in db.execute(query).fetchall()]
        rows = db.execute(
            f"""select t.path, t.agency, t.year, s.status, r.agency, r.year, r.origin, count(*) over (partition by t.path)
            from told t left join read_parquet({paths["sources"]}) s using (path)
            left join read_parquet({paths["reports"]}) r using (source_id) order by t.path, r.report_id"""
        ).fetchall()
        return Comparison(counts, by, wrong, list(_differing(rows)), len({row[0] for row in rows}))


def meaning(printed: str) -> tuple[str, str | None]:
    """(state, figure) of a print that the simulator makes."""
    if printed == "" or printed in _NIL:
        return ("nil" if printed else "blank"), None
    return "number", unicodedata.normalize("NFKC", printed).replace(",", "").removesuffix("元")


def _differing(rows: list[tuple[Any, ...]]) -> Iterator[str]:
    for path, agency, year, status, found, when, origin, count in rows:
        if status == "duplicate":
            continue
        if found is not None:
            found = simplified(found)
        got = (found, when, origin, count)
        if got != (agency, year, "simulated", 1):
            yield f"{path}: {agency} {year} → {status} {got}"


def _counts(name: str, counts: dict[str, int]) -> str:
    return f"{name:34} " + ", ".join(f"{kind} {count:,}" for kind, count in counts.items())


if __name__ == "__main__":
    print(compare(*sys.argv[1:3]))
