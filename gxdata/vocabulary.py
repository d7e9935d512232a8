"""The declaration turned round: from the key of a printed label to what it names on the forms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from .forms import CHAPTERS, SECTIONS, Section
from .text import MARKS, fold, full_key, key, simplify


class Role(NamedTuple):
    """What a label may name: kind is `item`, `measure`, `group` or `word`."""

    kind: str
    section: str
    id: str


def _labels(section: Section) -> Iterable[tuple[str, Role]]:
    for item in section.items:
        for label in (item.zh, *item.variants):
            yield label, Role("item", section.id, item.id)
    for measure in section.measures:
        for label in (measure.zh, *measure.variants):
            yield label, Role("measure", section.id, measure.id)
    for group in section.groups:
        for label in (group.zh, *group.variants):
            yield label, Role("group", section.id, group.id)
    for word in section.words:
        yield word, Role("word", section.id, "")


ROLES: dict[str, tuple[Role, ...]] = {}
for _section in SECTIONS:
    for _label, _role in _labels(_section):
        ROLES[key(_label)] = (*ROLES.get(key(_label), ()), _role)
for _number, _kind, _title, _words in CHAPTERS:
    ROLES.setdefault(key(_title), (Role("word", _kind, ""),))

ITEM_KEYS = {
    key: [role for role in roles if role.kind == "item"]
    for key, roles in ROLES.items()
    if any(role.kind == "item" for role in roles)
}
HEADER_KEYS = {key for key, roles in ROLES.items() if any(role.kind in ("measure", "word") for role in roles)}
_FLAT = {section.id for section in SECTIONS if section.layout == "flat"}
FLAT_KEYS = {
    key for key, roles in ROLES.items() if any(role.section in _FLAT and role.kind != "word" for role in roles)
}
# A table that is glued into a sentence has at least one of these: its header's first words, or its first row's label.
OPENING_WORDS = (
    *(section.words[0] if section.words else section.measures[0].zh for section in SECTIONS),
    *(section.items[0].zh for section in SECTIONS if section.layout == "rows" and len(section.items[0].zh) > 4),
)
_BY_LENGTH = sorted({len(key) for key in ROLES}, reverse=True)
_LONGEST = max(_BY_LENGTH)
_REMARKS = re.compile(r"\([^()]*\)")
_ORDINALS = re.compile(r"[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[、.]?")


@lru_cache(maxsize=16384)
def roles(label: str, kind: str, section: str) -> tuple[str, ...]:
    """The ids of one kind that a printed label may name in a section; what stands in brackets counts too."""
    found = tuple(role.id for role in ROLES.get(key(label), ()) if role.kind == kind and role.section == section)
    if found or "(" not in (folded := fold(label)) or len(folded) > 2 * _LONGEST:
        return found
    full = full_key(label)
    names = [known for known in ROLES if full.endswith(known)]
    return tuple(role.id for known in names for role in ROLES[known] if role.kind == kind and role.section == section)


def bare(text: str) -> str:
    """Running text as keys are: without space, brackets and their remarks, ordinals and marks."""
    return MARKS.sub("", _ORDINALS.sub("", _REMARKS.sub("", simplify(fold(text)))))


def trailing_labels(text: str) -> tuple[list[str], bool]:
    """The known labels at the end of a run of text, in order, and whether they are all of it.

    >>> trailing_labels("质量。第二十条第（一）项 信息内容 本年制发件数 规章")
    (['信息内容', '本年制发件数', '规章'], False)
    """
    rest, found = bare(text[-4 * _LONGEST :] if len(text) > 8 * _LONGEST else text), []
    while rest:
        for length in _BY_LENGTH:
            if rest[-length:] in ROLES and len(rest) >= length:
                found.append(rest[-length:])
                rest = rest[:-length]
                break
        else:
            break
    return found[::-1], not rest
