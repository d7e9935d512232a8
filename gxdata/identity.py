"""Who reports, for which year, and where: read from a report's title and, where the title is silent, from its text.

The rules hold for real titles of 政府信息公开工作年度报告 (条例 第四十九、五十条). Null beats a guess: what neither the
title nor the text decides is None. Every function takes any string and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .deciding import Evidence, Words, decide, site
from .divisions import of_code
from .mentions import CENTRAL, NOBODY, complete, containing, prefix, window
from .particulars import document_number
from .places import COMMON_ZONES, FUNCTIONS, MISPRINTS, Region, names, read_region, seat
from .titles import read_title


@dataclass(frozen=True, slots=True)
class Identity:
    """The body that reports, its year and its place.

    agency: the full name; a region alone stands for its 人民政府, a zone for its 管委会. None for a bare 区信访局.
    level: `central`, `central_local` (a vertical system: 海关, 税务, 气象 …), `province`, `prefecture`, `county`,
    `township`, `zone`. kind: `government` or `department`. region_code: GB/T 2260 as of the year, of the division the body
    is of (a township's county, what a zone lies in); None for the centre's own and where nothing decides, and then
    `candidates` are the divisions that have the name. evidence: the words that decided agency and place.
    """

    agency: str | None
    year: int | None
    level: str | None = None
    kind: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    region_code: str | None = None
    candidates: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def open_place(self) -> str | None:
        """The place that is named and has no code; None when it has one, or no place is named."""
        if self.region_code or self.agency is None:
            return None
        zone = self.agency if self.level == "zone" else None
        place = self.county or self.prefecture or self.township or zone
        return place or next((each.words for each in self.evidence if each.what == "region" and self.candidates), None)


# ── Bodies ───────────────────────────────────────────────────────────────────────────────────────────────────────

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
_CORPS = re.compile(r"(?:新疆)?生产建设兵团|兵团(?=$|[\u4e00-\u9fff])|(?=第[一二三四五六七八九十]+师)")


def identify(title: str, text: str = "", url: str = "", year: int | None = None) -> Identity | None:
    """The body, year and place that a report's title names; with the report's text and the address that it came from, what
    the title leaves open.

    None when the words are no annual report's title (通知, 制度, 格式, 部署会, 指南, 解读, 工作总结, 法治政府建设年度报告 …) or
    name no body and no text helps. A title's year is the 20xx年(度) next before (政府|政务)信息公开; dates, numbers of
    documents and years elsewhere never count. From the text (only its beginning and end are looked at) come: the
    place of a bare 区信访局, from mentions of it or from the address, and which of the places of one name is meant.
    year: where something else than the title says it, so that names are looked up in it.

    >>> identify("泉州市洛江区工业和信息化局2020年政府信息公开工作年度报告").region_code
    '350504'
    >>> found = identify("鼓楼区2021年政府信息公开工作年度报告")
    >>> found.region_code, found.candidates
    (None, ('320106', '320302', '350102', '410204'))
    >>> identify("区信访局2021年政府信息公开工作年度报告", "2021年，鼓楼区信访局认真贯彻……").county
    '鼓楼区'
    """
    reading = read_title(title)
    if reading is None:
        return None
    year = year or reading.year
    body = _body(reading.name, year, "title")
    if (text or url) and (body.agency is None or body.candidates or (body.township and not body.county)):
        shown = window(text)
        words = Words(shown, document_number(shown[:2000]) or "", url)
        if body.agency is None:
            body = _completed(reading.name, year, words) or body
        body = _settled(body, words)
    return None if body.agency is None and NOBODY.fullmatch(reading.name) else body


def _completed(name: str, year: int | None, words: Words) -> Identity | None:
    """The body of a bare name, from the text, or from the site whose place the text names too."""
    if found := complete(name, words.text, year):
        return _body(found[0], year, found[1])
    start, rest = prefix(name)
    division = site(words, start, year)
    return _body(division.name + rest, year, "host") if division else None


def _settled(body: Identity, words: Words) -> Identity:
    """The body with the one county that the text puts before its township, and with the one place of its name that is meant."""
    year = body.year
    if body.township and not body.county and body.region_code is None:
        region, mention = containing(body.township, words.text, year)
        if region is not None:
            body = _placed(body, region.code, region.candidates, (Evidence("region", mention, "text"),))
    if len(body.candidates) > 1:
        code, evidence = decide(body.candidates, year, words)
        if code:
            body = _placed(body, code, (), evidence)
    return body


def _placed(body: Identity, code: str | None, candidates: Sequence[str], evidence: tuple[Evidence, ...]) -> Identity:
    divisions = [division for each in ([code] if code else candidates) if (division := of_code(each, body.year))]
    province, prefecture, county = names(divisions, body.year)
    return replace(
        body,
        province=province,
        prefecture=prefecture,
        county=county,
        region_code=code,
        candidates=tuple(candidates),
        evidence=body.evidence + evidence,
    )


def misprint(agency_as_printed: str) -> tuple[str, str | None]:
    """(corrected name, printed name or None when it was right), by the declared table of misread places."""
    for wrong, right in MISPRINTS.items():
        if wrong in agency_as_printed:
            return agency_as_printed.replace(wrong, right), agency_as_printed
    return agency_as_printed, None


def _body(name: str, year: int | None, where: str) -> Identity:
    """The body of a name as it stands somewhere; agency is None when the words name no place and no body of the centre."""
    name = _CUSTOMS_AREA.sub("", misprint(name)[0])
    if corps := _CORPS.match(name):
        return _corps(name, name[corps.end() :], year, where)
    system = _SYSTEM.search(name)
    parent = _CENTRAL_PARENT.match(name) or _PARTY.match(name)
    own = name[parent.end() :] if parent else name
    region = read_region(own, year)
    vertical = bool(_VERTICAL.search(name) or system) or _earthquakes(region)
    local = parent is not None and not _PARTY.match(name)
    if region.lowest is None:
        return _placeless(name, parent.end() if parent else 0, year, where, vertical, local)
    head, rest = _formal(name, region)
    if system:  # 江苏省淮安市气象部门: the whole local service, whose body is its 局
        head, rest = region.lowest, f"{system[1]}局"
    return Identity(
        head + rest,
        year,
        "central_local" if vertical or local else _level(region),
        "government" if _GOVERNMENT.fullmatch(rest) else "department",
        region.province,
        region.prefecture,
        region.county,
        region.township,
        region.code,
        region.candidates,
        (Evidence("agency", name, where), *_place_words(own, region, where)),
    )


def _place_words(name: str, region: Region, where: str) -> Iterator[Evidence]:
    """The words of a name up to the last place that the table has; all of it where that is not printed in full (黄浦分局)."""
    if region.word:
        found = name.rfind(region.word, 0, len(name) - len(region.rest))
        yield Evidence("region", name[: found + len(region.word)] if found >= 0 else name, where)


def _placeless(name: str, start: int, year: int | None, where: str, vertical: bool, local: bool) -> Identity:
    """A body without a place before it: the centre's own, a vertical system's (广州海关), a bare one, or a proper name.

    start: where the words after the central body it is of begin.
    """
    central = CENTRAL.match(name) is not None
    if not central and _is_bare(name):
        return _bare(name, year, vertical)
    seats = seat(name[start:], year) if vertical or local else ()
    below = (vertical and (local or not central)) or (local and bool(seats))  # 中国气象局 is the centre's own
    central = central and (local or not _ENTERPRISE.search(name))
    body = Identity(
        name,
        year,
        "central_local" if below else "central" if central else None,
        "department",
        evidence=(Evidence("agency", name, where),),
    )
    codes = tuple(division.code for division in seats)
    place = (Evidence("region", seats[0].short, where),) if seats else ()
    return _placed(body, codes[0] if len(codes) == 1 else None, codes if len(codes) > 1 else (), place)


def _is_bare(name: str) -> bool:
    """Whether a name without a place is that of any such body: 区信访局, 市场监督管理局, 镇人民政府, but not 镇江海关."""
    if FUNCTIONS.match(name) or COMMON_ZONES.match(name) or NOBODY.fullmatch(name):
        return True
    ending, rest = prefix(name)
    return bool(ending) and (ending not in ("乡", "镇") or not rest or FUNCTIONS.match(rest) is not None)


def _bare(name: str, year: int | None, vertical: bool) -> Identity:
    ending, rest = prefix(name)
    if zone := COMMON_ZONES.match(name):
        ending, rest = zone[0], name[zone.end() :]
    level = "central_local" if vertical else "zone" if zone else _BARE_LEVEL.get(ending)
    if ending == "区" and name.endswith("厅"):  # of an autonomous region
        level = "province"
    kind = "government" if ending and _GOVERNMENT.fullmatch(rest) else "department" if rest else None
    return Identity(None, year, level, kind)


def _corps(name: str, rest: str, year: int | None, where: str) -> Identity:
    """新疆生产建设兵团 and its divisions: ranks of their own beside the region's, and a place only with a city (第八师石河子市)."""
    division = re.match(r"第[一二三四五六七八九十]+师(?P<city>[\u4e00-\u9fff]{2,5}?市(?!场))?", rest)
    city = read_region(division["city"], year) if division and division["city"] else Region()
    rest = rest[division.end() :] if division else rest
    return Identity(
        name,
        year,
        None if re.search(r"[团场连]", rest) else "prefecture" if division else "province",
        "department" if rest and not _GOVERNMENT.fullmatch(rest) else "government",
        city.province,
        city.prefecture,
        city.county,
        None,
        city.code,
        city.candidates,
        (Evidence("agency", name, where), *_place_words(division["city"] if division else "", city, where)),
    )


def _earthquakes(region: Region) -> bool:
    """A province's 地震局 belongs to the centre's system, those below do not."""
    return region.rest == "地震局" and region.lowest is region.province


def _level(region: Region) -> str:
    if region.township:
        return "township"
    if region.zone:
        return "zone"
    return "county" if region.county else "prefecture" if region.prefecture else "province"


def _formal(name: str, region: Region) -> tuple[str, str]:
    """(place, body) of the full name: 鲤城区 → 人民政府, 宿迁市政府办公室 → 人民政府办公室, 综合实验区 → 管委会."""
    rest, lowest = region.rest, region.lowest or ""
    head = name[: len(name) - len(rest)]
    if region.township and region.township.endswith(("街道", "地区")) and rest in ("", "办", "办事处"):
        return head, "办事处"
    if region.zone and not region.township and rest in ("", "管委"):
        return head, "管委会"
    if not rest:
        if region.word and lowest.startswith(region.word) and not region.township:  # 鲤城 for 鲤城区
            head = head.removesuffix(region.word) + lowest
        return head, "行政公署" if lowest.endswith(("地区", "盟")) else "人民政府"
    if rest in ("政府办", "人民政府办") and lowest[-1] in "县区旗乡镇":  # a 市's may be 办公厅
        return head, "人民政府办公室"
    return head, f"人民{rest}" if _SHORT_GOVERNMENT.match(rest) else rest
