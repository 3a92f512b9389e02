"""What is given to other programs: the same values as in the published file, in forms that check."""

from __future__ import annotations

import csv
import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner, Result
from frictionless import validate
from project_runs import ROOT
from small_publication import small_build, small_project

from rjh_warehouse.answers.export.datapackage import fiscal_concepts, write_package
from rjh_warehouse.answers.export.planning import write_planning
from rjh_warehouse.answers.export.table import Column, Published, cell
from rjh_warehouse.build.publish import publish
from rjh_warehouse.cli import main
from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.contract.odcs import as_odcs, odcs_yaml
from rjh_warehouse.settings import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = small_project(tmp_path_factory.mktemp("export") / "project")
    publish(made, small_build(made, 1, 100))
    return made


def _export(project: Project, *words: str) -> Result:
    return CliRunner().invoke(main, ["export", *words, "--project", str(project.root)])


def test_parquet_is_the_published_table_with_its_types_and_meanings(project: Project, tmp_path: Path) -> None:
    assert _export(project, "parquet", "--out", str(tmp_path), "--table", "mart.cost").exit_code == 0
    made = pq.read_table(tmp_path / "mart_cost.parquet")
    with duckdb.connect(str(project.published), read_only=True) as published:
        rows = published.execute("SELECT * FROM mart.cost ORDER BY board_code").fetchall()
    assert (
        [tuple(row.values()) for row in made.to_pylist()]
        == rows
        == [("HSN", Decimal("100.00")), ("RS", Decimal("2.50"))]
    )
    assert str(made.schema.field("amount_sek").type) == "decimal128(18, 2)"
    assert made.schema.field("amount_sek").metadata[b"description"] == b"Its cost"
    assert json.loads((tmp_path / "release.json").read_text(encoding="utf-8"))["model_version"] == "m"


def test_the_data_package_is_valid_and_fiscal(project: Project, tmp_path: Path) -> None:
    assert _export(project, "datapackage", "--out", str(tmp_path)).exit_code == 0
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    (resource,) = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    board, amount = resource["schema"]["fields"]
    assert resource["schema"]["primaryKey"] == ["board_code"]
    assert board["columnType"] == "administrative-classification:generic:level1:code"
    assert (amount["type"], amount["columnType"], amount["currency"]) == ("number", "value", "SEK")


def test_a_value_that_is_changed_in_the_package_is_found_by_its_hash(project: Project, tmp_path: Path) -> None:
    _export(project, "datapackage", "--out", str(tmp_path))
    file = tmp_path / "mart_cost.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("100.00", "900.00"), encoding="utf-8", newline="")
    assert not validate(str(tmp_path / "datapackage.json")).valid


