"""Parsers that stand in for the package's own: one that goes wrong on demand, one that makes reports out of JSON."""

import json
import os
import re
import resource
import signal
import time
from decimal import Decimal

from gxdata.document import ReadError
from gxdata.forms import BY_ID, fields
from gxdata.report import CellRow, Report
from gxdata.worker import read_reports


def hostile(data, source_id):
    """Reads as the package does, but goes wrong as the first word of the file says."""
    word = data.split(None, 1)[0] if data.strip() else b""
    if word == b"RAISE":
        raise RuntimeError(f"no luck with {object()}")
    if word == b"REFUSE":
        raise ReadError("it is a picture: type it", "unsupported")
    if word == b"SLEEP":
        time.sleep(600)
    if word == b"SPIN":  # in C, holding Python's lock
        re.match(r"(a|a)+$", "a" * 60 + "b")
    if word == b"EXIT":
        raise SystemExit(3)
    if word == b"KILL":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == b"HOARD":
        bytearray(3 << 30)
    if word == b"MISFIT":
        return "text", "misfit", [Report(source_id, 1, year="MMXXIII")]  # type: ignore[arg-type]
    if word == b"PRINT":
        os.write(1, b'{"outcomes": []}\n')
    return read_reports(data, source_id)


def dies_once(data, source_id):
    """Is killed at its first file, as a process is when another takes all memory; the marker's place is in the file."""
    marker = data.split()[1].decode()
    if not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return read_reports(data, source_id)


def without_room(data, source_id):
    """Takes from its own worker the room to write."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    return read_reports(data, source_id)


def slowly(data, source_id):
    time.sleep(0.3)
    return read_reports(data, source_id)


def from_json(data, source_id):
    """Reports of {agency, year, form, requests: {outcome: total}, proceedings: {channel: [five figures]}}.

    Figures not given are 0, null is a blank cell; requests have their figures in the column total, as natural persons'.
    """
    reports = []
    for ordinal, given in enumerate(json.loads(data), 1):
        form = given.get("form", "2021")
        report = Report(source_id, ordinal, agency=given["agency"], year=given["year"])
        for section in (BY_ID["proactive"], BY_ID["requests"], BY_ID["proceedings"]):
            report.forms[section.id] = form
            forms = {item.block: form for item in section.items}
            for item, measure in fields(section, forms):
                figure = 0
                if section.id == "requests" and measure in ("natural_person", "total"):
                    figure = given.get("requests", {}).get(item.id, 0)
                if section.id == "proceedings":
                    figures = given.get("proceedings", {}).get(item.id, [0] * 5)
                    figure = figures[[m.id for m in section.measures].index(measure)]
                value = None if figure is None else Decimal(figure)
                state = "blank" if figure is None else "number"
                report.cell_rows.append(CellRow(section.id, item.id, measure, value, state, "", "件", False, ""))
        reports.append(report)
    return "json", "json", reports
