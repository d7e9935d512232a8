"""Which body a report is of, whatever it is called that year, and in which field it works: from name and place alone.

A body is a place and a function. Its id is readable, `350502:信访`, `350502/浮桥街道:办事处`, `central:审计`, and the same
for every name that `sectors.RENAMINGS` declares to be one body's; its rank (局, 委员会, 办公室, 办) is no part of it,
for one place has one body of a function. Null beats a guess: a place that is not decided gives no id.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from .divisions import of_code, table
from .identity import Identity
from .places import Region, read_region
from .sectors import NO_SECTOR, ONLY_ZONES, RENAMINGS, SECTORS

if TYPE_CHECKING:
    from .report import Report

CENTRE = "central"  # the place of the centre's own bodies, and of those of a vertical system that name no place
_AND = re.compile("以及|[和与及、]")
_BRACKETS = re.compile("[（(][^（）()]*[)）]")
_OFFICE = re.compile("(?:人民)?政府办(?:公[厅室])?")
_OF_GOVERNMENT = re.compile("人民政府(?=.)")  # 鲤城区人民政府信访局

# ── The field of work ────────────────────────────────────────────────────────────────────────────────────────────

_SECTOR = {word: sector.id for sector in SECTORS for word in sector.words.split()} | dict.fromkeys(NO_SECTOR.split())
_SECTOR_WORD = re.compile("|".join(sorted(_SECTOR, key=lambda word: (-len(word), word))))


def sector(agency: str, kind: str | None = "department", year: int | None = None) -> str | None:
    """The id of the field of work that a department's name says; None for governments and when no word says it.

    A name that lists several functions counts under the one it names first: 教育体育局 is education's.

    >>> sector("鲤城区信访局"), sector("宿迁市人民政府", "government"), sector("平潭综合实验区社会事业局")
    ('petitions', None, None)
    """
    if kind != "department":
        return None
    name = _BRACKETS.sub("", read_region(agency, year).rest)
    match = _SECTOR_WORD.search(_AND.sub("", name if _OFFICE.fullmatch(name) else _OF_GOVERNMENT.sub("", name)))
    return _SECTOR[match[0]] if match else None


# ── The body ─────────────────────────────────────────────────────────────────────────────────────────────────────

_NORMAL = {word: each.normal for each in RENAMINGS for word in (each.normal, *each.words.split())}
_ONLY_ZONES = tuple(ONLY_ZONES.split())
_WITHOUT_COUNTIES = frozenset(("441900", "442000", "460400", "620200"))  # 东莞市 中山市 儋州市 嘉峪关市
_GOVERNMENTS = {"政府": "人民政府", "管委会": "管委会", "管理委员会": "管委会", "办事处": "办事处", "署": "行政公署"}
_PLACE_WORD = re.compile("^[省市县区州旗盟]")
_TAIL = re.compile("(?:本级|机关)$")
_RANK = re.compile("(?:(?<![分支])(?:总局|局)|委员会|委|厅|总署|署|部|(?<![会处])办公室|办)$")
_STATE = re.compile("^(?:中华人民共和国|国务院|国家)")
_CORPS = re.compile("(?:新疆)?(?:生产建设)?兵团|第[一二三四五六七八九十]+师")


def describe_body(report: Report) -> None:
    """Fills in a report's body_id and sector from its agency, place and region_code."""
    if report.agency is None:
        return
    report.sector = sector(report.agency, report.kind, report.year)
    place = (report.province, report.prefecture, report.county, report.township, report.region_code)
    report.body_id = body_id(Identity(report.agency, report.year, report.level, report.kind, *place))


