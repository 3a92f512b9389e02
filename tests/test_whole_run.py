"""From delivered files to the published file, and what happens when the way is cut."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from project_runs import copy_project, prune, rjh, stand_in

REPORTED = ("frame_reconciliation", "cost_summary", "cost_development", "target_achievement", "measure_status")
NOT_NEEDED = (  # on a night without news: each costs more to import than all that is done
    "duckdb", "great_expectations", "numpy", "openpyxl", "pandas", "polars", "pyarrow", "pydantic", "rich", "scipy",
    "sqlglot", "sqlmesh",
)  # fmt: skip
MARTS = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mart' ORDER BY 1"


def _marts(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every mart's rows in a fixed order."""
    with duckdb.connect(str(file), read_only=True) as connection:
        names = [r[0] for r in connection.execute(MARTS).fetchall()]
        return {n: connection.execute(f"SELECT * FROM mart.{n} ORDER BY ALL").fetchall() for n in names}


def _comments(file: Path) -> list[tuple[object, ...]]:
    """What the file says of its tables and columns, and of what they are made from."""
    with duckdb.connect(str(file), read_only=True) as connection:
        return [
            row
            for table in ("meta.dictionary", "meta.lineage", "meta.trace")
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
        ]


def test_the_run_ends_with_what_a_controller_needs(documents_project: Path) -> None:
    printed = (documents_project / "nightly.out").read_text(encoding="utf-8")
    for words in ("Läser in leveranser", "Bygger", "Granskar", "Publicerar", "Publicerad fil", "SELECT"):
        assert words in printed
    assert "measure_plan" in printed
    assert "Oförklarad" in printed


def test_rows_are_kept_from_file_to_quality(published: duckdb.DuckDBPyConnection) -> None:
    wrong = published.execute(
        "SELECT file_name FROM quality.delivery WHERE rows_read <> rows_loaded + rows_rejected"
    ).fetchall()
    assert wrong == []
    assert published.execute("SELECT COUNT(*) FROM quality.delivery").fetchone()[0] >= 28


def test_published_tables_are_real_and_commented(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables() WHERE NOT internal"
    ).fetchall()
    assert len(rows) > 20
    assert [name for name, comment in rows if not comment] == []
    assert published.execute("SELECT COUNT(*) FROM duckdb_views() WHERE NOT internal").fetchone() == (0,)
    silent = published.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL"
        " AND schema_name IN ('core', 'mart', 'quality')"
    ).fetchall()
    assert silent == []


