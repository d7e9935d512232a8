"""Where files came from: the lists that stand beside them, `sources.csv` or a Frictionless `datapackage.json`."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from .archive import harmless, printable
from .inventory import CARD, Input
from .readers import MAX_BYTES
from .readers.delimited import read_delimited
from .readers.encoding import decode

LISTS = ("sources.csv", "datapackage.json")  # of two in one folder the first comes first
_ALIASES = {
    "path": ("path", "file", "filename", "路径", "文件", "文件名", "文件路径"),
    "url": ("url", "link", "网址", "链接", "来源网址", "来源"),
    "retrieved": ("retrieved", "获取日期", "下载日期", "采集日期", "访问日期"),
    "licence": ("licence", "license", "许可", "许可证", "授权"),
}
_COLUMNS = {alias: column for column, aliases in _ALIASES.items() for alias in aliases}
_DATE = re.compile(
    r"(\d{4})(?:(?P<mark>[-/.])(\d{1,2})(?P=mark)(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d\d)(\d\d))(?:[T ].*)?"
)
_NAMED = 5  # problems that a list's message names


class Listed(NamedTuple):
    """What a list says of a file; None where it says nothing."""

    url: str | None = None
    retrieved: date | None = None
    licence: str | None = None


class _List(NamedTuple):
    """What one list says: path below its folder → where from; problems: a sentence each; wrong: it cannot be used."""

    files: dict[str, Listed]
    problems: list[str]
    wrong: bool = False


NOTHING = Listed()


def listing(inputs: Sequence[Input]) -> tuple[list[Input], dict[str, Listed]]:
    """(the inputs without the lists among them, name → what the nearest list above it says of an input).

    A list is in no row of its own unless something is wrong with it, and a file that it lists and that is not there is
    an input with that outcome. A file in an archive that no list names came from where the archive did.
    """
    lists = [input for input in inputs if _is_list(input)]
    found = [input for input in inputs if not _is_list(input)]
    names = {_known_as(input.name): input.name for input in found}
    folders = {folder for name in names for folder in _folders(name)}
    said: dict[str, dict[str, Listed]] = {}
    for input in sorted(lists, key=lambda input: LISTS.index(_basename(input.name))):
        folder = input.name[: -len(_basename(input.name))]
        read = _read(input)
        here = said.setdefault(folder, {})
        for path, listed in read.files.items():
            here.setdefault(path, listed)
            if (name := folder + path) not in names and name not in folders:
                names[name] = name
                message = f"{input.name} lists this file, and it is not there: put it there, or take it off the list"
                found.append(Input(name, "", None, None, ("unreadable", message)))
        if read.problems:
            found.append(_with_problems(input, read))
    archives = {input.name for input in found if input.media}
    return sorted(found, key=lambda input: input.name), {input.name: _of(input.name, said, archives) for input in found}


def is_card(name: str) -> bool:
    """Whether a file says something of those beside it, and is no report."""
    return _basename(name) in (CARD, *LISTS)


def _is_list(input: Input) -> bool:
    return _basename(input.name) in LISTS and input.outcome is None


def _basename(name: str) -> str:
    return name.rpartition("/")[2]


def _known_as(name: str) -> str:
    """A name for comparing: the same characters may be composed or not, as on a Mac."""
    return unicodedata.normalize("NFC", name)


def _folders(name: str) -> Iterator[str]:
    """The folders above a name, nearest first, as they stand before it: "a/b/", "a/", ""."""
    while name:
        name = name.rstrip("/").rpartition("/")[0]
        name = f"{name}/" if name else ""
        yield name


def _of(name: str, said: dict[str, dict[str, Listed]], archives: set[str]) -> Listed:
    known = _known_as(name)
    for folder in _folders(known):
        if listed := said.get(folder, {}).get(known[len(folder) :]):
            return listed
    above = next((folder[:-1] for folder in _folders(name) if folder[:-1] in archives), None)
    return _of(above, said, archives) if above else NOTHING


def _with_problems(input: Input, read: _List) -> Input:
    more = len(read.problems) - _NAMED
    message = "; ".join([*read.problems[:_NAMED], *([f"and {more} more"] if more > 0 else [])])
    return input._replace(outcome=("unreadable" if read.wrong else "partial", message), media=None)


# ── One list ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _read(input: Input) -> _List:
    try:
        data = b"" if (input.bytes or 0) > MAX_BYTES else Path(input.place).read_bytes()
    except OSError as error:
        return _List({}, [f"{error.strerror or type(error).__name__}; make it readable and build again"], True)
    text, _, anomalies = decode(data)
    if _basename(input.name) == "sources.csv":
        rows, problems = _table(text)
    else:
        rows, problems = _package(text)
    if rows is None:
        return _List({}, problems, True)
    read = _List({}, [*anomalies, *problems])
    for place, path, listed in rows:
        _add(read, place, path, listed)
    return read


def _add(read: _List, place: str, path: str, listed: dict[str, str]) -> None:
    """One file of a list, or what is wrong with its row."""
    known = _known_as(printable("/".join(part for part in re.split(r"[/\\]+", path) if part not in ("", "."))))
    if known != _known_as(harmless(path)) or path.startswith(("/", "\\")):
        read.problems.append(f"{place}: {printable(path)[:80]!r} is no path below this folder")
    elif not is_card(known) and not any(part.startswith(".") for part in known.split("/")):
        when = _date(listed.get("retrieved", ""))
        if listed.get("retrieved") and when is None:
            stated = printable(listed["retrieved"])[:40]
            read.problems.append(f"{place}: retrieved is {stated!r}, which is no date: write it as 2024-03-31")
        entry = Listed(listed.get("url") or None, when, listed.get("licence") or None)
        if read.files.setdefault(known, entry) != entry:
            read.problems.append(f"{place}: {known} is listed before, otherwise; the first is taken")


def _date(text: str) -> date | None:
    if match := _DATE.fullmatch(text):
        year, *parts = (part for part in match.groups() if part and part not in "-/.")
        try:
            return date(int(year), *map(int, parts))
        except ValueError:
            pass
    return None


_Rows = list[tuple[str, str, dict[str, str]]]  # (where in the list, path, column → text)


def _table(text: str) -> tuple[_Rows | None, list[str]]:
    """The rows of a sources.csv; None, and why, when it is none. Further columns are not asked."""
    lines = read_delimited(text)
    header = (
        [_COLUMNS.get(unicodedata.normalize("NFKC", name).strip().lower()) for name in lines[0].fields] if lines else []
    )
    if "path" not in header:
        return None, [
            "this list has no column `path` (路径) in its first row: name its columns path,url,retrieved,licence"
        ]
    twice = [name for name in _ALIASES if header.count(name) > 1]
    if twice:
        return None, [f"this list has two columns for `{twice[0]}`: keep one"]
    rows: _Rows = []
    problems = []
    for number, fields in lines[1:]:
        row = {name: field for name, field in zip(header, fields, strict=False) if name}
        if path := row.pop("path", ""):
            rows.append((f"line {number}", path, row))
        else:
            problems.append(f"line {number} names no file")
    return rows, problems


def _package(text: str) -> tuple[_Rows | None, list[str]]:
    """The resources of a Frictionless data package (https://specs.frictionlessdata.io/data-package/)."""
    try:
        package = json.loads(text)
    except (ValueError, RecursionError) as error:
        return None, [f"this list is no JSON ({str(error)[:100]})"]
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        return None, ["this list has no list of `resources`, which a Frictionless data package has"]
    rows: _Rows = []
    problems = []
    for number, resource in enumerate(resources, 1):
        paths = _texts(resource.get("path")) if isinstance(resource, dict) else []
        if not paths:
            problems.append(f"resource {number} has no path")
            continue
        row = {
            "url": _first(resource.get("sources") or package.get("sources"), "path", "title"),
            "licence": _first(resource.get("licenses") or package.get("licenses"), "name", "title", "path"),
            "retrieved": _first([resource, package], "retrieved"),
        }
        rows += [(f"resource {number}", path, row) for path in paths if "://" not in path]
    return rows, problems


def _texts(value: Any) -> list[str]:
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text]


def _first(entries: Any, *names: str) -> str:
    """The first text under one of the names in the first entry that has one."""
    for entry in entries if isinstance(entries, list) else []:
        for name in names if isinstance(entry, dict) else ():
            if texts := _texts(entry.get(name)):
                return texts[0].strip()
    return ""