def body_id(body: Identity) -> str | None:
    """The id of a body through the years; None when its place or its function is not decided.

    The place is the code of its division by `lineage`, with the zone and township below it; a zone of which there is just
    one stands for itself, and the centre's own bodies have the place `central`.

    >>> body_id(Identity("鲤城区信访局", 2020, "county", "department", "福建省", "泉州市", "鲤城区", None, "350502"))
    '350502:信访'
    >>> body_id(Identity("鼓楼区信访局", 2021, "county", "department", county="鼓楼区")) is None
    True
    """
    if body.agency is None or body.kind is None or _CORPS.match(body.agency):
        return None
    if body.level == "central":
        return f"{CENTRE}:{_function(body.agency, central=True)}"
    region = _region(body)
    if region.lowest is None and body.level == "central_local":
        return f"{CENTRE}:{_BRACKETS.sub('', body.agency)}"
    place = _place(body, region.zone)
    function = _government(body.agency) if body.kind == "government" else _function(region.rest)
    return f"{place}:{function}" if place and function else None


@lru_cache(maxsize=4096)
def lineage(code: str) -> str:
    """The code under which a division goes on today when it was renamed or changed its rank: 沙县 350427 → 沙县区 350405.

    One that was divided, or merged with or into another, ends with its code: its bodies do not go on as another's.
    """
    division = of_code(code)
    while division and len(division.successors) == 1 and division.successors[0] != division.code:
        new, end = division.successors[0], division.last
        others = [each for each in table().divisions if new in each.successors and each.last == end]
        if table().by_code[new][0].first <= end or len(others) > 1:
            break
        division = of_code(new)
    return division.code if division else code


def _region(body: Identity) -> Region:
    """The places in a body's name, also where a parent's name stands before them: 国家税务总局泉州市鲤城区税务局."""
    agency = body.agency or ""
    region = read_region(agency, body.year)
    if region.lowest:
        return region
    places = (body.province, body.prefecture, body.county, body.township)
    start = min((agency.index(place) for place in places if place and place in agency), default=None)
    return region if start is None else read_region(agency[start:], body.year)


def _place(body: Identity, zone: str | None) -> str | None:
    below = [place for place in (zone, body.township) if place]
    if zone and zone.startswith(_ONLY_ZONES):  # whatever is known of where it lies
        return "/".join(below)
    code = body.region_code
    if code is None or (body.township and not zone and code.endswith("00") and code not in _WITHOUT_COUNTIES):
        return None
    return "/".join([lineage(code), *below])


def _government(agency: str) -> str | None:
    return next((normal for ending, normal in _GOVERNMENTS.items() if agency.endswith(ending)), None)


def names_body(words: str, agency: str | None, kind: str | None) -> bool:
    """Whether words of a sentence name a body, in full or in short: 区工信局 is 泉州市洛江区工业和信息化局.

    >>> names_body("区工信局", "泉州市洛江区工业和信息化局", "department"), names_body("市住建局", "泉州市教育局", "department")
    (True, False)
    """
    if agency is None or len(words) < 2:
        return False
    if agency.endswith(words):
        return True
    if kind == "government":
        return len(words) > 2 and words in agency
    said = read_region(words)
    own = read_region(agency)
    if said.lowest and said.lowest not in agency:
        return False
    function = _function(_PLACE_WORD.sub("", said.rest))
    return function is not None and function == _function(own.rest)


@lru_cache(maxsize=2048)
def _function(name: str, central: bool = False) -> str | None:
    """The normal form of a department's function: 经济和信息化局 → 工业信息化, 人民政府办公厅 → 人民政府办公室.

    A central body without one keeps its name: 中国气象局.
    """
    name = _TAIL.sub("", _BRACKETS.sub("", name))
    if _OFFICE.fullmatch(name):
        return "人民政府办公室"
    if name.endswith("办公室") and (seat := _government(name[:-3])):
        return f"{seat}办公室"
    stem = _RANK.sub("", _AND.sub("", _OF_GOVERNMENT.sub("", name, count=1)))
    if normal := _NORMAL.get(_STATE.sub("", stem) if central else stem):
        return normal
    return (stem if len(stem) > 1 and stem != "管理" and not central else name) or None
