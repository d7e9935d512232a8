"""What was odd about a table as it was read: every anomaly becomes a note, and no note changes a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .align import Match
from .flat import FlatMatch
from .forms import Item, Section
from .outline import Outline
from .records import Record
from .text import Reading
from .vocabulary import ITEM_KEYS, roles

Cell = tuple[str, str]
Readings = Mapping[Cell, Reading]


class Note(NamedTuple):
    """Something odd: the rule it comes under, its severity, the row, and what to say in zh and en."""

    rule: str
    severity: str
    item: str
    zh: str
    en: str


def missing(item: Item) -> Note:
    return Note(
        "row_missing",
        "warning",
        item.id,
        f"{item.zh}：表中未见此行，其单元格记为 lost。",
        f"{item.en}: this row was not found; its cells are lost.",
    )


# how a record was matched → rule, and what to say of it
_HOW = {
    "mistyped": ("label_mistyped", "印作“{printed}”。", "printed “{printed}”."),
    "order": ("label_missing", "行名缺失，按行序归入。", "the label is missing; placed by the order of rows."),
    "moved": ("row_moved", "不在其应有的次序。", "out of the form's order."),
}


def row_notes(
    section: Section,
    outline: Outline,
    table: Readings,
    matches: Sequence[Match],
    records: Sequence[Record],
    whole: Sequence[Match],
) -> list[Note]:
    """Notes on every row of the form found, in its order, and on records that are none of its rows. whole: the rows
    without the columns that no form has."""
    notes: list[Note] = []
    found = {match.item: match for match in matches} | {match.item: match for match in whole}
    for id, cells in outline.rows.items():
        item, match = outline.by_id[id], found.get(id)
        if match is None:
            notes.append(missing(item))
            continue
        if match.how in _HOW:
            rule, zh, en = _HOW[match.how]
            printed = "".join(match.record.labels)
            notes.append(
                Note(
                    rule,
                    "warning",
                    id,
                    f"{item.zh}：{zh.format(printed=printed)}",
                    f"{item.en}: {en.format(printed=printed)}",
                )
            )
        notes += count_notes(match.record, cells, item, table)
    return notes + _strays(section, matches, records)


def flat_notes(section: Section, match: FlatMatch, cells: Sequence[Cell], table: Readings) -> list[Note]:
    """Notes on one record of a table that lies flat."""
    item, notes = (
        section.item(match.items[0]),
        count_notes(match.record, cells, section.item(match.items[0]), table),
    )
    if match.measures != tuple(measure.id for measure in section.measures):
        notes.append(columns_moved(section, item, match.measures))
    if len(match.items) == len(section.items) and match.items != tuple(item.id for item in section.items):
        zh, en = (
            "、".join(section.item(id).zh for id in match.items),
            ", ".join(section.item(id).en for id in match.items),
        )
        notes.append(
            Note(
                "columns_moved",
                "warning",
                item.id,
                f"{section.zh}：列序与格式不同（{zh}）。",
                f"{section.en}: not in the form's order ({en}).",
            )
        )
    words = [*match.record.before, *match.record.labels]
    unseen = [
        section.item(id)
        for id in match.items
        if match.how == "header" and not any(id in roles(word, "item", section.id) for word in words)
    ]
    if len(unseen) > 1 or (unseen and len(section.items) > 1):
        zh, en = "、".join(each.zh for each in unseen), ", ".join(each.en for each in unseen)
        notes.append(
            Note(
                "header_missing",
                "warning",
                item.id,
                f"{section.zh}：表头缺 {zh}。",
                f"{section.en}: the header lacks {en}.",
            )
        )
    if match.how == "heading":
        zh, en = (
            "表头缺失，按格式的列序，经勾稽关系核对",
            "the header is missing; columns in the form's order, confirmed by the sums",
        )
        notes.append(Note("label_missing", "warning", item.id, f"{section.zh}：{zh}。", f"{section.en}: {en}."))
    return notes


def count_notes(record: Record, cells: Sequence[Cell], item: Item, table: Readings) -> list[Note]:
    """A run with more or fewer figures than its cells, whether or not they could be solved."""
    figures, width = len(record.figures), len(cells)
    if record.kind == "glued" or (width == len(record.fields) and (figures == width or record.kind == "cells")):
        return []
    blanks = [field.blank for field in record.fields]
    if (
        figures == width
        and record.kind != "stream"
        and any(blanks[blanks.index(False) : len(blanks) - blanks[::-1].index(False)])
    ):
        zh, en = f"{item.zh}：数字之间有空栏，未计。", f"{item.en}: an empty field among the figures, left out."
        return [Note("empty_field", "warning", item.id, zh, en)]
    states = [table[cell].state for cell in cells]
    plain = not {"lost", "solved"} & set(states)
    if plain and sum(state != "blank" for state in states) == figures:
        return []
    raw = " | ".join(field.reading.raw for field in record.figures)
    if figures == width:
        return []
    zh = f"{item.zh}：应有 {width} 个数，读到 {figures} 个（{raw}）。"
    return [
        Note("count_differs", "warning", item.id, zh, f"{item.en}: {width} figures expected, {figures} found ({raw}).")
    ]


def form_undecided(rows: Sequence[Item], form: str) -> Note:
    """A block whose header and rows do not decide its form; `form` is the one presumed, or empty."""
    zh, en = (f"推定为{form}年格式", f"presumed {form}") if form else ("无法判定，未读", "not read")
    names = "、".join(item.zh for item in rows) if len(rows) <= 4 else f"{rows[0].zh}等 {len(rows)} 行"
    return Note(
        "form_undecided",
        "warning",
        rows[0].id,
        f"{names}：表头与行均不能判定格式，{zh}。",
        f"{rows[0].en} …: neither header nor rows decide the form; {en}.",
    )


def columns_moved(section: Section, item: Item, order: Sequence[str]) -> Note:
    """A header that does not print the columns in the form's order, or (no `order`) leaves it open."""
    if not order:
        zh, en = (
            f"{section.zh}：{item.zh}一栏的表头残缺，或各行按格式的列序不合勾稽关系，列序不能判定。",
            f"{section.en}: at {item.en} the header's names, or sums that do not hold in the form's order, leave the order of columns open; lost.",
        )
        return Note("columns_undecided", "warning", item.id, zh, en)
    zh = "、".join(section.measure(measure).zh for measure in order)
    en = ", ".join(section.measure(measure).en for measure in order)
    return Note(
        "columns_moved",
        "warning",
        item.id,
        f"{section.zh}：列序与格式不同（{zh}）。",
        f"{section.en}: columns not in the form's order ({en}).",
    )


