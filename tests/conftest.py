"""What several files of tests share: the sample reports in a folder of their own."""

import shutil
from pathlib import Path

import pytest

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


@pytest.fixture(scope="session")
def five(tmp_path_factory):
    """A folder that holds the five published sample reports and nothing else."""
    folder = tmp_path_factory.mktemp("five")
    for path in sorted(RAW.glob("0*.txt")):
        shutil.copy(path, folder)
    return folder
