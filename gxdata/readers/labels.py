"""Which words stand beside which row of figures in a table without lines: labels in several lines, labels of groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .pieces import Piece
from .ruled import Rule

LEVEL = 0.45  # heights of a line by which a label on a figure's line may lie higher or lower
BETWEEN = 0.3  # … and by which the middle of a label's lines may
PITCH = 1.0  # heights of a line that lie between the lines of one label at most
BROKEN = 3.5  # heights of a line that a line which was broken is wide at least
LONG = 10.5  # … without an ordinal, that goes on nothing
SLACK = 2.2  # heights of a line that a line which was broken may leave free
ORDINAL = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．]|[①-⑳]")

Stack = tuple[Piece, ...]  # the lines of one label


class Block(NamedTuple):
    """The lines of a table below its heading. first, last: those with figures; right: where the labels end; rules:
    the horizontal lines across; headed: the table's heading stands above."""

    rows: Sequence[Sequence[Piece]]
    first: int
    last: int
    right: float
    rules: Sequence[Rule]
    headed: bool


@dataclass(slots=True)
class Row:
    """One row: its figures, and its labels from the outermost group to its own."""

    figures: Sequence[Piece]
    label: Stack = ()
    groups: list[Stack] = field(default_factory=list)

    @property
    def labels(self) -> list[Stack]:
        return [*self.groups, self.label] if self.label else [*self.groups]

    @property
    def middle(self) -> float:
        found = self.figures or self.label
        return (min(piece.top for piece in found) + max(piece.bottom for piece in found)) / 2

    @property
    def size(self) -> float:
        return (self.figures or self.label)[0].size

    @property
    def top(self) -> float:
        return min(piece.top for piece in (*self.figures, *self.label))

    @property
    def bottom(self) -> float:
        return max(piece.bottom for piece in (*self.figures, *self.label))


def labelled(block: Block) -> list[Row] | None:
    """The rows with their labels, from top to bottom; None where it is not plain which label is whose."""
    for steps in (((-1, 1),), ((1,),), ((-1,),)):
        if (rows := _Labels(block, steps[0]).rows()) is not None:
            return rows
    return None


