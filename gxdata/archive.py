"""Archives (ZIP, tar, gzip) → the files in them. Nothing is extracted by its name: a name is only what a file is called."""

from __future__ import annotations

import gzip
import re
import tarfile
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import NamedTuple

from .document import ReadError
from .readers import MAX_BYTES, sniff
from .readers.packed import AGAIN, Budget, Packed, decoded_name, entry_name, is_link

DEPTH = 3  # an archive, one inside it, and one inside that
LINK = "a symbolic link, which is not followed; put the file itself into the folder"
_LONGEST = 120  # characters of one part of a name
_PARTS = 16
_SEPARATORS = re.compile(r"[/\\]+")
_DRIVE = re.compile(r"^[A-Za-z]:")
_UNSEEN = frozenset("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")  # turn the text around
_DAMAGE = (tarfile.TarError, OSError, ValueError, EOFError, OverflowError, RecursionError, zlib.error)


class Member(NamedTuple):
    """A file in an archive, or the archive itself.

    name: below the outermost archive, harmless and unique, "" for that itself; data: None where it cannot be had;
    media: zip, tar or gzip for an archive; outcome: (status, message) of what is not to be read any further.
    """

    name: str
    data: bytes | None
    media: str | None = None
    outcome: tuple[str, str] | None = None


class _Entry(NamedTuple):
    name: str
    read: Callable[[], bytes]  # raises ReadError


def may_be_archive(head: bytes) -> bool:
    """Whether a file that begins so may be an archive; `archive_media` decides."""
    return head.startswith((b"PK", b"\x1f\x8b\x08")) or head[257:262] == b"ustar"


def archive_media(data: bytes) -> str | None:
    """zip, tar or gzip when the bytes are an archive of files; an office file is packed as ZIP, and no archive."""
    try:
        kind = sniff(data) if may_be_archive(data[:512]) else None
    except ReadError:
        return None
    return kind.archive if kind else None


def members(data: bytes, media: str) -> Iterator[Member]:
    """The archive itself, then what it holds in its own order, each archive inside it followed by its own members.

    All of it within one budget, that of design limits in `readers.packed`; what exceeds it, is damaged or encrypted is
    there with its outcome. Folders and names that begin with a dot are left out.
    """
    yield from _members("", data, media, Budget.of(data), 1)


def _members(name: str, data: bytes, media: str, budget: Budget, depth: int) -> Iterator[Member]:
    try:
        entries = _OPENERS[media](data, budget)
    except ReadError as error:
        yield Member(name, data, media, (error.status, str(error)))
        return
    named = [(harmless(entry.name), entry) for entry in entries]
    seen = [(path, entry) for path, entry in named if not any(part.startswith(".") for part in path.split("/"))]
    yield Member(name, data, media, _account(len(seen), len(named) - len(seen)))
    taken: set[str] = set()
    for path, entry in seen:
        own = path = f"{name}/{path}" if name else path
        count = 1
        while path in taken:
            count += 1
            path = f"{own} ({count})"
        taken.add(path)
        yield from _member(path, entry, budget, depth)


def _member(path: str, entry: _Entry, budget: Budget, depth: int) -> Iterator[Member]:
    try:
        data = entry.read()
    except ReadError as error:
        yield Member(path, None, None, (error.status, str(error)))
        return
    media = archive_media(data)
    if media is None:
        yield Member(path, data)
    elif depth == DEPTH:
        message = f"an archive inside {DEPTH} others, which is not opened: unpack it"
        yield Member(path, data, media, ("unsupported", message))
    else:
        yield from _members(path, data, media, budget, depth + 1)


def _account(files: int, hidden: int) -> tuple[str, str]:
    """(status, message) of an archive that could be opened."""
    left_out = f"; {hidden} hidden ones are left out" if hidden else ""
    if not files:
        return "no_report", f"an archive without files{left_out}"
    each = "each with a row of its own" if files > 1 else "which has a row of its own"
    return "parsed", f"an archive of {files} file{'s' if files > 1 else ''}, {each}{left_out}"


