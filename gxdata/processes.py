"""Worker processes that share out the files: the parent's side of `worker`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from .worker import File, Outcome, Parser, failure

_SHARD, _LEAST = 128, 8  # files that a worker holds the rows of: at most, and at least while there are so many
_EACH = 16  # files for which a further process is worth its start


class Part(NamedTuple):
    """The rows of some files: `<prefix><table>.parquet` for every report table."""

    prefix: str
    outcomes: list[Outcome]


class _Death(Exception):
    """A worker's process has ended. index: the file it was at, None while it wrote its part; late: by the time limit."""

    def __init__(self, index: int | None, late: bool, code: int) -> None:
        super().__init__(index, late, code)
        self.index, self.late, self.code = index, late, code


class _Task(NamedTuple):
    """Files for one worker; alone: one file that a worker has died over, asked again in a fresh one."""

    files: Sequence[File]
    alone: bool = False


class Pool:
    """Reads files in worker processes. limit: seconds that one file may take; ocr: the parser is
    asked to recognise characters.

    A file that is too slow is `unreadable`, and so is one that ends its process twice, the second time alone in a
    fresh one (the first time it may have been killed for another's sake). The others of its shard are read again.
    """

    def __init__(
        self, folder: Path, parser: Parser, limit: float, tick: Callable[[int], object], ocr: bool = False
    ) -> None:
        self.folder, self.limit, self.tick = folder, limit, tick
        self._setup = {"parser": f"{parser.__module__}:{parser.__qualname__}", "limit": limit, "ocr": ocr}
        self._numbers = count(1)
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._stopped = False

    def read(self, files: Sequence[File], workers: int) -> list[Part]:
        """The parts of all files, in no particular order; every file is in the outcomes of exactly one part."""
        processes = max(1, min(workers, -(-len(files) // _EACH)))
        shards = deque(_shards(files, processes))
        if not shards:
            return []
        with ThreadPoolExecutor(processes) as threads:
            futures = [threads.submit(self._work, shards) for _ in range(processes)]
            try:
                return [part for future in futures for part in future.result()]
            except BaseException:
                self._stop(shards)
                raise

    def _stop(self, shards: deque[Sequence[File]]) -> None:
        self._stopped = True
        shards.clear()
        for process in list(self._processes):
            process.kill()

    def _work(self, shards: deque[Sequence[File]]) -> list[Part]:
        """Takes shards until there are none, in one process for as long as it lives."""
        parts: list[Part] = []
        process = self._start()
        try:
            while shards:
                try:
                    waiting = [_Task(shards.popleft())]
                except IndexError:  # another thread took the last one
                    break
                while waiting and not self._stopped:
                    task = waiting.pop()
                    try:
                        parts.append(self._ask(process, task.files))
                    except _Death as death:
                        again, blamed = _after(death, task, self.limit)
                        waiting += again
                        parts += [Part("", [blamed])] if blamed else []
                        self._end(process)
                        process = self._start()
        finally:
            self._end(process)
        return parts

    def _start(self) -> subprocess.Popen[bytes]:
        code = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gxdata.worker import main; main()"
        command = [sys.executable, "-c", code, json.dumps(sys.path)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._processes.add(process)
        self._send(process, self._setup)
        if next(self._answers(process), None) is None:
            raise RuntimeError("a worker process could not start; what it said stands above")
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """A worker ends when its orders do; one that does not is made to."""
        try:
            process.communicate(timeout=10)
        except (subprocess.TimeoutExpired, OSError, ValueError):
            process.kill()
            process.wait()
        self._processes.discard(process)

    @staticmethod
    def _send(process: subprocess.Popen[bytes], content: dict[str, Any]) -> None:
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(content).encode() + b"\n")
            process.stdin.flush()
        except OSError:  # it is dead, which its missing answer tells
            pass

    def _ask(self, process: subprocess.Popen[bytes], shard: Sequence[File]) -> Part:
        """The part of one shard; raises _Death when the process ends first, and then no file has been read."""
        prefix = str(self.folder / f"{next(self._numbers)}-")
        self._send(process, {"prefix": prefix, "files": shard})
        index, since, ticked = None, time.monotonic(), 0
        for answer in self._answers(process):
            if "outcomes" in answer:
                self.tick(len(shard) - ticked)
                return Part(prefix, [Outcome(*outcome) for outcome in answer["outcomes"]])
            if "failed" in answer:
                raise OSError(f"a worker could not write its rows: {answer['failed']}")
            index, since = answer.get("file"), time.monotonic()
            if index:
                self.tick(1)
                ticked += 1
        self.tick(-ticked)
        code = process.wait()
        raise _Death(index, code == 1 and time.monotonic() - since > self.limit / 2, code)

    @staticmethod
    def _answers(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith(b"\n"):
                yield json.loads(line)


def _shards(files: Sequence[File], processes: int) -> Iterator[Sequence[File]]:
    """Runs of files, shorter and shorter, so that no process is long at work when the others have nothing left."""
    start = 0
    while left := len(files) - start:
        size = min(_SHARD, max(_LEAST, -(-left // (3 * processes))))
        yield files[start : start + size]
        start = min(start + size, len(files))


def _after(death: _Death, task: _Task, limit: float) -> tuple[list[_Task], Outcome | None]:
    """(what to ask again, the outcome of the file to blame) when a worker has died over a task."""
    if death.index is None:  # while it wrote: each by itself, until the one is found
        return (
            ([], _blamed(task.files[0], death, limit))
            if task.alone
            else ([_Task([file], True) for file in task.files], None)
        )
    culprit = task.files[death.index]
    rest = [file for file in task.files if file is not culprit]
    again = [_Task(rest)] if rest else []
    if death.late or task.alone:
        return again, _blamed(culprit, death, limit)
    return [*again, _Task([culprit], True)], None


def _blamed(file: File, death: _Death, limit: float) -> Outcome:
    if death.late:
        return failure(file.name, f"it took more than {limit:g} seconds to read and was given up; save it as text")
    return failure(file.name, f"its reader ended without an answer (exit code {death.code}); save it as text")
