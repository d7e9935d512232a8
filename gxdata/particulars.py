"""What a report says of its own publication: its date and numbers, and the period that it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from .titles import HAN_DIGITS, YEAR_DIGITS, number, unspaced


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a report says of its own publication; period_start and period_end are its 统计期限."""

    published: date | None = None
    document_number: str | None = None
    index_number: str | None = None
    period_start: date | None = None
    period_end: date | None = None


_TOP, _BOTTOM = 60, 15  # lines at the beginning and end that are looked at
_WITHIN = 8000  # characters of them
_DATE = re.compile(r"(20\d\d)[年\-./](\d{1,2})[月\-./](\d{1,2})日?")
_LABELS = (
    re.compile(r"(?:发布|公开|发文|上网)(?:日期|时间)[:：|\n]*$"),
    re.compile(r"(?:生成|成文|印发|制发)(?:日期|时间)[:：|\n]*$"),
)
_SIGNED = re.compile(
    rf"(?!.*(?:期限|时限|统计|起止))(?:(?![自至从到为])[\u4e00-\u9fff（）()]){{0,30}}[（(]?{_DATE.pattern}[)）]?\*{{0,2}}"
)
_HAN_DATE = re.compile(rf"({YEAR_DIGITS})年([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})日$")
_NUMBER = r"[\u4e00-\u9fff]{1,16}[〔\[［（(【﹝]20\d\d[〕\]］)）】﹞]第?\d{1,5}号"
_LABELLED_NUMBER = re.compile(rf"文号[:：|\n]*({_NUMBER})|发文字号[:：|\n]*({_NUMBER})")
_OWN_NUMBER = re.compile(rf"(?!.*(?:国办|国发|国务院|依据|根据|按照)){_NUMBER}")
_INDEX = re.compile(r"索引号[:：|\n]*([\u4e00-\u9fff]{0,3}[A-Za-z0-9][A-Za-z0-9\-_/.]{2,60})")
_SPAN = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日(?:起|开始)?[^。\d]{1,4}(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日")
_COUNTED = re.compile("统计|期限|时限|起止|时段|周期|所列数据|报告期")
_META_DATES = ("PubDate", "pubdate", "publishdate", "PublishDate", "article:published_time")
_NOTHING: Mapping[str, str] = MappingProxyType({})


def particulars(lines: Sequence[str], year: int | None, meta: Mapping[str, str] = _NOTHING) -> Particulars:
    """When a report was published, under which numbers, and for which period it counts.

    published: 发布日期, 公文生成日期, the date of the signature, or a page's PubDate, in this order, and never one before
    `year`. document_number: after 文号, or on a line of its own at the top; a notice that the report cites is none.
    The period is the 统计期限 (时限, 起止时间); its second year may be left out, as in 2023年1月1日至12月31日.
    """
    top = unspaced("\n".join(lines[:_TOP])[:_WITHIN])
    start, end = _period(top.replace("\n", ""))
    index = _INDEX.search(top)
    return Particulars(
        _published(top, lines, year, meta),
        document_number(top),
        index[1].rstrip("-_/.") if index else None,
        start,
        end,
    )


def settle_year(title_year: int | None, period: tuple[date | None, date | None]) -> tuple[int | None, str | None]:
    """(the report's year, what to say in a finding): the stated period wins over the title where the two differ.

    >>> settle_year(2021, (date(2020, 1, 1), date(2020, 12, 31)))[0], settle_year(2021, (None, None))
    (2020, (2021, None))
    """
    start, end = period
    stated = {day.year for day in period if day}
    if not stated or stated == {title_year}:
        return title_year, None
    span = f"{start or '?'} – {end or '?'}"
    if len(stated) > 1:
        return title_year, f"统计期限跨年度（{span}），未采用 / the stated period {span} is no calendar year: not used"
    year = stated.pop()
    if title_year is None:
        return year, None
    return year, (
        f"标题为{title_year}年，统计期限为{year}年（{span}），以统计期限为准"
        f" / the title says {title_year}, the stated period {span}: the period is taken"
    )


def document_number(top: str) -> str | None:
    """The number of a document, from the text of its top without spaces: after 文号, or on a line of its own."""
    if ("文号" in top or "发文字号" in top) and (match := _LABELLED_NUMBER.search(top)):
        return match[1] or match[2]
    lines = (line.strip("#*") for line in top.split("\n", 40)[:40] if "号" in line[-5:])
    return next((line for line in lines if _OWN_NUMBER.fullmatch(line)), None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _period(top: str) -> tuple[date | None, date | None]:
    for match in _SPAN.finditer(top):
        if _COUNTED.search(top, max(0, match.start() - 40), match.start()):
            start = _day(match[1], match[2], match[3])
            end = _day(match[4] or match[1], match[5], match[6])
            if start and end and start < end:
                return start, end
    return None, None


def _published(top: str, lines: Sequence[str], year: int | None, meta: Mapping[str, str]) -> date | None:
    return next((day for day in _dates(top, lines, year or 0, meta) if day and day.year >= (year or 0)), None)


def _dates(top: str, lines: Sequence[str], year: int, meta: Mapping[str, str]) -> Iterator[date | None]:
    """The days that may be the publication's, best first."""
    dates = list(_DATE.finditer(top))
    for label in _LABELS:
        for match in dates:
            if label.search(top[max(0, match.start() - 10) : match.start()]):
                yield _day(*match.groups())
    signed = [line for line in lines[-_BOTTOM:] if line.strip()]
    yield from _signatures(reversed(signed[-8:]))
    # Below the title; a day within the year itself is there a broken line's end of the period, not a signature.
    yield from (day for day in _signatures(lines[:20]) if day and day.year > year)
    for name in _META_DATES:
        if stamp := _DATE.search(meta.get(name, "")[:40]):
            yield _day(*stamp.groups())


def _signatures(lines: Iterable[str]) -> Iterator[date | None]:
    return (_signature(unspaced(line)) for line in lines if len(line) < 60 and "日" in line)


def _signature(line: str) -> date | None:
    if match := _SIGNED.fullmatch(line):
        return _day(*match.groups())
    if match := _HAN_DATE.search(line):
        year, month, day = match.groups()
        return _day(str(number(year)), _count(month), _count(day))
    return None


def _count(numeral: str) -> str:
    """十二 → 12, 三十一 → 31."""
    tens, ten, ones = numeral.rpartition("十")
    digits = [HAN_DIGITS.get(part, "") for part in (tens, ones)]
    return "".join((digits[0] or "1", digits[1] or "0")) if ten else digits[1]
