"""The name of a body that its title leaves bare (区信访局, 省交通运输厅, none at all), from what the report's text mentions.

Null beats a guess: a name counts when all mentions mean one place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from .places import Region, read_region
from .text import simplify
from .titles import NAME, PLAIN, read_title, unspaced

CENTRAL = re.compile(
    r"(?:中华人民共和国|国家|中国|国务院|全国|中央|中共中央|最高人民|审计署|海关总署|税务总局|财政部|水利部|商务部|教育部|公安部|民政部|司法部"
    r"|外交部|国防部|农业部|文化部|国土资源部|自然资源部|生态环境部|环境保护部|交通运输部|科学技术部|科技部|工业和信息化部|住房和城乡建设部"
    r"|人力资源和社会保障部|农业农村部|文化和旅游部|退役军人事务部|应急管理部|民航|[\u4e00-\u9fff]{2,8}总局$)"
)
_BARE = re.compile(r"[我本全]?(自治区|街道|[省市区县旗州盟乡镇])")
NOBODY = re.compile(
    r"(?:[我本全各]|本?级)?(?:自治区|省|市|区|县|旗|州|盟|乡|镇|街道|机关|[局办院厅委]|单位|部门|中心)?(?:人民政府|政府|管委会|办事处)?"
)


def prefix(name: str) -> tuple[str, str]:
    """(区, 信访局) of 区信访局."""
    match = _BARE.match(name)
    return (match[1], name[match.end() :]) if match else ("", name)


_HEAD, _END = 5000, 1500  # characters at the beginning and end of a text that are looked at
_MENTIONS = 40
_RUN = re.compile(r"[\u4e00-\u9fff]{1,24}\Z")
# What a sentence puts before a name; the words up to a 的 or 了 are never part of one.
_WORDS_BEFORE = re.compile(
    "(?:.*[的了])?(?:现|请|特(?!克斯)|并|由|与|向|将(?!乐)|公布|发布|联系|咨询|经(?![济开信])|在|根据|按照|依据|到|及|和(?![平县田硕顺林静政龙布])|本报告|报告|关于|对|是|为|年度?|位于|地址|单位|机构|机关|中共"
    "|今年|以来|目前|当前|同时|其中|通过|随后|此外|另外|配合|协助|会同|联合|围绕|结合)*"
)
_GOVERNMENTS = re.compile("人民政府|行政公署|管委会|管理委员会")
_ADDRESS = re.compile(r"地址[:：]?([\u4e00-\u9fff]{3,30})")
_OWN_REPORT = re.compile(r"20\d\d年?度?(?:政府|政务)信息公开")
_SUBJECT = re.compile(
    r"20\d\d年度?[，,]?([\u4e00-\u9fff]{3,30}?)(?=认真|坚持|深入|严格|高度|全面|按照|以习|在|紧紧|积极|切实|持续|共)"
)
_OFFICE = re.compile(
    r"(?:人民政府|管委会|管理委员会|办事处|行政公署|[局厅委办院站社会]|办公室|中心|大队|支队|海关|公司|大学|学院)$"
)
_DATE_END = re.compile(r"[（(]?20\d\d年\d{1,2}月\d{1,2}日[)）]?$")


def window(text: str) -> str:
    """The stretches of a text to look at, without spaces."""
    if len(text) > _HEAD + _END:
        text = text[:_HEAD] + "\n" + text[-_END:]
    return simplify(text.translate(PLAIN)) if "開" in text else unspaced(text)


def complete(name: str, window: str, year: int | None) -> tuple[str, str] | None:
    """(full name, where it stands) of a bare one, or of none at all, when the text names just one such body."""
    if not name:
        own = _before(_starts(_OWN_REPORT, window), window)
        subjects = (subject for match in _first(_SUBJECT, window) if _is_body(subject := _opened(match[1]), year))
        if signed := _signed(window, year):
            return signed, "signature"
        return _with_place(_agreed(own, window, year) or _agreed(subjects, window, year), "text")
    start, rest = prefix(name)
    if not NOBODY.fullmatch(name):
        full = (_from_place(words + name, name, year) for words in _runs(_mentions(name, window), window))
        if found := _agreed((each for each in full if each), window, year):
            return found, "text"
    return _with_place(_by_region(start, rest, window, year) if start else None, "text")


def containing(township: str, window: str, year: int | None) -> tuple[Region | None, str]:
    """(the county, the words) that the text, wherever it names a township, puts before it: when just one."""
    found: dict[tuple[str, ...], tuple[Region, str]] = {}
    for words in _runs(_mentions(township, window), window):
        for start in range(len(words) - 1):
            region = read_region(words[start:] + township, year, prose=True)
            if region.word and region.county and region.township == township:
                found.setdefault((region.code or "", *region.candidates), (region, words[start:] + township))
                break
    return next(iter(found.values())) if len(found) == 1 else (None, "")


def _with_place(name: str | None, where: str) -> tuple[str, str] | None:
    return (name, where) if name else None


def _from_place(words: str, name: str, year: int | None) -> str | None:
    """Words that end with a bare name, from the place on that it belongs to: 向鼓楼区信访局 → 鼓楼区信访局."""
    for text in (_opened(words), *(words[start:] for start in range(len(words) - len(name)))):
        region = read_region(text, year, prose=True)
        if region.lowest and text != name and name.endswith(region.rest or "?"):
            return text
    return None


def _first(pattern: re.Pattern[str], window: str) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(window), _MENTIONS)


def _starts(pattern: re.Pattern[str], window: str) -> Iterator[int]:
    return (match.start() for match in _first(pattern, window))


def _mentions(word: str, window: str) -> Iterator[int]:
    start = window.find(word)
    for _ in range(_MENTIONS):
        if start < 0:
            return
        yield start
        start = window.find(word, start + 1)


def _runs(starts: Iterable[int], window: str) -> Iterator[str]:
    """The Chinese words next before each mention."""
    for start in starts:
        run = _RUN.search(window[max(0, start - 24) : start])
        yield run[0] if run else ""


def _before(starts: Iterable[int], window: str) -> Iterator[str]:
    """The Chinese words next before each mention, without a sentence's opening words."""
    return (_opened(run) for run in _runs(starts, window))


