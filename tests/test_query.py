"""`rjh query` and `rjh trace --where` read the published file and nothing else."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small_publication import small_build, small_project

from rjh_warehouse.answers import reader
from rjh_warehouse.build.publish import publish
from rjh_warehouse.cli import main
from rjh_warehouse.settings import Project

SECRET = "only for some eyes"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = small_project(tmp_path_factory.mktemp("query") / "project")
    publish(made, small_build(made, 1, 100))
    (made.root / "secret.csv").write_text(f"{SECRET};1\n", encoding="utf-8")
    return made


def _run(project: Project, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--project", str(project.root)])


READS = [
    "SELECT board_code FROM mart.cost",
    "FROM mart.cost",
    "WITH c AS (FROM mart.cost) SELECT COUNT(*) FROM c",
    "DESCRIBE mart.cost",
    "SHOW ALL TABLES",
    "SUMMARIZE mart.cost",
    "VALUES (1)",
    "SELECT unnest([1, 2]), * FROM range(2) LIMIT 3 -- a remark",
    "PIVOT mart.cost ON board_code IN ('RS') USING SUM(amount_sek)",
    "SELECT * FROM duckdb_tables()",
    "FROM mart.cost;",
]


@pytest.mark.parametrize("sql", READS)
def test_a_question_is_answered(project: Project, sql: str) -> None:
    asked = _run(project, "query", sql, "--json")
    assert asked.exit_code == 0, asked.output
    assert json.loads(asked.output)


WRITES_OR_REACHES = [
    "COPY mart.cost TO '{out}'",
    "COPY (SELECT 1) TO '{published}'",
    "EXPLAIN ANALYZE COPY mart.cost TO '{published}'",
    "EXPORT DATABASE '{out}'",
    "IMPORT DATABASE '{root}'",
    "ATTACH '{out}' AS other",
    "ATTACH ':memory:' AS other",
    "DETACH rjh",
    "CREATE TABLE t (a INT)",
    "CREATE TEMP TABLE t AS SELECT 1",
    "CREATE PERSISTENT SECRET s (TYPE S3)",
    "INSERT INTO mart.cost VALUES ('A', 1)",
    "UPDATE mart.cost SET amount_sek = 0",
    "DELETE FROM mart.cost",
    "DROP TABLE mart.cost",
    "COMMENT ON TABLE mart.cost IS 'a'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SET GLOBAL memory_limit = '1TB'",
    "RESET threads",
    "PRAGMA enable_profiling",
    "PRAGMA database_list",
    "CALL enable_logging()",
    "CHECKPOINT",
    "VACUUM",
    "BEGIN",
    "PREPARE p AS SELECT 1",
    "SELECT 1; DROP TABLE mart.cost",
    "FROM read_csv('{secret}')",
    "FROM read_csv_auto('{secret}')",
    "FROM read_text('{secret}')",
    "FROM read_blob('{published}')",
    "FROM read_json('{secret}')",
    "FROM read_parquet('{secret}')",
    "FROM parquet_metadata('{secret}')",
    "FROM sniff_csv('{secret}')",
    "FROM glob('{root}/*')",
    "FROM '{secret}'",
    'FROM "{secret}"',
    "SELECT (SELECT content FROM read_text('{secret}'))",
    "SELECT * FROM mart.cost WHERE EXISTS (FROM system.main.read_text('{secret}'))",
    "WITH RECURSIVE a AS (SELECT 'a' AS t UNION ALL SELECT content FROM read_text('{secret}')) FROM a",
    "FROM query('FROM read_text(''{secret}'')')",
    "FROM query_table('{secret}')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "FROM enable_logging(storage_path = '{out}')",
    "FROM enable_profiling(save_location = '{out}')",
    "FROM read_duckdb('{published}')",
    "SELECT getenv('HOME')",
    "FROM duckdb_secrets()",
    "FROM duckdb_settings()",
    "FROM arrow_scan(1, 2, 3)",
    "FROM project",
    "FROM sql",
    "",
    "-- nothing",
    "SELECT",
]


def _digests(project: Project) -> dict[str, str]:
    files = sorted(p for p in project.root.rglob("*") if p.is_file() and p.name != ".rjh.duckdb.verified")
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.parametrize("sql", WRITES_OR_REACHES)
def test_a_question_neither_writes_nor_reaches_out(project: Project, sql: str) -> None:
    places = {"out": project.root / "out", "published": project.published, "root": project.root}
    before = _digests(project)
    asked = _run(project, "query", sql.format(secret=project.root / "secret.csv", **places))
    assert asked.exit_code == 2, asked.output
    assert SECRET not in asked.output
    assert _digests(project) == before


@pytest.mark.parametrize(
    "condition",
    [
        "1 = 1) UNION SELECT * FROM mart.cost WHERE (1 = 1",
        "1 = 1); DROP TABLE mart.cost; SELECT (1",
        "1 = 1); COPY mart.cost TO '{out}' --",
        "EXISTS (FROM read_text('{secret}'))",
        "board_code = (SELECT content FROM read_text('{secret}'))",
        "EXISTS (FROM '{secret}')",
        "1 = 1) --",
        "",
    ],
)
def test_a_condition_is_a_condition(project: Project, condition: str) -> None:
    before = _digests(project)
    where = condition.format(secret=project.root / "secret.csv", out=project.root / "out")
    asked = _run(project, "trace", "mart.cost", "--where", where)
    assert asked.exit_code == 5, asked.output
    assert SECRET not in asked.output
    assert not isinstance(asked.exception, Exception)
    assert _digests(project) == before


@pytest.mark.parametrize("table", ["mart.none", "read_text('/etc/hostname')", "mart.cost, mart.cost", "'{secret}'"])
def test_a_table_is_a_published_table(project: Project, table: str) -> None:
    asked = _run(project, "trace", table.format(secret=project.root / "secret.csv"), "--where", "TRUE")
    assert asked.exit_code == 5
    assert "Ingen publicerad tabell" in asked.output


def test_bounds_are_kept_and_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    said = " ".join(_run(project, "query", "--help").output.split())
    assert "120 seconds, 2048 MB, 4 threads, 1048575 rows" in said
    monkeypatch.setattr(reader, "SECONDS", 1)
    long = "SELECT SUM(a.range) FROM range(10000000) a, range(10000000) b"
    assert "avbröts efter 1 sek" in _run(project, "query", long).output
    monkeypatch.setattr(reader, "MOST_ROWS", 10)
    assert "fler än 10 rader" in _run(project, "query", "FROM range(1000000000000)").output
    monkeypatch.setattr(reader, "SECONDS", 60)
    monkeypatch.setattr(reader, "MEMORY_MB", 50)
    assert "50 MB minne" in _run(project, "query", "SELECT LENGTH(LIST(range)) FROM range(100000000)").output
    written = list(Path.cwd().glob(".tmp*")) + list(project.published.parent.glob("*.tmp"))
    assert written == []


def test_csv_is_for_swedish_excel(project: Project) -> None:
    odd = "1e-7 AS b, TRUE AS c, '=1+1' AS d, 'å;\"ä' AS e, NULL AS f, -1 AS g"
    sql = f'SELECT amount_sek AS "=a", {odd} FROM mart.cost'
    asked = _run(project, "query", sql, "--csv")
    lines = asked.stdout_bytes.decode("utf-8").split("\r\n")
    assert lines == [
        "\ufeff'=a;b;c;d;e;f;g",
        '100,00;0,0000001;SANT;\'=1+1;"å;""ä";;-1',
        '2,50;0,0000001;SANT;\'=1+1;"å;""ä";;-1',
        "",
    ]
