"""The sections of a report: headings and the running text under them, without the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from .document import Grid, Paragraph
from .forms import CHAPTERS
from .running import prose
from .text import fold, key
from .vocabulary import ROLES, trailing_labels

_TOP = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,2}(?:部分)?[、.．:：]|第[一二三四五六七八九十]部分|[一二三四五六七八九十]\s)"
)
_INLINE = re.compile(  # found by its mark; it stands at the beginning, or after a sentence or space
    r"、(?<=[一二三四五六七八九十]、)(?=\s*[^\s。；，,]{2,40})"
)
_BEFORE = frozenset("。；！？")
_LONGEST = 40  # characters of a heading
_HEADER_LINES = 40  # lines that a table's header may take where each cell is a line
_CAPTION_YEAR = re.compile(r"(20\d\d)年")
_LAST_YEAR = re.compile("(?:上一?年|去年)度?的?(?:有关|相关|同期|各项)?(?:数据|统计|情况|报表|表)")
_TABLE_WORD = re.compile("附[件表]|数据|统计|表$|如下")
_TITLES = {key(title): (number, kind) for number, kind, title, _ in CHAPTERS}
_APPLICANTS = key("申请人情况")
_BY_WEIGHT = sorted(CHAPTERS, key=lambda chapter: chapter[0] not in (4, 5, 6))  # 行政复议 and 问题 say more than 申请


class Chapter(NamedTuple):
    """A section of a report. number: 0 preface, 1–6 the statutory ones by what they are about, 7 and up any others."""

    number: int
    kind: str
    heading: str
    text: str


def _kind(heading: str) -> tuple[int, str] | None:
    """(number, kind) of the statutory section that a heading's words name."""
    words = key(heading)
    for number, kind, _, alternatives in _BY_WEIGHT:
        if any(all(word in words for word in choice) for choice in alternatives):
            return number, kind
    return None


def heading(line: str) -> tuple[int, str] | None:
    """(number, kind) when a line is a top-level heading; number 7 and kind `extra` for one that is not statutory."""
    return _heading(line) if len(line) <= 3 * _LONGEST else None


@lru_cache(maxsize=4096)
def _heading(line: str) -> tuple[int, str] | None:
    text = fold(line).lstrip("#*")
    if not 3 <= len(text) <= _LONGEST or text[-1].isdecimal() or (text.endswith(("。", ";", "，")) and len(text) > 25):
        return None
    name = key(line)
    if name in _TITLES:
        return _TITLES[name]
    if _is_label(name):  # a row or column of a table printed line by line
        return None
    return (_kind(line) or (7, "extra")) if _TOP.match(text) else None


def split_headings(blocks: Iterable[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """The blocks, with paragraphs that run several sections together cut before each statutory heading and after it."""
    found: list[Paragraph | Grid] = []
    for block in blocks:
        if isinstance(block, Grid) or len(block.text) < 200 or "、" not in block.text:
            found.append(block)
        else:
            found += [block._replace(text=piece) for piece in _pieces(block.text)]
    return found


def _pieces(text: str) -> list[str]:
    cuts = [0]
    for match in _INLINE.finditer(text):
        start = match.start() - 1
        if start and text[start - 1] not in _BEFORE and not text[start - 1].isspace():
            continue
        if (length := _heading_length(text[start : start + 60])) and start >= cuts[-1]:
            cuts += [start, start + length]
    pieces = [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return [piece for piece in pieces if piece]


def _heading_length(text: str) -> int:
    """How many characters of `text` are a statutory heading: up to the space after it, or to the table's first words."""
    word = re.match(r"[一二三四五六七八九十]、\s*\S+", text)
    if word is None:
        return 0
    heading_text = re.split(r"第二十条|信息内容|[（(]本列|申请人情况|行政复议\s|行政复议$", word[0])[0] or word[0]
    for end in range(min(len(heading_text), _LONGEST), 4, -1):
        if heading_text[:end].endswith(("情况", "事项", "措施", "问题", "打算", "概述", "思路", "计划")) and heading(
            heading_text[:end]
        ):
            return end
    return 0


def kinds(blocks: Sequence[Paragraph | Grid]) -> list[str]:
    """Under which section's heading each block stands: its kind, `preface` before the first."""
    kind, found = "preface", []
    for block in blocks:
        if isinstance(block, Paragraph) and (place := heading(block.text)) and not is_cell(block.text):
            kind = place[1]
        found.append(kind)
    return found


def chapters(blocks: Sequence[Paragraph | Grid]) -> list[Chapter]:
    """The sections in reading order, the preface first; each statutory number at most once, later claimants as extras."""
    found: list[tuple[int, str, str, list[str]]] = [(0, "preface", "", [])]
    for block in blocks:
        if isinstance(block, Grid):
            continue
        if (place := heading(block.text)) and not is_cell(block.text):
            found.append((*place, block.text, []))
        elif not is_cell(block.text) and (text := prose(block.text)):
            found[-1][3].append(text)
    seen: set[int] = set()
    extra = 7
    result = []
    for number, kind, title, lines in found:
        if number in seen or number >= 7:
            number, kind, extra = extra, "extra", extra + 1
        seen.add(number)
        result.append(Chapter(number, kind, title, "\n".join(lines)))
    return sorted(result)


def caption_of_another_year(blocks: Sequence[Paragraph | Grid], block: int, year: int) -> str:
    """The line right above a block, or the row of cells that it stands in, when it says that what follows is of
    another year than the report's: 附件：2022年统计表, 上年度数据如下."""
    for above in reversed(blocks[max(block - _HEADER_LINES, 0) : block]):
        if isinstance(above, Grid):
            if any(cell.text.isdecimal() for row in above.rows for cell in row):
                return ""
        elif heading(above.text) or not (is_cell(above.text) or trailing_labels(above.text)[1]):
            line = fold(above.text).rstrip("。").rpartition("。")[2]
            years = {int(found) for found in _CAPTION_YEAR.findall(line)}
            other = year not in years if years else _LAST_YEAR.search(line)
            told = len(line) <= _LONGEST and heading(above.text) is None and _TABLE_WORD.search(line)
            return above.text if other and told else ""
    return ""


def is_cell(line: str) -> bool:
    """Whether a short line is a cell of a table printed one cell a line: a label, a figure or a mark."""
    return len(line) <= 60 and _is_cell(line)


@lru_cache(maxsize=4096)
def _is_cell(line: str) -> bool:
    name = key(line)
    return not name or (name not in _TITLES and (_is_label(name) or name.isdecimal()))


def _is_label(name: str) -> bool:
    """Whether a line's key is a row's, column's or group's; 信息处理费收取情况 is a section's title as well."""
    return (name in ROLES and not name.endswith("情况")) or name == _APPLICANTS
