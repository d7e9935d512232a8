"""Bytes → text. The page's own charset declaration is never asked: it is wrong too often."""

from __future__ import annotations

import codecs
import re
from functools import cache

# The most frequent characters of administrative Chinese, then those that the traditional script writes otherwise.
# Their share tells a right decoding (about a half) from a wrong one (a few in a hundred).
FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过民而方后多定行学法所经十三之进"
    "等部度家电力如水化高自二理起小现实加量都体制机当使点从业本去把性应开合还因由其些然前外天政四日社义事平形相全表间与关各重新内数"
    "正心明看原利比或但质第向道此条没结解问意建月公无系情者最代通并提题展五料人员位入常文总次品式设及管特件求基资级统知较组计见"
    "期府信息请收到处理申请报告情况市县区委厅局办务依据规范性文件予许可罚复议诉讼项服务督策落实推网站众领域"
    "這為個國來們時對會發動過後學經進還從業開應實現體機點當與關內數無問結條設總計資級統組見報縣區廳辦務據規範許罰複議訴訟項"
    "眾領網題員書長門東車馬電產種說請處類華場際難"
)

IMPROBABLE = (  # what wrong decodings are full of and reports are not: foreign scripts, private use, rare ideographs
    "\x80-\x9f\xc0-\xd6\xd8-\xf6\xf8-\u024f\u0370-\u1fff\u2500-\u259f\u3040-\u312f\u3130-\u31ff\u3400-\u4dbf"
    "\uac00-\ud7ff\ue000-\uf8ff\uff61-\uffdc\U00020000-\U0010ffff"
)
BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
CANDIDATES = ("gb18030", "big5", "big5hkscs")
SAMPLE = 4_096  # bytes from the first Chinese character on that decide between encodings
REALIGNED = 100  # so many invalid bytes are repaired one by one; more are a wrong encoding or rubbish
REPLACEMENT = "\ufffd"

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_NOT_PAIRED = re.compile(rb"[\x00-\x3f]")  # no trail byte: reading falls into step again here
_REALIGN = "gxdata.realign"
_WIDE = re.compile(r"[^\x00-\x7f]+")
_ASCII = bytes(range(0x80))
_HIGH_BYTES = bytes((0x00, 0x20, 0x30, *range(0x4E, 0xA0), 0xFF))  # of ASCII, punctuation, ideographs, full-width forms


def decode(data: bytes) -> tuple[str, str, list[str]]:
    """The text with "\\n" line ends and no byte order mark, the encoding's name, and an anomaly if bytes are invalid.

    A byte order mark decides, then the shape of UTF-16, then strict UTF-8, then which decoding reads most like Chinese.
    Never raises: an invalid byte costs one character (U+FFFD), not the file.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return _decode(body, _eight_bit(body) if encoding == "utf-8" else encoding, len(mark))
    if b"\0" not in data:
        try:
            return _with_line_ends(data.decode()), "utf-8", []
        except UnicodeDecodeError:
            pass
    return _decode(data, _utf16(data) or _eight_bit(data), 0)


def _decode(data: bytes, encoding: str, skipped: int) -> tuple[str, str, list[str]]:
    anomalies = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = _lenient(data, encoding)
        printed = data.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0
        anomalies.append(
            f"{text.count(REPLACEMENT) - printed} byte sequences are not valid {encoding}, "
            f"the first at offset {error.start + skipped}; each is shown as U+FFFD"
        )
    return _with_line_ends(text), encoding, anomalies


def _lenient(data: bytes, encoding: str) -> str:
    """The text with U+FFFD where bytes are invalid; of few invalid bytes none costs more than its own character."""
    text = data.decode(encoding, "replace")
    if encoding in CANDIDATES and 0 < text.count(REPLACEMENT) <= REALIGNED:
        text = data.decode(encoding, _REALIGN)
    return text


def _realign(error: UnicodeError) -> tuple[str, int]:
    """After an invalid byte, resume where the text reads most like Chinese: there, or one or two bytes later.

    Otherwise an orphaned trail byte pairs every following character wrongly, up to the next digit or line end.
    """
    assert isinstance(error, UnicodeDecodeError)
    data, after = error.object, error.start + 1
    starts = [after]
    while len(starts) < 3 and data[starts[-1] : starts[-1] + 1] >= b"\x80":
        starts.append(starts[-1] + 1)
    return REPLACEMENT, max(starts, key=lambda start: _plausibility(_paired(data, start, error.encoding)))


def _paired(data: bytes, start: int, encoding: str) -> str:
    return _NOT_PAIRED.split(data[start : start + 48], 1)[0].decode(encoding, "replace")


def _with_line_ends(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if any(mark in text for mark in "\r\x0b\x85\u2028\u2029"):
        text = _LINE_END.sub("\n", text)
    return text


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _utf16(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` if every second byte looks like the high half of Chinese or ASCII text."""
    data = data[: 4 * SAMPLE]
    shapes = {"utf-16-le": data[1::2], "utf-16-be": data[0::2]}
    if not shapes["utf-16-le"]:
        return None
    shares = {name: _share_of_high_bytes(half) for name, half in shapes.items()}
    # An ASCII letter passes for a high byte too; then the half with the zeros is the high one.
    encoding = max(shapes, key=lambda name: shares[name] + shapes[name].count(0) / len(shapes[name]))
    if shares[encoding] < 0.9:
        return None
    text = data.decode(encoding, "replace")
    return encoding if _oddities(text) + text.count("\0") <= 0.05 * len(text) else None


def _share_of_high_bytes(half: bytes) -> float:
    return 1 - len(half.translate(None, _HIGH_BYTES)) / len(half)


def _eight_bit(data: bytes) -> str:
    """utf-8 if that is valid all through or nearly, else the encoding under which a sample reads most like Chinese."""
    if _is_utf8(data):
        return "utf-8"
    found = _NOT_ASCII.search(data)
    start = found.start() if found else 0  # never inside a character: what precedes it is ASCII
    sample = data[start : start + SAMPLE]
    if len(sample.translate(None, _ASCII)) < 200:
        sample = data[start : start + 64 * SAMPLE]
    text = sample[:512].decode(errors="replace")
    if 3 * text.count(REPLACEMENT) <= sum(map(len, _WIDE.findall(text))):
        return "utf-8"  # by chance, few characters of another encoding are valid
    best, best_score = CANDIDATES[0], -9.0
    for encoding in CANDIDATES:
        text = _lenient(sample, encoding).rstrip(REPLACEMENT)  # the sample may end inside a character
        score = _plausibility(text)
        if score > best_score:
            best, best_score = encoding, score
        if score > 0.3 and REPLACEMENT not in text:
            break
    return best


def _plausibility(text: str) -> float:
    """Frequent characters less oddities, as a share of the characters beyond ASCII."""
    wide = sum(map(len, _WIDE.findall(text)))
    frequent = sum(1 for character in text if character in FREQUENT)
    return (frequent - _oddities(text)) / max(1, wide)


def _oddities(text: str) -> int:
    return 4 * text.count(REPLACEMENT) + len(_improbable().findall(text))


@cache
def _improbable() -> re.Pattern[str]:
    return re.compile(f"[{IMPROBABLE}]")  # takes 4 ms, and most files are UTF-8


codecs.register_error(_REALIGN, _realign)
