"""Random walks: a filled form, one to three changes to its page or its print, and what must then be read of it.

A `harmless` change leaves what the page says: every cell must come back. Any other destroys something: a cell then has
the page's figure or none. What a walk does follows from its number alone, so that a failure is told by that number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from dialects import DIALECTS, Box, Dialect, Line, Page, Sheet, page
from filled import (
    HONGZE_2023,
    HUAIAN_2024,
    LICHENG_2023,
    NIL,
    PINGTAN_2020,
    REAL,
    Filled,
    Key,
    Truth,
    compare,
    figures,
    keys,
    wrong,
)
from test_variants import MORE, UNKNOWN, VARIANTS, Variant

import gxdata as gx
from gxdata.forms import FORMS

PADDED = ("tabbed", "markdown")  # where a row that lost a cell is printed with a blank at its end
BROKEN = (PINGTAN_2020, HONGZE_2023)  # a sum the source breaks and a lost cell in one row may cancel out: a known limit


@dataclass
class Walk:
    """A form on its way through changes: its page, what that says, and what was done."""

    number: int
    filled: Filled
    dialect: Dialect
    page: Page
    truths: dict[Key, Truth]
    harmless: bool = True
    touched: set[Key] = field(default_factory=set)  # in rows that a change damaged
    mislabelled: set[Key] = field(default_factory=set)  # in rows whose label another row has as well
    void: set[Key] = field(default_factory=set)  # in rows damaged twice: they may say anything
    lossy: set[Key] = field(default_factory=set)  # that the print leaves open
    steps: list[str] = field(default_factory=list)
    data: bytes = b""

    def __str__(self) -> str:
        return f"walk {self.number}, {self.dialect.name}: {'; '.join(self.steps)}"


class Inapplicable(Exception):
    """A step that this page or print has no place for."""


# ── Forms ────────────────────────────────────────────────────────────────────────────────────────────────────────


def some_form(random: Random) -> Filled:
    """A real form, or one of random figures that holds every identity."""
    if random.random() < 0.4:
        return REAL[random.choice(list(REAL))]
    form_proactive, form_requests = random.choice(FORMS), random.choice(FORMS)
    most = random.choice(((9,), (0, 0, 0, 0, 0, 0, 9, 99), (0, 0, 0, 1), (0, 9, 999, 9_999)))
    numbers = iter(lambda: random.randint(0, random.choice(most)), None)
    cells = {key: str(figure) for key, figure in figures(form_requests, numbers).items()}
    fees = random.random() < 0.3
    for key in keys(form_proactive, form_requests, fees):
        if key[2] in ("amount", "notified_yuan", "collected_yuan"):
            cells[key] = random.choice(("0", f"{random.randint(0, 10**9) / 10**4:.4f}", str(random.randint(1, 10**6))))
        elif key[2] == "items_change":
            cells[key] = str(random.randint(-99, 99))
        elif key[0] in ("proactive", "processing_fees"):
            cells[key] = str(random.randint(0, random.choice((0, 9, 10**6))))
    return Filled(form_proactive, form_requests, cells, "永嘉县统计局", random.randint(2019, 2025), fees)


def with_gaps(filled: Filled, random: Random) -> Filled:
    chosen = random.sample(filled.keys, random.randint(1, 30))
    return filled.with_cells({key: random.choice(("", "", *NIL)) for key in chosen})


# ── Changes to the page ──────────────────────────────────────────────────────────────────────────────────────────

Step = Callable[[Walk, Random], str]  # does it, and says what was done


def rows_of(printed: Page) -> list[tuple[Sheet, list[Box]]]:
    """The rows with figures."""
    sheets = [block for block in printed.blocks if isinstance(block, Sheet)]
    return [(sheet, row) for sheet in sheets for row in sheet.rows if any(box.key for box in row)]


def position(sheet: Sheet, row: list[Box]) -> int:
    return next(n for n, each in enumerate(sheet.rows) if each is row)


def a_row(walk: Walk, random: Random) -> tuple[Sheet, list[Box]]:
    if not (rows := rows_of(walk.page)):
        raise Inapplicable
    return random.choice(rows)


def a_figure(row: list[Box], random: Random) -> int:
    return random.choice([at for at, box in enumerate(row) if box.key])


def name(row: list[Box]) -> str:
    return next(box.key[1] for box in row if box.key)


def own_label(row: list[Box]) -> Box:
    if not (labels := [box for box in row if not box.key and box.text]):
        raise Inapplicable
    return labels[-1]


def drop_cell(walk: Walk, random: Random) -> str:
    _, row = a_row(walk, random)
    box = row.pop(a_figure(row, random))
    return f"the cell {box.key} {box.text!r} dropped"


def double_cell(walk: Walk, random: Random) -> str:
    _, row = a_row(walk, random)
    at = a_figure(row, random)
    row.insert(at, Box(row[at].text))
    return f"the cell {row[at + 1].key} {row[at].text!r} doubled"


def drop_row(walk: Walk, random: Random) -> str:
    sheet, row = a_row(walk, random)
    sheet.drop(position(sheet, row))
    return f"the row {name(row)} dropped"


def double_row(walk: Walk, random: Random) -> str:
    sheet, row = a_row(walk, random)
    sheet.add(position(sheet, row) + 1, [Box(box.text, box.colspan) for box in row if box.rowspan == 1])
    return f"the row {name(row)} doubled"


def glue_cells(walk: Walk, random: Random) -> str:
    _, row = a_row(walk, random)
    at = a_figure(row, random)
    if at + 1 == len(row) or not row[at + 1].key:
        raise Inapplicable
    first, second = row[at], row.pop(at + 1)
    span = random.choice((1, 2)) if walk.dialect.name.startswith("html") else 1
    row[at] = Box(first.text + second.text, span, 1, first.key)
    return f"the cells {first.key} {first.text!r} and {second.text!r} glued"


def garble_figure(walk: Walk, random: Random) -> str:
    _, row = a_row(walk, random)
    at = a_figure(row, random)
    text = random.choice(("?", "O", "见附件", "…", "l2", "1.2.3", "3-5", "12%", "2024年", "&", "⼀", "约30", "\ufffd"))
    done = f"the cell {row[at].key} {row[at].text!r} made {text!r}"
    if walk.truths.get(row[at].key, UNKNOWN).value is None:
        walk.void.add(row[at].key)  # a nought that the identities give is as right as no figure
    row[at].text = text
    return done


def drop_label(walk: Walk, random: Random) -> str:
    _, row = a_row(walk, random)
    own_label(row).text = ""
    return f"the label of {name(row)} dropped"


def cut_label(walk: Walk, random: Random) -> str:
    _, row = a_row(walk, random)
    box = own_label(row)
    cut = random.randint(1, len(box.text))
    box.text = random.choice((box.text[:cut], box.text[cut:]))
    return f"the label of {name(row)} cut to {box.text!r}"


def mistype_label(walk: Walk, random: Random) -> str:
    _, row = a_row(walk, random)
    box = own_label(row)
    at = random.randrange(len(box.text))
    box.text = box.text[:at] + random.choice(("", "口", "的", "一", "公", "总", "3", " ")) + box.text[at + 1 :]
    return f"the label of {name(row)} made {box.text!r}"


def label_of_another(walk: Walk, random: Random) -> str:
    sheet, row = a_row(walk, random)
    other = random.choice([each for each in sheet.rows if any(box.key for box in each)])
    box = own_label(row)
    box.text = own_label(other).text
    again = {key for key in walk.truths if key[1] == name(other)}  # if another step takes that row, this one is its
    (walk.touched if name(row) != name(other) else set()).update(again)
    walk.mislabelled |= again
    return f"{name(row)} labelled as {name(other)}"


def swap_labels(walk: Walk, random: Random) -> str:
    """The page says otherwise then: the two rows are not judged."""
    sheet, row = a_row(walk, random)
    other = random.choice([each for each in sheet.rows if any(box.key for box in each)])
    first, second = own_label(row), own_label(other)
    first.text, second.text = second.text, first.text
    walk.void |= {key for key in walk.truths if key[1] in (name(row), name(other))}
    return f"the labels of {name(row)} and {name(other)} swapped"


def stray_row(walk: Walk, random: Random) -> str:
    sheet, row = a_row(walk, random)
    label = random.choice(("", "其中：电子", "9.属于工作秘密", "小计", "备注", "合计", "第20条", "上年数"))
    figures = [Box(str(random.randint(0, 20))) for box in row if box.key]
    sheet.add(position(sheet, row) + random.choice((0, 1)), [Box(label), *figures])
    return f"a row {label!r} {[box.text for box in figures]} beside {name(row)}"


def cut_off(walk: Walk, random: Random) -> str:
    """The page ends early, perhaps within a table."""
    at = random.randint(2, len(walk.page.blocks) - 1)
    del walk.page.blocks[at + 1 :]
    if isinstance(sheet := walk.page.blocks[at], Sheet):
        del sheet.rows[random.randint(1, len(sheet.rows)) :]
    return f"the page cut off in block {at}"


def drop_line(walk: Walk, random: Random) -> str:
    lines = [n for n, block in enumerate(walk.page.blocks) if isinstance(block, Line)]
    gone = walk.page.blocks.pop(random.choice(lines))
    return f"the line {gone.text[:20]!r} dropped"


def drop_header_cell(walk: Walk, random: Random) -> str:
    sheet, _ = a_row(walk, random)
    row = random.choice([row for row in sheet.rows if not any(box.key for box in row)] or [sheet.rows[0]])
    if not row or any(box.key for box in row):
        raise Inapplicable
    box = random.choice(row)
    gone, box.text = box.text, ""
    return f"the header cell {gone!r} made blank"


def drop_header_row(walk: Walk, random: Random) -> str:
    sheet, _ = a_row(walk, random)
    headers = [n for n, row in enumerate(sheet.rows) if not any(box.key for box in row)]
    if not headers:
        raise Inapplicable
    at = random.choice(headers)
    texts = [box.text for box in sheet.rows[at]]
    for box in sheet.rows[at]:
        box.rowspan = 1  # gone with the row, and not moved to the front of the next
    sheet.drop(at)
    return f"the header row {texts} dropped"


def figures_between(walk: Walk, random: Random) -> str:
    at = random.randint(1, len(walk.page.blocks))
    text = random.choice(
        ("2 1 0", "1234", "0\t0\t0", "12 0 0 0 0 0 12", "行政许可 12", "总计 3", "- 3 -", "第3页 共9页")
    )
    walk.page.blocks.insert(at, Line("text", text))
    return f"a line {text!r} before block {at}"


PAGE_STEPS: tuple[Step, ...] = (
    *(drop_cell, double_cell, drop_row, double_row, glue_cells, garble_figure, drop_label, cut_label, mistype_label),
    *(label_of_another, swap_labels, stray_row, cut_off, drop_line, drop_header_cell, drop_header_row, figures_between),
)


def of_variant(walk: Walk, random: Random, harmless: bool) -> str:
    """One of the changes that test_variants holds one at a time."""
    fitting = [each for each in _VARIANTS[harmless] if walk.dialect.name in each.dialects]
    if walk.dialect.name == "spaced":  # there a space parts a header's names
        fitting = [each for each in fitting if "spaces" not in each.name]
    if not fitting:
        raise Inapplicable
    variant = random.choice(fitting)
    try:
        truths = variant.change(walk.page) or {}
    except (StopIteration, IndexError, ValueError) as error:
        raise Inapplicable from error
    walk.truths.update({key: truth for key, truth in truths.items() if truth.value is None or not harmless})
    return variant.name


def _prints_a_figure_of_its_own(variant: Variant) -> bool:
    printed = page(LICHENG_2023)
    variant.change(printed)
    return "447228" in "".join(box.text + box.markup for box in printed.boxes())


_FITTING = [
    variant
    for variant in (*VARIANTS, *MORE)
    if variant.base is HUAIAN_2024
    and not _prints_a_figure_of_its_own(variant)
    and not variant.name.startswith(("件 after", "spaces around"))  # they would make a blank something else
    and not re.search("first|change places|before reconsideration|turned", variant.name)  # the header alone tells of it
]
_HARMLESS = [
    variant
    for variant in _FITTING
    if variant.complete and not variant.change(page(HUAIAN_2024)) and "mistyped" not in variant.name
]
_VARIANTS = {True: _HARMLESS, False: [variant for variant in _FITTING if variant not in _HARMLESS]}


# ── Changes to the print ─────────────────────────────────────────────────────────────────────────────────────────

TAG = re.compile(r"<[^<>]*>")
CELL = re.compile(r"(<t[dh]\b[^<>]*>)([^<>]*)(</t[dh]>)")


def some(text: str, pattern: re.Pattern[str], random: Random, change: Callable[[re.Match[str]], str]) -> str:
    """The text with a few of the pattern's matches changed, or all of them."""
    share = random.choice((0.02, 0.2, 1))
    found = pattern.sub(lambda match: change(match) if random.random() < share else match[0], text)
    if found == text:
        raise Inapplicable
    return found


