"""What holds of any bytes: a result or a ReadError, within limits of time and memory, and a result that is in order."""

from __future__ import annotations

import os
import time
import warnings
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import gxdata as gx
from gxdata.forms import BY_ID
from gxdata.readers import read, sniff
from gxdata.recognise import recognise
from gxdata.report import NUMBERS
from gxdata.rows import rows
from gxdata.schema import REPORT_TABLES, STATES

SECONDS = 5.0  # for one file
MEGABYTES = 500
_STATUS = Path("/proc/self/status")


def run(data: bytes, *, view: bool = True, twice: bool = False) -> list[Any]:
    """The reports of a file through the whole pipeline; [] where it is refused. AssertionError when a rule is broken.

    view: make the Jupyter view too, in both languages. twice: do all again, for the same result.
    """
    before, start = _peak(reset=True), time.process_time()
    reports = _reports(data)
    made = [rows_of(report) for report in reports]
    shown = [report.to_html(lang) for report in reports if view for lang in ("zh", "en")]
    seconds, grown = time.process_time() - start, _peak() - before
    assert seconds < SECONDS, f"it took {seconds:.1f} s"
    assert grown < MEGABYTES, f"it took {grown:.0f} MB"
    assert all(shown)
    for report in reports:
        check(report)
    if twice:
        again = _reports(data)
        assert [each.cell_rows for each in again] == [each.cell_rows for each in reports], "other cells the second time"
        assert [rows_of(each) for each in again] == made, "other rows"
    return reports


def rows_of(report: Any) -> list[Any]:
    return [rows(report, name) for name in REPORT_TABLES]


def _reports(data: bytes) -> list[Any]:
    try:
        if getattr(sniff(data), "archive", None):  # its files are read one by one
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # one for every file in it that is not read
                return gx.parse(data, "a file")
        document = read(data, "a file")
    except gx.ReadError as error:
        assert str(error) and len(str(error)) < 1000, "a message"
        assert error.status in ("unreadable", "unsupported")
        return []
    assert document.media and document.reader
    return recognise(document, "0" * 16)


def check(report: Any) -> None:
    """Every cell is on the form once, with an allowed state, a value only where it has a number, and its place."""
    seen = set()
    for section, item, measure, value, state, raw, unit, _, location in report.cell_rows:
        where = f"{section} {item} {measure}: {state} {value} {raw!r} {location!r}"
        assert (section, item, measure) not in seen, f"twice: {where}"
        seen.add((section, item, measure))
        assert BY_ID[section].item(item) and BY_ID[section].measure(measure), where
        assert state in STATES, where
        assert (value is not None) == (state in NUMBERS), where
        assert value is None or (isinstance(value, Decimal) and value.is_finite() and abs(value) < 10**12), where
        assert location or state == "lost", f"no place: {where}"
        assert isinstance(raw, str) and isinstance(unit, str), where
    lost = {cell.section for cell in report.cell_rows if cell.state == "lost"}
    assert lost <= {each.section for each in report.finding_rows if each.severity != "note"}, "lost without a warning"
    assert {each.severity for each in report.finding_rows} <= {"error", "warning", "note"}


def _peak(reset: bool = False) -> float:
    """The most memory that the process has had since the last reset, in MB; where Linux does not say, 0."""
    with suppress(OSError):
        if reset:
            Path("/proc/self/clear_refs").write_text("5")
            return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1e3
    return 0.0
