"""What a cell says: facts typed from real reports."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxdata.text import fold, full_key, key, read_cell


@pytest.mark.parametrize(
    ("printed", "value", "unit"),
    [
        ("0", "0", ""),
        ("66241", "66241", ""),
        ("１２", "12", ""),
        ("1,234", "1234", ""),
        ("1，234，567", "1234567", ""),
        ("112.55034", "112.55034", ""),
        ("0件", "0", "件"),
        ("251000元", "251000", "元"),
        ("251000 元", "251000", "元"),
        ("75394432.52元", "75394432.52", "元"),
        ("1690.9913万元", "1690.9913", "万元"),
        ("0.37万元", "0.37", "万元"),
        ("22（其中修订 16 件）", "22", ""),
        ("55（含自然失效 29 件）", "55", ""),
        ("减3", "-3", ""),
        ("减少3", "-3", ""),
        ("增加12", "12", ""),
        ("-18", "-18", ""),
        ("－18", "-18", ""),
        ("+442", "442", ""),
        ("零", "0", ""),
        (" 7\n", "7", ""),
        ("251000（元）", "251000", "元"),
    ],
)
def test_numbers(printed, value, unit):
    reading = read_cell(printed)
    assert (reading.state, reading.value, reading.unit, reading.doubt) == ("number", Decimal(value), unit, False)
    assert reading.raw == printed.strip()


@pytest.mark.parametrize("printed", ["/", "／", "—", "——", "-", "－", "\\", "无", " 无 ", "--"])
def test_nil_marks(printed):
    assert read_cell(printed)[:2] == ("nil", None)


@pytest.mark.parametrize("printed", ["", " ", "\u3000\u3000", "\xa0", "\u200b", "\n"])
def test_blank_is_not_nought(printed):
    assert read_cell(printed)[:2] == ("blank", None)


@pytest.mark.parametrize(
    "printed",
    [
        "见附件",
        "12(34)",
        "约100",
        "12,34",
        "3人次共5件",
        "第3页",
        "1.2.3",
        "1234567890123",
        "0.1234567",
        "2021年",
        "三",
    ],
)
def test_words_have_no_value(printed):
    assert read_cell(printed)[:2] == ("text", None)


@pytest.mark.parametrize("printed", ["746¹", "746*", "746①", "746[²]", "746注", "746（注）", "~~3~~746", "746~~3~~"])
def test_a_footnote_or_what_is_struck_out_is_no_part_of_a_number(printed):
    assert read_cell(printed)[:2] == ("number", Decimal(746))
    assert read_cell(printed).raw == printed


@pytest.mark.parametrize(
    "printed", ["746²", "746[2]", "746[²³⁴]", "~~746~~", "746~~", "~~3~~746~~", "7~~3~~46", "~~3~~见附件"]
)
def test_what_may_be_more_than_a_footnote_or_is_struck_out_altogether_is_words(printed):
    assert read_cell(printed)[:2] == ("text", None)


@pytest.mark.parametrize(
    "printed", ["~~7~~05", "~~7~~1 2", "1 2", "10\n3", "0 0 0", "1\u30002", "007", "0,100", "1. 5", "12 .5"]
)
def test_digits_that_stand_apart_are_doubtful(printed):
    assert read_cell(printed).doubt


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("（三）不\n予公开", "不予公开"),
        ("(三) 不予公开", "不予公开"),
        ("3．危及“三安全一稳定”", "危及三安全一稳定"),
        ("三安全一稳定", "三安全一稳定"),
        ("⼀、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"),
        ("本年增/减", "本年增减"),
        ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", ""),
    ],
)
def test_keys(printed, expected):
    assert key(printed) == expected


def test_a_key_may_keep_what_stands_in_brackets():
    assert full_key("行政诉讼（复议后起诉）") == "行政诉讼复议后起诉"


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_has_one_state_and_a_value_only_as_a_number(text):
    reading = read_cell(text)
    assert reading.state in ("number", "nil", "blank", "text")
    assert (reading.value is not None) == (reading.state == "number")
    key(text)
    fold(text)


ZERO_WIDTH = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD])


def test_every_character_is_folded_as_nfkc_has_it():
    for code in range(0x10000):
        text = f"一{chr(code)}1"
        assert fold(text) == "".join(unicodedata.normalize("NFKC", text).translate(ZERO_WIDTH).split()), hex(code)


@given(st.text(st.sampled_from("年度０９１ａＺ，。！％（）～“”—•　 1aé\u0301㎡⼀①\n第"), max_size=30))
@settings(max_examples=300, deadline=None)
def test_text_with_full_width_characters_is_folded_as_nfkc_has_it(text):
    assert fold(text) == "".join(unicodedata.normalize("NFKC", text).split())


@given(st.integers(0, 10**9), st.sampled_from(["{}", "{:,}", " {} ", "{}件"]))
@settings(max_examples=200, deadline=None)
def test_a_whole_number_comes_back_however_it_is_printed(number, style):
    assert read_cell(style.format(number)).value == number
