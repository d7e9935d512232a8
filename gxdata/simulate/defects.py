"""What goes wrong between a body's figures and the file: defects of the source, which are printed, and losses of the
file. Each has a rate; a loss says which cells it destroyed. All were seen in real files (forms of speech and rates are ours)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..forms import BY_ID
from .dialects import Dialect
from .draw import Draw
from .model import Facts
from .page import Box, Filled, Key, Line, Page, Sheet, page
from .web import halves

Rows = list[tuple[Sheet, list[Box]]]


@dataclass
class Copy:
    """One file on its way: the page, what it prints in each cell, and which cells the file has lost, and by what."""

    page: Page
    dialect: Dialect
    printed: dict[Key, str]
    destroyed: dict[Key, str] = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)

    def destroy(self, keys: set[Key], by: str) -> None:
        for key in sorted(keys):
            self.destroyed.setdefault(key, by)

    def rows(self) -> Rows:
        """The rows with figures."""
        sheets = [block for block in self.page.blocks if isinstance(block, Sheet)]
        return [(sheet, row) for sheet in sheets for row in sheet.rows if any(box.key for box in row)]


# ── What the source prints ───────────────────────────────────────────────────────────────────────────────────────


class Source(NamedTuple):
    """A defect of the printed figures: `change` returns the prints that differ."""

    name: str
    rate: float
    change: Callable[[Facts, dict[Key, str], Draw], dict[Key, str]]
    about: str


def _wrong_sum(facts: Facts, cells: dict[Key, str], draw: Draw) -> dict[Key, str]:
    totals = [key for key in cells if key[0] in ("requests", "proceedings") and BY_ID[key[0]].cell(*key[1:])[1]]
    key = draw.choice(totals)
    return {key: str(abs(int(cells[key]) + draw.choice((-10, -2, -1, 1, 2, 10))))}


def _total_of_nought(facts: Facts, cells: dict[Key, str], draw: Draw) -> dict[Key, str]:
    totals = [key for key in cells if key[0] == "proceedings" and key[2] == "total" and cells[key] != "0"]
    return {draw.choice(totals): "0"} if totals else {}


def _blank(facts: Facts, cells: dict[Key, str], draw: Draw) -> dict[Key, str]:
    return {key: "" for key, text in cells.items() if text == "0" and key[0] in ("requests", "proceedings")}


def _nil(facts: Facts, cells: dict[Key, str], draw: Draw) -> dict[Key, str]:
    mark = draw.choice(("/", "—", "无"))
    return {key: mark for key, text in cells.items() if text == "0" and key[0] == "proactive"}


def _thousands(facts: Facts, cells: dict[Key, str], draw: Draw) -> dict[Key, str]:
    return {key: f"{int(text):,}" for key, text in cells.items() if len(text) > 3 and text.isdecimal()}


def _wide_digits(facts: Facts, cells: dict[Key, str], draw: Draw) -> dict[Key, str]:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return {key: text.translate(wide) for key, text in cells.items() if text.isdecimal()}


SOURCE = (
    Source("wrong_sum", 0.04, _wrong_sum, "a total of table 三 or 四 is off by 1, 2 or 10"),
    Source("total_of_nought", 0.01, _total_of_nought, "a total of table 四 is printed 0 beside figures"),
    Source("blank_for_nought", 0.08, _blank, "noughts of tables 三 and 四 are left blank"),
    Source("nil_mark", 0.03, _nil, "noughts of table 二 are printed /, — or 无"),
    Source("thousands", 0.02, _thousands, "figures from 1,000 have a comma"),
    Source("wide_digits", 0.01, _wide_digits, "digits are full-width"),
)
_PLAIN_ONLY = ("blank_for_nought", "nil_mark", "thousands", "wide_digits")  # one way of writing in a report


def prints(facts: Facts, draw: Draw) -> tuple[dict[Key, str], list[str]]:
    """The prints of a report's cells, and the names of the defects in them."""
    cells, found = dict(facts.figures), list[str]()
    for defect in SOURCE:
        barred = defect.name in _PLAIN_ONLY and not set(_PLAIN_ONLY).isdisjoint(found)
        if draw.chance(defect.rate) and not barred and (changed := defect.change(facts, cells, draw)):
            cells |= changed
            found.append(defect.name)
    return cells, found


# ── What the file loses ──────────────────────────────────────────────────────────────────────────────────────────


class Loss(NamedTuple):
    """A defect of a file: `change` does it to the page, and says whether it could."""

    name: str
    rate: float
    change: Callable[[Copy, Draw], bool]
    about: str


MISTYPED = (
    ("其他法律行政法规禁止公开", "其他法律行政止公开"),
    ("其他法律行政法规禁止公开", "其他法律法规禁止公开"),
    ("属于行政执法案卷", "属于行政执法案件"),
    ("社会公益组织", "社会组织"),
    ("现行有效件数", "先行有效件数"),
    ("行政复议", "行政法复议"),
    ("勾稽关系", "钩稽关系"),
    ("（区分处理的，只计这一情形，不计其他情形）", ""),
)


def _mistyped_label(copy: Copy, draw: Draw) -> bool:
    right, wrong = draw.choice(MISTYPED)
    found = [box for box in copy.page.boxes() if not box.key and right in box.text]
    for box in found:
        box.text = box.text.replace(right, wrong)
    return bool(found)


