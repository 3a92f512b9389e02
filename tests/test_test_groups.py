"""Tests of one group run in one process: what a module builds for them is built once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MODULE = """
import os
from pathlib import Path
import pytest

@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("n", range(6))
def test_noted(n: int) -> None:
    (Path(os.environ["NOTES"]) / f"{n}").write_text(str(os.getpid()))
"""


def test_a_group_keeps_to_one_process(tmp_path: Path) -> None:
    """pytest 9.2 with xdist 3.8 spread groups without a word, and the slow tests built every region twice."""
    (tmp_path / "test_module.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "notes").mkdir()
    words = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-c", "/dev/null"]
    done = subprocess.run(
        [*words, "--rootdir", str(tmp_path), str(tmp_path)], capture_output=True, text=True, check=False,
        env={"NOTES": str(tmp_path / "notes"), "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    processes = {note.read_text(encoding="utf-8") for note in (tmp_path / "notes").iterdir()}
    assert len(processes) == 1
