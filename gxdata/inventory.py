"""What lies in a folder: every file with its size and hash, also those in archives, before anything is read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import NamedTuple

from .archive import LINK, Member, archive_media, may_be_archive, members, printable
from .metadata import sha256
from .readers import MAX_BYTES

CARD = "README.md"  # what a folder of files says about itself; no report
_UNPACKING = 2  # archives at a time: each may take a few times what a file may have
_HEAD = 512


class Input(NamedTuple):
    """A file below the folder. outcome: (status, message) of one that is not to be read: an archive, or what cannot be
    opened, which has no hash or size."""

    name: str  # relative, with forward slashes; of a file in an archive, below the archive's name
    place: str
    sha256: str | None
    bytes: int | None
    outcome: tuple[str, str] | None = None
    media: str | None = None  # of an archive


def inventory(folder: Path, without: Path, workers: int) -> list[Input]:
    """Every file below a folder, by name.

    Left out: names that begin with a dot, the card README.md, and the folder `without` (the tables). Symbolic links are
    never followed, and pipes and devices never opened: they and folders that cannot be listed are there with their
    outcome. Raises FileNotFoundError or NotADirectoryError when there is no such folder.
    """
    if not folder.exists():
        raise FileNotFoundError(f"{folder}: there is no such folder; name the folder that holds the reports' files")
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: this is a file; name the folder that holds the reports' files")
    found = _distinct(_walk(folder, without))
    with ThreadPoolExecutor(workers) as threads:
        return list(threads.map(_hashed, found))


def _walk(top: Path, without: Path) -> Iterator[Input]:
    """Not by recursion: a tree may be deeper than that allows."""
    folders = [(str(top), "")]
    while folders:
        folder, above = folders.pop()
        try:
            with os.scandir(folder) as scanned:
                entries = sorted(scanned, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            message = f"this folder cannot be listed ({error.strerror}); make it readable and build again"
            yield Input(above.rstrip("/") or ".", folder, None, None, ("unreadable", message))
            continue
        for entry in entries:
            name = above + printable(os.fsencode(entry.name).decode("utf-8", "backslashreplace"))
            if entry.name.startswith(".") or entry.name == CARD:
                continue
            if entry.is_symlink():
                yield Input(name, entry.path, None, None, ("unreadable", LINK))
            elif entry.is_dir():
                if Path(entry.path) != without:
                    folders.append((entry.path, f"{name}/"))
            elif entry.is_file():
                yield Input(name, entry.path, None, None)
            else:
                message = "neither a file nor a folder; it is not opened"
                yield Input(name, entry.path, None, None, ("unsupported", message))


def _distinct(inputs: Iterable[Input]) -> list[Input]:
    """By name, which is the key of `sources`: of two that are written alike, the second is marked."""
    found: dict[str, Input] = {}
    for input in sorted(inputs, key=lambda input: (input.name, os.fsencode(input.place))):
        name = next(name for n in count(1) if (name := f"{input.name} ({n})" if n > 1 else input.name) not in found)
        found[name] = input._replace(name=name)
    return [found[name] for name in sorted(found)]


def _hashed(input: Input) -> Input:
    if input.outcome:
        return input
    try:
        return input._replace(sha256=sha256(Path(input.place)), bytes=os.stat(input.place).st_size)
    except OSError as error:
        message = f"{error.strerror or type(error).__name__}; make it readable and build again"
        return input._replace(outcome=("unreadable", message))


# ── Archives ─────────────────────────────────────────────────────────────────────────────────────────────────────


def unpacked(inputs: Sequence[Input], folder: Path) -> list[Input]:
    """The inputs, and after each archive the files in it, which are written to `folder` under numbers, by name."""
    numbers = count(1)

    def with_members(input: Input) -> list[Input]:
        try:
            return list(_members(input, folder, numbers))
        except OSError as error:  # of the folder for what is unpacked, too: then the build cannot go on
            if error.filename and str(error.filename).startswith(str(folder)):
                raise
            message = f"{error.strerror or type(error).__name__}; make it readable and build again"
            return [input._replace(outcome=("unreadable", message))]

    with ThreadPoolExecutor(_UNPACKING) as threads:
        return _distinct(member for each in threads.map(with_members, inputs) for member in each)


def _members(input: Input, folder: Path, numbers: Iterator[int]) -> Iterator[Input]:
    """The input, and if it is an archive all that it holds."""
    if input.outcome or input.bytes is None or input.bytes > MAX_BYTES:
        yield input
        return
    with open(input.place, "rb") as file:
        head = file.read(_HEAD)
        data = head + file.read() if may_be_archive(head) else b""
    media = archive_media(data) if data else None
    if media is None:
        yield input
        return
    if hashlib.sha256(data).hexdigest() != input.sha256:
        yield input._replace(outcome=("unreadable", "it changed while it was being read; build again"))
        return
    for member in members(data, media):
        yield (
            _stored(input, member, folder, numbers)
            if member.name
            else input._replace(outcome=member.outcome, media=media)
        )


def _stored(archive: Input, member: Member, folder: Path, numbers: Iterator[int]) -> Input:
    """A file in an archive as an input; what is to be read is written down."""
    name, data = f"{archive.name}/{member.name}", member.data
    if data is None:
        return Input(name, "", None, None, member.outcome)
    place = folder / f"member-{next(numbers)}"
    if member.outcome is None:
        place.write_bytes(data)
    return Input(name, str(place), hashlib.sha256(data).hexdigest(), len(data), member.outcome, member.media)
