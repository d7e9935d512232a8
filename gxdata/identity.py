"""Who reports, for which year, and where: read from a report's title and, where the title is silent, from its text.

The rules hold for real titles of 政府信息公开工作年度报告 (条例 第四十九、五十条). Null beats a guess: what neither the
title nor the text decides is None. Every function takes any string and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from .particulars import Particulars, particulars, settle_year
from .places import (
    COMMON_ZONES,
    FUNCTIONS,
    MISPRINTS,
    PREFECTURES,
    PROVINCES,
    Region,
    prefecture_before,
    read_region,
    seat,
)
from .text import simplify
from .titles import NAME, PLAIN, Heading, find_titles, read_title, unspaced

__all__ = ["Heading", "Identity", "Particulars", "find_titles", "identify", "misprint", "particulars", "settle_year"]


@dataclass(frozen=True, slots=True)
class Identity:
    """The body that reports, its year and its place.

    agency: the full name; a region alone stands for its 人民政府, a zone for its 管委会. None for a bare 区信访局.
    level: `central`, `central_local` (a vertical system: 海关, 税务, 气象 …), `province`, `prefecture`, `county`,
    `township`, `zone`. kind: `government` or `department`.
    """

    agency: str | None
    year: int | None
    level: str | None = None
    kind: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None


# ── Bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────

_CENTRAL = re.compile(
    r"(?:中华人民共和国|国家|中国|国务院|全国|中央|中共中央|最高人民|审计署|海关总署|税务总局|财政部|水利部|商务部|教育部|公安部|民政部|司法部"
    r"|外交部|国防部|农业部|文化部|国土资源部|自然资源部|生态环境部|环境保护部|交通运输部|科学技术部|科技部|工业和信息化部|住房和城乡建设部"
    r"|人力资源和社会保障部|农业农村部|文化和旅游部|退役军人事务部|应急管理部|民航|[\u4e00-\u9fff]{2,8}总局$)"
)
_CENTRAL_PARENT = re.compile(
    r"国家税务总局|国家统计局|国家能源局|国家外汇管理局|国家金融监督管理总局|国家邮政局|国家铁路局|国家矿山安全监察局|国家粮食和物资储备局"
    r"|国家林业和草原局|国家土地督察|国家移民管理局|中国人民银行|中国银行?保险?监督管理委员会|中国[银保证]+监会|中国证券监督管理委员会"
    r"|中国民用航空|中华人民共和国|中国海警局|民航|审计署|海关总署|财政部|水利部|商务部|自然资源部|生态环境部|环境保护部|交通运输部|应急管理部"
    r"|工业和信息化部"
)
_PARTY = re.compile("中共(?!中央)|中国共产党|共青团(?!中央)")
_VERTICAL = re.compile(
    r"(?<!地方)(?:税务局|国税局|海事局|气象局|海关|烟草专卖局|邮政管理局|通信管理局|调查总?队|[证银保]监局|[银保]+监分局|检验检疫局|海警局"
    r"|国家安全局|矿山安全监察局|煤矿安全监察局|煤监局|边防检查总?站|特派员办事处|专员办事处)(?:.{0,10}(?:分局|支局|稽查局|机关))?$"
)
_SYSTEM = re.compile(r"(税务|气象|海事|烟草|邮政|国税)(?:部门|系统)$")
_CUSTOMS_AREA = re.compile("(?<=海关)(?:关区|本级|机关)$")  # a report for the whole area of a customs house
_ENTERPRISE = re.compile("(?:公司|集团|[分支]?行|大学|学院|医院|学校)$")
_GOVERNMENT = re.compile(r"人民政府|管委会|管理委员会|行政公署|行署|(?:街道|地区)?办事处")
_SHORT_GOVERNMENT = re.compile(
    "政府(?=$|办公|研究室|外事|驻|参事|新闻|侨务|口岸|金融|机关|国有|政务|督查|信访|法制|发展|应急)"
)
_BARE = re.compile(r"[我本全]?(自治区|街道|[省市区县旗州盟乡镇])")
_BARE_LEVEL = {
    word: level
    for level, words in {
        "province": "省 自治区",
        "prefecture": "州 盟",
        "county": "区 县 旗",
        "township": "乡 镇 街道",
    }.items()
    for word in words.split()
}
_NOBODY = re.compile(
    r"(?:[我本全各]|本?级)?(?:自治区|省|市|区|县|旗|州|盟|乡|镇|街道|机关|[局办院厅委]|单位|部门|中心)?(?:人民政府|政府|管委会|办事处)?"
)
_CORPS = re.compile(r"(?:新疆)?生产建设兵团|兵团(?=$|[\u4e00-\u9fff])|(?=第[一二三四五六七八九十]+师)")


def identify(title: str, text: str = "") -> Identity | None:
    """The body, year and place that a report's title names; with the report's text, what the title leaves open.

    None when the words are no annual report's title (通知, 制度, 格式, 部署会, 指南, 解读, 工作总结, 法治政府建设年度报告 …) or
    name no body and no text helps. A title's year is the 20xx年(度) next before (政府|政务)信息公开; dates, numbers of
    documents and years elsewhere never count. From the text (only its beginning and end are looked at) come: the
    place of a bare 区信访局, from mentions of it or from the address, and the prefecture of a county, where just one is named.

    >>> identify("泉州市洛江区工业和信息化局2020年政府信息公开工作年度报告").agency
    '泉州市洛江区工业和信息化局'
    >>> identify("区信访局2021年政府信息公开工作年度报告", "2021年，鼓楼区信访局认真贯彻……").county
    '鼓楼区'
    """
    reading = read_title(title)
    if reading is None:
        return None
    body = _body(reading.name, reading.year)
    if text and (window := _window(text, body)):
        if body.agency is None and (name := _complete(reading.name, window, reading.year)):
            body = _body(name, reading.year)
        body = _among(body, window)
    return None if body.agency is None and _NOBODY.fullmatch(reading.name) else body


def misprint(agency_as_printed: str) -> tuple[str, str | None]:
    """(corrected name, printed name or None when it was right), by the declared table of misread places."""
    for wrong, right in MISPRINTS.items():
        if wrong in agency_as_printed:
            return agency_as_printed.replace(wrong, right), agency_as_printed
    return agency_as_printed, None


def _body(name: str, year: int | None) -> Identity:
    """The body of a name as printed; agency is None when the words name no place and no body of the centre."""
    name = _CUSTOMS_AREA.sub("", misprint(name)[0])
    if corps := _CORPS.match(name):
        return _corps(name, name[corps.end() :], year)
    system = _SYSTEM.search(name)
    parent = _CENTRAL_PARENT.match(name) or _PARTY.match(name)
    region = read_region(name[parent.end() :] if parent else name, year)
    vertical = bool(_VERTICAL.search(name) or system) or _earthquakes(region)
    local = parent is not None and not _PARTY.match(name)
    if region.lowest is None:
        return _placeless(name, year, vertical, local)
    full = _formal(name, region)
    if system:  # 江苏省淮安市气象部门: the whole local service, whose body is its 局
        full = f"{region.lowest}{system[1]}局"
    kind = "government" if _GOVERNMENT.fullmatch(full[len(name) - len(region.rest) :]) else "department"
    level = "central_local" if vertical or local else _level(region)
    return Identity(full, year, level, kind, region.province, region.prefecture, region.county, region.township)


def _placeless(name: str, year: int | None, vertical: bool, local: bool) -> Identity:
    """A body without a place before it: the centre's own, a vertical system's (广州海关), a bare one, or a proper name."""
    central = _CENTRAL.match(name) is not None
    if not central and _is_bare(name):
        return _bare(name, year, vertical)
    province, prefecture = seat(name) if vertical or local else (None, None)
    below = (vertical and (local or not central)) or (local and province is not None)  # 中国气象局 is the centre's own
    central = central and (local or not _ENTERPRISE.search(name))
    level = "central_local" if below else "central" if central else None
    return Identity(name, year, level, "department", province, prefecture)


def _is_bare(name: str) -> bool:
    """Whether a name without a place is that of any such body: 区信访局, 市场监督管理局, 镇人民政府, but not 镇江海关."""
    if FUNCTIONS.match(name) or COMMON_ZONES.match(name) or _NOBODY.fullmatch(name):
        return True
    prefix, rest = _prefix(name)
    return bool(prefix) and (prefix not in ("乡", "镇") or not rest or FUNCTIONS.match(rest) is not None)


def _prefix(name: str) -> tuple[str, str]:
    """(区, 信访局) of 区信访局."""
    match = _BARE.match(name)
    return (match[1], name[match.end() :]) if match else ("", name)


def _bare(name: str, year: int | None, vertical: bool) -> Identity:
    prefix, rest = _prefix(name)
    if zone := COMMON_ZONES.match(name):
        prefix, rest = zone[0], name[zone.end() :]
    level = "central_local" if vertical else "zone" if zone else _BARE_LEVEL.get(prefix)
    if prefix == "区" and name.endswith("厅"):  # of an autonomous region
        level = "province"
    kind = "government" if prefix and _GOVERNMENT.fullmatch(rest) else "department" if rest else None
    return Identity(None, year, level, kind)


def _corps(name: str, rest: str, year: int | None) -> Identity:
    """新疆生产建设兵团 and its divisions: ranks of their own beside the region's."""
    division = re.match(r"第[一二三四五六七八九十]+师(?:[\u4e00-\u9fff]{2,5}?市(?!场))?", rest)
    rest = rest[division.end() :] if division else rest
    level = None if re.search(r"[团场连]", rest) else "prefecture" if division else "province"
    return Identity(name, year, level, "department" if rest and not _GOVERNMENT.fullmatch(rest) else "government")


