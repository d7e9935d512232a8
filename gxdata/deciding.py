"""Which of several places of one name a report is from: what its text, its numbers and its site say.

Every function names the divisions that its evidence allows, with the words and where they stand; nothing is guessed:
evidence of one weight that contradicts itself leaves the place open, and lighter evidence is then not asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from .divisions import Division, above, in_year, of_code, table
from .places import read_region


class Evidence(NamedTuple):
    """what: `agency` or `region`; the words that decided it; where: title, text, signature, publisher, address,
    document_number, host or table (the name is that of one place only)."""

    what: str
    words: str
    where: str


class Words(NamedTuple):
    """What a report says beside its title: text without spaces, the words of its 文号, and the address that it came from."""

    text: str
    number: str = ""
    url: str = ""


_Said = tuple[str, str, str]  # (code, words, where)
_Witness = Callable[[Sequence[Division], int | None, Words], Iterator[_Said]]

_TODAY = 2025  # the year taken for a report whose year is not known
_MOST = 40  # mentions that are looked at
_PUBLISHER = re.compile(
    r"(?:发布机构|发布单位|发文机关|发文单位|公开主体|公开机构|制发机关|信息来源|文章来源|来源|主办单位|责任单位)[:：|\n]{0,3}"
    r"([\u4e00-\u9fff]{3,30})"
)
_BODY_LINE = re.compile(r"([\u4e00-\u9fff]{4,30})(?:[（(]?20\d\d年\d{1,2}月\d{1,2}日[)）]?)?")
_ADDRESS = re.compile(r"(?:地址|地点|位于|坐落)[:：]?([\u4e00-\u9fff]{3,30})")
_OF_A_GOVERNMENT = r"(?:人民政府|政府|市委|省委|政务|党委|人民代表|中级人民法院)"
_LABEL = re.compile(r"^(?:https?://)?(?:[^/@]*@)?([a-z0-9.-]+)", re.ASCII | re.IGNORECASE)
_NUMBER_WORDS = re.compile(r"([\u4e00-\u9fff]{2,16})[〔\[［（(【﹝]20")
# What a number's first character means where it is not one of the name's own.
_SIGNS = {
    "榕": "350100", "宁": "320100", "汴": "410200", "穗": "440100", "蓉": "510100", "筑": "520100", "甬": "330200", "邕": "450100",
    "鹭": "350200", "禅": "440600", "莞": "441900", "庐": "340100", "洪": "360100", "并": "140100", "沪": "310000", "渝": "500000",
    "京": "110000", "津": "120000",
}  # fmt: skip
# The sites of the provinces' governments (registered names below .gov.cn).
_PROVINCE_SITES = {
    "beijing": "110000", "tj": "120000", "hebei": "130000", "shanxi": "140000", "nmg": "150000", "ln": "210000", "jl": "220000",
    "hlj": "230000", "shanghai": "310000", "sh": "310000", "jiangsu": "320000", "zj": "330000", "ah": "340000", "fujian": "350000",
    "jiangxi": "360000", "shandong": "370000", "henan": "410000", "hubei": "420000", "hunan": "430000", "gd": "440000",
    "gxzf": "450000", "hainan": "460000", "cq": "500000", "sc": "510000", "guizhou": "520000", "yn": "530000", "xizang": "540000",
    "shaanxi": "610000", "gansu": "620000", "qinghai": "630000", "nx": "640000", "xinjiang": "650000",
}  # fmt: skip


def decide(candidates: Sequence[str], year: int | None, words: Words) -> tuple[str | None, tuple[Evidence, ...]]:
    """(the code that the evidence leaves, the evidence); (None, ()) when there is none or it contradicts itself."""
    divisions = [division for code in candidates if (division := of_code(code, year))]
    for witnesses in _WEIGHTS:
        said = [each for witness in witnesses for each in islice(witness(divisions, year, words), _MOST)]
        codes = {code for code, _, _ in said}
        if len(codes) > 1:
            return None, ()
        if codes:
            return codes.pop(), tuple(dict.fromkeys(Evidence("region", text, where) for _, text, where in said))
    return None, ()


def in_words(evidence: Sequence[Evidence]) -> str | None:
    """Evidence as `reports.identity_words` has it: agency 鲤城区信访局 [title]; region 鲤城区 [title]."""
    return "; ".join(f"{what} {words} [{where}]" for what, words, where in evidence) or None


def left_open(place: str, candidates: Sequence[str], year: int | None) -> str:
    """Why a place has no code, in a finding's words (zh / en), with the divisions that have its name or once had it."""
    if not candidates:
        return f"“{place}”属何县级以上行政区划，未能判定。 / the division that {place} is, or is in, is not decided."
    named = [_in_full(code, place, year) for code in candidates]
    zh, en = "、".join(named), ", ".join(named)
    if len(named) == 1:
        return f"{year}年无名为“{place}”的行政区划，他年有：{zh}。 / no division was named {place} in {year}; in other years: {en}."
    return f"名为“{place}”的行政区划有{len(named)}个，未能判定：{zh}。 / {place} is the name of {len(named)} divisions, and nothing decides which: {en}."


