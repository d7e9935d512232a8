"""Where a report's titles stand among the lines of a document: whole, broken over lines, repeated, mentioned, or not its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .places import read_region
from .titles import YEAR_DIGITS, Reading, read_title

_SHORT = 80  # characters of a line that may be a title or a part of one
_LINES = 4  # lines that a broken title may have
_MARKUP = re.compile(r"^[\s#*>]+|[\s*]+$")
_LABEL = re.compile(r"^(?:标\s*题|(?:信息|文件|公文)?名\s*称|信息标题|主\s*题)\s*[:：]\s*")
# How lines begin that mention a title, or list it, without being one.
_MENTION = re.compile(
    r"现[将公予发]|根据|按照|依据|为[了进贯做]|本[报机年局单级次]|附[件表:：]|上一|下一|上篇|下篇|当前|您|《|相关|索引|点击|下载|来源|发布|栏目"
    r"|\d{1,2}[.、．]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]"
)
_SITE = re.compile("(?:网|网站|门户|平台|首页|频道|专栏)$")
_NO_TITLE_LINE = re.compile(r"[|\t。；;，,]|[:：>/].*公开|[:：]$")
_CONTINUED = re.compile(r"[（(]?(?:的?(?:编制|通知|公告|解读|格式|模板|制度|办法|规定|指南|试行)|工作的)")
_YEAR_LINE = re.compile(rf"[（(\[]?(?:{YEAR_DIGITS})年?度?[)）\]]?$|告$")
_MOST_LINES = 20_000
_SECTION = re.compile(r"\s*#*\s*[一二三四五六]\s*、")
_COVERED = re.compile(r"关于.{2,60}的(?:函|公告|通告|报告)$")
_TWICE = re.compile("(?:人民政府)?[省市县区旗州]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A report's title as printed, without white space, markup and trimmings; it stands in `lines[start:end]`."""

    title: str
    start: int
    end: int


class _Found(NamedTuple):
    heading: Heading
    reading: Reading


def find_titles(lines: Sequence[str]) -> list[Heading]:
    """Every report title in a document, in order.

    Short lines are joined where a title is broken over up to four. A covering notice's own title and a mention in prose
    (现将《…年度报告》转发…) are none, nor is a title directly above another one (a list of links) or one without a year
    beside others with a year (the name of a column); a title repeated with nothing but page furniture between is one, the
    fuller or later. Where there is no other, a title in brackets, after 附件 or within 关于报送《…》的函 counts, and one without year and body.
    """
    found: list[_Found] = []
    for index, line in enumerate(lines[:_MOST_LINES]):
        if "报" in line or "報" in line:
            floor = found[-1].heading.end if found else 0
            if index >= floor and (title := _title_at(lines, index, floor)):
                found.append(title)
    dated = [title for title in found if title.reading.year]
    dated = (_undated(found, dated, lines) if dated else []) or dated or found
    return [title.heading for title in _without_repetitions(dated, lines)] or _doubtful(lines)


def _undated(found: list[_Found], dated: list[_Found], lines: Sequence[str]) -> list[_Found]:
    """Titles without a year, where sections follow below them and below none that has one: these are links then
    (上一篇：…), to another body's report or, further down, to this body's of another year."""
    ends = [*(title.heading.start for title in found[1:]), len(lines)]
    heads = [
        title
        for title, end in zip(found, ends, strict=True)
        if sum(_SECTION.match(line) is not None for line in lines[title.heading.end : end]) > 1
    ]
    if any(title.reading.year for title in heads):
        return []
    return [title for title in heads if not any(_names_too(title, other) for other in dated)]


def _names_too(title: _Found, other: _Found) -> bool:
    """Whether a title with a year, above one without, is the same one in full."""
    one, two = title.reading.name, other.reading.name
    return other.heading.start < title.heading.start and (one in two or two in one)


def _title_at(lines: Sequence[str], index: int, floor: int) -> _Found | None:
    """The title that ends at this line, joined with as many of the lines above as it takes and gains from."""
    words = _part(lines[index])
    if words is None:
        return None
    start, end, best = index, index + 1, read_title(words)
    if best is None and not re.search("报告?$|年报|报告", words):
        return None
    best, end = _with_next(lines, words, best, end)
    words = words if end == index + 1 else f"{words} {_part(lines[end - 1])}"
    for above in _above(lines, index, floor):
        if best and best.year and _placed(best):
            break
        words = f"{_part(lines[above])} {words}"
        if (reading := read_title(words)) and (best is None or _gains(best, reading)):
            start, best = above, reading
    if best is None or (best.year is None and not _placed(best)):
        return None
    return None if _goes_on(lines, end) else _Found(Heading(best.title, start, end), best)