def _earthquakes(region: Region) -> bool:
    """A province's 地震局 belongs to the centre's system, those below do not."""
    return region.rest == "地震局" and region.lowest is region.province


def _level(region: Region) -> str:
    if region.township:
        return "township"
    if region.zone:
        return "zone"
    return "county" if region.county else "prefecture" if region.prefecture else "province"


def _formal(name: str, region: Region) -> str:
    """The full name: 鲤城区 → 鲤城区人民政府, 宿迁市政府办公室 → 宿迁市人民政府办公室, 综合实验区 → its 管委会."""
    rest, lowest = region.rest, region.lowest or ""
    head = name[: len(name) - len(rest)]
    if region.township and region.township.endswith(("街道", "地区")) and rest in ("", "办", "办事处"):
        return head + "办事处"
    if region.zone and not region.township and rest in ("", "管委"):
        return head + "管委会"
    if not rest:
        return head + ("行政公署" if lowest.endswith(("地区", "盟")) else "人民政府")
    if rest in ("政府办", "人民政府办") and lowest[-1] in "县区旗乡镇":  # a 市's may be 办公厅
        return head + "人民政府办公室"
    return head + "人民" + rest if _SHORT_GOVERNMENT.match(rest) else name


# ── What the text adds ───────────────────────────────────────────────────────────────────────────────────────────

