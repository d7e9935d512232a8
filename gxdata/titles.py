"""Titles of annual reports: taken apart into the agency's words and the year, and found in a document.

A title is known by its tail, (政府|政务)信息公开(工作)(年度)(报告|年报), and by what stands around it. Nothing raises; every
search is over a bounded stretch of the document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from .places import read_region
from .text import simplify

_LONGEST = 600  # characters of a title that are looked at
HAN_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零O", "0")
# Full-width digits and letters, Kangxi radicals and compatibility ideographs are plain ones; brackets stay as printed.
PLAIN = {
    code: unicodedata.normalize("NFKC", chr(code))
    for start, end in ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
    for code in range(start, end)
} | dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD, *range(0xD800, 0xE000)])

YEAR_DIGITS = r"2[0O]\d\d|二[〇○零O0][〇○零O0一二三四五六七八九]{2}"
_TELLTALE = "２０⼀⼆⼯⼈⾏⽇⽉\u200b\ufeff"  # one of them is in every text that needs PLAIN
_BEFORE_TIME = re.compile(r" +(?=\d\d?:\d\d)")  # 2023-2-1 10:07 is not the 11th
_SPACES = "\t\u3000\xa0\r\u2002\u2003"
# A year, but no date (2017年3月), no number of a document (〔2021〕1号) and no school year.
_YEAR = re.compile(
    rf"(?<![\d〔])({YEAR_DIGITS})(?:年度|年(?!\d{{1,2}}月|[一二三四五六七八九十]+月|度)|度)?(?![\d年〕]|学年)"
)
_SCHOOL_YEAR = re.compile(r"(?:20\d\d年?[-—–至])?20\d\d学年度?")
_PLACEHOLDER = re.compile("[XxＸ×*]{2}|某")  # of a template
_NEWS = re.compile("(?:发布|公布|公开|编制|完成|开展|报送|上报|出台)$")  # 三明市发布2020年…: about the report
_AFTER_YEAR = re.compile(rf"[-—（(\[【]*({YEAR_DIGITS})(?:年度|年(?!\d{{1,2}}月))?(?![\d年〕])")

_TAIL = re.compile(
    r"(?:(?:政府|政务)?信息(?:[与和及、]政务)?|政务|校务|厂务|院务)公开(?:[与和及、](?:政府信息|政务)公开)?"
    rf"(?:工作|情况|执行|年度|的|[（(]?(?:{YEAR_DIGITS})年?度?[)）]?){{0,8}}(?:报告|年报|报(?=$|…|\.\.))"
)
_NO_TITLE_BEFORE = re.compile(
    "召开|举办|做好|印发|转发|图解|图读懂|看懂|解读|法治政府|总结|汇编|征求|季度|半年|月份|关于(?:开展|编制|规范|加强|组织|填报|报送|公布|发布)"
)
_NO_TITLE_AFTER = re.compile(
    "[》”]?[（(]?(?:的?(?:编制|编写|通知|公告|通告|通报|解读|格式|模板|模版|样|范本|制度|办法|规定|指南|指引|要求|函|方案|考核|评估|评价|填报"
    "|培训|部署|会|任务|问答|图解|目录|工作|审核|试行|征求|空白|参考)|发布)"
)
_TRIMMINGS = re.compile(
    r"(?:[（(【\[〔][^（()）【】\[\]〔〕]{0,30}[)）】\]〕]|[》”\".。]|[及与和、]?其?(?:附|相关|情况)?(?:统计)?(?:表格?|报表|数据)|全文|正文|公示"
    r"|公开|终稿|定稿|[\u4e00-\u9fff]{0,4}[版稿]|\d{1,14}|[A-Za-z]\w{0,6})*"
)
_SEPARATOR = re.compile(r"(?<!中国)[-_—–|·»>:：/]+")
_COVER = re.compile(
    r"(?P<by>[^《》]{0,40})关于(?:公布|发布|公开|报送|上报|呈报)《?(?P<title>[^》]+)》?的(?:函|公告|通告|报告)"
)
_LEAD = re.compile(
    r"(?:附件?\d*[:：.、]|附件\d*|\d{1,3}(?=[.、．）)])[.、．）)]|\d{1,2}(?!\d|团|连|[届医]|指挥)|[（(]\d+[)）]|关于|公布|标题|Page\d+|第\d+页"
    r"|【[^】]{0,20}】|[》”\"*#]|门户网站)+"
)
_EMPTY_BRACKETS = re.compile(r"[（(【\[][-—至]?[)）】\]]")
_TRAIL = re.compile(r"(?:[（(](?:本级|机关|本机关)[)）]|本级|关于|[的年度（(【\[《“\"，,、])+$")
NAME = re.compile(r"[\u3400-\u9fff〇·（）()、“”\"\w\U00020000-\U0003ffff-]{1,45}")


class Reading(NamedTuple):
    """A title taken apart. name: the words for the agency as printed, "" when there are none."""

    title: str
    name: str
    year: int | None


def read_title(words: str) -> Reading | None:
    """The title that these words are, or None. White space and line breaks in it do not matter."""
    return _read_title(words[:_LONGEST]) if "公" in words else None


@lru_cache(maxsize=1024)
def _read_title(words: str) -> Reading | None:
    tokens = words.translate(PLAIN).split()
    plain = simplify("".join(tokens))
    breaks = set(accumulate(map(len, tokens)))
    by = ""
    if cover := _COVER.fullmatch(plain):
        plain, by, breaks = cover["title"], cover["by"], set()
    tails = list(_TAIL.finditer(plain))
    if not tails or _NO_TITLE_BEFORE.search(plain, 0, tails[-1].start()):
        return None
    if any(_NO_TITLE_AFTER.match(plain, tail.end()) for tail in tails) or not _ends_well(
        plain, tails[-1].end(), breaks
    ):
        return None
    starts = [0, *(tail.end() for tail in tails)]
    found = [reading for start, tail in zip(starts, tails, strict=False) if (reading := _segment(plain, start, tail))]
    if not found:
        return None
    best = max(found, key=lambda reading: (bool(reading.name), reading.year is not None))
    year = best.year or next((reading.year for reading in found if reading.year), None)
    if by and not best.name:  # …局关于公布2015年…年度报告的公告: the body stands before the inner title
        best = best._replace(title="".join(tokens), name=by)
    return best._replace(year=year)


def _ends_well(plain: str, end: int, breaks: set[int]) -> bool:
    """Whether nothing but trimmings, a line break or a separator follows the title's tail."""
    if end in breaks:
        return True
    match = _TRIMMINGS.match(plain, end)
    rest = match.end() if match else end
    return rest in breaks or rest == len(plain) or plain[rest] in "-_—–|·»>:：…"


