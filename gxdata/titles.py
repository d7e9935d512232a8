"""Titles of annual reports, taken apart into the agency's words and the year.

A title is known by its tail, (政府|政务)信息公开(工作)(年度)(报告|年报), and by what stands around it. Nothing raises; every
search is over a bounded stretch of the words.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

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