def after_body(text: str, change: Callable[[str], str]) -> str:
    head, mark, body = text.partition("<body>")
    return head + mark + change(body) if mark else change(text)


def _in_cells(change: Callable[[str, Random], str]) -> Callable[[str, Random], str]:
    def rewrite(text: str, random: Random) -> str:
        return some(text, CELL, random, lambda cell: cell[1] + change(cell[2], random) + cell[3])

    return rewrite


def _between_tags(filler: Callable[[Random], str]) -> Callable[[str, Random], str]:
    """Something after closing tags of rows and cells."""
    pattern = re.compile(r"</t[rdh]>")
    return lambda text, random: some(text, pattern, random, lambda tag: tag[0] + filler(random))


def _wrapped(text: str, random: Random) -> str:
    tag = random.choice(("span", "font", "b", "p", "div", "a", "center", "strong", "o:p", "u", "label", "em"))
    return f"<{tag} class='x{random.randint(0, 9)}'>{text}</{tag}>"


def _entities(text: str, random: Random) -> str:
    if "&" in text:
        return text
    return "".join(random.choice((f"&#{ord(each)};", f"&#x{ord(each):x};", each)) for each in text)


def _broken_over_spans(text: str, random: Random) -> str:
    at = random.randint(0, len(text)) if "&" not in text else 0
    return f"<span>{text[:at]}</span><span>{text[at:]}</span>"


