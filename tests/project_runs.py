"""A project of its own for a test, and the command line run on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def rjh(*words: str, data: Path, project: Path = ROOT, check: bool = False) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    environment = {**os.environ, "RJH_DATA": str(data), "RJH_HOME": str(project), "RJH_LANG": "sv"}
    return subprocess.run(
        [sys.executable, "-m", "rjh_warehouse", *words],
        env=environment, cwd=project, capture_output=True, text=True, check=check,
    )  # fmt: skip


def copy_project(target: Path, *, deliveries: bool = True) -> Path:
    """A project folder of its own, so that a test may change models and deliveries."""
    for name in ("models", "seeds", "audits", "macros", "contracts"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.yaml", "external_models.yaml"):
        shutil.copy(ROOT / name, target / name)
    if deliveries:
        shutil.copytree(ROOT / "deliveries", target / "deliveries", ignore=shutil.ignore_patterns("inbox"))
    return target
