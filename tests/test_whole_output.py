"""What is handed out is written beside its place and moved there: nobody meets half a file, whatever ends the run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from report_file import report_project

from rjh_warehouse.cli import main
from rjh_warehouse.lake import durable
from rjh_warehouse.settings import Project

MORE = """
CREATE TABLE meta.dictionary AS SELECT 'mart.investment' AS table_name, 'investment_code' AS column_name,
  TRUE AS is_in_grain, 'code' AS meaning, 'One row per investment' AS table_description;
CREATE TABLE meta.lineage AS SELECT '' AS table_name, '' AS column_name, '' AS parent_table_name,
  '' AS parent_column_name WHERE FALSE;
CREATE TABLE meta.model AS SELECT '' AS model_name, '' AS parent_names WHERE FALSE;
"""
OUTPUTS = {
    "page": (["report", "2024-04", "--out", "{out}/a.html"], "a.html"),
    "workbook": (["report", "2024-04", "--xlsx", "--out", "{out}/a.xlsx"], "a.xlsx"),
    "svg": (["report", "2024-04", "--out", "{out}/a.html", "--pictures", "{out}/p"], "p/a_deviation.svg"),
    "png": (["report", "2024-04", "--out", "{out}/a.html", "--pictures", "{out}/p"], "p/a_deviation.png"),
    "answer": (["query", "SELECT 1 AS a", "--xlsx", "{out}/a.xlsx"], "a.xlsx"),
    "parquet": (["export", "parquet", "--table", "mart.investment", "--out", "{out}"], "mart_investment.parquet"),
    "table": (["export", "datapackage", "--table", "mart.investment", "--out", "{out}"], "mart_investment.csv"),
    "descriptor": (["export", "datapackage", "--table", "mart.investment", "--out", "{out}"], "datapackage.json"),
    "site": (["site", "{out}"], "index.html"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return report_project(tmp_path_factory.mktemp("whole"), more=MORE)


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_run_that_ends_midway_leaves_the_file_that_stood(
    project: Project, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, file = OUTPUTS[name]
    ask = [word.format(out=tmp_path) for word in words] + ["--project", str(project.root)]
    assert CliRunner().invoke(main, ask).exit_code == 0
    before = (tmp_path / file).read_bytes()
    stamp = (tmp_path / file).stat().st_mtime_ns
    real = durable.move
    written: list[Path] = []

    def ends(part: Path, target: Path) -> None:
        if target == tmp_path / file:
            written.append(part)
            raise KeyboardInterrupt
        real(part, target)

    monkeypatch.setattr(durable, "move", ends)
    assert CliRunner().invoke(main, ask).exit_code != 0
    assert written and (tmp_path / file).read_bytes() == before and (tmp_path / file).stat().st_mtime_ns == stamp
    assert not [p for p in tmp_path.rglob(".*") if p.suffix == ".part"]


def test_a_site_whose_first_run_was_killed_is_made_anew(project: Project, tmp_path: Path) -> None:
    (tmp_path / f".index.html.{os.getpid()}.part").write_text("<html", encoding="utf-8")
    assert CliRunner().invoke(main, ["site", str(tmp_path), "--project", str(project.root)]).exit_code == 0
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))
