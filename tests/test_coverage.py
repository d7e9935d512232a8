"""Which bodies have which years: from the data, and against lists that users write."""

import csv
import io
import json

import pytest
from stand_ins import Here, from_json

import gxdata as gx
from gxdata import builder
from gxdata.cli import main
from gxdata.commands.coverage import ranges
from gxdata.coverage import coverage, read_list, spellings

FUJIAN = {"province": "福建省", "prefecture": "泉州市"}
LICHENG = {
    "body_id": "350502:government",
    "agency": "鲤城区人民政府",
    "region_code": "350502",
    **FUJIAN,
    "county": "鲤城区",
}
BUREAU = {
    "body_id": "350504:industry",
    "agency": "泉州市洛江区工业和信息化局",
    "region_code": "350504",
    **FUJIAN,
    "county": "洛江区",
}
GULOU = {"agency": "鼓楼区人民政府", "county": "鼓楼区"}
NANJING = {
    **GULOU,
    "body_id": "320106:government",
    "region_code": "320106",
    "province": "江苏省",
    "prefecture": "南京市",
}
FUZHOU = {
    **GULOU,
    "body_id": "350102:government",
    "region_code": "350102",
    "province": "福建省",
    "prefecture": "福州市",
}
REPORTS = [
    *({**LICHENG, "year": year} for year in (2019, 2020, 2022)),
    *({**BUREAU, "year": year} for year in (2020, 2021)),
    {**BUREAU, "agency": "泉州市洛江区经济和信息化局", "year": 2019},
    {**NANJING, "year": 2022},
    {**FUZHOU, "year": 2023},
    {"agency": "鼓楼区信访局", "year": 2021},
]


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("covered")
    (folder / "raw").mkdir()
    (folder / "raw" / "all").write_text(json.dumps(REPORTS), "utf8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builder, "Pool", Here)
        gx.build(folder / "raw", folder / "out", parser=from_json)
    return folder / "out"


def rows(out, list=None, years=None):
    """body_id → (reported, missing, status), or a list of them with a list."""
    with gx.connect(out) as db:
        found = coverage(db, list, years)
    return [(row.body_id or row.agency, ranges(row.reported), ranges(row.missing), row.status) for row in found]


def listed(tmp_path, text, encoding="utf8"):
    (tmp_path / "list.csv").write_bytes(text.encode(encoding))
    return read_list(tmp_path / "list.csv")


def test_from_the_data_alone_a_body_s_years_go_on_to_the_last_of_the_dataset(out):
    assert rows(out) == [
        ("320106:government", "2022", "2023", "incomplete"),
        ("350102:government", "2023", "", "complete"),
        ("350502:government", "2019-2020, 2022", "2021, 2023", "incomplete"),
        ("350504:industry", "2019-2021", "2022-2023", "incomplete"),
    ]


def test_years_that_are_asked_for_are_those_that_should_be_there(out):
    found = {id: rest for id, *rest in rows(out, years=(2020, 2022))}
    assert found["350502:government"] == ["2020, 2022", "2021", "incomplete"]
    assert found["350504:industry"] == ["2020-2021", "2022", "incomplete"]
    assert found["350102:government"] == ["", "2020-2022", "incomplete"]


def test_a_list_names_bodies_in_more_than_one_way(out, tmp_path):
    given = listed(
        tmp_path,
        "agency,first,last\n鲤城区人民政府,,\n泉州市鲤城区人民政府,2019,2020\n福建省泉州市鲤城区,,\n洛江区工业和信息化局,,2021\n"
        "福建省泉州市洛江区经济和信息化局,2020,2021\n",
    )
    assert rows(out, given) == [
        ("350502:government", "2019-2020, 2022", "2021, 2023", "incomplete"),
        ("350502:government", "2019-2020", "", "complete"),
        ("350502:government", "2019-2020, 2022", "2021, 2023", "incomplete"),
        ("350504:industry", "2019-2021", "", "complete"),
        ("350504:industry", "2020-2021", "", "complete"),  # its former name
    ]


def test_a_body_that_is_not_there_is_missing_in_every_year(out, tmp_path):
    given = listed(tmp_path, "body_id,agency\n,丰泽区人民政府\n350503:government,\n,鼓楼区信访局\n")
    assert rows(out, given) == [
        ("丰泽区人民政府", "", "2019-2023", "missing"),
        ("350503:government", "", "2019-2023", "missing"),
        ("鼓楼区信访局", "", "2019-2023", "missing"),
    ]
    with gx.connect(out) as db:
        messages = [row.message for row in coverage(db, given)]
    assert messages == [
        "no body has this name",
        "no report has this body_id",
        "no body has this name; of 1 reports with this name the body is not decided",
    ]


def test_a_name_that_several_bodies_have_is_ambiguous_until_the_list_says_where(out, tmp_path):
    given = listed(
        tmp_path,
        "agency,region_code,province\n鼓楼区人民政府,,\n鼓楼区人民政府,350102,\n鼓楼区人民政府,,江苏省\n南京市鼓楼区,,\n鼓楼区人民政府,410204,\n",
    )
    found = rows(out, given, (2022, 2023))
    assert found == [
        ("鼓楼区人民政府", "", "", "ambiguous"),
        ("350102:government", "2023", "2022", "incomplete"),
        ("320106:government", "2022", "2023", "incomplete"),
        ("320106:government", "2022", "2023", "incomplete"),
        ("鼓楼区人民政府", "", "2022-2023", "missing"),
    ]
    with gx.connect(out) as db:
        first, *_, last = (row.message for row in coverage(db, given))
    assert "2 bodies have this name" in first and "320106:government" in first and "350102:government" in first
    assert last == "no body has this name in that place"


def test_spellings():
    assert set(spellings("泉州市教育局", ["福建省", "泉州市", None, None])) == {"泉州市教育局", "福建省泉州市教育局"}
    assert "教育局" not in set(spellings("泉州市教育局", ["福建省", "泉州市", None, None]))
    assert set(spellings("福建省人民政府", ["福建省"])) == {"福建省人民政府", "福建省"}
    assert set(spellings("五常市背荫河镇人民政府", [None, None, "五常市", "背荫河镇"])) == {
        "五常市背荫河镇人民政府", "五常市背荫河镇", "背荫河镇人民政府", "背荫河镇",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf8", "utf-8-sig", "gb18030"])
def test_a_list_in_any_usual_encoding(tmp_path, encoding):
    (found,) = listed(tmp_path, "Agency , note,first\n 鲤城区人民政府 ,x,2019\n\n", encoding)
    assert (found.line, found.agency, found.first, found.last, found.place) == (2, "鲤城区人民政府", 2019, None, {})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: a header with the column agency or body_id is expected"),
        ("name,year\na,2019\n", "it has name, year"),
        ("agency,agency\na,b\n", "line 1: the column agency is there twice"),
        ("agency\n", "it names no bodies"),
        ("agency,first\n甲,2019\n乙,二零\n", "line 3: first is '二零'; a year such as 2019 is expected"),
        ("agency,last\n甲,19\n", "line 2: last is '19'"),
        ("agency,first,last\n甲,2023,2020\n", "line 2: first is 2023 and last is 2020"),
        ("agency,province\n,福建省\n", "line 2: the name of a body (agency) or its body_id is expected"),
        ("agency\n甲,乙\n", "line 2: 1 fields are expected, as in the header; it has 2"),
        ('agency\n"甲\n', "it is not CSV"),
    ],
)
def test_what_is_wrong_with_a_list_is_said_with_its_line(tmp_path, text, says):
    with pytest.raises(ValueError, match=r"list\.csv") as error:
        listed(tmp_path, text)
    assert says in str(error.value)