def _in_full(code: str, place: str, year: int | None) -> str:
    """A division with what it is in and its code; with the years in which it held the name, when that is over."""
    rows = table().by_code[code]
    row = next((row for row in rows if row.name == place), None) or of_code(code, year) or rows[-1]
    above_it = "".join(over.name for over in above(code, row.last) if over and over.code != code)
    over = f"–{row.last}" if year and row.last < year - 1 else ""
    return f"{above_it}{row.name} {code}{over}"


def site(words: Words, ending: str, year: int | None) -> Division | None:
    """The place of a bare body (ending: the 区 of 区信访局) by its site: a province's by the name of its government's, any
    other one's when the site spells it and the text names it."""
    labels = _labels(words.url)
    if not labels or not ending:
        return None
    if ending in ("省", "自治区"):
        codes = [_PROVINCE_SITES.get(labels[-1], "")]
    else:
        codes = [code for code in _sites(year).get(labels[-1], ()) if code[2:] != "0000"]
    found = [division for code in codes if (division := of_code(code, year)) and division.name.endswith(ending)]
    named = [division for division in found if ending in ("省", "自治区") or division.name in words.text]
    return named[0] if len(named) == 1 else None


@lru_cache(maxsize=32)
def _sites(year: int | None) -> dict[str, list[str]]:
    """Registered name → the codes of the divisions that it may spell."""
    sites: dict[str, list[str]] = {}
    for division in in_year(year or _TODAY):
        own = {division.spellings[0]} | (_spelt(division, year) if division.level == "county" else set())
        for name in sorted(own):
            sites.setdefault(name, []).append(division.code)
    return sites


# ── Evidence that names the place itself ─────────────────────────────────────────────────────────────────────────


def _chosen(words: str, divisions: Sequence[Division], year: int | None) -> str | None:
    """The one of the divisions that words name with more than their common name."""
    code = read_region(words, year, prose=True).code
    return code if code in [division.code for division in divisions] else None


def _signature(divisions: Sequence[Division], year: int | None, words: Words) -> Iterator[_Said]:
    """A line of its own at the end, or near the top, that is a body's name or a place's, with or without a day."""
    lines = [line for line in words.text.split("\n") if line]
    for line in (*lines[-8:], *lines[:12]):
        match = _BODY_LINE.fullmatch(line.strip("#*"))
        if match and (code := _chosen(match[1], divisions, year)):
            yield code, match[1], "signature"


def _publisher(divisions: Sequence[Division], year: int | None, words: Words) -> Iterator[_Said]:
    return _after(_PUBLISHER, "publisher", divisions, year, words)


def _address(divisions: Sequence[Division], year: int | None, words: Words) -> Iterator[_Said]:
    return _after(_ADDRESS, "address", divisions, year, words)


