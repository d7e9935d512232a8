"""Places in the words of a name: the chain 省 → 市/州/盟 → 区/县/市/旗 → 乡/镇/街道, and zones beside it.

Provinces, prefectures and counties are those of the table of divisions, as it was in the report's year; townships, zones
and what the table does not have are known by their endings alone. A name that several places share stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .divisions import Division, above, of_code, table

_TODAY = 2025  # the year taken for a report whose year is not known
_LONGEST = 15  # characters of 积石山保安族东乡族撒拉族自治县
# What places are called beside 红河州, 湘西自治州 and 大通县, which follow from the table.
_CALLED = {
    "博州": "博尔塔拉蒙古自治州", "巴州": "巴音郭楞蒙古自治州", "克州": "克孜勒苏柯尔克孜自治州", "莫旗": "莫力达瓦达斡尔族自治旗",
    "前郭县": "前郭尔罗斯蒙古族自治县", "喀左县": "喀喇沁左翼蒙古族自治县", "杜蒙县": "杜尔伯特蒙古族自治县", "达茂旗": "达尔罕茂明安联合旗",
    "科左中旗": "科尔沁左翼中旗", "科左后旗": "科尔沁左翼后旗", "科右前旗": "科尔沁右翼前旗", "科右中旗": "科尔沁右翼中旗",
    "察右前旗": "察哈尔右翼前旗", "察右中旗": "察哈尔右翼中旗", "察右后旗": "察哈尔右翼后旗", "土左旗": "土默特左旗", "土右旗": "土默特右旗",
    "东乌旗": "东乌珠穆沁旗", "西乌旗": "西乌珠穆沁旗", "阿左旗": "阿拉善左旗", "阿右旗": "阿拉善右旗",
}  # fmt: skip
_NO_BODIES = ("71", "81", "82")  # 台湾 in a body's name is what it is for
_ILI = "654000"  # 伊犁州, which has the prefectures 塔城 and 阿勒泰 below it
# A zone named after a county that is the whole of it; any other may lie elsewhere, as 北戴河新区 does.
_WHOLE_COUNTIES = {"平潭综合实验区": "350128"}

_ZONE_KINDS = (
    "开发|高新|经开|高开|新|园|实验|试验|示范|保税|综保|保税港|自贸|贸易|合作|度假|名胜|风景|景|管理|集聚|聚集|集中|功能|投资|片|"
    "商务|先行|先导|起步|创新|拓展|工业|产业|经济|空港|加工|农高|临港|临空"
)
_ZONE = re.compile(
    rf"(?:[^局厅委办院]{{0,28}}(?:{_ZONE_KINDS})区"
    r"|[^局厅委办院区]{1,16}?(?:工业园|产业园|科技园|物流园|创业园|软件园|化工园|科学城|科技城|新城)(?=$|管委|管理|党工委))"
)
_ZONE_END = re.compile(rf"(?:{_ZONE_KINDS})区$")
# A zone that says of itself no more than that it is one.
COMMON_ZONES = re.compile(
    rf"(?:国家级?|省级|市级|[省市县区州])?(?:高新技术产业|经济技术|高新技术|经济|工业|产业|旅游)?(?:{_ZONE_KINDS})区"
)
_NO_DISTRICT = re.compile(r"(?:[社小辖校库灾牧地]|保护)区$|^(?:山|市|老|中心城)区$")

# What is not in the table and ends like a county.
_COUNTY = re.compile(
    r"[^省市县区旗局厅委办院]{2,14}?自治[县旗]"
    r"|(?!市(?![中南北郊]区)|自治|[我本全各该原][县区市旗])[^省县区旗州局厅委办院][^省县区旗局厅委办院]{0,7}?"
    r"(?:[县旗]|区(?!域)|(?<=..)市(?!场|级))"
)
_NO_END = re.compile(
    "(?:镇|乡|街道)(?:人民政府|政府|办事处|党|$)|(?<=市)场|(?<=区)域|(?<=县)区|(?<=区)办事处"
)  # 旧县镇, 三明市场监督管理局, 沙县区, 中山市东区办事处
_NO_OFFICE = re.compile(
    "流域|水库|库区|山区|自然保护|社区|管理[局处委]|.*(?:公司|集团|行|大学|学院|医院|学校)$"
)  # 太湖流域管理局
_BRANCH = re.compile("[^分]{2,20}[局会]([\u4e00-\u9fff]{2,15}?)分局")
_COMMON_WORDS = ("和县", "城区", "郊区", "矿区", "东区", "西区")  # in a sentence these are seldom names
_NO_PLACE = re.compile("平安建设|和平统一")
_TOWNSHIP = re.compile(
    r"(?:人民政府|政府|管委会|管理委员会)?"
    r"(?P<name>[^局厅委办院处府]{1,11}?(?:街道|乡|镇|苏木|区(?=办事处)))(?=$|人民政府|政府|办事处|办$|党)"
)

# What a department's own name begins with: such a name says of itself neither which place it is of nor that it is one.
FUNCTIONS = re.compile(
    "人民|政府|驻|信访|教育|教体|财政|统计|公安|民政|司法|人力|人社|自然资源|国土|生态|环境|环保|住房|住建|建设|规划|交通|水利|水务|"
    "农业|农村|农牧|农林|农机|商务|商贸|招商|投资|文化|文旅|文体|旅游|卫生|卫健|退役|应急|审计|市场|工商|质量|质监|食品|药品|"
    "体育|医疗|医保|城市|城乡|城管|综合|行政|政务|审批|林业|林草|园林|畜牧|渔业|海洋|粮食|粮储|机关|税务|国税|地税|国家税务|地方税务|"
    "气象|海事|地震|科学|科技|科协|工业|工信|经济|经信|发展|发改|物价|价格|民族|宗教|民宗|外事|侨务|台湾|人民防空|人防|国防|国资|国有|"
    "金融|大数据|数据|数字|乡村|扶贫|移民|水库|安全|安监|消防|档案|地方|残疾|残联|妇联|妇女|总工会|工会|共青团|团委|红十字|工商联|文联|"
    "社会|社保|供销|公共|公路|公积金|法制|知识产权|检验|烟草|邮政|通信|通讯|无线电|广播|广电|新闻|版权|电影|党校|党委|市委|县委|区委|"
    "人大|政协|编办|机构|老干部|组织部|宣传|统战|政法|纪委|监察|人民法院|检察|口岸|物流|盐务|监狱|戒毒|地质|矿产|煤炭|能源|电力|"
    "房产|房屋|不动产|征收|园区|开发区|管委|管理|后勤|接待|史志|党史|图书|博物|医院|乡镇|社区|山区|库区|老区|自然保护|旧城|流域|道路|港航|台港澳|疾病|疾控|中医|血防|幼儿园|第[一二三四五六七八九十]"
)

# Misreadings of a place's name that are no place themselves; corrected in the agency, never in the title.
MISPRINTS = {"沐阳县": "沭阳县"}  # 沭 is taken for 沐 by OCR and by hand; there is no 沐阳县


@dataclass(frozen=True, slots=True)
class Region:
    """The places that a name begins with, each in full, and what follows them (`rest`).

    code: of the smallest division named; None when the words leave it open, and then `candidates` are the divisions that
    have, or once had, its name. word: the words that it was looked up by, "" when the table has no such place.
    """

    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    zone: str | None = None
    township: str | None = None
    rest: str = ""
    code: str | None = None
    candidates: tuple[str, ...] = ()
    word: str = ""

    @property
    def lowest(self) -> str | None:
        """The smallest place named."""
        return self.township or self.zone or self.county or self.prefecture or self.province


class _Step(NamedTuple):
    """The divisions that words at the beginning of a name may mean, and what follows the words."""

    divisions: tuple[Division, ...]
    word: str
    rest: str


@lru_cache(maxsize=4096)
def read_region(name: str, year: int | None = None, prose: bool = False) -> Region:
    """The places at the beginning of an agency's name, as they were in `year`, or else in the year before or after it.

    prose: the words are a sentence's; short names (鲤城信访局) and places that the table does not have are not sought.

    >>> region = read_region("泉州市洛江区工业和信息化局")
    >>> region.province, region.prefecture, region.county, region.rest, region.code
    ('福建省', '泉州市', '洛江区', '工业和信息化局', '350504')
    >>> read_region("鼓楼区信访局", 2020).candidates, read_region("区信访局").lowest
    (('320106', '320302', '350102', '410204'), None)
    """
    step, word = _Step((), "", name), ""
    while (following := _following(step, year, prose)) and not (prose and not word and following.word in _COMMON_WORDS):
        step, word = following, following.word
    divisions, unlisted, known = step.divisions, None, True
    rest = step.rest
    if not prose and not (divisions and divisions[0].level == "county"):
        while lapsed := _named(rest, None, divisions if known else divisions[:1], held=False):
            (divisions, word, rest), known = lapsed, False
            if divisions[0].level == "county":
                break
        else:
            unlisted, rest = _unlisted(rest)
    if divisions and known and not unlisted and (branch := _branch(rest, year, divisions)):
        divisions, word = branch.divisions, branch.word
    zone, rest = _zone(rest, bool(divisions or unlisted))
    if zone and not divisions and not unlisted:
        divisions, word = _around(zone, year)
    township = None
    if match := _TOWNSHIP.match(rest):
        township, rest = match["name"], rest[match.end() :]
    province, prefecture, county = names(divisions, year)
    code = divisions[0].code if len(divisions) == 1 and known and not unlisted else None
    candidates = () if code or unlisted else tuple(division.code for division in divisions)
    return Region(
        province, prefecture, unlisted or county, zone, township, rest, code, candidates, "" if unlisted else word
    )


def names(divisions: Iterable[Division], year: int | None) -> tuple[str | None, str | None, str | None]:
    """(province, prefecture, county) of the divisions, as far as they share them."""
    chains = []
    for division in divisions:
        province, prefecture = above(division.code, year or min(_TODAY, division.last))
        own = {division.level: division.name}
        over = {"province": province and province.name, "prefecture": prefecture and prefecture.name, "county": None}
        chains.append(tuple((over | own).values()))
    shared = [each[0] if len(set(each)) == 1 else None for each in zip(*chains, strict=True)]
    return (shared[0], shared[1], shared[2]) if shared else (None, None, None)


def seat(name: str, year: int | None = None) -> tuple[Division, ...]:
    """The divisions that a place named anywhere in a name may be, also in short: 国家统计局福建调查总队, 广州海关.

    A county's only at the beginning of a customs house or the like: 义乌海关. Of two of one name (吉林) a 总队 is of the province.
    """
    starts = [0] if name.endswith("海关") else [0, *(match.end() for match in re.finditer("[驻局署会部行]", name))]
    for start in starts:
        for length in (5, 4, 3, 2):
            found = _short(name[start : start + length], year)
            wide = tuple(division for division in found if division.level != "county")
            if wide:
                provinces = tuple(division for division in wide if division.level == "province")
                return provinces if len(wide) > 1 and provinces and "总队" in name else wide
            if found and start == 0 and re.match("(?:海关|海事|调查队|监管)", name[length:]):
                return found
    return ()


def divisions_before(words: str) -> tuple[Division, ...]:
    """The divisions whose name, in whatever year, these words end with."""
    for length in range(min(_LONGEST, len(words)), 2, -1):
        if found := table().by_name.get(words[-length:]):
            return found
    return ()


def _following(step: _Step, year: int | None, prose: bool) -> _Step | None:
    """The next place of the chain; None when a county ends it, or nothing of the table follows."""
    if step.divisions and (len(step.divisions) > 1 or step.divisions[0].level == "county"):
        return None
    return _named(step.rest, year, step.divisions) or (None if prose else _shortened(step.rest, year, step.divisions))


@lru_cache(maxsize=1)
def _full_names() -> dict[str, tuple[Division, ...]]:
    """Names, and what places are called beside them: 红河州, 大通县, 达茂旗."""
    found = {word: table().by_name[name] for word, name in _CALLED.items()}
    for each in table().divisions:
        if ending := re.search("自治[州县旗]$", each.name):
            for word in (each.short + each.name[-1], each.short + ending[0]):
                found[word] = (*found.get(word, ()), each)
    return found | table().by_name


def _named(name: str, year: int | None, within: tuple[Division, ...], held: bool = True) -> _Step | None:
    """The longest name of a division at the beginning; held=False: of one in whatever year."""
    words = _full_names()
    for length in range(min(_LONGEST, len(name)), 1, -1):
        rows = words.get(name[:length])
        if rows and not _NO_END.match(name, length):
            inside = tuple(division for division in rows if _inside(division, within))
            if divisions := _held(inside, year) if held else inside:
                return _Step(divisions, name[:length], name[length:])
    return None


def _branch(rest: str, year: int | None, within: tuple[Division, ...]) -> _Step | None:
    """The place of a branch: 泉州市生态环境局鲤城分局."""
    match = _BRANCH.fullmatch(rest)
    step = match and (_named(match[1], year, within) or _shortened(match[1], year, within))
    return step if step and not step.rest else None


def _shortened(name: str, year: int | None, within: tuple[Division, ...]) -> _Step | None:
    """A division's short name, where a place inside it follows (福建泉州市), or an office of its own (鲤城信访局)."""
    if _NO_PLACE.match(name):
        return None
    for length in range(min(_LONGEST, len(name)), 1, -1):
        word, rest = name[:length], name[length:]
        divisions = tuple(division for division in _short(word, year) if _inside(division, within))
        around = [division for division in divisions if division.level != "county" and rest]
        around = [each for each in around if _named(rest, year, (each,)) or _shortened(rest, year, (each,))]
        if len(around) == 1:
            return _Step((around[0],), word, rest)
        ended = not rest or (FUNCTIONS.match(rest) and not _NO_OFFICE.match(rest) and not _ZONE.match(rest))
        if len({division.name for division in divisions}) == 1 and ended:
            return _Step(divisions, word, rest)
    return None