def test_a_list_that_is_not_text(tmp_path):
    (tmp_path / "list.csv").write_bytes(b"\xff\xff\xff")
    with pytest.raises(ValueError, match="UTF-8 or GB18030"):
        read_list(tmp_path / "list.csv")


def test_the_command(out, tmp_path, capsys):
    listed(tmp_path, "agency\n鲤城区人民政府\n")
    command = ["coverage", "--out", str(out)]
    assert main([*command, "--against", str(tmp_path / "list.csv"), "--years", "2019-2022", "--format", "csv"]) == 0
    printed = capsys.readouterr()
    (row,) = csv.DictReader(io.StringIO(printed.out))
    assert (row["body_id"], row["reported"], row["missing"]) == ("350502:government", "2019-2020, 2022", "2021")
    assert "1 reports are in no row" in printed.err and "3 bodies of the dataset are not on the list" in printed.err
    assert main([*command, "--format", "json", "--years", "2022"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(row["reported"], row["missing"]) for row in found] == [
        ([2022], []),
        ([], [2022]),
        ([2022], []),
        ([], [2022]),
    ]
    assert main(command) == 0
    assert "鲤城区人民政府" in capsys.readouterr().out
    assert main([*command, "--against", str(tmp_path / "none.csv")]) == 3
    assert "none.csv" in capsys.readouterr().err
    (tmp_path / "list.csv").write_text("agency,first\n甲,x\n", "utf8")
    assert main([*command, "--against", str(tmp_path / "list.csv")]) == 3
    assert "list.csv, line 2: first is 'x'" in capsys.readouterr().err
    with pytest.raises(SystemExit) as exit:
        main([*command, "--years", "2025-2019"])
    assert exit.value.code == 2 and "range of years" in capsys.readouterr().err


def test_no_years():
    assert ranges(()) == "" and ranges((2019,)) == "2019" and ranges((2019, 2021, 2022)) == "2019, 2021-2022"
