"""A line of running text: a row with its label, figures alone, labels alone, several runs of figures, or prose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from .text import Reading, key, limited, read_cell, squeeze
from .vocabulary import OPENING_WORDS, ROLES, bare, trailing_labels

# Figures in running text: not after a bracket, 第 or a letter; and what may follow a figure only in a sentence.
_FIGURES = re.compile(r"(?:(?<![（(第〔\[A-Za-z\d.:：])\d|(?<=\s)[/—-](?=\s|$))[\d\s,，.．/—-]*(?:(?<=\d)[万亿]?元)?")
_FIGURE = re.compile(r"\d|(?<=\s)[/—-]")
_SENTENCE = re.compile(r"[件条个年月日项次号份期场名人起类篇％%百千万亿元章余多家位户倍]")
# What may stand right after a figure in a table that is run together: the next label, its ordinal, or a remark.
_NEXT_ROW = re.compile(
    r"[\u4e00-\u9fff“#*|。；;、]|(?:[（(]\s*(?:[一二三四五六七八九十]+|\d{1,2})\s*[）)]|[①-⑳])\s*[\u4e00-\u9fff“]"
)
_REMARK = re.compile(r"[（(][^（()）]*[）)]")
_NO_LABEL_END = re.compile(r"(?:[-−–－+＋①-⑳]|\d\s*[、'’·])\s*$")  # a sign, a mark, or what is left of 1、234
_ORDINAL = re.compile(r"(?:^|(?<=\s)|(?<=\d))\d\s*[.．]\s*$")
_PAGE_MARK = re.compile(
    r"[-–—]\s*\d{1,4}\s*[-–—]|第\s*\d{1,4}\s*页(?:[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
)
_WORDS = frozenset("一二三四五六七八九十（(第")  # a line that begins so is no figure
_PROSE = re.compile(r"[。，；：,;:、]")
_PAGE_MARK_AFTER = re.compile(r"(?<=\s)[-–—]\s*\d{1,4}\s*[-–—]$")
_UNIT_REMARK = re.compile(
    r"([\u4e00-\u9fff]{2,12})\s*[（(【\[]([^（()）【】\[\]]{0,12}[元万千][^（()）【】\[\]]{0,12})[)）】\]]"
)
_REMARK_LENGTH = 20  # characters before a figure in which a remark on its label may end
_LABEL_LENGTH = 80  # a longer line is prose
_Run = tuple[list[str], list[str], int, int]  # labels, figures, start, end
_ASKED_TWICE = 10_000  # characters up to which the figures found in a text are kept for a while


class Part(NamedTuple):
    """Labels and the figures after them in a line, and the kind of record they are."""

    labels: Sequence[str]
    figures: Sequence[Reading]
    kind: str = "line"


@lru_cache(maxsize=4096)
def read_line(text: str) -> tuple[str, tuple[Part, ...]]:
    """What a line is, and its parts: a page `mark`; `figures` alone; a `row`; `runs` of figures after labels in running
    text; `labels` alone; or `prose`."""
    if _PAGE_MARK.fullmatch(text):
        return "mark", ()
    tokens = text.split()
    if text[0] not in _WORDS and all(read_cell(token).state != "text" or is_glued(token) for token in tokens):
        return "figures", (Part((), [read_cell(token) for token in tokens]),)
    if row := _spaced_row(tokens) if len(tokens) > 1 and sum(map(len, tokens)) <= _LABEL_LENGTH else None:
        return "row", (Part(row[0], [read_cell(figure) for figure in row[1]]),)
    if runs := _runs(text):
        return "runs", tuple(
            Part(
                labels,
                [read_cell(figure) for figure in figures],
                "glued" if len(figures) == 1 and len(figures[0]) > 1 else "line",
            )
            for labels, figures, _, _ in runs
        )
    if len(text) > _LABEL_LENGTH and key(text) not in ROLES:
        return "prose", ()
    labels, whole = trailing_labels(text) if " " in text and key(text) not in ROLES else ([], False)
    return "labels", (Part(_with_units(labels, text) if whole else [text], ()),)  # whole: a header printed on one line


def _spaced_row(tokens: list[str]) -> tuple[list[str], list[str]] | None:
    """(labels, figures) of a line that is a label and, apart by spaces, its figures; None when it is anything else."""
    split = len(tokens)
    while split and read_cell(tokens[split - 1]).state in ("number", "nil"):
        split -= 1
    words, figures = tokens[:split], tokens[split:]
    if not words or not figures:
        return None
    label = "".join(words)
    labels, whole = trailing_labels(label)
    if whole and labels and not limited(label):
        return _with_units(labels, label), figures
    return ([label], figures) if len(figures) >= 3 or not _PROSE.search(label) else None


def _with_units(labels: list[str], text: str) -> list[str]:
    """Labels found in a text, with the remarks there that state a unit: 收费金额 of 收费金额（单位：元）."""
    for match in _UNIT_REMARK.finditer(text) if "元" in text or "万" in text or "千" in text else ():
        labels = [f"{label}({match[2]})" if match[1].endswith(label) else label for label in labels]
    return labels


def _may_hold_table(text: str) -> bool:
    """Whether it is worth looking: a figure or mark, and in a long text one of the words that open a table too."""
    if len(text) > _LABEL_LENGTH and not any(word in text for word in OPENING_WORDS):
        return False
    return _FIGURE.search(text) is not None


def prose(text: str) -> str:
    """Running text without the table that was glued into it: from its first known label to its last figure."""
    runs = _runs(text) if len(text) > _LABEL_LENGTH else ()
    return (text[: runs[0][2]] + text[runs[-1][3] :]).strip() if runs else text


def _runs(text: str) -> Sequence[_Run]:
    """The runs of figures in running text that stand directly after known labels."""
    return _kept_runs(text) if len(text) <= _ASKED_TWICE else _kept_runs.__wrapped__(text)


@lru_cache(maxsize=128)  # for the records, and again for the running text of the section
def _kept_runs(text: str) -> Sequence[_Run]:
    return tuple(_figures_in(text)) if _may_hold_table(text) else ()


def _figures_in(text: str) -> Iterator[_Run]:
    """Every run of figures in running text that stands directly after known labels.

    A label counts when it opens the chunk after the last run, or follows another known label: a sentence such as
    全年办理行政许可106件 has neither. A last digit before 、or . is the next row's ordinal.
    """
    position = 0
    for match in _FIGURES.finditer(text):
        run, end = match[0].rstrip(), match.end()
        if mark := _PAGE_MARK_AFTER.search(run):
            run = run[: mark.start()].rstrip()
        following = text[end : end + 1]
        if following == "、" and run[-1:].isdecimal():
            run = run[:-1].rstrip() if text[end + 1 :].strip() and not text[end + 1].isdecimal() else ""
        elif following and (ordinal := _ORDINAL.search(run)):
            run = run[: ordinal.start()].rstrip()
        elif run.endswith((",", "，", ".", "．")) or (following and _SENTENCE.match(following)):
            continue
        chunk, stop = text[position : match.start()], match.start() + len(run)
        if not run or not _is_whole(text, end, run) or _NO_LABEL_END.search(chunk) or limited(chunk[-_REMARK_LENGTH:]):
            continue
        labels, whole = trailing_labels(chunk)
        if labels and (whole or len(labels) > 1):
            begin = position + (0 if whole else _start(chunk, labels))
            yield _with_units(labels, chunk), run.split(), begin, stop
        elif not labels and len(run.split()) >= 3 and len(chunk.strip()) <= 40:
            yield [chunk.strip()], run.split(), position, stop
        else:
            continue
        position = stop


def _is_whole(text: str, end: int, run: str) -> bool:
    """Whether a run of figures ends where it was cut: not so of 12千, 1O, 12:30 or 12(3)."""
    if end >= len(text) or text[end - 1].isspace() or _NEXT_ROW.match(text, end):
        return True
    remark = _REMARK.match(text, end)
    return remark is not None and read_cell(run.split()[-1] + remark[0]).state == "number"


def _start(chunk: str, labels: list[str]) -> int:
    """Where in `chunk` the known labels at its end begin."""
    wanted, start = "".join(labels), len(chunk)
    while (start := chunk.rfind(wanted[0], 0, start)) > 0 and bare(chunk[start:]) != wanted:
        pass
    return max(start, 0)


def is_glued(text: str) -> bool:
    """Digits that are too many for a number, or spaced: figures glued to each other, not a label."""
    return text[:1].isdecimal() and squeeze(text).replace(",", "").isdecimal()
