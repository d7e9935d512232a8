"""The command line. Exit codes: 0 done, 1 error findings under --strict, 2 usage, 3 nothing could be read."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from . import __version__
from .commands import DONE, NOTHING, build, coverage, dataset, export, file, say, simulate, site

COMMANDS = (build, file, dataset, coverage, export, site, simulate)  # in the order in which `gxdata --help` lists them

_REMEDIES = {
    FileNotFoundError: "look whether the path is written as it should be",
    IsADirectoryError: "name a file in it, or make tables of all of them with `gxdata build`",
    NotADirectoryError: "name a folder",
    PermissionError: "allow yourself to read or write it, close it where another program holds it, or name another",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Usage errors raise SystemExit(2), as argparse does."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Chinese shows escapes, not an error
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        code = command(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # what reads the output has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return say("interrupted", 130)
    except OSError as error:
        return say(_told(error), NOTHING)
    except ValueError as error:
        return say(str(error), NOTHING)


def _told(error: OSError) -> str:
    """What the system refused, with what to do; an error of gxdata's own has both in its words."""
    if not error.filename:
        return str(error)
    remedy = next((remedy for kind, remedy in _REMEDIES.items() if isinstance(error, kind)), "name another")
    return f"{error.filename}: {error.strerror}; {remedy}"


def _parser() -> argparse.ArgumentParser:
    about = "Chinese government-information-disclosure annual reports as tidy, traceable Parquet tables."
    parser = argparse.ArgumentParser("gxdata", description=about)
    parser.add_argument("--version", action="version", version=f"gxdata {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.register(commands)
    return parser
