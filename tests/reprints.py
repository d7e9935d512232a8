"""Changes to a printed page, HTML or text, for random walks: harmless ones, and ones that destroy something."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random


class Inapplicable(Exception):
    """A step that this page or print has no place for."""


Change = Callable[[str, Random], str]
TAG = re.compile(r"<[^<>]*>")
CELL = re.compile(r"(<t[dh]\b[^<>]*>)([^<>]*)(</t[dh]>)")


def some(text: str, pattern: re.Pattern[str], random: Random, change: Callable[[re.Match[str]], str]) -> str:
    """The text with a few of the pattern's matches changed, or all of them."""
    share = random.choice((0.02, 0.2, 1))
    found = pattern.sub(lambda match: change(match) if random.random() < share else match[0], text)
    if found == text:
        raise Inapplicable
    return found


def after_body(text: str, change: Callable[[str], str]) -> str:
    head, mark, body = text.partition("<body>")
    return head + mark + change(body) if mark else change(text)


def _in_cells(change: Change) -> Change:
    def rewrite(text: str, random: Random) -> str:
        return some(text, CELL, random, lambda cell: cell[1] + change(cell[2], random) + cell[3])

    return rewrite


def _between_tags(filler: Callable[[Random], str]) -> Change:
    """Something after closing tags of rows and cells."""
    pattern = re.compile(r"</t[rdh]>")
    return lambda text, random: some(text, pattern, random, lambda tag: tag[0] + filler(random))


def _wrapped(text: str, random: Random) -> str:
    tag = random.choice(("span", "font", "b", "p", "div", "a", "center", "strong", "o:p", "u", "label", "em"))
    return f"<{tag} class='x{random.randint(0, 9)}'>{text}</{tag}>"


def _entities(text: str, random: Random) -> str:
    if "&" in text:
        return text
    return "".join(random.choice((f"&#{ord(each)};", f"&#x{ord(each):x};", each)) for each in text)


def _broken_over_spans(text: str, random: Random) -> str:
    at = random.randint(0, len(text)) if "&" not in text else 0
    return f"<span>{text[:at]}</span><span>{text[at:]}</span>"


HARMLESS_HTML: dict[str, Change] = {
    "cells wrapped": _in_cells(_wrapped),
    "cells in entities": _in_cells(_entities),
    "cells over two spans": _in_cells(_broken_over_spans),
    "white space around": _in_cells(lambda text, random: random.choice((f"\n   {text}\n", f"&nbsp;{text}&nbsp;", f"\t{text} "))),
    "comments in cells": _in_cells(lambda text, random: f"<!-- {random.randint(0, 99)} -->{text}<!--0-->"),
    "scripts in cells": _in_cells(lambda text, random: f"{text}<script>var a={random.randint(0, 99)};</script>"),
    "breaks at the end of cells": _in_cells(lambda text, random: f"{text}<br/>"),
    "white space between tags": _between_tags(lambda random: random.choice(("\n", " ", "\r\n\t"))),
    "comments between tags": _between_tags(lambda random: f"<!-- <td>{random.randint(0, 99)}</td> -->"),
    "attributes": lambda text, random: some(
        text, re.compile(r"<(td|tr|p|table|tbody)\b"), random,
        lambda tag: f'{tag[0]} width="{random.randint(1, 99)}" style="mso-x:none;color:#{random.randint(100, 999)}" data-n=7'),
    "upper-case tags": lambda text, random: some(text, re.compile(r"</?(?:td|tr|table|p|tbody)\b"), random, lambda tag: tag[0].upper()),
    "th for td": lambda text, random: after_body(text, lambda body: body.replace("<td", "<th").replace("</td", "</th")),
    "without end tags that HTML lets out": lambda text, random: some(text, re.compile(r"</(?:td|tr|tbody)>\s*(?=<t[dr]\b)"), random, lambda tag: ""),
    "a wrapper around all": lambda text, random: after_body(text, lambda body: f"<div class='a'><center>{body}</center></div>"),
    "colgroups": lambda text, random: some(text, re.compile(r"<table\b[^<>]*>"), random, lambda tag: tag[0] + "<colgroup><col width=9><col></colgroup>"),
    "CR LF": lambda text, random: text.replace("\n", "\r\n"),
}  # fmt: skip

HARMLESS_TEXT: dict[str, Change] = {
    "CR LF": lambda text, random: text.replace("\n", "\r\n"),
    "white space at line ends": lambda text, random: some(text, re.compile(r"(?<=[^\t\n\r|])\n"), random, lambda end: "  \n"),
    "zero-width characters": lambda text, random: some(text, re.compile("(?<=[^\r\n])(?=\n)"), random, lambda end: "\u200b"),
    "full-width digits": lambda text, random: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
}  # fmt: skip


def _drop_tag(text: str, random: Random) -> str:
    tags = [tag for tag in TAG.finditer(text) if not tag[0].startswith(("<meta", "<head", "</head"))]
    tag = random.choice(tags)
    return text[: tag.start()] + text[tag.end() :]


def _double_tag(text: str, random: Random) -> str:
    tag = random.choice([*TAG.finditer(text)])
    return text[: tag.start()] + tag[0] + text[tag.start() :]


def _lying_span(text: str, random: Random) -> str:
    spans = [*re.finditer(r'(?<=span=")\d+(?=")', text)]
    if not spans:
        raise Inapplicable
    span = random.choice(spans)
    return text[: span.start()] + str(random.choice((0, 1, 2, 3, 7, 50, 999))) + text[span.end() :]


def _truncated(text: str, random: Random) -> str:
    return text[: random.randint(len(text) // 4, len(text))]


def _drop_break(text: str, random: Random) -> str:
    """A tab, a pipe or a line end is gone: two fields are one."""
    place = random.choice([*re.finditer(r"\t|\||\n", text)]).start()
    return text[:place] + text[place + 1 :]


def _double_break(text: str, random: Random) -> str:
    place = random.choice([*re.finditer(r"\t|\||\n", text)]).start()
    return text[:place] + text[place] + text[place:]


def _drop_text_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    del lines[random.randrange(len(lines))]
    return "\n".join(lines)


def _double_text_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    at = random.randrange(len(lines))
    if "---" in lines[at]:  # under a separator, dashes are marks of nil
        raise Inapplicable
    return "\n".join([*lines[:at], lines[at], *lines[at:]])


def _stray_line(text: str, random: Random) -> str:
    lines = text.split("\n")
    lines.insert(
        random.randrange(len(lines)), random.choice(("3", "- 3 -", "第3页 共9页", "", "\f", "12\t34", "|", "其他"))
    )
    return "\n".join(lines)


HARMFUL_HTML: dict[str, Change] = {
    "a tag dropped": _drop_tag, "a tag doubled": _double_tag, "a span that lies": _lying_span, "truncated": _truncated,
}  # fmt: skip
HARMFUL_TEXT: dict[str, Change] = {
    "a break dropped": _drop_break, "a break doubled": _double_break, "a line dropped": _drop_text_line,
    "a line doubled": _double_text_line, "a stray line": _stray_line, "truncated": _truncated,
}  # fmt: skip