class _Labels:
    """steps: where the other lines of a label stand in relation to its row's figures: above (-1), below (1) or both."""

    def __init__(self, block: Block, steps: Sequence[int]) -> None:
        self.block, self.steps = block, steps
        self.words = [
            piece
            for row in block.rows
            for piece in row
            if piece.left < block.right and not (piece.figure and piece.right > block.right)
        ]
        self.end = max((piece.right for piece in self.words), default=0.0)
        self.used: set[int] = set()
        lines = [line[-1] for line in block.rows[block.first : block.last + 1] if line[-1].left >= block.right]
        self.ruled = len(lines) > 1 and all(self._parted(one, two) for one, two in pairwise(lines))

    def rows(self) -> list[Row] | None:
        found = []
        for line in self.block.rows[self.block.first : self.block.last + 1]:
            if figures := [piece for piece in line if piece.left >= self.block.right]:
                found.append(Row(figures))
        for row in found:
            row.label = self._label(row)
            self.used |= set(map(id, row.label))
        if len(found) > 1 and not all(row.label for row in found):
            return None
        return self._rest(found)

    def _label(self, row: Row) -> Stack:
        """The lines of a row's own label: the rightmost on its line, and what it breaks off from and goes on with."""
        free = self._free()
        level = [(piece,) for piece in free if abs(piece.middle - row.middle) < LEVEL * piece.size]
        seeds: list[Stack] = [max(level, key=lambda stack: stack[0].left)] if level else []
        if len(self.steps) > 1:
            seeds += self._halves(row.middle, free)
        if not seeds:
            return ()
        stack = max(seeds, key=lambda stack: min(piece.left for piece in stack))
        while True:
            added = [self._next(stack, step) for step in self.steps]
            if None in added:
                return stack
            for step, piece in zip(self.steps, added, strict=True):
                if piece is not None:
                    stack = (piece, *stack) if step < 0 else (*stack, piece)

    def _halves(self, middle: float, free: Sequence[Piece]) -> list[Stack]:
        """Two lines of a label above and below the middle of its row."""
        near = [piece for piece in free if abs(piece.middle - middle) < 2 * piece.size]
        return [
            (one, two)
            for one in near
            for two in near
            if one.middle < middle < two.middle
            and abs((one.top + two.bottom) / 2 - middle) < BETWEEN * one.size
            and self._goes_on(one, two)
        ]

    def _free(self) -> list[Piece]:
        return [piece for piece in self.words if id(piece) not in self.used]

    def _next(self, stack: Stack, step: int) -> Piece | None:
        """The line above or below that is part of the same label."""
        for piece in self._free():
            if piece not in stack and (self._goes_on(piece, stack[0]) if step < 0 else self._goes_on(stack[-1], piece)):
                return piece
        return None

    def _goes_on(self, one: Piece, two: Piece) -> bool:
        """Whether a line was broken for want of room and goes on in the one below; rules say it where they part all rows."""
        if two.middle <= one.middle or one.left >= two.right or two.left >= one.right or self._parted(one, two):
            return False
        if self.ruled:
            left = one.left + LEVEL * one.size
            return not any(one.middle < piece.middle < two.middle and piece.right > left for piece in self.words)
        return two.top - one.bottom < PITCH * one.size and self._full(one, two) and not ORDINAL.match(two.text)

    def _full(self, one: Piece, two: Piece) -> bool:
        """Whether a line leaves no room for another word: beside it, or on both sides where lines are centred."""
        slack = SLACK * one.size / (1 if abs(one.left - two.left) < BETWEEN * one.size else 2)
        wide = one.right - one.left
        if one.right <= self.end - slack or wide <= BROKEN * one.size:
            return False
        # The longest of short labels is no broken one, unless it is known where labels begin.
        begins = wide > LONG * one.size or ORDINAL.match(one.text) is not None
        return begins or any(self._goes_on(piece, one) for piece in self.words)

    def _parted(self, one: Piece, two: Piece) -> bool:
        return any(one.middle < rule.at < two.middle for rule in self.block.rules)

    def _rest(self, rows: list[Row]) -> list[Row] | None:
        """The rows, with those that have no figures, and the labels of groups; None where a line of words is neither."""
        rest = self._free()
        inner = [piece for piece in rest if not self._is_outer(piece, rows)]
        outer = [piece for piece in rest if piece not in inner]
        stacks: list[list[Piece]] = []
        for piece in inner:
            if stacks and self._goes_on(stacks[-1][-1], piece):
                stacks[-1].append(piece)
            else:
                stacks.append([piece])
        labels = [row.label for row in rows if row.label]
        for stack in stacks:
            if any(self._goes_on(label[-1], stack[0]) or self._goes_on(stack[-1], label[0]) for label in labels):
                return None
        low, high = rows[0].middle, rows[-1].middle
        ordered = sorted([*rows, *(Row((), tuple(stack)) for stack in stacks)], key=lambda row: row.middle)
        inside = [row for row in ordered if low <= row.middle <= high]
        room = max((two.top - one.bottom for one, two in pairwise(inside)), default=0.0) + BETWEEN * rows[0].size
        for stack in stacks:
            blank = Row((), tuple(stack))
            begins = ORDINAL.match(stack[0].text) is not None
            if blank.middle < low and not begins and not self.block.headed:
                continue
            if blank.middle > high and not self._closed(stack):  # it may be what follows the table
                if not begins or len(inside) < 3 or blank.top - inside[-1].bottom > room:
                    break
                inside.append(blank)
            rows.append(blank)
        rows.sort(key=lambda row: row.middle)
        if any(one.bottom > two.top + LEVEL * two.size for one, two in pairwise(rows)):
            return None
        _add_groups(rows, outer)
        return rows

    def _closed(self, stack: Sequence[Piece]) -> bool:
        """Whether a line runs below a label."""
        return any(rule.at > stack[-1].middle for rule in self.block.rules)

    def _is_outer(self, piece: Piece, rows: Sequence[Row]) -> bool:
        """Whether words stand left of other words beside them, or of the labels of the next rows."""
        if any(
            piece.right <= other.left and abs(other.middle - piece.middle) < PITCH * piece.size for other in self.words
        ):
            return True
        ordered = sorted((row for row in rows if row.label), key=lambda row: abs(row.middle - piece.middle))
        beside = [row for row in ordered[:2] if abs(row.middle - piece.middle) < 2 * piece.size] or ordered[:1]
        return any(piece.right <= min(each.left for each in row.label) for row in beside)


def _add_groups(rows: Sequence[Row], outer: Sequence[Piece]) -> None:
    """Gives the labels of groups to the rows beside them."""
    stacks: list[list[Piece]] = []
    for piece in sorted(outer, key=lambda piece: piece.top):
        for stack in stacks:
            last = stack[-1]
            if (
                last.left < piece.right
                and piece.left < last.right
                and piece.top - last.bottom < PITCH * 2 * piece.size
                and not ORDINAL.match(piece.text)
            ):
                stack.append(piece)
                break
        else:
            stacks.append([piece])
    for stack in sorted(stacks, key=lambda stack: stack[0].left):
        row = min(rows, key=lambda row: abs(row.middle - stack[0].middle))
        row.groups.append(tuple(stack))
