"""What many tests stand on: one whole run over the documents' deliveries, made once."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).parents[1]


def rjh(
    *words: str, data: Path, project: Path = ROOT, check: bool = False
) -> subprocess.CompletedProcess[str]:
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


@pytest.fixture(scope="session")
def documents_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the documents' deliveries, run once for all workers; tests only read it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    project = shared / "documents"
    with (shared / "documents.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not project.exists():
            making = shared / "documents.making"
            shutil.rmtree(making, ignore_errors=True)
            copy_project(making)
            done = rjh("nightly", data=making / "data", project=making)
            assert done.returncode == 0, done.stdout + done.stderr
            (making / "nightly.out").write_text(done.stdout, encoding="utf-8")
            making.rename(project)
    return project


@pytest.fixture
def published(documents_project: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published file of the documents."""
    with duckdb.connect(
        str(documents_project / "data" / "published" / "rjh.duckdb"), read_only=True
    ) as found:
        yield found
