"""Hidden numbers in what is handed out: each kind of file is read, by the attacker as by who knows the number."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from test_disclose import cell, given_back, publish

from rjh_warehouse.answers.disclose import Told, disclose_project
from rjh_warehouse.answers.leak import search
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.settings import Project

FAMILY = {"01010": 3, "01020": 20, "01030": 30, "01040": 40, "RS": 93}
KEY = {"indicator_code": "Antal fall", "organisation_code": "01010", "period_code": "2023", "gender_code": "T",
       "is_simulated": "True"}  # fmt: skip


def table(path: Path) -> None:
    """A row with the hidden number, in the kind of file that the path names."""
    row = KEY | {"value": "3"}
    if path.suffix == ".csv":
        path.write_text("\ufeff" + ";".join(row) + "\n" + ";".join(row.values()) + "\n", encoding="utf-8")
    elif path.suffix == ".parquet":
        columns = ", ".join(f"'{value}' AS {name}" for name, value in row.items())
        duckdb.execute(f"COPY (SELECT {columns}) TO '{path}' (FORMAT parquet)")
    elif path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Måluppfyllelse")
            sheet.write_row(0, 0, ["Simulerade siffror"])
            sheet.write_row(2, 0, [*row])
            sheet.write_row(3, 0, [*KEY.values(), 3])
    else:
        key = json.dumps(KEY).replace('"', "&quot;")
        path.write_text(f'<p><details data-key="{key}" data-column="value" data-value="3">', encoding="utf-8")


def written(path: Path) -> None:
    """A text that a person understands as the hidden number."""
    said = "Antal fall, 01010, 2023: 3"
    if path.suffix == ".svg":
        said = f'<svg><path aria-label="{said}"/></svg>'
    elif path.suffix == ".html":
        said = "<table><tr><th>Antal fall</th><td>01010</td><td>2023</td><td>3,0</td></tr></table>"
    elif path.suffix == ".duckdb":
        with duckdb.connect(str(path)) as connection:
            connection.execute("CREATE SCHEMA quality")
            key = "indicator_code=Antal fall, organisation_code=01010, period=2023, value=3"
            connection.execute(f"CREATE TABLE quality.audit_failure AS SELECT '{key}' AS row_key")
            return
    elif path.name == "figure.svg":  # the words of a picture, and its numbers beside marks
        said = "<svg><text>Antal fall</text><text>01010</text><path aria-label='period: 2023; value: 3'/></svg>"
    elif path.suffix == ".ipynb":
        row = ["<table><tr><td>Antal fall</td>", "<td>01010</td><td>2023</td>", "<td>3</td></tr></table>"]
        said = json.dumps({"cells": [{"outputs": [{"data": {"text/html": row}}]}]})
    elif path.suffix == ".xlsx":
        workbook(path)
        return
    path.write_text(said, encoding="utf-8")


def workbook(path: Path) -> None:
    """The number in a cell, in the values that a chart keeps (its cells are gone), or in the file's properties."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Bilaga")
        if path.stem == "file":
            sheet.write_row(0, 0, ["Antal fall", "01010", "2023", 3])
        elif path.stem == "properties":
            book.set_properties({"comments": "Antal fall, 01010, 2023: 3"})
        else:
            chart = book.add_chart({"type": "line"})
            places = {"categories_data": ["2022", "2023"], "values_data": [9, 3]}
            chart.add_series({"categories": "=Bilaga!$A$1:$A$2", "values": "=Bilaga!$B$1:$B$2", **places})
            chart.set_title({"name": "Antal fall, 01010"})
            sheet.insert_chart(0, 0, chart)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project of which 3 is hidden in what stands published; an earlier publication is kept, a month is closed."""
    root = tmp_path_factory.mktemp("leak")
    project = Project(root, root / "data")
    lake = Lake(project.lake)
    files = [publish(root / n, [cell(u, v) for u, v in FAMILY.items()], lake) for n in ("1", "2")]
    kept = project.published.parent / "kept"
    closed = project.releases / "2024-04" / "r1"
    for folder in (kept, closed):
        folder.mkdir(parents=True)
    shutil.copy(files[1], project.published)
    shutil.copy(files[0], kept / "000001.duckdb")
    (kept / "000001.json").write_text(json.dumps({"release": {"release_id": "000001"}, "sha256": "-"}))
    shutil.copy(files[0], closed / "rjh.duckdb")
    return project


def told(project: Project, outputs: list[Path]) -> list[tuple[str, str, int, int | None]]:
    found: list[Told] = disclose_project(project, outputs)
    assert found, "something is hidden"
    return given_back(found)


def test_what_is_published_kept_closed_and_noted_gives_nothing_back(project: Project) -> None:
    assert told(project, []) == []


@pytest.mark.parametrize("kind", ("csv", "parquet", "xlsx", "html"))
def test_a_table_that_shows_the_hidden_number_is_read(project: Project, tmp_path: Path, kind: str) -> None:
    table(tmp_path / f"mart.target_achievement.{kind}")
    assert ("01010", "T", 3, 3) in told(project, [tmp_path / f"mart.target_achievement.{kind}"])


@pytest.mark.parametrize("place", ("kept", "closed", "register"))
def test_an_earlier_publication_that_shows_the_other_cells_is_found(
    project: Project, tmp_path: Path, place: str
) -> None:
    """It shows all that is not small, so 3 is what the board leaves."""
    mine = Project(tmp_path, tmp_path / "data")
    shutil.copytree(project.data, mine.data)
    careless = publish(tmp_path / "careless", [cell(u, v) for u, v in FAMILY.items()], careless=True)
    if place == "kept":
        shutil.copy(careless, mine.published.parent / "kept" / "000001.duckdb")
    elif place == "closed":
        shutil.copy(careless, mine.releases / "2024-04" / "r1" / "rjh.duckdb")
    else:
        from rjh_warehouse.lake.disclosure_register import note_published

        note_published(Lake(mine.lake), careless)
    assert "01010" in {organisation for organisation, *_ in told(mine, [])}


@pytest.mark.parametrize(
    "name",
    (
        *(f"file.{kind}" for kind in ("txt", "json", "html", "svg", "xlsx", "duckdb", "csv", "tsv", "ipynb")),
        *("figure.svg", "chart.xlsx", "properties.xlsx"),
    ),
)
def test_the_hidden_number_is_found_in_words(project: Project, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out" / name
    path.parent.mkdir()
    written(path)
    database = project.root / "2" / "warehouse.duckdb"
    assert {(leak.organisation_code, leak.file) for leak in search(database, [path.parent])} == {("01010", path)}


def test_what_is_not_the_number_is_not_found(project: Project, tmp_path: Path) -> None:
    """Another number, another organisation, another year; and the number in a code, a date or a larger number."""
    texts = ["Antal fall, 01010, 2023: 4", "Antal fall, 01050, 2023: 3", "Antal fall, 01010, 2022: 3",
             "Antal fall, 01010, 2023: 3,5 av 13 (2023-03-13, T3, 3 000)"]  # fmt: skip
    (tmp_path / "log.txt").write_text("\n".join(texts), encoding="utf-8")
    assert search(project.root / "2" / "warehouse.duckdb", [tmp_path]) == []
