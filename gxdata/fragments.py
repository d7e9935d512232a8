"""Labels of rows in fragments: after part of their group's name, or begun lines above their remark's end.

A line of text that was set beside a group's name in several lines has a piece of that name in front of its own label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .forms import Section
from .records import Record
from .text import fold, key, limited

RESULTS = "results"  # the group around the groups
_ABOVE = 4  # fragments above in which a label may begin
_LONGEST = 200  # characters of a label
_AFTER_PART = re.compile(r"(.*?[\u4e00-\u9fff])((?:\d{1,2}[.、,]|\([一二三四五六七八九十]{1,3}\))\D.*)")


def after_part(section: Section, keys: Mapping[str, str], record: Record) -> str:
    """The row whose whole label, from its ordinal, stands after part of its own group's name: （三）不予 1.属于国家秘密; else
    nothing. keys: the section's rows by the keys of their labels."""
    label = record.labels[-1]
    parts = _AFTER_PART.fullmatch(fold(label)) if len(label) <= _LONGEST else None
    item = keys.get(key(parts[2]), "") if parts else ""
    if not item or not (group := section.item(item).group):
        return ""
    part = key(parts[1]) if parts else ""
    return item if any(part in key(each.zh) for each in section.groups if each.id in (group, RESULTS)) else ""


def in_remark(keys: Mapping[str, str], record: Record) -> str:
    """The row whose figures follow the end of a remark on its label, which begins lines above: （二）部分公开（区分处理的，只计
    and then 这一情形，不计其他情形）; else nothing."""
    whole = own = fold(record.labels[-1])
    for fragment in reversed((*record.before[-_ABOVE:], *record.labels[:-1])):
        if whole.count("(") >= whole.count(")"):
            break
        whole = fold(fragment) + whole
    if whole == own or whole.count("(") != whole.count(")") or limited(whole):
        return ""
    return keys.get(key(whole), "")
