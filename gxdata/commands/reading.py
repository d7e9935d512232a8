"""What commands read: the reports of a file, and the findings of a file, a folder or a dataset."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import DONE, say

if TYPE_CHECKING:
    from ..report import Report


def reports_of(file: str, ocr: bool) -> list[Report]:
    """The reports of a file; ValueError when there is none."""
    from ..parser import parse

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        reports = parse(file, ocr=ocr)
    for warning in caught:
        say(str(warning.message), DONE)
    if not reports:
        raise ValueError(f"{file}: no annual report was found in it; `gxdata explain` shows what was")
    return reports


_FILES = "select path, status, message from sources where status <> 'parsed' order by path"
_FINDINGS = """
select report_id, path, agency, year, rule, severity, section, item, measure, expected, observed, f.message
from findings f join reports using (report_id) join sources using (source_id) where status <> 'duplicate'
order by min(list_position(['error', 'warning', 'note'], severity)) over (partition by report_id), report_id,
    list_position(['error', 'warning', 'note'], severity), number"""


def check_file(file: str, ocr: bool) -> dict[str, Any]:
    from ..terminal import ranked

    reports = [
        {"report_id": report.report_id, "path": file, "agency": report.agency, "year": report.year}
        | {"findings": [finding._asdict() for finding in ranked(report.finding_rows)]}
        for report in reports_of(file, ocr)
    ]
    return {"files": [], "reports": reports}


def check_folder(folder: Path, ocr: bool = False) -> dict[str, Any]:
    """{files: those that are not simply parsed, reports: those with findings} of a dataset, or of a folder of files."""
    from ..database import connect
    from ..schema import BY_NAME

    if folder.is_dir() and not any((folder / f"{name}.parquet").exists() for name in BY_NAME):
        from tempfile import TemporaryDirectory

        from ..builder import build

        with TemporaryDirectory(prefix="gxdata-") as place:
            build(folder, place, ocr=ocr)
            return check_folder(Path(place))
    with connect(folder) as db:
        files = [dict(zip(("path", "status", "message"), row, strict=True)) for row in db.execute(_FILES).fetchall()]
        rows = db.execute(_FINDINGS).fetchall()
    names = ("rule", "severity", "section", "item", "measure", "expected", "observed", "message")
    reports: dict[str, dict[str, Any]] = {}
    for id, path, agency, year, *finding in rows:
        report = {"report_id": id, "path": path, "agency": agency, "year": year, "findings": []}
        reports.setdefault(id, report)["findings"].append(dict(zip(names, finding, strict=True)))
    return {"files": files, "reports": list(reports.values())}