def _after(
    pattern: re.Pattern[str], where: str, divisions: Sequence[Division], year: int | None, words: Words
) -> Iterator[_Said]:
    for match in islice(pattern.finditer(words.text), _MOST):
        if code := _chosen(match[1], divisions, year):
            yield code, match[1], where


def _mentions(divisions: Sequence[Division], year: int | None, words: Words) -> Iterator[_Said]:
    """The name with that of its prefecture or province before it."""
    found: dict[str, list[str]] = {}
    for division in divisions:
        if division.name not in words.text:
            continue
        for upper in above(division.code, year):
            for name in (upper.name, upper.short) if upper and upper.code != division.code else ():
                found.setdefault(name + division.name, []).append(division.code)
    for full, codes in found.items():
        if len(codes) == 1 and full in words.text:
            yield codes[0], full, "text"


# ── Evidence that names what is around it ────────────────────────────────────────────────────────────────────────


def _surroundings(divisions: Sequence[Division], year: int | None, words: Words) -> Iterator[_Said]:
    """The government of the prefecture, or else of the province, that only one of the divisions is in."""
    for province in (False, True):
        names: dict[str, list[str]] = {}
        for division in divisions:
            if over := above(division.code, year)[0] if province else _over(division, year):
                names.setdefault(over.name, []).append(division.code)
        found = [(codes, match[0]) for name, codes in names.items() if (match := _governed(name, words.text))]
        if found:
            if len(found) == 1 and len(found[0][0]) == 1:
                yield found[0][0][0], found[0][1], "text"
            return


def _governed(name: str, text: str) -> re.Match[str] | None:
    return re.search(f"{name}{_OF_A_GOVERNMENT}", text) if name in text else None


def _over(division: Division, year: int | None) -> Division | None:
    """The prefecture that a division is in, or the province where it is in none."""
    province, prefecture = above(division.code, year)
    return prefecture if prefecture and prefecture.code != division.code else province


def _number(divisions: Sequence[Division], year: int | None, words: Words) -> Iterator[_Said]:
    """A document's number, whose first characters are the prefecture's and the county's: 泉鲤政办〔2024〕3号."""
    match = _NUMBER_WORDS.match(words.number)
    sign = match[1] if match else "  "
    found = []
    for division in divisions:
        over = _over(division, year)
        both = sign[1] in division.short and sign[0] not in division.short
        if over and both and (sign[0] in over.short or _SIGNS.get(sign[0]) == over.code):
            found.append(division.code)
    if len(found) == 1:
        yield found[0], words.number, "document_number"


def _host(divisions: Sequence[Division], year: int | None, words: Words) -> Iterator[_Said]:
    """A site's name in the spelling of one of the divisions, or of what it is in: njgl, nanjing, gl.nanjing, xz."""
    labels = _labels(words.url)
    host = ".".join([*labels, "gov.cn"])
    for division in divisions if labels else ():
        over = _over(division, year)
        around = set(over.spellings) if over else set()
        if labels[-1] in around or not (around | _spelt(division, year)).isdisjoint(
            each for each in labels if len(each) > 3
        ):
            yield division.code, host, "host"


def _labels(url: str) -> list[str]:
    """The labels of a government's host, www and gov.cn left out; none of another host."""
    match = _LABEL.match(url.strip())
    labels = match[1].lower().rstrip(".").split(".") if match else []
    return [label for label in labels[:-2] if label != "www"] if labels[-2:] == ["gov", "cn"] else []


def _spelt(division: Division, year: int | None) -> set[str]:
    """How a site's name may spell a division together with what it is in: njgl, njgulou, nanjinggulou, gulounanjing."""
    over = _over(division, year)
    if over is None or over.code == division.code:
        return set()
    full, initials = over.spellings
    return {spelt for own in division.spellings for spelt in (initials + own, full + own, own + full)}


# The lighter is asked only where the heavier says nothing.
_WEIGHTS: tuple[tuple[_Witness, ...], ...] = (
    (_signature, _publisher, _address),
    (_mentions,),
    (_surroundings, _number, _host),
)