def test_all_kinds_of_values_are_valid_in_the_package(tmp_path: Path) -> None:
    """Empty cells, booleans, dates, times, text with separators and text that looks like a formula."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE SCHEMA meta; CREATE TABLE meta.release AS SELECT 'r' AS release_id, 'd' AS data_version,"
        " 'm' AS model_version, TIMESTAMP '2024-05-01 10:00:00' AS built_at, NULL AS as_of;"
        "CREATE SCHEMA mart; CREATE TABLE mart.t AS SELECT * FROM (VALUES (1, TRUE, DATE '2024-04-30',"
        " TIMESTAMP '2024-05-01 10:00:00', 0.1::DOUBLE, '=1+1', CAST(-3.5 AS DECIMAL(18, 2))),"
        " (2, NULL, NULL, NULL, NULL, 'a,\"b\"' || chr(10) || 'c', NULL)) AS v"
        " (n, flag, day, moment, share, note, x_sek)"
    )
    described = connection.execute("DESCRIBE mart.t").fetchall()
    columns = tuple(Column(name, kind, "", name == "n") for name, kind, *_ in described)
    write_package(connection, [Published("mart.t", "One row per n", columns, "n")], tmp_path)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    with (tmp_path / "mart_t.csv").open(encoding="utf-8", newline="") as file:
        first, second = list(csv.reader(file))[1:]
    assert first == ["1", "true", "2024-04-30", "2024-05-01T10:00:00", "0.1", "'=1+1", "-3.50"]
    assert second[1:5] == ["", "", "", ""] and second[5] == 'a,"b"\nc'


@pytest.mark.parametrize("text", ["=1+1", "+46", "-x", "@a", "\tx"])
def test_text_that_looks_like_a_formula_is_made_text_and_numbers_are_not(text: str) -> None:
    assert cell(text) == f"'{text}"
    assert cell(Decimal("-5.10")) == "-5.10" and cell(-3) == "-3" and cell(1e-7) == "0.0000001"


def test_every_fiscal_concept_is_of_a_published_column(published: duckdb.DuckDBPyConnection) -> None:
    known = {name for (name,) in published.execute("SELECT DISTINCT column_name FROM meta.dictionary").fetchall()}
    assert not set(fiscal_concepts()) - known


def _months() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    names = (
        "net_cost",
        "net_cost_budget",
        "net_cost_deviation",
        "gross_cost",
        "revenue",
        "own_personnel",
        "hired_staff",
    )
    amounts = ", ".join(
        f"CAST({'NULL' if name == 'hired_staff' else number - 1000.5} AS DECIMAL(18, 2)) AS {name}_sek"
        for number, name in enumerate(names)
    )
    connection.execute(
        "CREATE SCHEMA mart; CREATE TABLE mart.cost_summary AS SELECT organisation_code, CAST(month AS DATE) AS month,"
        f" 'ytd' AS period_kind, 'as_was' AS organisation_basis, 'with_internal' AS scope_code, is_simulated, {amounts}"
        " FROM (VALUES ('RS', '2024-03-01', FALSE), ('RS', '2024-04-01', TRUE)) AS v"
        " (organisation_code, month, is_simulated);"
        "CREATE TABLE mart.target_achievement AS SELECT 'HEALTH' AS indicator_code, 'RS' AS organisation_code,"
        " '2024-T1' AS period_code, 'T' AS gender_code, CAST(4.5 AS DECIMAL(18, 6)) AS value,"
        " CAST(NULL AS DECIMAL(18, 6)) AS target_value, FALSE AS is_simulated"
    )
    return connection


def test_the_planning_file_has_a_row_for_each_value_and_none_for_a_missing_one(tmp_path: Path) -> None:
    path, count, simulated = write_planning(_months(), dt.date(2024, 4, 1), tmp_path)
    raw = path.read_bytes()
    lines = raw.decode("utf-8-sig").split("\r\n")
    assert raw.startswith(b"\xef\xbb\xbf") and lines[-1] == "" and len(lines) == count + 2
    assert lines[0] == "Enhet\tDatum\tMått\tVärde"
    assert "RS\t2024-04-30\tSIM_NET_COST.ytd\t-1000,5" in lines and "RS\t2024-04-30\tHEALTH.outcome\t4,5" in lines
    assert (count, simulated) == (7, 6)
    assert not [line for line in lines if "HIRED_STAFF" in line or "target" in line or "2024-03" in line]
    assert write_planning(_months(), None, tmp_path)[1] == 13


CONTRACTS = read_contracts(ROOT / "contracts")
ALLOWED = {
    "": {"apiVersion", "kind", "id", "name", "version", "status", "domain", "description", "servers", "schema"}
    | {"customProperties"},
    "schema": {"name", "logicalType", "physicalType", "description", "dataGranularityDescription", "properties"}
    | {"quality", "customProperties"},
    "properties": {"name", "businessName", "physicalName", "physicalType", "logicalType", "required", "description"}
    | {"primaryKey", "primaryKeyPosition", "logicalTypeOptions", "customProperties"},
    "quality": {"name", "type", "description", "severity", "dimension"},
    "customProperties": {"property", "value"},
}
LOGICAL = {"string", "date", "timestamp", "time", "number", "integer", "object", "array", "boolean"}


def _fields(told: Any, place: str = "") -> None:
    """Only fields that the standard has, each in its place (it allows no others)."""
    for name, value in told.items():
        assert name in ALLOWED[place], f"{place}.{name}"
        if name in ALLOWED and isinstance(value, list):
            for part in value:
                _fields(part, name)
    if place in ("schema", "properties"):
        assert told["logicalType"] in LOGICAL and told["name"]


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_a_contract_is_one_of_the_open_standard(name: str) -> None:
    contract = CONTRACTS[name]
    told = yaml.safe_load(odcs_yaml(contract))
    assert told == as_odcs(contract)
    assert {"version", "apiVersion", "kind", "id", "status"} <= set(told) and told["apiVersion"] == "v3.1.0"
    _fields(told)
    for table, made in zip(contract.tables, told["schema"], strict=True):
        keys = {p["name"]: p["primaryKeyPosition"] for p in made["properties"] if p.get("primaryKey")}
        assert keys == {k: n for n, k in enumerate(table.key, 1) if k in keys}
        assert len(made["properties"]) == len(table.columns) + bool(table.across)


def test_unit_and_sign_stand_in_the_exported_contract() -> None:
    (table,) = as_odcs(CONTRACTS["ledger"])["schema"]
    amount = next(p for p in table["properties"] if p["name"] == "amount")
    told = {p["property"]: p["value"] for p in amount["customProperties"]}
    assert told == {"unit": "kr", "sign": "cost_positive", "decimals": 2}


def test_what_cannot_be_exported_is_told(project: Project, tmp_path: Path) -> None:
    done = _export(project, "parquet", "--out", str(tmp_path), "--table", "mart.nothing")
    assert done.exit_code == 2 and "mart.nothing" in done.output and "mart.cost" in done.output
    assert CliRunner().invoke(main, ["export", "odt", "--out", str(tmp_path)]).exit_code == 2
