"""Filled forms: the template with a report's prints typed into it."""

import csv
import io

from gxdata.forms import BY_ID
from gxdata.template import template
from gxdata.text import key


def lines(form, requests=None):
    return list(csv.reader(io.StringIO(template(form, requests).removeprefix("\ufeff"), newline="")))


def filled(form, cells, title="", **particulars):
    """The form's rows with `cells` ((section, item, measure) → print) in their places."""
    found, section, header = [], None, []
    flat = {"proceedings": iter(BY_ID["proceedings"].items), "processing_fees": iter(BY_ID["processing_fees"].items)}
    requests = form
    if ("requests", "other", "total") in cells or ("requests", "other_rest", "total") in cells:
        requests = "2019" if ("requests", "other", "total") in cells else "2021"
    for row in lines(form, requests):
        label = next((key(text) for text in reversed(row) if text), "")
        section = next(
            (each for each in BY_ID.values() if len(row) == 1 and key(each.zh) == label and row[0][:1] in "二三四六"),
            section,
        )
        if row and row[0] in ("标题", *particulars):
            row = [row[0], title if row[0] == "标题" else particulars[row[0]]]
        elif row and row[-1] == "备注":
            header = row[:-1]
        elif section is not None and section.layout == "flat" and not row and header:
            row = [
                cells.get((section.id, item.id, measure.id), "")
                for item in flat[section.id]
                for measure in section.measures
            ]
            section = None
        elif section is not None and section.layout == "rows":
            own = requests if section.id == "requests" else form
            item = next(
                (item for item in section.items if key(item.zh) == label and own in item.measures and row), None
            )
            if item is not None:
                first = 3 if section.id == "requests" else 1
                row = [
                    *row,
                    *[""] * (first - len(row)),
                    *(cells.get((section.id, item.id, id), "") for id in item.measures[own]),
                ]
        found.append(row)
    return found


def text(rows, separator=",", **more):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, **more).writerows(rows)
    return written.getvalue()
