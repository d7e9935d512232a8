"""Pages without tables: what is said of the attachments and pictures in which their tables may be."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import unquote

from .document import Document, Paragraph
from .headlines import find_titles
from .report import Report
from .titles import read_title

Link = list[str]  # the words of a link to an attachment, and its target

LINKED = "its tables may be in what it links to: "
_NAMED = 5  # attachments that a message names
_AFTER_PATH = re.compile(r"[?#].*", re.DOTALL)
_ABOUT = re.compile("年报|年度报告|信息公开|政务公开")


def attachments(document: Document, reports: Sequence[Report]) -> list[Link]:
    """The attachments of a page that may be where its tables are: it has none, and it, or they, are about the report."""
    if any(report.forms for report in reports):
        return []
    lines = document.meta.get("links", "").splitlines()
    links = [[words, target] for words, _, target in (line.partition("\t") for line in lines)]
    return [link for link in links if reports or _is_about(document) or _ABOUT.search(unquote(" ".join(link)))]


def pictures(document: Document, reports: Sequence[Report]) -> str:
    """What is to be said of a page about a report that has no tables and attachments, but images; "" of any other."""
    count = document.meta.get("images")
    if not count or any(report.forms for report in reports) or not (reports or _is_about(document)):
        return ""
    return f"; its tables may be pictures (it has {count} image{'s' if count != '1' else ''})"


def _is_about(document: Document) -> bool:
    """Whether a title of a report stands in the page or in its metadata."""
    stated = (document.meta.get(name, "") for name in ("ArticleTitle", "title"))
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    return any(map(read_title, stated)) or bool(find_titles(lines))


def whereabouts(page: str, links: Sequence[Link], names: Mapping[str, Sequence[str]]) -> str:
    """What is to be said of a page's attachments: each by its name, and where among the inputs it is.

    page: the page's own path; names: file name → the paths of the inputs of that name, as `by_file_name` gives them.
    """
    said = []
    for words, target in links[:_NAMED]:
        place = unquote(_AFTER_PATH.sub("", target))
        name = posixpath.basename(place) or words
        found = [path for key in dict.fromkeys((name, words)) for path in names.get(_known_as(key), ()) if path != page]
        here = posixpath.dirname(page)
        beside = posixpath.normpath(posixpath.join(here, place))
        found.sort(key=lambda path: (path != beside, not path.startswith(f"{here}/" if here else ""), path))
        where = f"among the inputs: {found[0]}" if found else "not among the inputs: fetch it"
        said.append(f"{words or name} ({where})")
    more = [f"and {len(links) - _NAMED} more"] if len(links) > _NAMED else []
    return f"; {LINKED}{', '.join([*said, *more])}" if said else ""


def by_file_name(paths: Iterable[str]) -> dict[str, list[str]]:
    """File name → the paths that end in it, in order."""
    names: dict[str, list[str]] = {}
    for path in paths:
        names.setdefault(_known_as(posixpath.basename(path)), []).append(path)
    return names


def _known_as(name: str) -> str:
    return unicodedata.normalize("NFC", name)