HARMLESS_HTML: dict[str, Callable[[str, Random], str]] = {
    "cells wrapped": _in_cells(_wrapped),
    "cells in entities": _in_cells(_entities),
    "cells over two spans": _in_cells(_broken_over_spans),
    "white space around": _in_cells(lambda text, random: random.choice((f"\n   {text}\n", f"&nbsp;{text}&nbsp;", f"\t{text} "))),
    "comments in cells": _in_cells(lambda text, random: f"<!-- {random.randint(0, 99)} -->{text}<!--0-->"),
    "scripts in cells": _in_cells(lambda text, random: f"{text}<script>var a={random.randint(0, 99)};</script>"),
    "breaks at the end of cells": _in_cells(lambda text, random: f"{text}<br/>"),
    "white space between tags": _between_tags(lambda random: random.choice(("\n", " ", "\r\n\t"))),
    "comments between tags": _between_tags(lambda random: f"<!-- <td>{random.randint(0, 99)}</td> -->"),
    "attributes": lambda text, random: some(
        text, re.compile(r"<(td|tr|p|table|tbody)\b"), random,
        lambda tag: f'{tag[0]} width="{random.randint(1, 99)}" style="mso-x:none;color:#{random.randint(100, 999)}" data-n=7'),
    "upper-case tags": lambda text, random: some(text, re.compile(r"</?(?:td|tr|table|p|tbody)\b"), random, lambda tag: tag[0].upper()),
    "th for td": lambda text, random: after_body(text, lambda body: body.replace("<td", "<th").replace("</td", "</th")),
    "without end tags that HTML lets out": lambda text, random: some(text, re.compile(r"</(?:td|tr|tbody)>\s*(?=<t[dr]\b)"), random, lambda tag: ""),
    "a wrapper around all": lambda text, random: after_body(text, lambda body: f"<div class='a'><center>{body}</center></div>"),
    "colgroups": lambda text, random: some(text, re.compile(r"<table\b[^<>]*>"), random, lambda tag: tag[0] + "<colgroup><col width=9><col></colgroup>"),
    "CR LF": lambda text, random: text.replace("\n", "\r\n"),
}  # fmt: skip

