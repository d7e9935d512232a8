"""Bodies through the years: one id for the names of one body, another for another's, and a field of work from the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxdata.bodies import body_id, lineage, names_body, sector
from gxdata.codebook import codebook
from gxdata.divisions import in_year
from gxdata.identity import Identity, identify
from gxdata.sectors import NO_SECTOR, RENAMINGS, SECTORS


def named(name, year=2020):
    found = identify(f"{name}{year}年政府信息公开工作年度报告")
    return None if found is None else body_id(found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("鲤城区信访局", "350502:信访"),
        ("泉州市鲤城区人民政府信访局", "350502:信访"),
        ("重庆市大足区信访办公室", "500111:信访"),
        ("鲤城区", "350502:人民政府"),
        ("泉州市鲤城区人民政府办公室", "350502:人民政府办公室"),
        ("上海市人民政府办公厅", "310000:人民政府办公室"),
        ("平潭综合实验区", "平潭综合实验区:管委会"),
        ("平潭综合实验区管委会办公室", "平潭综合实验区:管委会办公室"),
        ("福建省平潭综合实验区交通与建设局", "平潭综合实验区:交通建设"),
        ("浮梁县臧湾乡", "360222/臧湾乡:人民政府"),
        ("南京市鼓楼区华侨路街道办", "320106/华侨路街道:办事处"),
        ("东莞市石龙镇", "441900/石龙镇:人民政府"),
        ("国家税务总局泉州市鲤城区税务局", "350502:税务"),
        ("广州海关", "central:广州海关"),
        ("国家卫生和计划生育委员会", "central:卫生健康"),
        ("中国气象局", "central:中国气象局"),
        ("上海市公安局黄浦分局", "310101:公安局黄浦分局"),
        ("安乡县人大常委会办公室", "430721:人大常委会办公室"),
    ],
)
def test_the_id_says_place_and_function(name, expected):
    assert named(name) == expected


@pytest.mark.parametrize(
    "name", ["鼓楼区信访局", "马头铺镇人民政府", "宿城街道办事处", "区信访局", "新疆生产建设兵团第八师"]
)
def test_a_place_that_is_not_decided_gives_no_id(name):
    assert named(name) is None


def test_without_a_kind_or_an_agency_there_is_no_id():
    assert body_id(Identity(None, 2020, "county", "department", region_code="350502")) is None
    assert body_id(Identity("鲤城区信访局", 2020, "county", None, region_code="350502")) is None


def test_a_township_is_not_known_by_its_prefecture():
    town = Identity(
        "泉州市河市镇人民政府", 2020, "township", "government", "福建省", "泉州市", None, "河市镇", "350500"
    )
    assert body_id(town) is None


@pytest.mark.parametrize(
    "names",
    [
        [("洛江区经济和信息化局", 2015), ("泉州市洛江区工业和信息化局", 2020), ("洛江区工信局", 2022), ("洛江区经信局", 2016)],
        [("洛江区医疗保障局", 2020), ("洛江区医保局", 2022)],
        [("安徽省大数据局", 2019), ("安徽省数据局", 2024), ("安徽省大数据发展管理局", 2021)],
        [("洛江区国土资源局", 2016), ("洛江区自然资源局", 2020)],
        [("固原市环境保护局", 2016), ("固原市生态环境局", 2020), ("固原市环保局", 2015)],
        [("永嘉县农业局", 2016), ("永嘉县农业农村局", 2020)],
        [("永嘉县卫生和计划生育局", 2017), ("永嘉县卫计局", 2018), ("永嘉县卫生健康局", 2020), ("永嘉县卫健委", 2021)],
        [("永嘉县扶贫开发办公室", 2019), ("永嘉县乡村振兴局", 2022)],
        [("上海市科委", 2024), ("上海市科学技术委员会", 2020)],
        [("沙县统计局", 2019), ("沙县区统计局", 2022), ("三明市沙县区统计局", 2023)],
        [("洪泽县人民政府", 2014), ("淮安市洪泽区人民政府", 2024)],
        [("南京市鼓楼区华侨路街道办事处", 2020), ("南京市鼓楼区华侨路街道", 2022)],
    ],
)  # fmt: skip
def test_a_body_keeps_its_id_through_renamings(names):
    assert len({named(*name) for name in names}) == 1
    assert named(*names[0]) is not None


@pytest.mark.parametrize(
    "names",
    [
        ["永嘉县工商行政管理局", "永嘉县质量技术监督局", "永嘉县食品药品监督管理局", "永嘉县市场监督管理局"],
        ["永嘉县文化局", "永嘉县旅游局", "永嘉县文化和旅游局", "永嘉县文化广电和旅游局"],
        ["永嘉县国家税务局", "永嘉县地方税务局", "国家税务总局永嘉县税务局"],
        ["永嘉县自然资源局", "永嘉县自然资源和规划局"],
        ["永嘉县安全生产监督管理局", "永嘉县应急管理局"],
        ["永嘉县", "永嘉县人民政府办公室", "永嘉县大数据局", "永嘉县大数据中心"],
        ["平潭综合实验区管委会", "平潭综合实验区管委会办公室", "平潭综合实验区金井片区管理局"],
        ["洛江区教育局", "鲤城区教育局", "泉州市教育局"],
    ],
)
def test_mergers_and_neighbours_keep_ids_of_their_own(names):
    ids = [named(name) for name in names]
    assert None not in ids
    assert len(set(ids)) == len(ids)


def test_a_district_merged_into_another_does_not_go_on_as_it():
    assert lineage("110103") == "110103"  # 崇文区, from 2010 part of 东城区 110101
    assert lineage("350427") == "350405"  # 沙县 → 沙县区
    assert lineage("320829") == "320813"  # 洪泽县 → 洪泽区
    assert lineage("371202") == "370116"  # 莱城区 of 莱芜市 → 莱芜区 of 济南市
    assert lineage("999999") == "999999"


def test_no_two_divisions_of_one_year_share_a_lineage():
    for year in (2009, 2014, 2019, 2024):
        codes = {division.code for division in in_year(year)}
        assert len({lineage(code) for code in codes}) == len(codes)


WORDS = [(renaming, word) for renaming in RENAMINGS for word in renaming.words.split()]


@given(
    st.sampled_from(WORDS),
    st.sampled_from(["局", "委员会", "委", "办公室", "厅"]),
    st.sampled_from(["局", "委员会", "办公室"]),
)
def test_every_declared_name_has_the_id_of_its_normal_form(entry, rank, other):
    renaming, word = entry

    def in_county(name):
        return body_id(Identity(f"永嘉县{name}", 2020, "county", "department", None, None, "永嘉县", None, "330324"))

    assert in_county(word + rank) == in_county(renaming.normal + other) == f"330324:{renaming.normal}"


def test_a_name_is_declared_once_and_renamings_do_not_chain():
    words = [word for _, word in WORDS]
    assert len(words) == len(set(words))
    normals = [renaming.normal for renaming in RENAMINGS]
    assert len(normals) == len(set(normals))
    for renaming, word in WORDS:
        assert word == renaming.normal or word not in normals
        assert renaming.basis
        assert renaming.since == 0 or 2008 <= renaming.since <= 2025


# ── Sectors ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("鲤城区信访局", "petitions"),
        ("安乡县公安局", "public_security"),
        ("公安县财政局", "finance"),
        ("永嘉县教育体育局", "education"),
        ("永嘉县文化广电和旅游局", "culture_tourism"),
        ("永嘉县发展和改革局", "development"),
        ("永嘉县农业农村和水利局", "agriculture"),
        ("泉州市人民政府国有资产监督管理委员会", "state_assets"),
        ("上海市人民政府办公厅", "government_office"),
        ("上海市人民政府外事办公室", "foreign_affairs"),
        ("上海市科委", "science"),
        ("平潭综合实验区综合执法与应急管理局", "urban_management"),
        ("平潭综合实验区自然资源与生态环境局", "natural_resources"),
        ("咸宁市政务服务和大数据管理局", "government_services"),
        ("永嘉县环境卫生管理处", "urban_management"),
        ("国家税务总局泉州市鲤城区税务局", "taxation"),
        ("国家统计局福建调查总队", "statistics"),
        ("黑河市气象局", "meteorology"),
        ("广州海关", "customs"),
        ("永嘉县工商业联合会", None),
        ("永嘉县精神文明建设指导委员会办公室", None),
        ("平潭综合实验区社会事业局", None),
        ("永嘉县国家安全局", None),
    ],
)
def test_the_sector_is_the_function_that_the_name_gives_first(name, expected):
    assert sector(name) == expected


def test_governments_have_no_sector():
    assert sector("平潭综合实验区管委会", "government") is None
    assert sector("公安县人民政府", "government") is None


def test_the_sectors_are_in_the_codebook_in_their_order():
    listed = [(row[3], row[4], row[5]) for row in codebook() if row[2] == "sector"]
    assert listed == [(each.id, each.zh, each.en) for each in SECTORS]
    assert len({each.id for each in SECTORS}) == len(SECTORS)
    words = [word for each in SECTORS for word in each.words.split()] + NO_SECTOR.split()
    assert len(words) == len(set(words))


# ── Names in a sentence ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "agency", "kind", "expected"),
    [
        ("区工信局", "泉州市洛江区工业和信息化局", "department", True),
        ("鼓楼区信访局", "鼓楼区信访局", "department", True),
        ("市公安局", "淮安市公安局", "department", True),
        ("县教育局", "永嘉县公安局", "department", False),
        ("洪泽区", "淮安市洪泽区教育局", "department", False),
        ("平潭综合实验区", "平潭综合实验区管委会", "government", True),
        ("市自然资源和规划局", "淮安市人民政府", "government", False),
        ("洛江区教育局", "泉州市教育局", "department", False),
    ],
)
def test_whom_words_name(words, agency, kind, expected):
    assert names_body(words, agency, kind) is expected


@given(st.text(max_size=30), st.sampled_from(["government", "department", None]), st.text(max_size=10))
def test_any_name_gives_something_and_nothing_raises(name, kind, words):
    assert body_id(Identity(name, 2020, "county", kind)) is None
    body_id(Identity(name, 2020, "county", kind, region_code="350502"))
    sector(name, kind, 2020)
    names_body(words, name, kind)
