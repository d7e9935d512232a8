"""Chinese text and numbers: the key under which a printed label is known, and the state and value of a cell.

No form is known here. Every function takes what is printed and never raises.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

_LONGEST = 200  # characters of a label or of a figure with its remark; keeps the caches small
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
# Of these characters NFKC changes only full-width ones, each by itself, and takes 2,000 instructions for each of them all.
_COMMON = re.compile("[\x00-\x7f\u2012-\u2016\u2018-\u2023\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]*")
_FULL_WIDTH = re.compile("[\uff01-\uff5e]")
_NUMBERING = re.compile(
    r"(?:\((?:[一二三四五六七八九十]{1,3}|\d{1,2})\)|第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、.,:)]|\d{1,2}[、.,:)]*|[#*>·•]+)+"
)
MARKS = re.compile(r"[()\[\]【】\"'“”‘’「」『』<>《》〈〉、，,。.:：;；/\\|*#_\-—–·!！?？]")
# Traditional characters of the words that the forms print: seeing one of them, a label is made simplified.
_TRADITIONAL = re.compile(
    "[內動務問國執報實審對屬廢強後復採據數於會條業構機權決沒況減為無爲獲現當發確祕穩範糾納組結經維總織繳繼續罰舉處補製複規計訟訪許訴詢認請議護費購轉辦進過開關際項題額類體]"
)


def squeeze(text: str) -> str:
    """Without any white space or zero-width character."""
    return text if text.isalnum() else _SPACES.sub("", text)


def fold(text: str) -> str:
    """NFKC without white space: full-width and Kangxi-radical code points become plain (１２ → 12, ⼀ → 一)."""
    return _fold(text) if len(text) <= _LONGEST else _fold.__wrapped__(text)


@lru_cache(maxsize=4096)  # of a label the key is asked, whether it is a heading, and what else it names
def _fold(text: str) -> str:
    if _COMMON.fullmatch(text):
        return squeeze(_FULL_WIDTH.sub(_half_width, text))
    return squeeze(unicodedata.normalize("NFKC", text))


def _half_width(match: re.Match[str]) -> str:
    return chr(ord(match[0]) - 0xFEE0)


@lru_cache(maxsize=1)
def _converter():  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """Traditional characters made simplified, for comparing only; what is stored stays as printed."""
    return str(_converter().convert(text)) if _TRADITIONAL.search(text) else text


def key(text: str) -> str:
    """The key of a printed label: simplified, without numbering, brackets with their remark, quotes and marks.
    A text too long to be a label has none.

    >>> key("（三）不\\n予公开"), key("3. 危及“三安全一稳定”"), key("（二）部分公开（区分处理的，只计这一情形）")
    ('不予公开', '危及三安全一稳定', '部分公开')
    """
    return _key(text) if len(text) <= _LONGEST else ""


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    folded = simplify(fold(text))
    folded = folded[match.end() :] if (match := _NUMBERING.match(folded)) else folded
    bare = _BRACKETS.sub("", folded).partition("(")[0]
    return MARKS.sub("", bare)


@lru_cache(maxsize=4096)
def full_key(text: str) -> str:
    """Like `key`, but what stands in brackets is kept, without the brackets: 行政诉讼（复议后起诉）→ 行政诉讼复议后起诉."""
    folded = simplify(fold(text))
    folded = folded[match.end() :] if (match := _NUMBERING.match(folded)) else folded
    return MARKS.sub("", folded)


# 行政许可（上年）, 予以公开（其中教育系统）: not the row that the words before the bracket name
_LIMITED = re.compile(r"\((?:上一?年|去年|同期|其中|不含|不包括)[^()]{0,20}\)$")


def limited(label: str) -> bool:
    """Whether a remark at the end of a label says that it is of another year, or of a part."""
    return label.rstrip()[-1:] in (")", "）") and _LIMITED.search(fold(label)) is not None


# ── What a cell says ─────────────────────────────────────────────────────────────────────────────────────────────


class Reading(NamedTuple):
    """What a cell says. value is set for the states `number` and `solved` only.

    `doubt` marks a number that the cell's text only admits ("1 2" may be 12): it must be confirmed by an identity.
    """

    state: str
    value: Decimal | None = None
    unit: str = ""
    raw: str = ""
    doubt: bool = False


NIL = frozenset(
    [
        "/",
        "\\",
        "—",
        "–",
        "-",
        "−",
        "－",
        "─",
        "／",
        "＼",
        "--",
        "——",
        "――",
        "–",
        "–",
        "无",
        "無",
        "〇无",
        "N/A",
        "n/a",
        "NA",
        "无。",
        "∕",
    ]
) | {"——", "--", "---", "———", "/／"}
_NUMBER = re.compile(
    r"(?P<sign>[+\-−﹣]|增加?|减少?|↑|↓)?(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<fraction>\.\d+)?"
    r"(?P<unit>件|项|个|条|份|次|起|宗|例|元|万元|亿元|千元)?(?P<remark>\([^()]*\))?"
)
# A mark after a number is a footnote's (746①, 746¹, 746[²] raised); a lone raised 2 or more may as well be a power, and
# is not read.
_FOOTNOTE = re.compile(
    r"(?<=[\d）)])\s*(?:[①-⑳¹*＊※]+|[\[(（〔【]注?[¹²³⁰⁴-⁹]{1,2}[\])）〕】]|注[¹²³⁰⁴-⁹①-⑳]{0,2}|[(（]注[)）])$"
)
_STRUCK = re.compile(r"~~[^~]*~~\s*([^~]+)|([^~]+?)\s*~~[^~]*~~")  # what is struck out before a number or after it
_RAISED = re.compile(r"[①-⑳²³¹⁰⁴-⁹₀-₉]")
# What a remark must not say of a number: 12（万）, 12（上年）, 12（应为13）
_BELIES = re.compile(
    r"^\((?:单位[:为]?)?[十百千万亿]+[^元\d]?\)$|^\((?:上一?年|去年|同期)[^\d]*\)$|应为|应是|更正|修正|改为|误|\?"
)
UNITS = frozenset(["件", "项", "个", "条", "份", "次", "起", "宗", "例", "元", "万元", "亿元", "千元"])
_SPACED = re.compile(r"\d[,，.．]?\s+[.．]?\d|^0[\d,，]")
_MINUS = frozenset("-−﹣减↓") | {"减少"}
_HAN_BEGINNINGS = "零无無增减"  # the ideographs that a number or a nil mark begins with


def read_cell(raw: str) -> Reading:
    """The state, value and unit of a cell as printed; the value is exact, in the unit the cell itself states.

    >>> read_cell("１，２３４")[:3], read_cell("0.37万元")[:3], read_cell(" ")[0], read_cell("/")[0]
    (('number', Decimal('1234'), ''), ('number', Decimal('0.37'), '万元'), 'blank', 'nil')
    >>> read_cell("减3").value, read_cell("22（其中修订 16 件）").value, read_cell("见附件").state
    (Decimal('-3'), Decimal('22'), 'text')
    """
    return _read_cell(raw) if len(raw) <= _LONGEST else Reading("text", raw=raw.strip())


@lru_cache(maxsize=8192)
def _read_cell(raw: str) -> Reading:
    printed = raw.strip()
    if printed.isdigit() and printed.isascii() and len(printed) <= 12:  # nearly every figure
        return Reading("number", Decimal(printed), raw=printed, doubt=printed[0] == "0" != printed)
    if "一" <= printed[:1] <= "\u9fff" and printed[0] not in _HAN_BEGINNINGS:  # nearly every label
        return Reading("text", raw=printed)
    left = _STRUCK.sub(r"\1\2", printed) if _STRUCK.fullmatch(printed) else printed
    left = _FOOTNOTE.sub("", left)
    text = fold(left)
    if _RAISED.search(left):
        return Reading("text", raw=printed)
    if not text:
        return Reading("blank", raw=printed)
    if text in NIL:
        return Reading("nil", raw=printed)
    if text in ("零", "〇"):
        return Reading("number", Decimal(0), raw=printed)
    match = _NUMBER.fullmatch(text)
    if match and (remark := match["remark"]) and (remark[1:-1].isdecimal() or _BELIES.search(remark)):
        match = None  # 12(34) is two figures
    if match is None or len(match["digits"].replace(",", "")) > 12 or len(match["fraction"] or "") > 7:
        return Reading("text", raw=printed)
    value = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    if match["sign"] in _MINUS:
        value = -value
    unit = match["unit"] or (match["remark"] or "")[1:-1]
    return Reading("number", value, unit if unit in UNITS else "", printed, doubt=_apart(left))


def _apart(printed: str) -> bool:
    """Whether one number is only one of the readings: digits stand apart ("1 2", "10\\n3"), or a nought leads ("012")."""
    return bool(_SPACED.search(printed))
