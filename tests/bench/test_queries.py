"""How long the stage over all reports takes, and with how much memory: `pytest tests/bench/test_queries.py -s`.

Made-up reports by DuckDB, one body in eight files or years, so that nothing but the stage is measured.
"""

import resource
import time

import duckdb
import pytest

from gxdata.across import across
from gxdata.forms import FORMS, PROACTIVE, PROCEEDINGS, REQUESTS, SECTIONS, fields
from gxdata.merge import MEMORY, THREADS
from gxdata.schema import BY_NAME

_FORM = [
    (section.id, item.id, measure)
    for section in SECTIONS[:3]
    for item, measure in fields(section, {item.block: FORMS[-1] for item in section.items})
]


def made_up(db, reports):
    """Seven years of each body and, of one in seven, a second file; figures that are nought in nine cells of ten."""
    rows = ", ".join(f"({n}, '{s}', '{i}', '{m}')" for n, (s, i, m) in enumerate(_FORM))
    db.execute(f"create table form as from (values {rows}) t(n, section, item, measure)")
    db.execute(
        f"create table numbers as select range as id, range // 8 as body, 2019 + range % 7 as year from range({reports})"
    )
    known = {
        "report_id": "lpad(to_hex(id), 16, '0') || '-1'", "source_id": "lpad(to_hex(id), 16, '0')", "origin": "'published'",
        "agency": "'甲县第' || body || '局'", "year": "year", "kind": "if(body % 9 = 0, 'government', 'department')",
        "level": "'county'", "region_code": "(350000 + body // 30)::varchar", "scope": "if(body % 9 = 0, 'territory', null)",
        "body_id": "if(body % 5 = 0, null, 'b' || body)", "checks_failed": "0", "findings": "0",
    }  # fmt: skip
    columns = ", ".join(f"{known.get(c.name, 'null')} as {c.name}" for c in BY_NAME["reports"].columns)
    db.execute(f"create table own_reports as select {columns} from numbers")
    db.execute(
        "create table sources as select source_id, 'a/' || source_id as path, 'html' as reader, 'parsed' as status from own_reports"
    )
    db.execute("""
        create table cells as select report_id, section, item, measure, case when measure = 'amount' then '万元' else '件' end as unit,
            if(hash(report_id, n) % 10 = 0, hash(n, report_id) % 100, 0)::decimal(18, 6) as value
        from own_reports cross join form order by report_id, section, item, measure""")
    for section in (REQUESTS, PROCEEDINGS):
        wide = ", ".join(f"any_value(value) filter (measure = '{m.id}')::bigint as {m.id}" for m in section.measures)
        db.execute(f"""create table {section.id} as select report_id, item as {section.item_name}, {wide} from cells
            where section = '{section.id}' group by all order by all""")
    db.execute(
        f"create table proactive as select report_id, item, measure, value, unit from cells where section = '{PROACTIVE.id}'"
    )
    db.execute("""create table sections as select report_id, n as number, if(n = 0, 'preface', 'overview') as kind, '' as heading,
        repeat((year::varchar) || '年，我们认真落实《条例》，主动公开政府信息。', 20) as text from own_reports cross join (values (0), (1)) t(n)""")


@pytest.mark.parametrize("reports", [2_000, 20_000, 100_000])
def test_the_stage(tmp_path, reports):
    settings = {"threads": THREADS, "memory_limit": MEMORY, "temp_directory": str(tmp_path / "spill")}
    with duckdb.connect(tmp_path / "made-up.duckdb", config=settings) as db:
        made_up(db, reports)
    with duckdb.connect(tmp_path / "made-up.duckdb", config=settings) as db:
        wall, spent = time.perf_counter(), time.process_time()
        across(db, tmp_path / "across.parquet")
        wall, spent = time.perf_counter() - wall, time.process_time() - spent
        rules = db.execute("select rule, count(*) from facts group by rule order by rule").fetchall()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"\n{reports:,} reports: {wall:.2f} s, {spent:.2f} s of processor time, peak {peak:.0f} MB; {dict(rules)}"
        )
