"""What lies in a folder: every file with its size and hash, before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from .metadata import sha256

CARDS = frozenset({"README.md", "sources.csv"})  # what a folder of files says about itself; not reports


class Input(NamedTuple):
    """A file below the folder. problem: (status, message) of one that is not to be opened; it has no hash or size."""

    name: str  # relative, with forward slashes
    place: str
    sha256: str | None
    bytes: int | None
    problem: tuple[str, str] | None = None


def inventory(folder: Path, without: Path, workers: int) -> list[Input]:
    """Every file below a folder, by name.

    Left out: names that begin with a dot, the cards README.md and sources.csv, and the folder `without` (the tables).
    Symbolic links are never followed, and pipes and devices never opened: they and folders that cannot be listed are
    there with their problem. Raises FileNotFoundError or NotADirectoryError when there is no such folder.
    """
    if not folder.exists():
        raise FileNotFoundError(f"{folder}: there is no such folder; name the folder that holds the reports' files")
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: this is a file; name the folder that holds the reports' files")
    found = list(_walk(folder, "", without))
    with ThreadPoolExecutor(workers) as threads:
        return sorted(threads.map(_hashed, found), key=lambda input: input.name)


def _walk(folder: Path, above: str, without: Path) -> Iterator[Input]:
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        message = f"this folder cannot be listed ({error.strerror}); make it readable and build again"
        yield Input(above or ".", str(folder), None, None, ("unreadable", message))
        return
    for entry in entries:
        name = above + os.fsencode(entry.name).decode("utf-8", "backslashreplace")
        if entry.name.startswith(".") or entry.name in CARDS:
            continue
        if entry.is_symlink():
            message = "a symbolic link, which is not followed; put the file itself into the folder"
            yield Input(name, entry.path, None, None, ("unreadable", message))
        elif entry.is_dir():
            if Path(entry.path) != without:
                yield from _walk(Path(entry.path), f"{name}/", without)
        elif entry.is_file():
            yield Input(name, entry.path, None, None)
        else:
            yield Input(name, entry.path, None, None, ("unsupported", "neither a file nor a folder; it is not opened"))


def _hashed(input: Input) -> Input:
    if input.problem:
        return input
    try:
        return input._replace(sha256=sha256(Path(input.place)), bytes=os.stat(input.place).st_size)
    except OSError as error:
        message = f"{error.strerror or type(error).__name__}; make it readable and build again"
        return input._replace(problem=("unreadable", message))
