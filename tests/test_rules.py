"""Every rule under which a finding can come is declared once, and explained in the codebook."""

import ast
from pathlib import Path

import gxdata as gx
from gxdata.codebook import codebook
from gxdata.rules import BY_RULE, RULES

PACKAGE = Path(gx.__file__).parent
EXPLAINED = {row[3] for row in codebook() if row[2] in ("identity", "rule")}


def named(call):
    """The rule that a call of Finding or Note names, where it names one outright."""
    first = call.args[0] if call.args else None
    made = isinstance(call.func, ast.Name) and call.func.id in ("Finding", "Note")
    return {first.value} if made and isinstance(first, ast.Constant) else set()


def test_the_package_makes_no_finding_under_an_undeclared_rule_and_declares_none_in_vain():
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "rules.py"}
    calls = [node for text in sources.values() for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    used = set().union(*map(named, calls))
    assert len(used) > 15 and used <= BY_RULE.keys()
    every = "\n".join([*sources.values(), *(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.sql"))])
    made_up = {"agency_undecided", "year_undecided", "cells_lost", "cells_solved", "cells_text"}  # of a name or state
    unnamed = {id for id in BY_RULE if f'"{id}"' not in every and f"'{id}'" not in every}
    assert unnamed <= made_up


def test_ids_are_unique_and_have_words_in_both_languages():
    assert len(BY_RULE) == len(RULES) and all(rule.zh and rule.en for rule in RULES)
    assert {rule.severity for rule in RULES} <= {"error", "warning", "note"}


def test_every_finding_of_a_damaged_report_is_explained():
    """Half of a real page's rows mistyped, doubled, without figures or gone."""
    lines = (PACKAGE.parent / "data/raw/003_fadade2108e27757.txt").read_text(encoding="utf-8").splitlines()
    found = set()
    for step in (2, 3, 5, 7):
        gone = [line for place, line in enumerate(lines) if place % step]
        doubled = [line for place, line in enumerate(lines) for _ in range(1 + (place % step == 0))]
        mistyped = [line[:1] + "错" + line[2:] if place % step == 0 else line for place, line in enumerate(lines)]
        for changed in (gone, doubled, mistyped):
            for report in gx.parse("\n".join(changed).encode(), "damaged.txt"):
                found |= {finding.rule for finding in report.finding_rows}
    assert len(found) > 8 and found <= EXPLAINED
