"""Which of the places of one name: what each kind of evidence decides, and when nothing does."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pytest

import gxdata
from gxdata.deciding import Evidence
from gxdata.identity import Identity, identify

SHARED_TITLES = Path(__file__).resolve().parents[2] / "shared" / "reference" / "titles.json"
RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
GULOU = ("320106", "320302", "350102", "410204")  # of 南京, 徐州, 福州, 开封
TITLE = "鼓楼区信访局2021年政府信息公开工作年度报告"


def read(title: str, text: str = "", url: str = "") -> Identity:
    identity = identify(title if "公开" in title else title + "2021年政府信息公开工作年度报告", text, url)
    assert identity is not None
    return identity


@pytest.mark.parametrize(
    ("text", "url", "code", "where"),
    [
        ("一、总体情况\n无\n南京市鼓楼区信访局\n2022年1月5日", "", "320106", "signature"),
        ("福建省福州市鼓楼区信访局2022年1月5日", "", "350102", "signature"),
        ("发布机构：徐州市鼓楼区信访局\n一、总体情况", "", "320302", "publisher"),
        ("联系地址：开封市鼓楼区解放路1号，邮编", "", "410204", "address"),
        ("2021年，南京市鼓楼区信访局认真贯彻条例。", "", "320106", "text"),
        ("按照徐州市人民政府办公室要求，鼓楼区信访局认真贯彻。", "", "320302", "text"),
        ("按照河南省人民政府要求，鼓楼区信访局认真贯彻。", "", "410204", "text"),
        ("徐鼓信〔2022〕1号\n鼓楼区信访局", "", "320302", "document_number"),
        ("榕鼓信〔2022〕1号\n鼓楼区信访局", "", "350102", "document_number"),
        ("", "http://www.njgl.gov.cn/a/1.html", "320106", "host"),
        ("", "https://xfj.nanjing.gov.cn/a/1.html", "320106", "host"),
        ("", "http://gl.fuzhou.gov.cn/a/1.html", "350102", "host"),
        ("", "http://www.xz.gov.cn/", "320302", "host"),
        # The heavier evidence counts.
        ("南京市鼓楼区信访局\n学习徐州市鼓楼区的经验。", "http://www.xzgl.gov.cn/", "320106", "signature"),
    ],
)
def test_what_decides_which_of_four_districts(text: str, url: str, code: str, where: str) -> None:
    found = read(TITLE, text, url)
    assert (found.region_code, found.candidates, found.county) == (code, (), "鼓楼区")
    assert found.province and found.prefecture
    assert where in [each.where for each in found.evidence if each.what == "region"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("鼓楼区信访局认真贯彻。", ""),
        ("南京市鼓楼区、徐州市鼓楼区", ""),
        ("南京市鼓楼区信访局\n无\n徐州市鼓楼区信访局", ""),
        ("按照江苏省人民政府要求，鼓楼区信访局认真贯彻。", ""),  # two of the four
        ("按照宿迁市人民政府要求", ""),
        ("鼓信〔2022〕1号", ""),
        ("", "http://www.gulou.gov.cn/a.html"),
        ("", "http://www.njgl.com/a.html"),  # no government's
        ("", "http://www.suqian.gov.cn/njgl.html"),
        ("", "nonsense"),
    ],
)
def test_nothing_is_decided_by_less(text: str, url: str) -> None:
    found = read(TITLE, text, url)
    assert (found.region_code, found.candidates, found.province, found.prefecture) == (None, GULOU, None, None)
    assert found.open_place == "鼓楼区"


@pytest.mark.parametrize(
    ("body", "text", "url", "agency", "code"),
    [
        ("省交通运输厅", "", "http://jtt.shandong.gov.cn/col/1.html", "山东省交通运输厅", "370000"),
        ("自治区财政厅", "", "http://czt.gxzf.gov.cn/", "广西壮族自治区财政厅", "450000"),
        ("区信访局", "鼓楼区信访局认真贯彻", "http://www.xzgl.gov.cn/", "鼓楼区信访局", "320302"),
        # A site that spells a place is not enough; the text must name it too.
        ("区信访局", "本局认真贯彻，鲤城区城区面貌一新", "http://www.qzlc.gov.cn/", "鲤城区信访局", "350502"),
        ("区信访局", "本局认真贯彻", "http://www.qzlc.gov.cn/", None, None),
        ("市教育局", "本局认真贯彻", "http://jyj.quanzhou.gov.cn/", None, None),
        ("省交通运输厅", "", "http://jtt.nanjing.gov.cn/", None, None),
    ],
)
def test_a_bare_body_by_its_site(body: str, text: str, url: str, agency: str | None, code: str | None) -> None:
    found = read(body, text, url)
    assert (found.agency, found.region_code) == (agency, code)


@pytest.mark.parametrize(
    ("body", "code", "level", "candidates"),
    [
        ("国家税务总局泉州市税务局", "350500", "central_local", ()),
        ("中华人民共和国泉州海关", "350500", "central_local", ()),
        ("义乌海关", "330782", "central_local", ()),
        ("拱北海关", None, "central_local", ()),  # not 北海
        ("吉林海关", None, "central_local", ("220000", "220200")),
        ("国家统计局吉林调查总队", "220000", "central_local", ()),
        ("新疆生产建设兵团第八师", None, "prefecture", ()),
        ("新疆生产建设兵团第八师石河子市", "659001", "prefecture", ()),
        ("石河子市", "659001", "county", ()),
        ("上海市浦东新区", "310115", "county", ()),
        ("苏州工业园区", "320500", "zone", ()),
        ("平潭综合实验区", "350128", "zone", ()),
        ("泉州市经济技术开发区", "350500", "zone", ()),
        ("北戴河新区", None, "zone", ()),  # not in 北戴河区
        ("延边州", "222400", "prefecture", ()),
        ("恩施市", "422801", "county", ()),
        ("恩施州", "422800", "prefecture", ()),
        ("博乐市", "652701", "county", ()),
        ("大通回族土族自治县", "630121", "county", ()),
        ("大通县", "630121", "county", ()),
        ("大通区", "340402", "county", ()),
        ("莫力达瓦达斡尔族自治旗", "150722", "county", ()),
        ("鄂温克族自治旗", "150724", "county", ()),
        ("鄂温克旗", "150724", "county", ()),
        ("吉林市", "220200", "prefecture", ()),
        ("吉林省", "220000", "province", ()),
        ("海南州", "632500", "prefecture", ()),
        ("海南省", "460000", "province", ()),
        ("海南区", "150303", "county", ()),
        ("河南县", "632324", "county", ()),
        ("朝阳市", "211300", "prefecture", ()),
        ("朝阳区", None, "county", ("110105", "220104")),
        ("通州区", None, "county", ("110112", "320612")),
        ("南通市通州区", "320612", "county", ()),
        ("城关区", None, "county", ("540102", "620102")),
        ("桥西区", None, "county", ("130104", "130703")),
        ("伊犁哈萨克自治州塔城地区", "654200", "prefecture", ()),
        ("东莞市虎门镇", "441900", "township", ()),
        ("儋州市", "460400", "prefecture", ()),
        ("仙桃市", "429004", "county", ()),
        ("五河县临北回族乡", "340322", "township", ()),
        ("临北回族乡", None, "township", ()),
        ("鲤城信访局", "350502", "county", ()),
        ("泉州市鲤城", "350502", "county", ()),
        ("福建泉州鲤城区信访局", "350502", "county", ()),
        ("三明市场监督管理局", "350400", "prefecture", ()),
        ("津市市场监督管理局", "430781", "county", ()),
        ("泉州市生态环境局鲤城分局", "350502", "county", ()),
        ("中山市东区办事处", "442000", "township", ()),  # not 攀枝花市东区
        ("东区办事处", None, "township", ()),
        ("湖南省湘西自治州凤凰县", "433123", "county", ()),
        ("新疆伊犁州伊宁市", "654002", "county", ()),
        ("科左中旗", "150521", "county", ()),
        ("水利部太湖流域管理局", None, "central", ()),
        ("大兴安岭地区加格达奇区", None, "county", ()),  # not in GB/T 2260
        ("河北工业大学", None, None, ()),
        ("平安建设办公室", None, None, ()),
        ("国家税务总局", None, "central", ()),
    ],
)
def test_the_code_of_a_real_body(body: str, code: str | None, level: str | None, candidates: tuple[str, ...]) -> None:
    found = read(body)
    assert (found.region_code, found.level, found.candidates) == (code, level, candidates)


def test_the_text_gives_a_township_its_county_and_a_shared_county_its_prefecture() -> None:
    assert read("芦洲乡", "江西省宜春市上高县芦洲乡").region_code == "360923"
    found = read("华侨路街道办事处", "鼓楼区华侨路街道位于城中。联系地址：南京市鼓楼区华侨路")
    assert (found.region_code, found.county, found.township) == ("320106", "鼓楼区", "华侨路街道")
    assert read("华侨路街道办事处", "鼓楼区华侨路街道").candidates == GULOU


def test_names_are_those_of_the_year_that_the_report_counts() -> None:
    title = "沙县区教育局政府信息公开工作年度报告"
    assert read(title).region_code == "350405"
    found = identify(title, year=2017)
    assert found is not None and (found.region_code, found.candidates, found.year) == (None, ("350405",), 2017)
    found = identify("巢湖市2021年政府信息公开工作年度报告", year=2009)
    assert found is not None and (found.region_code, found.year) == ("341400", 2009)


def test_common_words_of_a_sentence_are_no_counties() -> None:
    """和县 and 矿区 are counties, and here they are not meant."""
    for text in ("市信访局和县信访局认真贯彻", "向市信访局和县信访局报告", "我县城区面貌一新，市政府和县人民政府"):
        assert read("县信访局", text).agency is None
    assert read("区信访局", "城区信访局认真贯彻").agency is None
    assert read("县信访局", "2021年，安徽省马鞍山市和县信访局认真贯彻。\n马鞍山市和县信访局").region_code == "340523"


def test_evidence_keeps_the_words() -> None:
    assert read(TITLE, "发布机构：徐州市鼓楼区信访局").evidence == (
        Evidence("agency", "鼓楼区信访局", "title"),
        Evidence("region", "鼓楼区", "title"),
        Evidence("region", "徐州市鼓楼区信访局", "publisher"),
    )


def test_the_samples_have_their_codes_and_the_shared_name_a_finding() -> None:
    codes = {}
    for path in sorted(RAW.glob("*.txt")):
        (report,) = gxdata.parse(path)
        codes[report.agency, report.year] = report.region_code
        if report.county == "鼓楼区":
            (finding,) = [each for each in report.finding_rows if each.rule == "region_undecided"]
            assert all(
                f"{city}鼓楼区 {code}" in finding.message
                for city, code in zip(("南京市", "徐州市", "福州市", "开封市"), GULOU, strict=True)
            )
        else:
            assert not [each for each in report.finding_rows if each.rule == "region_undecided"]
            assert report.identity_words and report.identity_words.startswith(f"agency {report.agency}"[:9])
    assert codes == {
        ("鲤城区信访局", 2020): "350502",
        ("鼓楼区信访局", 2021): None,
        ("固原市信访局", 2019): "640400",
        ("鲤城区人民政府", 2023): "350502",
        ("泉州市洛江区工业和信息化局", 2020): "350504",
    }


def test_the_address_in_sources_csv_decides_and_another_one_is_asked_again(tmp_path: Path) -> None:
    folder, out = tmp_path / "raw", tmp_path / "out"
    folder.mkdir()
    source = next(RAW.glob("001_*.txt"))
    (folder / "a.txt").write_bytes(source.read_bytes())

    def code(url: str) -> tuple[int, str | None]:
        with open(folder / "sources.csv", "w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([["path", "url"], ["a.txt", url]])
        summary = gxdata.build(folder, out, workers=1, progress=False)
        ((found,),) = duckdb.sql(f"select region_code from read_parquet('{out / 'reports.parquet'}')").fetchall()
        return summary.reused, found

    assert code("http://www.njgl.gov.cn/1.html") == (0, "320106")
    assert code("http://www.njgl.gov.cn/1.html") == (1, "320106")
    assert code("http://www.xzgl.gov.cn/1.html") == (0, "320302")


# What the reference says of places that only a text or an address can tell (its note says so, or the title is bare).
_NOT_IN_TITLE = {"T02", "T25", "T30", "T35", "T60", "T61", "T66"}


def test_the_places_of_the_reference_titles_are_all_right() -> None:
    if not SHARED_TITLES.exists():
        pytest.skip(f"the 46 reference titles are not beside this checkout ({SHARED_TITLES.name})")
    wrong: list[tuple[object, ...]] = []
    for entry in json.loads(SHARED_TITLES.read_text("utf8")):
        if not entry["is_report"]:
            continue
        found = read(entry["title"])
        for field in ("level", "kind", "province", "prefecture", "county", "township"):
            value = getattr(found, field)
            open_ = entry["id"] in _NOT_IN_TITLE or found.candidates
            if value != entry[field] and not (value is None and open_):
                wrong.append((entry["id"], field, value, entry[field]))
        if entry["level"] not in ("central",) and entry["id"] not in _NOT_IN_TITLE and not found.candidates:
            wrong += [(entry["id"], "region_code")] if found.region_code is None else []
    assert wrong == []