def _goes_on(lines: Sequence[str], end: int) -> bool:
    """Whether the next line shows that no title has ended: …年度报告 | 编制工作的通知."""
    after = next((line for line in lines[end : end + 2] if line.strip()), "")
    return _CONTINUED.match(after.strip()) is not None


def _part(line: str) -> str | None:
    """A line as a part of a title, or None when it cannot be one."""
    if len(line) > 3 * _SHORT:
        return None
    words = _LABEL.sub("", _MARKUP.sub("", line))
    if not words or len(words) > _SHORT or _MENTION.match(words) or _NO_TITLE_LINE.search(words):
        return None
    return words


def _with_next(lines: Sequence[str], words: str, best: Reading | None, end: int) -> tuple[Reading | None, int]:
    """A year in brackets, or the last character of 报告, on the next line still belongs to the title."""
    if (best is None or best.year is None) and end < len(lines):
        following = lines[end].strip()
        if len(following) < 12 and _YEAR_LINE.match(following) and (reading := read_title(f"{words} {following}")):
            return reading, end + 1
    return best, end


def _above(lines: Sequence[str], index: int, floor: int) -> Iterator[int]:
    """The lines above that may be parts of the same title, nearest first: short ones, blank lines between them passed."""
    taken = 0
    for above in range(index - 1, max(floor, index - 2 * _LINES) - 1, -1):
        if not lines[above].strip():
            continue
        if taken == _LINES - 1 or (words := _part(lines[above])) is None or len(words) > 40 or _SITE.search(words):
            return
        taken += 1
        yield above


def _placed(reading: Reading) -> bool:
    """Whether the agency's words name its place, and once only: 鼓楼区 above 区信访局 is no broken title."""
    region = read_region(reading.name)
    return region.lowest is not None and (region.rest[:2] == "市场" or not _TWICE.match(region.rest))


def _gains(best: Reading, reading: Reading) -> bool:
    """Whether more lines make the title say more: a year, or a body with its place where there was none."""
    if _placed(best):
        return best.year is None and reading.year is not None and reading.name == best.name
    return _placed(reading) or (reading.name == best.name and best.year is None and reading.year is not None)


def _without_repetitions(found: list[_Found], lines: Sequence[str]) -> list[_Found]:
    kept: list[_Found] = []
    for title in found:
        if kept:
            between = lines[kept[-1].heading.end : title.heading.start]
            if _same(kept[-1].reading, title.reading) and _furniture(between):
                title = max(title, kept.pop(), key=lambda each: _fullness(each.reading))
            elif not any(line.strip() for line in between):
                kept.pop()
        kept.append(title)
    return kept


def _fullness(reading: Reading) -> tuple[int, bool]:
    return len(reading.name), reading.year is not None


def _same(one: Reading, other: Reading) -> bool:
    years = {one.year, other.year} - {None}
    return len(years) < 2 and (one.name in other.name or other.name in one.name)


def _furniture(between: Sequence[str]) -> bool:
    """Whether the lines between two titles are a page's furniture only: few, short, and no section's heading."""
    return len(between) <= 60 and not any(len(line) > 100 or _SECTION.match(line) for line in between)


def _doubtful(lines: Sequence[str]) -> list[Heading]:
    """The first line that is a title only because the document has no better one."""
    for index, line in enumerate(lines[:_MOST_LINES]):
        words = _MARKUP.sub("", line)
        if "报" in words and len(words) <= _SHORT and not _NO_TITLE_LINE.search(words.removeprefix("附件")[1:]):
            bare = re.sub(r"^附件?\s*\d*\s*[:：.、]?\s*", "", words)
            if _COVERED.search(bare) is None:
                bare = bare.strip("《》 ")
            if not _MENTION.match(bare) and not _goes_on(lines, index + 1) and (reading := read_title(bare)):
                return [Heading(reading.title, index, index + 1)]
    return []
