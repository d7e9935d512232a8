"""Encodings are told by the bytes alone; a bad byte costs a character, not the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxdata.document import ReadError
from gxdata.readers import read, sniff
from gxdata.readers.encoding import decode

REPORT = (
    "泉州市洛江区工业和信息化局2020年政府信息公开工作年度报告\n"
    "一、总体情况\n"
    "2020年，区工信局坚持以习近平新时代中国特色社会主义思想为指导，持续推进政府信息公开标准化规范化。\n"
    "规章\t0\t0\t0\n行政许可\t4\t0\t1\n"
)
TRADITIONAL = (
    "臺北市政府資訊公開工作年度報告\n"
    "一、總體情況\n"
    "本機關依據條例規定，主動公開行政規範性文件，並對申請人提出的申請及時予以處理。\n"
    "規章\t0\t0\t0\n行政許可\t4\t0\t1\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_simplified_text_is_decoded(encoding):
    assert decode(REPORT.encode(encoding)) == (REPORT, encoding, [])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_traditional_text_is_decoded(encoding):
    assert decode(TRADITIONAL.encode(encoding)) == (TRADITIONAL, encoding, [])


@pytest.mark.parametrize(
    ("codec", "mark", "name"),
    [
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
        ("utf-32-be", b"\x00\x00\xfe\xff", "utf-32-be"),
        ("gb18030", b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_is_left_out(codec, mark, name):
    assert decode(mark + REPORT.encode(codec)) == (REPORT, name, [])


def test_a_utf8_mark_in_front_of_gbk_is_not_believed():
    assert decode(b"\xef\xbb\xbf" + REPORT.encode("gb18030"))[:2] == (REPORT, "gb18030")


def test_hong_kong_characters_are_read():
    text = "香港特別行政區政府資訊公開年度報告：深水埗及鰂魚涌的申請由本機關處理。"
    assert decode(text.encode("big5hkscs")) == (text, "big5hkscs", [])


@pytest.mark.parametrize("text", ["鲤城区信访局政府信息公开工作年度报告", "政府信息公开", "收到行政复议申请0件"])
def test_a_short_text_in_gbk_is_decoded(text):
    assert decode(text.encode("gbk")) == (text, "gb18030", [])


def test_twenty_characters_of_utf16_without_a_mark_are_decoded():
    text = "一二三四五六七八九十一政府信息公开年度报告"
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(encoding)) == (text, encoding, [])


def test_plain_ascii_is_utf8_and_not_utf16():
    assert decode(b"Bush hid the facts") == ("Bush hid the facts", "utf-8", [])


def test_nothing_is_an_empty_text():
    assert decode(b"") == ("", "utf-8", [])


def test_a_bad_byte_in_utf8_costs_one_character():
    data = REPORT.encode()
    at = data.index("坚持".encode())
    text, encoding, anomalies = decode(data[:at] + b"\xff" + data[at:])
    assert encoding == "utf-8"
    assert text == REPORT.replace("坚持", "\ufffd坚持")
    assert anomalies == [
        f"1 byte sequences are not valid utf-8, the first at offset {at}; each is shown as U+FFFD",
    ]


@pytest.mark.parametrize(("encoding", "text"), [("gb18030", REPORT), ("big5", TRADITIONAL)])
def test_a_destroyed_lead_byte_does_not_shift_the_rest_of_the_line(encoding, text):
    data = bytearray(text.encode(encoding))
    at = data.index(text[30:34].encode(encoding))
    data[at] = 0xFF
    decoded, name, anomalies = decode(bytes(data))
    assert name == encoding
    assert text[31:] in decoded
    assert text[:30] in decoded
    assert len(anomalies) == 1 and f"offset {at}" in anomalies[0]


def test_an_inserted_byte_in_gbk_does_not_shift_the_rest_of_the_line():
    data = REPORT.encode("gb18030")
    at = data.index("坚持".encode("gb18030"))
    for where in (at, at + 1):
        decoded, name, _ = decode(data[:where] + b"\xff" + data[where:])
        assert name == "gb18030"
        assert "持以习近平新时代中国特色社会主义思想为指导" in decoded


def test_a_bad_unit_in_utf16_costs_one_character():
    data = REPORT.encode("utf-16-le")
    at = data.index("坚持".encode("utf-16-le"))
    text, encoding, anomalies = decode(data[:at] + b"\x00\xdc" + data[at + 2 :])
    assert (text, encoding) == (REPORT.replace("坚持", "\ufffd持"), "utf-16-le")
    assert len(anomalies) == 1


def test_a_lying_meta_tag_is_not_asked():
    page = f'<html><head><meta charset="utf-8"></head><body><p>{REPORT}</p></body></html>'
    document = read(page.encode("gb18030"))
    assert document.reader == "html gb18030"
    assert document.blocks[0].text.startswith("泉州市洛江区工业和信息化局2020年")


def test_line_ends_become_newlines():
    assert decode(b"a\r\nb\rc\nd")[0] == "a\nb\nc\nd"
    assert decode("a\u2028b\u2029c\x0bd".encode())[0] == "a\nb\nc\nd"


def test_binary_rubbish_is_refused():
    with pytest.raises(ReadError, match="not text") as refusal:
        read(bytes(range(256)) * 20)
    assert refusal.value.status == "unreadable"


def test_zeros_without_the_shape_of_utf16_are_refused():
    with pytest.raises(ReadError, match="not text"):
        read(b"abc\0\0\0defg\0\0hij" * 50)


def test_a_single_zero_byte_is_an_anomaly():
    document = read(REPORT.encode().replace(b"2020", b"20\x0020", 1))
    assert document.blocks[0].text == "泉州市洛江区工业和信息化局20\ufffd20年政府信息公开工作年度报告"
    assert document.anomalies == ["1 NUL characters; each is shown as U+FFFD"]


@pytest.mark.parametrize("data", [b"", b" \n\t ", "\u3000\n".encode(), b"\xff\xfe"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(ReadError) as refusal:
        read(data)
    assert refusal.value.status == "unreadable"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04....OFD.xml", "OFD"),
        (b"PK\x03\x04....report.txt", "ZIP"),
    ],
)
def test_other_kinds_are_named_whatever_the_suffix(tmp_path, data, kind):
    path = tmp_path / "report.html"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=kind) as refusal:
        read(path)
    assert refusal.value.status == "unsupported"
    assert str(refusal.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    "beginning",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"II*\0\x08\0\0\0",
        b"MM\0*\0\0\0\x08",
        b"GIF89a",
        b"RIFF\x10\0\0\0WEBPVP8 ",
    ],
)
def test_pictures_are_known_by_their_first_bytes(beginning):
    kind = sniff(beginning)
    assert kind is not None and kind.name == "an image"
    with pytest.raises(ReadError, match="picture"):
        read(beginning)


def test_the_limit_is_named(monkeypatch):
    monkeypatch.setattr("gxdata.readers.MAX_BYTES", 2_000_000)
    with pytest.raises(ReadError, match="2 MB") as refusal:
        read(b"a" * 2_000_001)
    assert refusal.value.status == "unreadable"


def test_a_path_that_is_no_file_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "absent.txt"):
        with pytest.raises(ReadError, match="cannot be opened"):
            read(path)


def test_the_name_stands_in_front_of_the_message():
    with pytest.raises(ReadError, match=r"^a/b\.html: it is empty"):
        read(b"", name="a/b.html")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(data):
    text, _, anomalies = decode(data)
    assert "\r" not in text
    assert len(anomalies) <= 1


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x0b\x85\u2028\u2029\ufeff"), max_size=60))
def test_utf8_is_never_taken_for_another_encoding(text):
    if "\0" not in text:
        assert decode(text.encode()) == (text, "utf-8", [])
