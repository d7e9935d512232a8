"""The table of divisions: its counts and changes by hand, against a second history, and every name of it in titles."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxdata.divisions import Division, above, in_year, of_code, successors, table
from gxdata.identity import Identity, identify

HISTORY = Path(__file__).resolve().parents[2] / "shared" / "reference" / "divisions_history.csv"
YEARS = range(2014, 2025)
ISLANDS = ("西沙群岛", "南沙群岛", "中沙群岛的岛礁及其海域")  # had codes, and no government under the 条例
NO_TITLES = ("71", "81", "82")  # 台湾, 香港, 澳门


@pytest.mark.parametrize(
    ("year", "counties"),
    # 民政部, at the end of each year: 2,856 (2010), 2,854 (2014), 2,851 (2017 and 2018), 2,846 (2019), 2,844 (2020–2023), 2,846 (2024).
    [(2010, 2856), (2014, 2854), (2017, 2851), (2018, 2851), (2019, 2846), (2020, 2844), (2023, 2844), (2024, 2846)],
)
def test_there_are_34_provinces_333_prefectures_and_so_many_counties(year: int, counties: int) -> None:
    found = Counter(division.level for division in in_year(year))
    assert found == {"province": 34, "prefecture": 334 if year in (2016, 2017) else 333, "county": counties}


# Changes typed from the yearly announcements: (code, name, last year) → the code and name from the year after.
CHANGES = [
    (("110103", "崇文区", 2009), ("110101", "东城区")),
    (("110104", "宣武区", 2009), ("110102", "西城区")),
    (("420600", "襄樊市", 2009), ("420600", "襄阳市")),
    (("310103", "卢湾区", 2010), ("310101", "黄浦区")),
    (("341402", "居巢区", 2010), ("340181", "巢湖市")),
    (("632100", "海东地区", 2012), ("630200", "海东市")),
    (("469003", "儋州市", 2014), ("460400", "儋州市")),
    (("310108", "闸北区", 2014), ("310106", "静安区")),
    (("360721", "赣县", 2015), ("360704", "赣县区")),
    (("530121", "呈贡县", 2010), ("530114", "呈贡区")),
    (("370282", "即墨市", 2016), ("370215", "即墨区")),
    (("542400", "那曲地区", 2016), ("540600", "那曲市")),
    (("370124", "平阴县", 9999), ("370124", "平阴县")),
    (("370125", "济阳县", 2017), ("370115", "济阳区")),
    (("371202", "莱城区", 2017), ("370116", "莱芜区")),
    (("371203", "钢城区", 2017), ("370117", "钢城区")),
    (("230702", "伊春区", 2018), ("230717", "伊美区")),
    (("360105", "湾里区", 2018), ("360112", "新建区")),
    (("220381", "公主岭市", 2019), ("220184", "公主岭市")),
    (("350427", "沙县", 2020), ("350405", "沙县区")),
    (("350402", "梅列区", 2020), ("350404", "三元区")),
    (("330103", "下城区", 2020), ("330105", "拱墅区")),
    (("540502", "乃东区", 9999), ("540502", "乃东区")),
    (("540425", "察隅县", 9999), ("540425", "察隅县")),
    (("540422", "米林县", 2022), ("540481", "米林市")),
    (("540530", "错那县", 2022), ("540581", "错那市")),
]


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_change_is_that_of_its_year(before: tuple[str, str, int], after: tuple[str, str]) -> None:
    code, name, last = before
    row = next(row for row in table().by_code[code] if row.name == name)
    assert row.last == last
    if last != 9999:
        assert after[0] in row.successors
        heir = of_code(after[0], last + 1)
        assert heir is not None and heir.name == after[1] and heir.held(last + 1)


def test_new_divisions_begin_in_their_year() -> None:
    began = {
        ("460300", "三沙市"): 2012,
        ("659007", "双河市"): 2014,
        ("659008", "可克达拉市"): 2015,
        ("360113", "红谷滩区"): 2019,
        ("330113", "临平区"): 2021,
        ("330114", "钱塘区"): 2021,
        ("653228", "和康县"): 2024,
        ("653229", "和安县"): 2024,
    }
    for (code, name), year in began.items():
        row = of_code(code, year)
        assert row is not None and (row.name, row.first, row.last) == (name, year, 9999)


def test_what_a_code_has_become() -> None:
    assert successors("350502") == ("350502",)
    assert successors("371202") == ("370116",)
    assert successors("330104") == ("330102", "330114")  # 江干区, divided
    assert successors("469003") == ("460400",)
    assert above("350502") == (of_code("350000"), of_code("350500"))
    assert above("110105") == (of_code("110000"), None)


def test_rows_of_a_code_do_not_overlap_and_every_end_has_an_heir_of_the_year_after() -> None:
    for rows in table().by_code.values():
        for one, other in pairwise(rows):
            assert one.last < other.first
    for row in table().divisions:
        assert (row.last == 9999) == (not row.successors), row
        for code in row.successors:
            heir = of_code(code, row.last + 1)
            assert heir is not None and heir.held(row.last + 1), row
    codes = [(row.code, row.first) for row in table().divisions]
    assert codes == sorted(codes)
    assert len({(row.name, row.first, row.code) for row in table().divisions}) == len(codes)


def test_every_year_is_that_of_a_second_history() -> None:
    if not HISTORY.exists():
        pytest.skip("the history to compare with is not beside this checkout")
    with open(HISTORY, encoding="utf-8-sig", newline="") as opened:
        history = [
            (row["代码"], row["名称"], int(row["启用时间"]), int(row["变更/弃用时间"] or 9999))
            for row in csv.DictReader(opened)
        ]
    for year in range(2008, 2025):
        other = {(code, name) for code, name, first, end in history if first <= year < end and name not in ISLANDS}
        assert {(row.code, row.name) for row in in_year(year)} == other, year


# ── Every name in titles ─────────────────────────────────────────────────────────────────────────────────────────

_COUNTIES = {
    year: [row for row in in_year(year) if row.level == "county" and row.code[:2] not in NO_TITLES] for year in YEARS
}


def _chain(county: Division, year: int, whole: bool) -> str:
    """What stands before a county's name: its prefecture's, or with the province's."""
    province, prefecture = above(county.code, year)
    assert province is not None
    if prefecture is None:
        return province.name
    return (province.name if whole else "") + prefecture.name