def test_a_night_without_news_does_nothing(documents_project: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(documents_project, project, symlinks=True)
    before = (project / "data" / "published" / "rjh.duckdb").stat()
    done = rjh("nightly", data=project / "data", project=project)
    assert done.returncode == 0
    assert "Inget nytt" in done.stdout
    assert (project / "data" / "published" / "rjh.duckdb").stat().st_mtime_ns == before.st_mtime_ns
    again = rjh("nightly", data=project / "data", project=project)
    assert again.stdout.partition("Inget nytt")[1:] == done.stdout.partition("Inget nytt")[1:]  # the report is kept
    kept = project / "data" / "log" / "latest_report.json"
    kept.write_bytes(kept.read_bytes().replace(b"measure_plan", b"measure_plun"))
    assert rjh("nightly", data=project / "data", project=project).stdout == again.stdout
    command = [sys.executable, "-X", "importtime", "-m", "rjh_warehouse", "nightly"]
    place = {"RJH_DATA": str(project / "data"), "RJH_HOME": str(project)}
    told = subprocess.run(command, env=os.environ | place, cwd=project, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.stderr.splitlines()}
    assert "click" in imported
    assert not imported & set(NOT_NEEDED)
    assert told.stdout == again.stdout


def test_the_last_build_can_be_published_by_itself(documents_project: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(documents_project, project, symlinks=True)
    file = project / "data" / "published" / "rjh.duckdb"
    before, told = _marts(file), _comments(file)
    file.unlink()
    (note,) = (project / "data" / "generations").glob("*/descriptions.json")
    aside = note.rename(tmp_path / note.name)  # as a build of an older version of the package
    assert rjh("publish", data=project / "data", project=project).returncode == 3
    assert not file.exists()
    aside.rename(note)
    shutil.rmtree(project / "models")  # what is published is what was built, whatever has become of the models
    done = rjh("publish", data=project / "data", project=project)
    assert done.returncode == 0, done.stderr
    assert (_marts(file), _comments(file)) == (before, told)


def test_a_failed_audit_leaves_the_last_publication(documents_project: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(documents_project, project, symlinks=True)
    file = project / "data" / "published" / "rjh.duckdb"
    before = _marts(file)
    prune(project, ["mart.investment"])
    audit = "AUDIT (name no_investment_at_all);\n\nSELECT * FROM @this_model\n"
    (project / "audits" / "no_investment_at_all.sql").write_text(audit, encoding="utf-8")
    model = project / "models" / "core" / "investment.sql"
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace("audits (", "audits (\n    no_investment_at_all,", 1), encoding="utf-8")
    done = rjh("nightly", data=project / "data", project=project)
    assert done.returncode == 3
    assert "no_investment_at_all" in done.stdout
    assert "INTE publicerat" in done.stderr
    assert _marts(file) == before
    rows = list((project / "data" / "generations").glob("*/failures/core.investment.no_investment_at_all.parquet"))
    assert len(rows) == 1
    assert duckdb.sql(f"SELECT COUNT(*) FROM '{rows[0]}'").fetchone()[0] >= 15
    refused = rjh("publish", data=project / "data", project=project)
    assert refused.returncode == 3


def test_a_broken_model_leaves_the_last_publication(documents_project: Path, tmp_path: Path) -> None:
    """The model keeps its modification time: what was parsed of the whole one may not stand in for it."""
    project = tmp_path / "project"
    shutil.copytree(documents_project, project, symlinks=True)
    before = _marts(project / "data" / "published" / "rjh.duckdb")
    prune(project, ["mart.investment"])
    model = project / "models" / "core" / "investment.sql"
    text, seen = model.read_text(encoding="utf-8"), model.stat()
    model.write_text(text.replace("SELECT", "SELECT 1 / CAST('x' AS INTEGER) AS broken,", 1), encoding="utf-8")
    os.utime(model, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    done = rjh("nightly", data=project / "data", project=project)
    assert done.returncode == 3
    assert "core.investment" in done.stderr
    assert "Traceback" not in done.stderr
    assert _marts(project / "data" / "published" / "rjh.duckdb") == before


@pytest.mark.slow
def test_killed_at_random_the_next_run_heals(documents_project: Path, tmp_path: Path) -> None:
    """Kill the run at random moments of each step; readers see nothing or a whole file, and the last is complete."""
    published = documents_project / "data" / "published" / "rjh.duckdb"
    project = prune(copy_project(tmp_path / "project"), ["mart.investment", "quality.delivery"])
    stand_in(project, published, REPORTED)
    data = project / "data"
    file = data / "published" / "rjh.duckdb"
    chance = random.Random(20240506)
    environment = {**os.environ, "RJH_DATA": str(data), "RJH_HOME": str(project), "RJH_LANG": "sv"}
    for step, longest in (("Läser in", 2), ("Bygger", 4), ("Granskar", 3)):
        with (project / "config.py").open("a", encoding="utf-8") as config:
            config.write("\n")  # another model version: a run that came through leaves the next one as much to do
        run = subprocess.Popen(
            [sys.executable, "-m", "rjh_warehouse", "nightly"],
            env=environment, cwd=project, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert run.stdout is not None
        assert any(line.startswith(step) for line in run.stdout)
        time.sleep(chance.uniform(0, longest))
        run.send_signal(signal.SIGKILL)
        run.communicate()
        if file.exists():
            assert _marts(file)
    done = rjh("nightly", data=data, project=project)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    expected, found = _marts(published), _marts(file)
    assert found.keys() == {"investment", *REPORTED}
    assert found["investment"] == expected["investment"]
    cleaned = rjh("clean", data=data, project=project)
    assert cleaned.returncode == 0
    state = json.loads(rjh("status", "--json", data=data, project=project).stdout)
    assert state["is_current"]
    assert state["leftovers"] == []


def test_two_runs_do_not_meet(documents_project: Path, tmp_path: Path) -> None:
    from rjh_warehouse.build.generation import building

    data = tmp_path / "data"
    with building(data / "build.lock"):
        done = rjh("nightly", data=data, project=documents_project)
    assert done.returncode == 4
    assert "pågår redan" in done.stderr


@pytest.mark.parametrize("reader", ["0.10.3"])
def test_the_storage_version_is_old_enough(documents_project: Path, reader: str) -> None:
    """The file's header names storage version 64, which drivers since 0.10 read."""
    header = (documents_project / "data" / "published" / "rjh.duckdb").read_bytes()[:20]
    assert header[8:12] == b"DUCK"
    assert int.from_bytes(header[12:20], "little") == 64, reader