def columns_unexpected(section: Section, names: Sequence[str]) -> Note:
    """Columns that no form has, which are left out."""
    zh = f"{section.zh}：有不属于本格式的列（{'、'.join(names)}），未采用。"
    en = f"{section.en}: columns that are not on the form ({', '.join(names)}); not used."
    return Note("columns_unexpected", "warning", "", zh, en)


def other_years(section: Section) -> Note:
    """A table read without the tables or columns of other years beside it."""
    zh = f"{section.zh}：另有写明为其他年度的表或列，未采用。"
    en = f"{section.en}: tables or columns beside it say that they are of other years; not used."
    return Note("table_of_another_year", "warning", "", zh, en)


def header_note(section: Section, item: Item, measures: Sequence[str], record: Record) -> list[Note]:
    """A header with two or more of its columns' names gone: the form's order is assumed, and that is said."""
    words = [*record.before, *record.labels[:-1], *(cell.text for cell in record.header)]
    seen = {id for word in words for id in roles(word, "measure", section.id)}
    gone = [section.measure(measure) for measure in measures if measure not in seen]
    if len(gone) < 2:
        return []
    zh, en = "、".join(measure.zh for measure in gone), ", ".join(measure.en for measure in gone)
    return [
        Note(
            "header_missing",
            "warning",
            item.id,
            f"{section.zh}：表头缺 {zh}，按格式的列序。",
            f"{section.en}: the header lacks {en}; columns in the form's order.",
        )
    ]


def unit_differs(section: Section, item: str, measure: str, unit: str) -> Note:
    """A header that states another unit than the form's, which is kept."""
    row, form = section.item(item), section.cell(item, measure)[0] or "—"
    return Note(
        "unit_differs",
        "warning",
        item,
        f"{row.zh}：表头单位为{unit}（格式为{form}）。",
        f"{row.en}: the header's unit is {unit} (the form's: {form}).",
    )


def table_twice(section: Section, twice: Mapping[str, Sequence[Record]], differing: int, unsure: bool) -> Note:
    """A second set of rows for the same table."""
    where = str(next(iter(twice.values()))[0].location)
    zh = f"{section.zh}：另有一套同样的行（{where} 起），{differing} 行数字不同，{'无从取舍，记为 lost' if unsure else '未采用'}。"
    en = f"{section.en}: a second set of the same rows (from {where}), {differing} with other figures, {'undecided and lost' if unsure else 'not used'}."
    return Note("table_repeated", "warning", "", zh, en)


def glued_note(section: Section, records: Iterable[Record]) -> list[Note]:
    """One note for a table whose figures are glued to each other in running text."""
    count = sum(record.kind == "glued" for record in records)
    zh, en = (
        f"{section.zh}：{count} 行的数字连写在文句中。",
        f"{section.en}: the figures of {count} rows are run together in the text.",
    )
    return [Note("figures_glued", "warning", "", zh, en)] if count else []


def _strays(section: Section, matches: Sequence[Match], records: Sequence[Record]) -> list[Note]:
    """Records within the table that are none of its rows."""
    used = {id(match.record) for match in matches}
    places = [index for index, record in enumerate(records) if id(record) in used]
    if not places:
        return []
    notes = []
    last = records[places[-1]]
    if last.kind in ("cells", "fields"):
        inside = [record for record in records[places[0] :] if record.block <= last.block]
    else:
        inside = list(records[places[0] : places[-1] + 1])
    for record in inside:
        if id(record) in used or not record.figures:
            continue
        known = ITEM_KEYS.get(record.name, [])
        if any(role.section != section.id for role in known):
            continue
        label = "".join(record.labels)
        raw = " | ".join(field.reading.raw for field in record.figures)[:80]
        where = record.location
        repeated = any(role.id == match.item for role in known for match in matches)
        rule, zh, en = (
            ("row_repeated", "此行重复", "this row is repeated")
            if repeated
            else ("row_unexpected", "表内有不属于本格式的行", "a row that is not on the form")
        )
        notes.append(
            Note(
                rule,
                "warning",
                "",
                f"{zh}：“{label}” {raw}（{where}），未采用。",
                f"{en}: “{label}” {raw} ({where}); not used.",
            )
        )
    return notes
