"""The codebook: every id of the declarations with its labels, unit, legal basis and place on the forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .forms import FORMS, IDENTITIES, SECTIONS, Section
from .metrics import METRICS
from .rules import RULES
from .schema import STATES, Row
from .sectors import SECTORS

_EVERY = " ".join(FORMS)


class _Entry(NamedTuple):
    """A row of the table `codebook`, without its ordinal."""

    section: str
    role: str
    id: str
    zh: str
    en: str
    unit: str = ""
    basis: str = ""
    parent: str = ""
    forms: str = ""
    note: str = ""


def codebook() -> list[Row]:
    """The rows of the table `codebook`: sections with their groups, items and measures in the form's order, then
    identities, rules, metrics, states and sectors."""
    return [(ordinal, *entry) for ordinal, entry in enumerate(_entries(), 1)]


def _entries() -> Iterator[_Entry]:
    for section in SECTIONS:
        yield from _of_section(section)
    for identity in IDENTITIES:
        yield _Entry(
            identity.section, "identity", identity.id, identity.zh, identity.en, parent=identity.section, forms=_EVERY
        )
    for identity in IDENTITIES:
        words = f"{identity.zh}：有格无数，不能判定", f"{identity.en}: undecidable, for cells have no figure"
        yield _Entry(identity.section, "rule", f"{identity.id}_undecidable", *words, parent=identity.section)
    for rule in RULES:
        yield _Entry(rule.section, "rule", rule.id, rule.zh, rule.en, basis=rule.basis, parent=rule.section)
    for metric in METRICS:
        yield _Entry(
            " ".join(metric.sections), "metric", metric.id, metric.zh, metric.en, metric.unit, metric.source,
            forms=" ".join(metric.forms), note=f"{metric.formula}; {metric.caveat_en}",
        )  # fmt: skip
    for state, (zh, en) in STATES.items():
        yield _Entry("", "state", state, zh, en)
    for each in SECTORS:
        yield _Entry("", "sector", each.id, each.zh, each.en, note=f"names with: {each.words}")


def _of_section(section: Section) -> Iterator[_Entry]:
    id = section.id
    yield _Entry(id, "section", id, section.zh, section.en, basis=section.basis, forms=_EVERY)
    for group in section.groups:
        yield _Entry(id, "group", group.id, group.zh, group.en, parent=id, forms=_EVERY)
    for item in section.items:
        yield _Entry(
            id, "item", item.id, item.zh, item.en, basis=item.basis, parent=item.group or id,
            forms=" ".join(item.measures), note=item.note,
        )  # fmt: skip
    for measure in section.measures:
        forms = [form for form in FORMS if any(measure.id in item.measures.get(form, ()) for item in section.items)]
        yield _Entry(
            id,
            "measure",
            measure.id,
            measure.zh,
            measure.en,
            measure.unit,
            section.basis,
            id,
            " ".join(forms),
            measure.note,
        )
