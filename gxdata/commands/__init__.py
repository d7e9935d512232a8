"""The commands of `gxdata`, a module for each group of them.

A module has `register(commands)`, which adds its commands to the parser, and their functions: a function takes the parsed
arguments, its docstring is its description, and it returns an exit code.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DONE, STRICT, USAGE, NOTHING = 0, 1, 2, 3
OUT = "data/parquet"
Argument = Callable[..., argparse.Action]


def add(commands: Commands, name: str, command: Callable[[argparse.Namespace], int], about: str) -> Argument:
    """A command of this name; returns what adds its arguments."""
    added = commands.add_parser(name, help=about, description=command.__doc__)
    added.set_defaults(command=command)
    return added.add_argument


def ocr_too(argument: Argument) -> None:
    argument("--ocr", action="store_true", help="recognise the characters of scanned pages (needs gxdata[ocr])")


def json_too(argument: Argument) -> None:
    argument("--json", action="store_true", help="JSON, for programs")


def data_too(argument: Argument) -> None:
    """The dataset that is asked; `--out`, what `build` calls it, names it too."""
    argument("--data", "--out", default=OUT, metavar="DIR", help="the dataset (default: %(default)s)")


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 up")
    return int(text)


def say(message: str, code: int) -> int:
    """A line on stderr; returns the exit code."""
    print(f"gxdata: {message}", file=sys.stderr)
    return code
