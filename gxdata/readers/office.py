"""DOC, WPS, ODT and RTF → DOCX through LibreOffice, which is read like any DOCX.

LibreOffice is another program and optional. Every call has a profile of its own that forbids macros and everything
that a document could fetch; a call that takes too long is killed. Many files in one call cost a ninth of as many calls.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ..document import Document, ReadError
from .docx import read_docx
from .ole import program_of

BATCH = 20  # files of one call …
MOST = 50_000_000  # … or bytes of them, roughly
SECONDS = 50.0  # that one call may take

# Where LibreOffice is: on the PATH, or where it installs itself on macOS and Windows.
PROGRAMS = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
INSTALL = (
    "install LibreOffice (Debian and Ubuntu: libreoffice-writer-nogui; others: libreoffice.org), or open the file, save it "
    "as DOCX, and read that file"
)
OLE = b"\xd0\xcf\x11\xe0"
# Settings of a fresh profile: no macros, nothing fetched or linked, no word with the user or with a server.
SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments", "AutoCheckEnabled", "false"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),  # a proxy that nobody answers at: should all else fail
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)

_ready: dict[bytes, bytes | ReadError] = {}  # sha256 → what `prepare` converted; read once


def read_office(data: bytes, ocr: bool) -> Document:
    """The document in a file of an office program; its locations are those of the DOCX made of it.

    Raises ReadError: `unsupported` without LibreOffice, `unreadable` when it cannot open the file or takes too long.
    """
    made = _ready.pop(hashlib.sha256(data).digest(), None)
    if made is None:
        [made] = convert([data])
    if isinstance(made, ReadError):
        raise made
    media = program_of(data).media if data.startswith(OLE) else _suffix(data)[1:]
    return replace(read_docx(made, ocr), media=media, reader="docx libreoffice")


def prepare(places: Iterable[str], limit: float, beat: Callable[[], object]) -> None:
    """Convert the files at some paths that `read_office` will be asked for; it is faster then.

    No call takes longer than half the limit, in seconds; beat: called before each.
    """
    _ready.clear()
    batch: list[bytes] = []
    for place in places:
        with contextlib.suppress(OSError, ReadError):  # which the reader will say
            data = Path(place).read_bytes() if os.path.getsize(place) <= MOST else b""
            if data and (not data.startswith(OLE) or program_of(data).reader == "office:read_office"):
                batch.append(data)
        if len(batch) == BATCH or sum(map(len, batch)) > MOST:
            _prepare(batch, limit, beat)
            batch = []
    if batch:
        _prepare(batch, limit, beat)


def _prepare(batch: Sequence[bytes], limit: float, beat: Callable[[], object]) -> None:
    for data, made in zip(batch, convert(batch, limit / 2, beat), strict=True):
        _ready[hashlib.sha256(data).digest()] = made


def convert(
    files: Sequence[bytes], limit: float = SECONDS, beat: Callable[[], object] = lambda: None
) -> list[bytes | ReadError]:
    """Of every file the DOCX that LibreOffice makes of it, or why there is none. limit: seconds that one call may take.

    When a call crashes or takes too long, the file that it was at is asked for again by itself, those after it together.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        error = ReadError(f"it is read through LibreOffice, which is not installed here: {INSTALL}", "unsupported")
        return [error for _ in files]
    made: list[bytes | ReadError] = [ReadError("") for _ in files]
    waiting = [list(range(start, min(start + BATCH, len(files)))) for start in range(0, len(files), BATCH)]
    while waiting:
        batch = waiting.pop()
        beat()
        results, ended = _call(program, [files[place] for place in batch], limit)
        for place, result in zip(batch, results, strict=True):
            made[place] = result
        if not ended and len(batch) > 1:
            at = max((at for at, result in enumerate(results, 1) if isinstance(result, bytes)), default=0)
            waiting += filter(None, (batch[at : at + 1], batch[at + 1 :]))
    return made


def _call(program: str, files: Sequence[bytes], limit: float) -> tuple[list[bytes | ReadError], bool]:
    """The same for the files of one call, and whether it ended by itself, after all of them."""
    with tempfile.TemporaryDirectory(prefix="gxdata-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        for name in ("in", "out", "profile/user"):
            (place / name).mkdir(parents=True)
        (place / "profile/user/registrymodifications.xcu").write_text(_profile(), "utf8")
        names = [f"in/{number}{_suffix(data)}" for number, data in enumerate(files)]
        for name, data in zip(names, files, strict=True):
            (place / name).write_bytes(data)
        code = _run([program, *_options(place), *names], place, limit)
        found = [_result(place / "out" / f"{number}.docx", code is None, limit) for number in range(len(files))]
        return found, code == 0


def _options(place: Path) -> list[str]:
    profile = f"-env:UserInstallation={(place / 'profile').as_uri()}"
    silent = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard")
    return [profile, *silent, "--convert-to", "docx:MS Word 2007 XML", "--outdir", "out"]


def _run(command: list[str], place: Path, limit: float) -> int | None:
    """The command's exit code; None if it took too long and was killed, with the processes that it started."""
    if guard := shutil.which("timeout"):  # should this process be killed, it would else run on without a limit
        command = [guard, "-k", "1", f"{limit + 5:.0f}", *command]
    environment = {**os.environ, "HOME": str(place), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    try:
        process = subprocess.Popen(
            command,
            cwd=place,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return -1
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if os.name == "posix":
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)  # also what a call that ended has left behind
        process.kill()
        process.wait()


def _result(path: Path, late: bool, limit: float) -> bytes | ReadError:
    made = path.read_bytes() if path.exists() else b""
    if b"PK\x05\x06" in made[-64:]:  # the end of a ZIP file, which is written last
        return made
    if late:
        return ReadError(f"LibreOffice took more than {limit:g} seconds to open it and was stopped: save it as DOCX")
    return ReadError("LibreOffice cannot open it; it may be damaged or protected by a password: save it as DOCX")


def _suffix(data: bytes) -> str:
    """What LibreOffice is told that it is, by the first bytes as in `readers.KINDS`."""
    return ".doc" if data.startswith(OLE) else ".odt" if data.startswith(b"PK") else ".rtf"


def _profile() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
    )
