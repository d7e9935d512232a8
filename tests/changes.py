"""Changes to a page of known figures for random walks: harmless ones, and ones that destroy something."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from dialects import Box, Dialect, Line, Page, Sheet, page
from filled import HUAIAN_2024, LICHENG_2023, Filled, Key, Truth
from reprints import Inapplicable
from test_variants import MORE, UNKNOWN, VARIANTS, Variant


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
    label = random.choice(("", "其中：电子", "9.属于工作秘密", "小计", "备注", "第20条", "上年数"))
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
    like = "html_plain" if walk.dialect.name in ("docx", "pdf") else walk.dialect.name
    fitting = [each for each in _VARIANTS[harmless] if like in each.dialects]
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
    with suppress(ValueError):  # it does not fit this report
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