def _short(word: str, year: int | None) -> tuple[Division, ...]:
    """The divisions of a short name that is not their full one."""
    rows = table().by_short.get(word, ())
    return _held([division for division in rows if division.name != word and division.code[:2] not in _NO_BODIES], year)


def _inside(division: Division, within: tuple[Division, ...]) -> bool:
    if not within:
        return True
    code = within[0].code
    prefixes = ("6540", "6542", "6543") if code == _ILI else (code[:2] if code.endswith("0000") else code[:4],)
    return division.code != code and division.code.startswith(prefixes)


def _held(divisions: Iterable[Division], year: int | None) -> tuple[Division, ...]:
    """Those of the year, or else of the years next to it; of today, or else any, when the year is not known."""
    rows = tuple(divisions)
    for around in (0, 1):
        if found := tuple(division for division in rows if division.held(year or _TODAY, around)):
            return found
    return () if year else rows


def _unlisted(name: str) -> tuple[str | None, str]:
    """What ends like a county and is none of the table: (the words or None, what follows)."""
    match = _COUNTY.match(name)
    if match is None or _NO_END.match(name, match.end()):
        return None, name
    word, rest = match[0], name[match.end() :]
    if _ZONE_END.search(word) or _NO_DISTRICT.search(word):
        return None, name
    function = FUNCTIONS.match(word)
    if function and (word[-1] not in "县旗" or len(function[0]) != len(word) - 1):
        return None, name
    return word, rest


def _zone(name: str, placed: bool) -> tuple[str | None, str]:
    match = _ZONE.match(name) if "区" in name or "园" in name or "城" in name else None
    if match is None or (not placed and COMMON_ZONES.fullmatch(match[0])):  # 高新区管委会: whose?
        return None, name
    return match[0], name[match.end() :]


def _around(zone: str, year: int | None) -> tuple[tuple[Division, ...], str]:
    """The province or prefecture that a zone is named after, and the words: 苏州工业园区; none when they may be another's."""
    if (code := _WHOLE_COUNTIES.get(zone)) and (division := of_code(code, year)):
        return (division,), zone
    for length in (5, 4, 3, 2):
        found = _short(zone[:length], year)
        if len(found) == 1 and found[0].level != "county" and length < len(zone):
            return found, zone[:length]
    return (), ""