def _opened(words: str) -> str:
    return _WORDS_BEFORE.sub("", words, count=1)


def _agreed(names: Iterable[str], window: str, year: int | None) -> str | None:
    """The one name among mentions, when they all mean one place.

    A zone or township is known by its ending alone, so that words of the sentence may be taken for its beginning: it
    counts when the text has it twice or, if no place does, when its name is as short as most are.
    """
    places: dict[str, str] = {}
    sure: list[str] = []
    for name in names:
        region = read_region(name, year, prose=True)
        if region.lowest and region.lowest not in places:
            places[region.lowest] = name
            listed = region.word and not region.township and not region.zone
            sure += [region.lowest] if listed or window.count(region.lowest) > 1 else []
    sure = sure or [place for place in places if len(place) <= 3]
    shortest = min(sure, key=len, default="")
    return places[shortest] if sure and all(place.endswith(shortest) for place in sure) else None


def _by_region(ending: str, rest: str, window: str, year: int | None) -> str | None:
    """A bare 省交通运输厅 by the one 省 that the address or a government's name shows."""
    found = []
    for words in (*_before(_starts(_GOVERNMENTS, window), window), *(match[1] for match in _first(_ADDRESS, window))):
        region = read_region(words, year, prose=True)
        places = (region.township, region.zone, region.county, region.prefecture, region.province)
        found += [place for place in places if place and place.endswith(ending)][:1]
    place = _agreed(found, window, year)
    return f"{place}{rest}" if place else None


def _signed(window: str, year: int | None) -> str | None:
    """The body whose name is a line of its own at the end of the text, or directly below the title."""
    lines = [line.strip("#*") for line in window.split("\n") if line]
    title = next((index for index, line in enumerate(lines[:40]) if "公开" in line and read_title(line)), len(lines))
    for line in (*reversed(lines[-8:]), *lines[title + 1 : title + 3]):
        name = _DATE_END.sub("", line)
        if len(name) <= 30 and NAME.fullmatch(name) and _is_body(name, year):
            return name
    return None


def _is_body(name: str, year: int | None) -> bool:
    rest = read_region(name, year).rest
    return (rest != name or CENTRAL.match(name) is not None) and rest[:1] != "委" and _OFFICE.search(rest) is not None