_HEAD, _END = 5000, 1500  # characters at the beginning and end of a text that are looked at
_MENTIONS = 40
_RUN = re.compile(r"[\u4e00-\u9fff]{1,24}\Z")
# What a sentence puts before a name; the words up to a 的 or 了 are never part of one.
_WORDS_BEFORE = re.compile(
    "(?:.*[的了])?(?:现|请|特|并|由|与|向|将|公布|发布|联系|咨询|经|在|根据|按照|依据|到|及|和|本报告|报告|关于|对|是|为|年度?|位于|地址|单位|机构|机关|中共"
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


def _window(text: str, body: Identity) -> str:
    """The stretch of the text to look at, without spaces; "" when the title has left nothing open."""
    if body.agency and (body.prefecture or not (body.county or body.township)):
        return ""
    if len(text) > _HEAD + _END:
        text = text[:_HEAD] + "\n" + text[-_END:]
    return simplify(text.translate(PLAIN)) if "開" in text else unspaced(text)


def _complete(name: str, window: str, year: int | None) -> str | None:
    """The full name of a bare one (区信访局, 市场监督管理局, 省, or none at all) when the text names just one such body."""
    if not name:
        own = _before(_starts(_OWN_REPORT, window), window)
        subjects = (subject for match in _first(_SUBJECT, window) if _is_body(subject := _opened(match[1]), year))
        return _signed(window, year) or _agreed(own, window, year) or _agreed(subjects, window, year)
    prefix, rest = _prefix(name)
    if not _NOBODY.fullmatch(name):
        full = (words + name for words in _before(_mentions(name, window), window) if words)
        same = (each for each in full if name.endswith(read_region(each, year).rest or "?"))
        if found := _agreed(same, window, year):
            return found
    return _by_region(prefix, rest, window, year) if prefix else None


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


def _before(starts: Iterable[int], window: str) -> Iterator[str]:
    """The Chinese words next before each mention, without a sentence's opening words."""
    for start in starts:
        run = _RUN.search(window[max(0, start - 24) : start])
        yield _opened(run[0]) if run else ""


def _opened(words: str) -> str:
    return _WORDS_BEFORE.sub("", words, count=1)


def _agreed(names: Iterable[str], window: str, year: int | None) -> str | None:
    """The one name among mentions, when they all mean one place.

    A county is known by its ending alone, so that words of the sentence may be taken for its beginning: a place counts
    when it is listed, when the text has it twice, or, if no place does, when its name is as short as most are.
    """
    places: dict[str, str] = {}
    for name in names:
        if lowest := read_region(name, year).lowest:
            places.setdefault(lowest, name)
    sure = [place for place in places if place in PREFECTURES or place in PROVINCES or window.count(place) > 1]
    sure = sure or [place for place in places if len(place) <= 3]
    shortest = min(sure, key=len, default="")
    return places[shortest] if sure and all(place.endswith(shortest) for place in sure) else None


def _by_region(prefix: str, rest: str, window: str, year: int | None) -> str | None:
    """A bare 省交通运输厅 by the one 省 that the address or a government's name shows."""
    found = []
    for words in (*_before(_starts(_GOVERNMENTS, window), window), *(match[1] for match in _first(_ADDRESS, window))):
        region = read_region(words, year)
        places = (region.township, region.zone, region.county, region.prefecture, region.province)
        found += [place for place in places if place and place.endswith(prefix)][:1]
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
    return (rest != name or _CENTRAL.match(name) is not None) and rest[:1] != "委" and _OFFICE.search(rest) is not None


def _among(body: Identity, window: str) -> Identity:
    """The county and prefecture that the text, wherever it names the township or county, puts before it: when just one."""
    county, prefecture = body.county, body.prefecture
    if body.township and not county and not prefecture:
        mentions = (read_region(run + body.township) for run in _before(_mentions(body.township, window), window))
        counties = {region.county for region in mentions if region.county and region.township == body.township}
        county = counties.pop() if len(counties) == 1 else None
    if county and not prefecture and (body.province is None or body.province[-1] != "市"):
        found = {prefecture_before(window[max(0, start - 11) : start]) for start in _mentions(county, window)}
        found.discard(None)
        prefecture = found.pop() if len(found) == 1 else None
    if (county, prefecture) == (body.county, body.prefecture):
        return body
    return replace(
        body, county=county, prefecture=prefecture, province=body.province or PREFECTURES.get(prefecture or "")
    )
