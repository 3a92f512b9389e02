"""The reliability harness in its short form; the whole one writes docs/reliability.md."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[1] / "bench" / "reliability" / "run.py"


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_half_whatever_is_killed_or_damaged() -> None:
    done = subprocess.run(
        [sys.executable, str(HARNESS), "--short", "--seed", "41"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "| all |" in done.stdout