def _segment(plain: str, start: int, tail: re.Match[str]) -> Reading | None:
    """One title: the words before a tail, taken apart."""
    before, after = plain[start : tail.start()], tail[0]
    school = "学年" in before
    years = [] if school else _YEAR.findall(before) or _YEAR.findall(after)
    end = tail.end()
    if late := _AFTER_YEAR.match(plain, end):
        years = years or [late[1]]
        bracket = _TRIMMINGS.match(plain, end)
        end = bracket.end() if bracket and plain[end] in "（([【" else end
    year = number(years[-1]) if years else None
    if year is None and not re.search("年度|年报|年度报", after):
        return None
    offset, name = _name(_SCHOOL_YEAR.sub("", before) if school else before)
    if school or (_YEAR.search(before) and not _YEAR.search(before, offset)):
        offset = 0
    if name and (not NAME.fullmatch(name) or _PLACEHOLDER.search(name) or _NEWS.search(name)):
        return None
    if after.startswith("政府") and name.endswith("人民"):  # 上海市人民|政府信息公开: the words overlap
        name += "政府"
    return Reading(_EMPTY_BRACKETS.sub("", plain[start + offset : end]), name, year)


def _name(before: str) -> tuple[int, str]:
    """(where the title begins, the agency's words) in the words before the tail: after the last site name or label."""
    cuts = [match.end() for match in _SEPARATOR.finditer(before)]
    for offset in (*reversed(cuts), 0):
        lead = _LEAD.match(before, offset)
        begin = lead.end() if lead else offset
        name = _TRAIL.sub("", _EMPTY_BRACKETS.sub("", _YEAR.sub("", before[begin:])))
        lead = _LEAD.match(name)
        name = (name[lead.end() :] if lead else name).strip("-_—–|·»>:：/")
        by, _, of = name.partition("关于")
        if by or of:
            return begin, by or of
    return (cuts[-1] if cuts and not _YEAR.search(before, 0, cuts[-1]) else 0), ""


def unspaced(text: str) -> str:
    """Without white space but for line breaks, with plain digits; for long texts, where a full translation costs too much."""
    if any(mark in text for mark in _TELLTALE):
        text = text.translate(PLAIN)
    for space in _SPACES:
        text = text.replace(space, " ")
    return _BEFORE_TIME.sub("T", text).replace(" ", "") if ":" in text else text.replace(" ", "")


def number(digits: str) -> int:
    return int("".join(HAN_DIGITS.get(digit, digit) for digit in digits))


# ── Titles in a document ─────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Heading:
    """A report's title as printed, without white space, markup and trimmings; it stands in `lines[start:end]`."""

    title: str
    start: int
    end: int


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
