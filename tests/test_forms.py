"""The declaration is whole: ids, labels, identities, and the counts of cells that the notices print."""

import pytest

from gxdata import forms
from gxdata.forms import IDENTITIES, PROACTIVE, PROCEEDINGS, PROCESSING_FEES, REQUESTS, SECTIONS
from gxdata.text import key
from gxdata.vocabulary import roles


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_ids_are_unique_and_every_row_and_column_is_labelled(section):
    for named in (section.items, section.measures, section.groups):
        ids = [entry.id for entry in named]
        assert len(ids) == len(set(ids))
        assert all(entry.zh and entry.en for entry in named)
    assert all(item.basis for item in section.items)
    assert section.basis


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_every_measure_and_group_that_an_item_names_exists(section):
    measures = {measure.id for measure in section.measures}
    groups = {group.id for group in section.groups} | {""}
    for item in section.items:
        assert item.group in groups
        assert set(item.measures) <= set(forms.FORMS)
        assert {measure for columns in item.measures.values() for measure in columns} <= measures
        assert set(item.units) <= measures


def test_identities_name_existing_cells():
    for identity in IDENTITIES:
        section = forms.BY_ID[identity.section]
        known = {entry.id for entry in (section.items if identity.axis == "item" else section.measures)}
        assert identity.axis in ("item", "measure")
        assert set(identity.left) | set(identity.right) <= known
        assert not set(identity.left) & set(identity.right)
        assert identity.zh and identity.en


@pytest.mark.parametrize(
    ("section", "form", "cells"),
    [
        (PROACTIVE, "2019", 22),
        (PROACTIVE, "2021", 10),
        (REQUESTS, "2019", 161),
        (REQUESTS, "2021", 175),
        (PROCEEDINGS, "2019", 15),
        (PROCEEDINGS, "2021", 15),
        (PROCESSING_FEES, "2021", 3),
    ],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_each_form_has_the_cells_that_the_notice_prints(section, form, cells):
    assert len(list(forms.fields(section, {item.block: form for item in section.items}))) == cells


def test_the_21_outcome_rows_of_2021_and_the_19_of_2019_fall_into_six_groups():
    for form, count in (("2019", 19), ("2021", 21)):
        outcomes = [item for item in REQUESTS.items if item.group and form in item.measures]
        assert len(outcomes) + 4 == count + 4
        assert list(dict.fromkeys(item.group for item in outcomes)) == [
            "granted",
            "partly_granted",
            "refused",
            "unavailable",
            "declined",
            "other",
        ]
    outcomes = next(identity for identity in IDENTITIES if identity.id == "outcomes")
    assert set(outcomes.left) == {item.id for item in REQUESTS.items if item.group}


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_no_two_rows_or_columns_of_a_table_share_a_printed_label(section):
    for named in (section.items, section.measures):
        labels = [
            key(label)
            for entry in named
            for label in {key(text): text for text in (entry.zh, *entry.variants)}.values()
        ]
        assert len(labels) == len(set(labels))
        assert all(labels)


@pytest.mark.parametrize(
    ("printed", "kind", "section", "id"),
    [
        ("对外公开总量", "measure", "proactive", "public_total"),
        ("本年新\n制作数量", "measure", "proactive", "made"),
        ("本年收费金额（单位：万元，保留4位小数）", "measure", "proactive", "amount"),
        ("规 章", "item", "proactive", "rules"),
        ("社 会 公 益 组 织", "measure", "requests", "public_interest"),
        ("2. 其他法律行政法规禁止公开", "item", "requests", "refused_law"),
        ('3.危及"三安全一稳定"', "item", "requests", "refused_security"),
        ("（二）部分公开（区分处理的，只计这一情\n形，不计其他情形）", "item", "requests", "partly_granted"),
        ("5. 要求行政 机关确认或 重新出具已 获取信息", "item", "requests", "declined_confirmation"),
        ("（六）其\n他处理", "item", "requests", "other"),
        ("①属于国家秘密", "item", "requests", "refused_state_secret"),
        ("結轉下年度繼續辦理", "item", "requests", "carried_out"),
        ("结 果\n维持", "measure", "proceedings", "upheld"),
        ("行政诉讼（复议后起诉）", "item", "proceedings", "litigation_after_reconsideration"),
        ("通知收取金额（元）", "measure", "processing_fees", "notified_yuan"),
    ],
)
def test_printed_variants_are_known(printed, kind, section, id):
    assert id in roles(printed, kind, section)
