"""The empty forms for typing in what no reader can read: a table as printed, for any spreadsheet program."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import groupby

from .forms import FORMS, PROACTIVE, PROCEEDINGS, PROCESSING_FEES, REQUESTS, Item, Measure, Section
from .readers.sheet import MARK, PARTICULARS, REMARKS

_NUMERALS = "一二三四五六七八九十"
_PARTICULARS = {
    "标题": "as printed, with the year / 照印，含年度",
    "发布日期": "as stated / 照印",
    "来源网址": "where the report is / 报告所在网址",
    "获取日期": "2024-03-31",
    "转录人": "who typed it / 录入者",
}
_HOW = (
    "照印填写：空白留空，“/”照填，不补零、不求和；报告没有的表整块留空；“备注”一栏不读入。",
    "As printed: leave blank what is blank, keep /, add no noughts and no sums; leave empty a table that the report does "
    f"not have; the column {REMARKS} is not read.",
)
assert tuple(_PARTICULARS) == PARTICULARS


def template(form: str, requests: str | None = None) -> str:
    """The empty form as CSV, with a byte order mark and line ends as spreadsheet programs want them.

    form: 2019 or 2021, ValueError for any other; requests: the form of table 三, where a report has the other one's. `readers.sheet` reads it back, as CSV or saved as a workbook.
    """
    for named in (form, requests or form):
        if named not in FORMS:
            raise ValueError(f"there is no form {named!r}: name {' or '.join(FORMS)}")
    written = io.StringIO(newline="")
    csv.writer(written).writerows(_rows(form, requests or form))
    return "\ufeff" + written.getvalue()


def _rows(form: str, requests: str) -> Iterator[list[str]]:
    yield [f"{MARK} {form}"]
    for line in _HOW:
        yield [line]
    for name, hint in _PARTICULARS.items():
        yield [name, "", hint]
    tables = (
        ("二", PROACTIVE, _blocks),
        ("三", REQUESTS, _groups),
        ("四", PROCEEDINGS, _flat),
        ("六", PROCESSING_FEES, _flat),
    )
    for number, section, shape in tables:
        yield []
        yield [f"{number}、{section.zh}"]
        yield from shape(section, requests if section is REQUESTS else form)


def _items(section: Section, form: str) -> list[Item]:
    return [item for item in section.items if form in item.measures]


def _header(section: Section, item: Item, form: str) -> list[str]:
    """The columns of an item; a unit that is not a count is stated."""
    columns: list[Measure] = [section.measure(id) for id in item.measures[form]]
    units = [section.unit(item, column.id) for column in columns]
    return [
        f"{column.zh}（单位：{unit}）" if unit.endswith("元") else column.zh
        for column, unit in zip(columns, units, strict=True)
    ]


def _blocks(section: Section, form: str) -> Iterator[list[str]]:
    """Blocks of rows, each with its own header; remarks stand behind the widest."""
    items = _items(section, form)
    width = max(len(item.measures[form]) for item in items)
    for block, members in groupby(items, key=lambda item: item.block):
        rows = list(members)
        yield from ([group.zh] for group in section.groups if group.id.endswith(f"_{block}"))
        header = _header(section, rows[0], form)
        yield [section.words[0], *header, *[""] * (width - len(header)), REMARKS]
        yield from ([item.zh] for item in rows)


def _groups(section: Section, form: str) -> Iterator[list[str]]:
    """Rows under their groups' labels, which stand in columns of their own, to the left of the rows' labels."""
    names = {group.id: group.zh for group in section.groups}
    header = _header(section, section.items[0], form)
    yield ["", "", "", section.words[0]]
    yield ["", "", "", header[0], section.words[1]]
    yield ["", "", f"（{section.words[-1]}）", *header, REMARKS]
    number = iter(_NUMERALS)
    for inside, members in groupby(_items(section, form), key=lambda item: bool(item.group) or item.is_total):
        if inside:
            yield from _results(list(members), names, next(number))
        else:
            yield from (["", "", f"{next(number)}、{item.zh}"] for item in members)


def _results(items: Sequence[Item], names: dict[str, str], number: str) -> Iterator[list[str]]:
    over = f"{number}、{names['results']}"
    for numeral, (group, members) in zip(_NUMERALS, groupby(items, key=lambda item: item.group), strict=False):
        rows = list(members)
        if not group or rows[0].id == group:  # a row of its own, without rows under it
            yield [over, "", f"（{numeral}）{rows[0].zh}"]
            over = ""
            continue
        for ordinal, item in enumerate(rows, 1):
            yield [over, f"（{numeral}）{names[group]}" if ordinal == 1 else "", f"{ordinal}.{item.zh}"]
            over = ""


def _flat(section: Section, form: str) -> Iterator[list[str]]:
    """All items side by side over one row of figures."""
    items = _items(section, form)
    names = {group.id: group.zh for group in section.groups}
    over: list[str] = []
    labels: list[str] = []
    columns: list[str] = []
    for group, members in groupby(items, key=lambda item: item.group):
        for place, item in enumerate(members):
            header = _header(section, item, form)
            rest = [""] * (len(header) - 1)
            over += [names.get(group, item.zh) if place == 0 else "", *rest]
            labels += [item.zh if group else "", *rest]
            columns += header
    if len(items) > 1:
        yield over
        yield labels
    yield [*columns, REMARKS]
    yield []
