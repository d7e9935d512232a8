"""The numbers that Word sets before the paragraphs of a list (一、 （三） 1.): they are shown, but not in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from .wordml import PPR, VAL, Element, P, Styles, w

LEVELS = 9
MOST = 9_999  # of a counter; a list that is longer shows no numbers

_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_ORDINARY = ("", "十", "百", "千"), "零一二三四五六七八九"
_LEGAL = ("", "拾", "佰", "仟"), "零壹贰叁肆伍陆柒捌玖"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


class Level(NamedTuple):
    """One level of a list: how its number is written, and when its counter begins anew."""

    text: str  # "%1、"
    format: str
    start: int
    restart: int | None  # the level whose next item restarts it; None: any above it; 0: none
    legal: bool  # all its numbers are decimal
    suffix: str


class List(NamedTuple):
    """An instance of a list definition. Instances of one definition count on, unless they override a start."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


def list_numbers(body: Element, numbering: Element, styles: Styles) -> dict[Element, str]:
    """Numbered paragraph → its number as shown, with the space after it; those with a bullet or none are left out."""
    lists = _lists(numbering)
    counters: dict[str, list[int | None]] = {}
    begun: set[tuple[str, int]] = set()
    found: dict[Element, str] = {}
    by_style: dict[str | None, tuple[str | None, int | None]] = {}
    for paragraph in body.iter(P):
        id, level = _numbered(paragraph, styles, by_style)
        if id is None or (used := lists.get(id)) is None or level not in used.levels:
            continue
        counter = counters.setdefault(used.definition, [None] * LEVELS)
        _count(counter, used, id, level, begun)
        if text := _shown(counter, used.levels, level):
            found[paragraph] = text
    return found


def _numbered(
    paragraph: Element, styles: Styles, by_style: dict[str | None, tuple[str | None, int | None]]
) -> tuple[str | None, int]:
    """(list, level) of a paragraph, its own properties before those of its style; list None: it has no number."""
    properties = paragraph.find(PPR)
    style = properties.find(w("pStyle")) if properties is not None else None
    name = style.get(VAL) if style is not None else styles.default
    if name not in by_style:
        declared = (_numpr(each.find(PPR)) for each in styles.chain(name))
        by_style[name] = next(filter(any, declared), (None, None))
    id, level = by_style[name]
    own_id, own_level = _numpr(properties)
    id, level = own_id or id, level if own_level is None else own_level
    return (None if id == "0" else id), level or 0


def _numpr(properties: Element | None) -> tuple[str | None, int | None]:
    own = properties.find(w("numPr")) if properties is not None else None
    if own is None:
        return None, None
    id, level = own.find(w("numId")), own.find(w("ilvl"))
    return (id.get(VAL) if id is not None else None), (_int(level.get(VAL), 0) if level is not None else None)


def _count(counter: list[int | None], used: List, id: str, level: int, begun: set[tuple[str, int]]) -> None:
    now = counter[level]
    if level in used.starts and (id, level) not in begun:
        counter[level] = used.starts[level]
    else:
        counter[level] = used.levels[level].start if now is None else now + 1
    begun.add((id, level))
    for below in range(level + 1, LEVELS):
        after = used.levels[below].restart if below in used.levels else None
        if after is None or level < after:
            counter[below] = None


def _shown(counter: list[int | None], levels: Mapping[int, Level], level: int) -> str:
    own = levels[level]
    if own.format in ("bullet", "none"):
        return ""
    parts = []
    for index, part in enumerate(_PLACE.split(own.text)):
        if index % 2 == 0:
            parts.append(part)
            continue
        place = int(part) - 1
        number, other = counter[place], levels.get(place)
        if number is None:
            number = other.start if other is not None else 1
        written = written_number(number, "decimal" if own.legal or other is None else other.format)
        if written is None:
            return ""
        parts.append(written)
    text = "".join(parts)
    # A digit that ends the number must not join a figure that begins the text, whatever stands between them on paper.
    return text if not text or (own.suffix == "nothing" and text[-1] > "\x7f") else text + " "