def _split_table(copy: Copy, draw: Draw, between: tuple[str, ...] = ()) -> bool:
    """Tables 二 and 三 in two parts each, as at the foot of a page; the header of 三 is repeated or not."""
    header = draw.chance(0.5)
    blocks: list[Line | Sheet] = []
    for block in copy.page.blocks:
        parts: Sequence[Line | Sheet] = halves(block, header) if isinstance(block, Sheet) else [block]
        for n, part in enumerate(parts):
            blocks += [*(Line("text", text) for text in between if n), part]
    copy.page.blocks = blocks
    return True


def _page_number(copy: Copy, draw: Draw) -> bool:
    number = draw.integer(2, 6)
    return _split_table(
        copy, draw, (draw.choice((f"- {number} -", f"第{number}页 共{number + 3}页", f"— {number} —")),)
    )


def _row_keys(row: list[Box]) -> set[Key]:
    return {box.key for box in row if box.key}


def _lost_cell(copy: Copy, draw: Draw) -> bool:
    _, row = draw.choice(copy.rows())
    at = draw.choice([at for at, box in enumerate(row) if box.key])
    copy.destroy(_row_keys(row), "lost_cell")
    del row[at]
    return True


def _glued_cells(copy: Copy, draw: Draw) -> bool:
    rows = [row for _, row in copy.rows() if sum(box.key is not None for box in row) > 1]
    row = draw.choice(rows)
    at = draw.choice([at for at, box in enumerate(row[:-1]) if box.key and row[at + 1].key])
    copy.destroy(_row_keys(row), "glued_cells")
    first, second = row[at], row.pop(at + 1)
    row[at] = Box(first.text + second.text, 1, 1, first.key)
    return True


def _lost_row(copy: Copy, draw: Draw) -> bool:
    sheet, row = draw.choice([each for each in copy.rows() if each[0].section == "requests"])
    copy.destroy(_row_keys(row), "lost_row")
    sheet.drop(next(n for n, each in enumerate(sheet.rows) if each is row))
    return True


def _missing_table(copy: Copy, draw: Draw) -> bool:
    section = draw.choice(("proactive", "requests", "proceedings"))
    copy.destroy({key for key in copy.printed if key[0] == section}, "missing_table")
    copy.page.blocks = [b for b in copy.page.blocks if not (isinstance(b, Sheet) and b.section == section)]
    return True


def _cut_off(copy: Copy, draw: Draw) -> bool:
    """The file ends within table 三, after a whole row."""
    at = next(n for n, b in enumerate(copy.page.blocks) if isinstance(b, Sheet) and b.section == "requests")
    sheet = copy.page.blocks[at]
    assert isinstance(sheet, Sheet)
    del sheet.rows[draw.integer(8, 20) :]
    del copy.page.blocks[at + 1 :]
    left = {box.key for box in copy.page.boxes() if box.key}
    copy.destroy(set(copy.printed) - left, "cut_off")
    return True


LOSSES = (
    Loss("mistyped_label", 0.06, _mistyped_label, "a label or header is printed as real ones were seen to be"),
    Loss("missing_table", 0.015, _missing_table, "one of the three tables is not in the file"),
    Loss("lost_cell", 0.02, _lost_cell, "a figure has fallen out of its row"),
    Loss("glued_cells", 0.015, _glued_cells, "two neighbouring figures stand in one cell"),
    Loss("lost_row", 0.01, _lost_row, "a row of table 三 is missing"),
    Loss("cut_off", 0.005, _cut_off, "the file ends within table 三"),
    Loss("split_table", 0.06, _split_table, "tables 二 and 三 are in two parts each"),
    Loss("page_number", 0.04, _page_number, "… with a page number between the parts"),
)
_ALONE = ("missing_table", "lost_row", "cut_off", "split_table", "page_number")  # of these one in a file
_WHOLE = ("html_header_repeated", "markdown_split")  # dialects that divide tables themselves, and need them whole
_ANYWHERE = ("mistyped_label", "missing_table")
WRONG_YEAR = 0.01  # reports whose title has the year before; the period that they state is right
TWICE = 0.03  # reports that are there in a second format
ABSENT = 0.02  # reports that are not there at all


def copy_of(filled: Filled, dialect: Dialect, prose: dict[int, tuple[str, ...]], draw: Draw) -> Copy:
    """A file's page, with what befalls it; what its dialect leaves open is destroyed as well."""
    copy = Copy(page(filled, prose), dialect, {key: filled.cells[key] for key in filled.keys})
    for defect in LOSSES:
        barred = dialect.name in _WHOLE and defect.name not in _ANYWHERE
        barred = barred or (defect.name in _ALONE and not set(_ALONE).isdisjoint(copy.defects))
        if draw.chance(defect.rate) and not barred and defect.change(copy, draw):
            copy.defects.append(defect.name)
    _left_open(copy)
    return copy


def _left_open(copy: Copy) -> None:
    """The cells of which the dialect's print does not decide what they hold."""
    for sheet, row in copy.rows():
        keys, texts = _row_keys(row), [box.text for box in row if box.key]
        if not copy.dialect.apart and len(texts) > 1:
            copy.destroy(keys, "glued_digits")
        elif not copy.dialect.gaps and "" in texts:
            copy.destroy(keys, "blanks_not_printed")
        copy.destroy(copy.dialect.open(sheet) & keys, "open_print")