HARMLESS_TEXT: dict[str, Callable[[str, Random], str]] = {
    "CR LF": lambda text, random: text.replace("\n", "\r\n"),
    "white space at line ends": lambda text, random: some(text, re.compile(r"(?<=[^\t\n\r|])\n"), random, lambda end: "  \n"),
    "zero-width characters": lambda text, random: some(text, re.compile("(?<=[^\r\n])(?=\n)"), random, lambda end: "\u200b"),
    "full-width digits": lambda text, random: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
}  # fmt: skip


def _drop_tag(text: str, random: Random) -> str:
    tags = [tag for tag in TAG.finditer(text) if not tag[0].startswith(("<meta", "<head", "</head"))]
    tag = random.choice(tags)
    return text[: tag.start()] + text[tag.end() :]


def _double_tag(text: str, random: Random) -> str:
    tag = random.choice([*TAG.finditer(text)])
    return text[: tag.start()] + tag[0] + text[tag.start() :]


def _lying_span(text: str, random: Random) -> str:
    spans = [*re.finditer(r'(?<=span=")\d+(?=")', text)]
    if not spans:
        raise Inapplicable
    span = random.choice(spans)
    return text[: span.start()] + str(random.choice((0, 1, 2, 3, 7, 50, 999))) + text[span.end() :]


