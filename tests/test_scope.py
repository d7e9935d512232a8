"""Whose requests the figures count, from sentences such as reports have them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxdata.bodies import names_body
from gxdata.chapters import Chapter
from gxdata.quotes import quotes, sentences
from gxdata.scope import scope

CITY = ("淮安市人民政府", "government")
POLICE = ("淮安市公安局", "department")
OFFICE = ("淮安市人民政府办公室", "department")


def read(text, body=CITY, section=1, title="", year=2024):
    agency, kind = body
    found = sentences([Chapter(section, "", "", text)])
    return scope(title, agency, kind, found, quotes(found, year, lambda words: names_body(words, agency, kind)))


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("2024年，全市共收到政府信息公开申请3119件。", CITY),
        ("全市各级行政机关共新收政府信息公开申请3119件，答复3050件。", CITY),
        ("2024 年来全市共及时办结政府信息公开申请件 73 件。", CITY),
        ("全市共受理依申请公开２１件", OFFICE),
        ("本报告数据统计范围为全市各级行政机关。", CITY),
        ("本报告汇总全市各有关单位政府信息公开工作情况编制而成。", CITY),
        ("本报告综合各县（区）人民政府、市政府各部门政府信息公开年度报告编制。", CITY),
    ],
)
def test_a_whole_territory(text, body):
    assert read(text, body)[0] == "territory"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("2024年，我局共收到政府信息公开申请3件。", POLICE),
        ("2024年，我局未收到政府信息公开申请。", POLICE),
        ("2024年，我局无政府信息依申请事项。", POLICE),
        ("市公安局全年共受理政府信息公开申请3件。", POLICE),
        ("本机关2024年度共收到12件政府信息公开申请。", POLICE),
        ("市政府办公室代表市政府共受理政府信息公开申请859件。", OFFICE),
        ("本报告数据仅限局机关，不含所属单位。", POLICE),
        ("本报告所列数据不包括下属单位。", POLICE),
        ("我镇共收到政府信息公开申请1件。", ("洪雅县洪川镇人民政府", "government")),
    ],
)
def test_the_body_alone(text, body):
    assert read(text, body)[0] == "own"


@pytest.mark.parametrize(
    "text",
    [
        "全市公安机关共收到政府信息公开申请30件。",
        "全市公安系统共受理政府信息公开申请30件。",
        "报告所列数据涵盖全市公安系统。",
    ],
)
def test_a_vertical_system(text):
    assert read(text, POLICE)[0] == "system"


def test_the_title_says_it_for_a_customs_area_and_for_a_body_alone():
    assert read("", ("广州海关", "department"), title="广州海关关区2021年政府信息公开工作年度报告") == (
        "system",
        "system: “广州海关关区2021年政府信息公开工作年度报告” (title)",
    )
    assert read("", POLICE, title="淮安市公安局（本级）2021年政府信息公开工作年度报告")[0] == "own"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "全市信访系统工作会议召开。",
        "我局定期召开了信访系统政府信息公开工作培训会。",
        "督促全市各单位及时受理政府信息公开申请。",
        "全市主动公开政府信息12345条。",
        "本报告中所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
        "根据国务院办公厅要求统计全市数据资源。",
        "全年共收到政府信息公开申请3件。",
        "2023年，全市共收到政府信息公开申请3件。",
        "全市政府信息公开类行政复议3件。",
    ],
)
def test_other_sentences_say_nothing(text):
    assert read(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "body", "kept"),
    [
        ("全市共收到政府信息公开申请30件。", POLICE, "open: “全市共收到政府信息公开申请30件” (section 1)"),
        ("市本级共收到政府信息公开申请5件。", CITY, "open: “市本级共收到政府信息公开申请5件” (section 1)"),
        ("本报告所列数据不含各县区。", CITY, "open: “数据不含各县区” (section 1)"),
        (
            "我局收到政府信息公开申请2件。全市公安机关收到政府信息公开申请30件。",
            POLICE,
            "own: “我局收到政府信息公开申请2件” (section 1); system: “全市公安机关收到政府信息公开申请30件” (section 1)",
        ),
        (
            "全市收到政府信息公开申请30件，市政府办公室收到政府信息公开申请2件。",
            CITY,
            "territory: “全市收到政府信息公开申请30件，市政府办公室收到政府信息公开申请2件” (section 1);"
            " own: “全市收到政府信息公开申请30件，市政府办公室收到政府信息公开申请2件” (section 1)",
        ),
    ],
)
def test_what_says_two_things_is_kept_and_stays_open(text, body, kept):
    assert read(text, body) == (None, kept)


def test_the_words_are_kept_as_printed_with_their_section():
    text = "2023年，洪泽区……。 2024年全区受理政府信息公开申请 ２１ 件，均在法定期限答复。"
    expected = "territory: “2024年全区受理政府信息公开申请 ２１ 件，均在法定期限答复” (section 3)"
    assert read(text, section=3)[1] == expected


def test_a_part_of_the_whole_does_not_contradict_it():
    assert read("全市共收到政府信息公开申请12件，其中市本级收到政府信息公开申请5件。")[0] == "territory"


def test_the_sections_on_problems_and_other_matters_are_not_asked():
    assert read("全市共收到政府信息公开申请12件。", section=5) == (None, None)


PIECES = ["全市", "我局", "共", "收到", "政府信息公开", "工作", "年", "，", "。", "系统", "会议", "数据", "件", "关区", "主动公开"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_without_a_count_or_words_on_the_figures_there_is_no_scope(text):
    if "数据" not in text:  # and no digit, no 申请
        assert read(text, POLICE) == (None, None)


@given(st.text(max_size=200), st.sampled_from([CITY, POLICE, (None, None), ("", "government")]), st.text(max_size=20))
def test_any_text_gives_a_scope_or_none(text, body, title):
    found, words = read(text, body, title=title)
    assert found in ("own", "territory", "system", None)
    assert (words is None) <= (found is None)


@pytest.mark.parametrize("place", ["拉萨市城关区", "毕节市七星关区", "秦皇岛市山海关区", "安阳市北关区"])
def test_a_district_whose_name_ends_like_a_customs_area_is_none(place):
    body = (f"{place}人民政府", "government")
    title = f"{place}人民政府2021年政府信息公开工作年度报告"
    for text in (f"2024年，{place}共收到政府信息公开申请3件。", f"本报告数据统计范围为{place}。", ""):
        assert read(text, body, title=title)[0] != "system"
