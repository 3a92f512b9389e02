"""A project of its own for a test, and the command line run on it."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb

from rjh_warehouse.build.inputs import MODEL_FOLDERS

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
    for name in (*MODEL_FOLDERS, "contracts"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.py", "external_models.yaml"):
        shutil.copy(ROOT / name, target / name)
    if deliveries:
        shutil.copytree(ROOT / "deliveries", target / "deliveries", ignore=shutil.ignore_patterns("inbox"))
    return target


MACHINERY = ("core.indicator_value", "staging.indicator_outcome", "staging.delivery_sum")  # publishing reads them


_AUDIT = re.compile(r"AUDIT \(\s*name (\w+).*?(?=AUDIT \(|\Z)", re.DOTALL)
_TABLE = re.compile(r"\b(?:seed|staging|core|mart|quality)\.[a-z_0-9]+")


def prune(project: Path, targets: Iterable[str]) -> Path:
    """Leave the project's target models and what they and their audits read, for tests of the machinery around them."""
    written = "".join(file.read_text(encoding="utf-8") for file in (project / "audits").glob("*.sql"))
    audits = {found[1]: _TABLE.findall(found[0]) for found in _AUDIT.finditer(written)}
    files = {f"{p.parent.name}.{p.stem}": p for p in (project / "models").rglob("*.*")}
    wanted, waiting = set(), [*targets, *MACHINERY]
    while waiting:
        name = waiting.pop()
        if name not in files and name.startswith("staging."):
            waiting += ["staging.from_contracts", "seed.unit"]
        if name in files and name not in wanted:
            wanted.add(name)
            text = files[name].read_text(encoding="utf-8")
            read_by_audits = (audits.get(word, []) for word in set(re.findall(r"\w+", text)))
            waiting += [*_TABLE.findall(text), *itertools.chain.from_iterable(read_by_audits)]
    for name, path in files.items():
        if name not in wanted:
            path.unlink()
    for suite in (project / "audits" / "expectations").glob("*.yaml"):
        table = re.search(r"^table: *(\S+)", suite.read_text(encoding="utf-8"), re.MULTILINE)
        if table is None or table[1] not in wanted:
            suite.unlink()
    return project


def stand_in(project: Path, published: Path, marts: Iterable[str]) -> None:
    """Give a pruned project marts without rows, of the columns that a published file has."""
    with duckdb.connect(str(published), read_only=True) as file:
        for mart in marts:
            columns = file.execute(
                "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'mart' AND table_name = ?"
                " ORDER BY column_index",
                [mart],
            ).fetchall()
            empty = ",\n  ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns)
            head = (
                f"name mart.{mart}, kind FULL, grain ({columns[0][0]}), description 'One row per nothing: a stand-in'"
            )
            (project / "models" / "mart" / f"{mart}.sql").write_text(
                f"MODEL ({head});\n\nSELECT\n  {empty}\nWHERE\n  FALSE\n", encoding="utf-8"
            )