def _truncated(text: str, random: Random) -> str:
    return text[: random.randint(len(text) // 4, len(text))]


def _drop_break(text: str, random: Random) -> str:
    """A tab, a pipe or a line end is gone: two fields are one."""
    place = random.choice([*re.finditer(r"\t|\||\n", text)]).start()
    return text[:place] + text[place + 1 :]


def _double_break(text: str, random: Random) -> str:
    place = random.choice([*re.finditer(r"\t|\||\n", text)]).start()
    return text[:place] + text[place] + text[place:]


def _drop_text_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def _double_text_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    if "---" in lines[at]:  # under a separator, dashes are marks of nil
        raise Inapplicable
    return "\n".join([*lines[:at], lines[at], *lines[at:]])


def _stray_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    lines.insert(
        random.randrange(len(lines)), random.choice(("3", "- 3 -", "第3页 共9页", "", "\f", "12\t34", "|", "其他"))
    )
    return "\n".join(lines)


HARMFUL_HTML: dict[str, Callable[[str, Random], str]] = {
    "a tag dropped": _drop_tag, "a tag doubled": _double_tag, "a span that lies": _lying_span, "truncated": _truncated,
}  # fmt: skip
HARMFUL_TEXT: dict[str, Callable[[str, Random], str]] = {
    "a break dropped": _drop_break, "a break doubled": _double_break, "a line dropped": _drop_text_line,
    "a line doubled": _double_text_line, "a stray line": _stray_line, "truncated": _truncated,
}  # fmt: skip


# ── Walking and judging ──────────────────────────────────────────────────────────────────────────────────────────


def walk(number: int, dialects: tuple[str, ...] = tuple(DIALECTS), only: tuple[int, ...] | None = None) -> Walk:
    """The walk of that number; `only`: with no more than these of its steps."""
    random = Random(number)
    dialect = DIALECTS[random.choice(dialects)]
    filled = some_form(random)
    if dialect.gaps and filled not in BROKEN and random.random() < 0.3:
        filled = with_gaps(filled, random)
    found = Walk(number, filled, dialect, page(filled), filled.truth())
    harmless = random.random() < 0.4
    later: list[tuple[str, Callable[[str, Random], str], Random]] = []
    for at in range(random.randint(1, 3)):
        choice = Random(random.random())
        if only is None or at in only:
            try:
                _step(found, choice, harmless or choice.random() < 0.2, later)
            except Inapplicable:
                continue
    found.lossy = _open(found)
    try:
        text = dialect.write(found.page)
    except (StopIteration, IndexError):  # it cuts the page at a row that is gone
        text = DIALECTS["html_plain"].write(found.page)
    for what, change, choice in later:
        try:
            text = change(text, choice)
            found.steps.append(what)
        except Inapplicable:
            continue
    try:
        found.data = dialect.encode(text)
    except UnicodeEncodeError:  # a change brought in what Big5 has not
        found.data = text.encode("utf-8")
    return found


def _open(found: Walk) -> set[Key]:
    """The cells that the print leaves open: all of them where figures are glued, and in text with an empty column more
    the rows that begin or end with a blank."""
    if not found.dialect.apart:
        return set(found.truths)
    cells = {key for block in found.page.blocks if isinstance(block, Sheet) for key in found.dialect.open(block)}
    if cells or any("column" in step for step in found.steps):
        for _, row in rows_of(found.page):
            boxes = [box for box in row if box.key]
            if not found.dialect.name.startswith("html") and "" in (boxes[0].text, boxes[-1].text):
                cells |= {box.key for box in boxes if box.key}
    return cells


def _step(found: Walk, random: Random, harmless: bool, later: list[Any]) -> None:
    is_html = found.dialect.name.startswith("html")
    before = _prints(found.page)
    if random.random() < 0.5:
        pool = (
            (HARMLESS_HTML if harmless else HARMFUL_HTML) if is_html else (HARMLESS_TEXT if harmless else HARMFUL_TEXT)
        )
        what = random.choice(list(pool))
        later.append((what, pool[what], random))
        found.harmless &= harmless
        return
    if harmless or random.random() < 0.2:
        found.steps.append(of_variant(found, random, harmless))
    else:
        found.steps.append(random.choice(PAGE_STEPS)(found, random))
    if harmless:
        return
    found.harmless = False
    after = _prints(found.page)
    changed = {row for row in before if before[row] != after.get(row)}
    damaged = {key for key in found.truths if (key[0], key[1] if key[0] != "proceedings" else "") in changed}
    found.void |= damaged & found.touched
    found.touched |= damaged
    padded = found.dialect.name == "html_blank_for_span" or (
        found.dialect.name.startswith(PADDED) and "" in found.filled.cells.values()
    )
    if found.filled in BROKEN or padded:  # a row that lost a cell ends in a blank there, as whole rows may
        found.void |= damaged


def _prints(printed: Page) -> dict[tuple[str, str], tuple[str, ...]]:
    """What every row with figures prints."""
    return {
        (sheet.section, name(row) if sheet.section != "proceedings" else ""): tuple(box.text for box in row)
        for sheet, row in rows_of(printed)
    }


def faults(found: Walk) -> list[str]:
    """What came out that must not: [] is a walk that ended well."""
    try:
        reports = gx.parse(found.data)
    except gx.ReadError as error:
        return [f"refused: {error}"] if found.harmless else []
    if found.harmless:
        if len(reports) != 1:
            return [f"{len(reports)} reports"]
        return compare(reports[0], found.truths, lossy=frozenset(found.lossy), solved=True)
    if len(found.steps) > 1:
        found.void |= found.mislabelled
    truths = {key: truth for key, truth in found.truths.items() if key not in found.void}
    return [fault for report in reports for fault in _wrong(report, truths, found)]


def _wrong(report: Any, truths: Mapping[Key, Truth], found: Walk) -> Iterator[str]:
    blank = {cell[:3] for cell in report.cell_rows if cell.state == "blank"}
    for key, what in wrong(report, truths).items():
        padded = key in found.touched and key in blank and found.dialect.name.startswith(PADDED)
        of_other_form = key not in truths and key[1] in {each[1] for each in found.void}
        if (
            key not in found.void
            and not padded
            and not of_other_form
            and not _cut(found, what)
            and "blank → solved 0 " not in what
        ):
            yield f"{'/'.join(key)}: {what}"
    lost = {cell.section for cell in report.cell_rows if cell.state == "lost"}
    yield from (
        f"{section}: cells lost without a warning"
        for section in sorted(lost - {each.section for each in report.finding_rows if each.severity != "note"})
    )


def _cut(found: Walk, what: str) -> bool:
    """Whether it is the last figure of a text that ends there: nothing in text says that a figure goes on."""
    end = re.search(r"[\d.]+\s*$", found.data.decode("utf-8", "replace"))
    return "truncated" in found.steps and bool(end) and f"('{end[0].strip()}')" in what


def least(number: int, dialects: tuple[str, ...] = tuple(DIALECTS)) -> Walk:
    """A failing walk with as few of its steps as still fail."""
    for only in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2)):
        if faults(shorter := walk(number, dialects, only)):
            return shorter
    return walk(number, dialects)