def harmless(name: str) -> str:
    """A name as a path below the archive, that could not lead anywhere else.

    >>> harmless("C:\\\\report\\\\..\\\\2023.html"), harmless("/etc/../passwd"), harmless("")
    ('report/2023.html', 'etc/passwd', 'unnamed')
    """
    parts = [part.strip() for part in _SEPARATORS.split(_DRIVE.sub("", name))]
    parts = [part for part in parts if part and part.strip(".")]
    parts = [*parts[: _PARTS - 1], *parts[-1:]] if len(parts) > _PARTS else parts
    return printable("/".join(map(_short, parts))) or "unnamed"


def printable(name: str) -> str:
    """A name with escapes for what cannot be printed or would turn the text around it."""
    return "".join(
        character.encode("unicode_escape", "surrogatepass").decode()
        if character in _UNSEEN or unicodedata.category(character) in ("Cc", "Cs")
        else character
        for character in name
    )


def _short(part: str) -> str:
    return part if len(part) <= _LONGEST else f"{part[: _LONGEST // 2]}…{part[-_LONGEST // 2 :]}"


# ── The kinds of archives ────────────────────────────────────────────────────────────────────────────────────────


def _refuse(message: str, status: str = "unreadable") -> bytes:
    raise ReadError(message, status)


def _too_large(size: int) -> bytes:
    return _refuse(f"it is larger than {MAX_BYTES // 1_000_000} MB, the most that is read of a file ({size} bytes)")


def _zip(data: bytes, budget: Budget) -> list[_Entry]:
    packed = Packed(data, budget)
    entries = []
    for info in packed.entries:
        read: Callable[[], bytes] = partial(packed.read, info)
        if is_link(info):
            read = partial(_refuse, LINK)
        elif info.file_size > MAX_BYTES:
            read = partial(_too_large, info.file_size)
        entries.append(_Entry(entry_name(info), read))
    return entries


def _tar(data: bytes, budget: Budget) -> list[_Entry]:
    entries = []
    try:
        archive = tarfile.open(fileobj=BytesIO(data), mode="r:", encoding="utf-8", errors="surrogateescape")  # noqa: SIM115 - its members are read later
        for info in archive:
            budget.enter(1)
            if info.isdir():
                continue
            read: Callable[[], bytes] = partial(_read_tar, archive, info, budget)
            if info.issym() or info.islnk():
                read = partial(_refuse, LINK)
            elif not info.isfile():
                read = partial(_refuse, "neither a file nor a folder; it is not opened", "unsupported")
            elif info.size > MAX_BYTES:
                read = partial(_too_large, info.size)
            entries.append(_Entry(decoded_name(info.name.encode("utf-8", "surrogateescape")), read))
    except _DAMAGE as error:
        raise ReadError(f"its tar structure is damaged ({error}): {AGAIN}") from error
    return entries


def _read_tar(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> bytes:
    budget.spend(info.size)
    try:
        file = archive.extractfile(info)
        return file.read() if file else b""
    except _DAMAGE as error:
        raise ReadError(f"it is damaged in its archive ({error}): {AGAIN}") from error


def _gzip(data: bytes, budget: Budget) -> list[_Entry]:
    """A gzip file packs one file, which may be a tar."""
    most = min(budget.size, 4 * MAX_BYTES)
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            content = file.read(most + 1)
    except _DAMAGE as error:
        raise ReadError(f"it is damaged ({error}): {AGAIN}") from error
    budget.spend(len(content))
    if content[257:262] == b"ustar":
        return _tar(content, budget)
    budget.enter(1)
    read = partial(_too_large, len(content)) if len(content) > MAX_BYTES else lambda: content
    return [_Entry(_gzip_name(data), read)]


def _gzip_name(data: bytes) -> str:
    """The name of the file that was packed, where the gzip header gives it (RFC 1952)."""
    flags, place = data[3], 10
    if flags & 4:
        place += 2 + int.from_bytes(data[10:12], "little")
    end = data.find(b"\0", place)
    return decoded_name(data[place:end]) if flags & 8 and 0 <= end - place < 1000 else "content"


_OPENERS: dict[str, Callable[[bytes, Budget], list[_Entry]]] = {"zip": _zip, "tar": _tar, "gzip": _gzip}
