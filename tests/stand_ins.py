"""Parsers that stand in for the package's own: one that goes wrong on demand, one that makes reports out of JSON."""

import json
import os
import re
import resource
import signal
import time
from datetime import date
from decimal import Decimal

from gxdata.chapters import Chapter
from gxdata.document import ReadError
from gxdata.forms import BY_ID, fields
from gxdata.processes import Part
from gxdata.report import CellRow, Report
from gxdata.worker import read_file, read_reports, write_part


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


_PARTICULARS = (
    "agency",
    "year",
    "body_id",
    "scope",
    "kind",
    "level",
    "region_code",
    "province",
    "prefecture",
    "county",
    "origin",
    "checks",
)


def from_json(data, source_id):
    """Reports of {agency, year, form, requests: {outcome: total or seven figures}, proceedings: {channel: five figures},
    proactive: {"item measure": figure}, text: {number: [kind, text]}, and others of _PARTICULARS}.

    Figures not given are 0, null is a blank cell; a single figure of requests is the total, and natural persons'.
    """
    reports = []
    for ordinal, given in enumerate(json.loads(data), 1):
        form = given.get("form", "2021")
        report = Report(source_id, ordinal)
        for name in _PARTICULARS:
            if name in given:
                setattr(report, name, given[name])
        if "published" in given:
            report.published = date.fromisoformat(given["published"])
        for number, (kind, text) in given.get("text", {}).items():
            report.chapter_rows.append(Chapter(int(number), kind, "", text))
        for section in (BY_ID["proactive"], BY_ID["requests"], BY_ID["proceedings"]):
            report.forms[section.id] = form
            forms = {item.block: form for item in section.items}
            for item, measure in fields(section, forms):
                figure = given.get("proactive", {}).get(f"{item.id} {measure}", 0)
                if section.id == "requests":
                    figures = given.get("requests", {}).get(item.id, 0)
                    if not isinstance(figures, list):
                        figures = [figures, 0, 0, 0, 0, 0, figures]
                    figure = figures[[m.id for m in section.measures].index(measure)]
                if section.id == "proceedings":
                    figures = given.get("proceedings", {}).get(item.id, [0] * 5)
                    figure = figures[[m.id for m in section.measures].index(measure)]
                value = None if figure is None else Decimal(figure)
                state = "blank" if figure is None else "number"
                unit = given.get("unit", "万元") if measure == "amount" else "件"
                report.cell_rows.append(CellRow(section.id, item.id, measure, value, state, "", unit, False, ""))
        reports.append(report)
    return "json", "json", reports


def named_bodies(data, source_id):
    """Reads as the package does; a body is what the agency's name says, as if no two places shared one."""
    result = read_reports(data, source_id)
    for report in result.reports:
        report.body_id = report.body_id or report.agency
    return result


class Here:
    """Reads files in this process, as a Pool does in others."""

    def __init__(self, folder, parser, limit, tick, ocr=False):
        self.folder, self.parser = folder, parser

    def read(self, files, workers):
        results = [read_file(file, self.parser) for file in files]
        prefix = str(self.folder / "1-")
        write_part(prefix, [found for _, found in results])
        return [Part(prefix, [outcome for outcome, _ in results])]
