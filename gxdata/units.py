"""The units that a table states: in its header, in a row's own label, or in a line for the whole table (单位：元)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .align import Match
from .flat import FlatMatch
from .forms import Section
from .outline import Cell, Outline
from .text import fold
from .vocabulary import roles

_COUNTERS, _SCALES = "件项个条份次起宗例", tuple("十百千万亿")
_MAY_STATE = re.compile("元|[十百千万亿]")
_MONEY = re.compile("(?:[十百千万亿]+|[美欧港日])?元(?!旦)")
_SCALED = re.compile(
    rf"(?:单位[:为]?|[(【\[/])([十百千万亿]+[{_COUNTERS}]?)(?=[)】\],、;]|$)"
)  # 本年处理决定数量（万件）
_LINE = re.compile(
    rf"单位[:为]?[{_COUNTERS}、,/和及]*(?:人民币)?([十百千万亿]*元|[十百千万亿]+[{_COUNTERS}])"
)  # 单位：件、元


def scaled(unit: str) -> bool:
    """Whether figures in this unit are no counts: 万件, 千."""
    return unit[:1] in _SCALES and not unit.endswith("元")


def stated_units(section: Section, printed: Outline, matches: Sequence[Match | FlatMatch]) -> dict[Cell, str]:
    """The units that are stated, by cell: of sums of money 元, 万元 …, of counts only scaled ones (万件).

    What stands nearest counts: the row's own label, its column's name above, a line for the whole table."""
    of_all, of_column, of_row = dict[Cell, str](), dict[Cell, str](), dict[Cell, str]()
    for match in matches:
        labels, before = match.record.labels, match.record.before[-12:]
        items = (match.item,) if isinstance(match, Match) else match.items
        own = labels[-1:] if isinstance(match, Match) else []
        for word in (*before, *labels[: len(labels) - len(own)]):
            if _MAY_STATE.search(word):
                columns = roles(word, "measure", section.id)
                if columns or ("金额" in word and "单位" not in word):  # 收费金额/元: of the block's only amount
                    blocks = {printed.by_id[item].block for item in items}
                    cells = [cell for cell in printed.cells if printed.by_id[cell[0]].block in blocks]
                    of_column.update(
                        _of(section, [cell for cell in cells if cell[1] in (columns or ("amount",))], word)
                    )
                elif line := _LINE.search(fold(word)):
                    of_all.update(_of(section, printed.cells, f"({line[1]})"))
        for label in own:
            if _MAY_STATE.search(label):
                of_row.update(_of(section, printed.rows[items[0]], label))
    return of_all | of_column | of_row


def _of(section: Section, cells: Sequence[Cell], word: str) -> Iterator[tuple[Cell, str]]:
    """Each of the cells that the unit in a word can be of, with it."""
    words = fold(word)
    money, scale = set(_MONEY.findall(words)), _SCALED.search(words)
    for cell in cells:
        counted = section.cell(*cell)[0] not in ("", "元", "万元")
        if not counted and len(money) == 1:
            yield cell, next(iter(money))
        elif counted and scale:
            yield cell, scale[1]