def written_number(number: int, format: str) -> str | None:
    """A number in one of the formats of ST_NumberFormat; None for a format that is not known, or out of its range.

    >>> [written_number(21, format) for format in ("decimal", "chineseCounting", "ideographDigital", "lowerRoman")]
    ['21', '二十一', '二一', 'xxi']
    """
    if not 0 <= number <= MOST:
        return None
    if format in ("decimal", "numberInDash", "decimalHalfWidth"):
        return str(number)
    if format == "decimalZero":
        return f"{number:02}"
    if format.startswith("decimalFullWidth"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
    if format.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
    if format == "decimalEnclosedParen":
        return chr(0x2474 + number - 1) if 1 <= number <= 20 else str(number)
    if format == "decimalEnclosedFullstop":
        return chr(0x2488 + number - 1) if 1 <= number <= 20 else str(number)
    if format in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if format == "ideographEnclosedCircle":
        return chr(0x3280 + number - 1) if 1 <= number <= 10 else str(number)
    if format in ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
                  "japaneseCounting"):  # fmt: skip
        return _chinese(number, *_ORDINARY)
    if format in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _chinese(number, *_LEGAL)
    if format in ("ideographTraditional", "ideographZodiac"):
        signs = _STEMS if format == "ideographTraditional" else _BRANCHES
        return signs[number - 1] if 1 <= number <= len(signs) else str(number)
    if format in ("upperLetter", "lowerLetter") and number:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if format[0] == "u" else letter
    if format in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman.upper() if format[0] == "u" else roman
    return None


def _chinese(number: int, units: tuple[str, ...], digits: str) -> str:
    if number == 0:
        return digits[0]
    text, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + units[place]
            gap = False
        else:
            gap = True
    return text[1:] if text.startswith("一十") else text  # 十一, but 壹拾壹


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _lists(numbering: Element) -> dict[str, List]:
    """numId → list."""
    definitions = {node.get(w("abstractNumId")) or "": node for node in numbering.iter(w("abstractNum"))}
    linked = {
        link.get(VAL) or "": id
        for id, node in definitions.items()
        if (link := node.find(w("styleLink"))) is not None
    }  # fmt: skip
    found: dict[str, List] = {}
    for node in numbering.iter(w("num")):
        refers = node.find(w("abstractNumId"))
        id = (refers.get(VAL) or "") if refers is not None else ""
        if id in definitions and (style := definitions[id].find(w("numStyleLink"))) is not None:
            id = linked.get(style.get(VAL) or "", id)
        if id not in definitions:
            continue
        levels = dict(map(_level, definitions[id].findall(w("lvl"))))
        starts: dict[int, int] = {}
        for override in node.findall(w("lvlOverride")):
            place = _int(override.get(w("ilvl")), 0)
            if (own := override.find(w("lvl"))) is not None:
                levels[place] = _level(own)[1]
            if (start := override.find(w("startOverride"))) is not None:
                starts[place] = _int(start.get(VAL), 1)
        found[node.get(w("numId")) or ""] = List(
            id, {at: lvl for at, lvl in levels.items() if 0 <= at < LEVELS}, starts
        )
    return found


def _level(node: Element) -> tuple[int, Level]:
    def value(name: str) -> str | None:
        child = node.find(w(name))
        return child.get(VAL) if child is not None else None

    restart, legal = value("lvlRestart"), node.find(w("isLgl"))
    level = Level(
        text=(value("lvlText") or "")[:100],
        format=value("numFmt") or "decimal",
        start=_int(value("start"), 0),
        restart=None if restart is None else _int(restart, 0),
        legal=legal is not None and (legal.get(VAL) or "1") not in ("0", "false", "off"),
        suffix=value("suff") or "tab",
    )
    return _int(node.get(w("ilvl")), 0), level


def _int(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 6 else default