_PATTERNS = [
    "{name}{year}年政府信息公开工作年度报告",
    "{name}人民政府{year}年政府信息公开工作年度报告",
    "{year}年{name}政府信息公开工作年度报告",
    "{year}年度{name}人民政府信息公开年报",
    "{name}教育局{year}年政府信息公开工作年度报告",
    "{name}市场监督管理局{year}年度政府信息公开工作年度报告",
    "{name}人民政府办公室政府信息公开工作年度报告（{year}年）",
    "国家税务总局{name}税务局{year}年政府信息公开工作年度报告",
]


@st.composite
def _county_and_year(draw: st.DrawFn) -> tuple[Division, int]:
    year = draw(st.sampled_from(list(YEARS)))
    return draw(st.sampled_from(_COUNTIES[year])), year


def _read(title: str) -> Identity:
    identity = identify(title)
    assert identity is not None, title
    return identity


@given(_county_and_year(), st.sampled_from(_PATTERNS))
@settings(max_examples=400, deadline=None)
def test_any_countys_name_is_its_code_or_left_open_with_all_of_the_name(
    chosen: tuple[Division, int], pattern: str
) -> None:
    county, year = chosen
    found = _read(pattern.format(name=county.name, year=year))
    same = tuple(sorted(row.code for row in _COUNTIES[year] if row.name == county.name))
    assert found.county == county.name
    if len(same) == 1:
        assert (found.region_code, found.candidates) == (county.code, ())
        assert (found.province, found.prefecture) == tuple(over and over.name for over in above(county.code, year))
    else:
        assert (found.region_code, found.candidates) == (None, same)
        assert found.open_place == county.name


@given(_county_and_year(), st.sampled_from(_PATTERNS), st.booleans())
@settings(max_examples=400, deadline=None)
def test_any_county_after_its_prefecture_is_its_code(chosen: tuple[Division, int], pattern: str, whole: bool) -> None:
    county, year = chosen
    found = _read(pattern.format(name=_chain(county, year, whole) + county.name, year=year))
    assert (found.region_code, found.candidates, found.county) == (county.code, (), county.name)


def test_a_name_of_the_year_before_or_after_is_that_of_its_own_code() -> None:
    def code(name: str, year: int) -> str | None:
        return _read(f"{name}{year}年政府信息公开工作年度报告").region_code

    assert [code("沙县", year) for year in (2019, 2020, 2021)] == ["350427", "350427", "350427"]
    assert [code("沙县区", year) for year in (2019, 2020, 2021)] == [None, "350405", "350405"]
    # 巢湖市 was a prefecture until 2010 and is a county-level city since 2011.
    assert [code("巢湖市", year) for year in (2009, 2010, 2011, 2020)] == ["341400", "341400", "340181", "340181"]
    found = _read("即墨市2021年政府信息公开工作年度报告")
    assert (found.region_code, found.candidates, found.county) == (None, ("370282",), "即墨市")


def test_the_table_is_read_only_when_it_is_asked() -> None:
    code = "import sys, gxdata.parser, gxdata.divisions; print(gxdata.divisions.table.cache_info().currsize)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
