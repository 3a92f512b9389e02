"""What the docs say is run: the controllers' page, the notebooks, the generated files."""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import click
import duckdb
import month_warehouse
import nbformat
import pytest
from click.testing import CliRunner
from nbclient import NotebookClient
from project_runs import ROOT, copy_project, rjh

from rjh_warehouse.cli import main

CONSOLE = re.compile(r"```console\n(.+?)\n```", re.DOTALL)


def _commands(page: Path) -> list[str]:
    return [line for block in CONSOLE.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]


def test_the_controllers_page_works_as_written(documents_project: Path, tmp_path: Path) -> None:
    project = tmp_path / "project"
    shutil.copytree(documents_project, project, symlinks=True)
    commands = [c for c in _commands(ROOT / "docs" / "kom-igang.md") if not c.startswith("make ")]
    assert len(commands) >= 5
    for command in commands:
        words = shlex.split(command)
        assert words[0] == "rjh", command
        done = rjh(*words[1:], data=project / "data", project=project)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        assert done.stdout.strip(), command
    assert commands[-1] == "rjh nightly --as-of 2024-05-10"
    with duckdb.connect(str(project / "data" / "published" / "rjh.duckdb"), read_only=True) as then:
        known = then.execute("SELECT MAX(known_from) FROM quality.delivery").fetchone()
        later = "SELECT COUNT(*) FROM mart.document_figure WHERE document_code = 'rs-plan-budget-2026'"
        assert str(known[0]) <= "2024-05-10"
        assert then.execute(later).fetchone() == (0,)


@pytest.mark.slow
def test_an_empty_project_comes_to_a_right_month_as_written(tmp_path: Path) -> None:
    """Section 8 of the controllers' page, in a project where nothing is loaded: the month is the files' own sums."""
    project = copy_project(tmp_path / "project", deliveries=False)
    shutil.copytree(ROOT / "docs" / "exempel", project / "docs" / "exempel")
    page = (ROOT / "docs" / "kom-igang.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.+?)\n```", page, re.DOTALL) for line in block.splitlines()]
    answer = ""
    for line in lines:
        words = shlex.split(line)
        if words[0] != "rjh":
            subprocess.run(words, cwd=project, check=True)
            continue
        places = [str(project / w) if w.startswith("deliveries/") else w for w in words[1:]]
        done = rjh(*places, data=project / "data", project=project)
        assert done.returncode in (0, 1), f"{line}\n{done.stdout}{done.stderr}"
        assert "Traceback" not in done.stdout + done.stderr
        answer = done.stdout
    with (ROOT / "docs" / "exempel" / "huvudbok_KTN_202401.csv").open(encoding="cp1252", newline="") as file:
        booked = [Decimal(row["Belopp"].replace(",", ".")) for row in csv.DictReader(file, delimiter=";")]
    assert f"{-sum(booked):.2f}" in answer
    assert "-15133000.00" in answer


def test_every_published_table_and_column_says_what_it_holds(documents_project: Path) -> None:
    with duckdb.connect(str(documents_project / "data" / "published" / "rjh.duckdb"), read_only=True) as file:
        silent = file.execute(
            "SELECT schema_name || '.' || table_name, '' FROM duckdb_tables() WHERE comment IS NULL UNION ALL"
            " SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns()"
            " WHERE comment IS NULL AND schema_name IN ('mart', 'core', 'quality', 'meta')"
        ).fetchall()
    assert silent == []


def test_the_make_commands_that_docs_name_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for page in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert target in targets, f"{page.name}: make {target}"


NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MEASURES = """
INSERT INTO mart.measure_evaluation BY NAME SELECT * FROM (VALUES
  ('M1', 'En som går att mäta', 'lower', 'Lägre än väntat.', CAST(3 AS DECIMAL(18, 2)), TRUE, TRUE),
  ('M2', 'En som inte kan mätas', 'slice_shared', 'Kan inte mätas.', CAST(NULL AS DECIMAL(18, 2)), TRUE, TRUE)
) AS v (measure_code, measure_name, verdict_code, wording, effect_sek, is_default, is_simulated);
INSERT INTO core.measure_slice_month BY NAME SELECT code AS measure_code, 'effect' AS slice_kind, month,
  DATE '2024-01-01' AS start_month, CAST(-5000 AS DECIMAL(18, 2)) AS own_sek, TRUE AS is_simulated
FROM (VALUES ('M1'), ('M2')) AS c (code), (VALUES (DATE '2023-12-01'), (DATE '2024-01-01')) AS m (month);
INSERT INTO mart.target_achievement BY NAME SELECT 'I' AS indicator_code, 'Sjuktal' AS indicator_text,
  'RJH' AS organisation_code, 'T' AS gender_code, CAST(year AS VARCHAR) AS period_code, year AS fiscal_year,
  CAST(5 AS DECIMAL(18, 6)) AS value, '%' AS unit_text, TRUE AS is_simulated
FROM (VALUES (2021), (2022), (2023)) AS v (year);
"""


@pytest.fixture(scope="module")
def published_months(documents_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents' published file with a small region's months, two measures and a series in it."""
    data = tmp_path_factory.mktemp("notebooks")
    path = data / "published" / "rjh.duckdb"
    path.parent.mkdir()
    shutil.copy(documents_project / "data" / "published" / "rjh.duckdb", path)
    rows = month_warehouse.small_region()
    small = month_warehouse.build(rows)
    with duckdb.connect(str(path)) as file:
        for table in ("mart.cost_summary", "mart.cost_development", "mart.cost_bridge", "mart.year_end_forecast"):
            file.register("made", small.execute(f"SELECT * FROM {table}").to_arrow_table())
            file.execute(f"INSERT INTO {table} BY NAME SELECT * FROM made")
        file.execute(MEASURES)
    return data


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_shows_pictures_and_reads_only_the_published_file(
    path: Path, published_months: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RJH_DATA", str(published_months))
    book = nbformat.read(path, as_version=4)
    code = "\n".join(c.source for c in book.cells if c.cell_type == "code")
    assert code.count("duckdb.connect(") == 1
    assert "read_only=True" in code
    assert all(not c.get("outputs") for c in book.cells), "clear the outputs before committing"
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    shown = [output.get("data", {}) for cell in book.cells for output in cell.get("outputs", [])]
    assert any("image/svg+xml" in data for data in shown) or path.stem == "ramar_och_atgarder"


def test_generated_files_are_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RJH_HOME", str(ROOT))
    done = CliRunner().invoke(main, ["generate", "--check"])
    assert done.exit_code == 0, done.output


def test_every_command_shows_an_example() -> None:
    def walk(group: click.Group) -> list[click.Command]:
        found: list[click.Command] = []
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None, name
            found += walk(command) if isinstance(command, click.Group) else [command]
        return found

    for command in walk(main):
        assert "Example: rjh " in (command.help or ""), command.name


def test_the_readme_shows_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make run" in text
    assert "make test" in text
    assert os.sep + "root" + os.sep not in text
