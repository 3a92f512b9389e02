"""The secret and the register of publications: made once, private, and never asked what a hidden number is."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from rjh_warehouse.intake.repair import Repair, in_order
from rjh_warehouse.lake.disclosure import copy_file, disclosure_folder, register_files, secret
from rjh_warehouse.lake.disclosure_register import note_published
from rjh_warehouse.lake.proof import complete_journal, prove
from rjh_warehouse.lake.store import Lake


def _generation(folder: Path, rows: list[tuple[str, float, int, bool]]) -> Path:
    """A generation's database with (organisation, value, persons, hidden or not) of one indicator and year."""
    database = folder / "warehouse.duckdb"
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as connection:
        for schema in ("staging", "core"):
            connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(
            "CREATE TABLE outcome (row_number INTEGER, organisation_code TEXT, value DECIMAL(18, 6),"
            " person_count BIGINT, is_too_few BOOLEAN)"
        )
        connection.executemany("INSERT INTO outcome VALUES (?, ?, ?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
        connection.execute(
            "CREATE VIEW staging.indicator_outcome AS SELECT *, 'd' AS delivery_id, 'C' AS indicator_code,"
            " DATE '2023-01-01' AS period_start, 'år' AS period_kind_text, 'T' AS gender_code, TRUE AS is_simulated"
            " FROM warehouse.main.outcome"
        )
        connection.execute(
            "CREATE TABLE core.indicator_value AS SELECT 'd' AS delivery_id, row_number, is_too_few,"
            " CASE WHEN NOT is_too_few THEN value END AS value, CASE WHEN NOT is_too_few THEN person_count END AS"
            " person_count FROM outcome"
        )
    return database


def test_the_secret_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    first = secret(lake)
    assert secret(lake) == first
    assert len(first) == 64
    (file,) = disclosure_folder(lake).iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert secret(Lake(tmp_path / "other")) != first


def test_a_broken_secret_is_not_replaced_in_silence(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    secret(lake)
    (disclosure_folder(lake) / "secret").write_text("")
    with pytest.raises(ValueError, match="no secret"):
        secret(lake)


def test_the_register_holds_what_each_publication_changed(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    first = [("RS", 3.0, 30, True), ("HSN", 40.0, 300, False)]
    path = note_published(lake, _generation(tmp_path, first))
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o600
    columns = ["organisation_code", "is_hidden", "value", "person_count"]
    rows = {tuple(r.values()) for r in pq.read_table(path).select(columns).to_pylist()}
    assert rows == {("RS", True, None, None), ("HSN", False, 40, 300)}
    assert note_published(lake, _generation(tmp_path, first)) is None
    corrected = [("RS", 4.0, 30, True), ("HSN", 40.0, 300, False)]
    path = note_published(lake, _generation(tmp_path, corrected))
    assert path is not None
    digests = {r["digest"] for f in register_files(lake) for r in pq.read_table(f).to_pylist() if r["is_hidden"]}
    assert len(digests) == 2
    assert pq.read_table(path).num_rows == 1
    note_published(lake, _generation(tmp_path, first))  # back again: it is noted again, since the last state counts
    assert len(register_files(lake)) == 3


@pytest.mark.parametrize("harm", ["flip", "remove"])
def test_a_changed_or_lost_secret_register_or_copy_is_found_and_put_back(tmp_path: Path, harm: str) -> None:
    lake = Lake(tmp_path / "lake")
    note_published(lake, _generation(tmp_path, [("RS", 3.0, 30, True), ("HSN", 40.0, 300, False)]))
    complete_journal(lake)
    names = {"secret", "000001.parquet"}
    files = [p for n in names for p in (disclosure_folder(lake) / n, copy_file(lake, n))]
    whole = {p: p.read_bytes() for p in files}
    assert prove(lake) == []
    for path in files:
        assert path.stat().st_mode & 0o777 == 0o600
        _harm(path, harm)
        (damage,) = prove(lake)
        assert damage.path == path
        assert damage.stops_publication == (path.parent == disclosure_folder(lake))
        assert Repair(lake, {}, tmp_path).heal(damage)
        assert prove(lake) == []
        assert {p: p.read_bytes() for p in files} == whole
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_register_without_a_whole_copy_is_said_and_stops_publication(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    path = note_published(lake, _generation(tmp_path, [("RS", 3.0, 30, True)]))
    assert path is not None
    path.unlink()
    _harm(copy_file(lake, path.name), "flip")
    healer = Repair(lake, {}, tmp_path)
    damages = in_order(prove(lake))
    assert {d.kind for d in damages} == {"disclosure", "disclosure_copy"}
    assert not any(healer.heal(d) for d in damages)
    assert any(d.stops_publication for d in prove(lake))


def _harm(path: Path, harm: str) -> None:
    if harm == "remove":
        path.unlink()
        return
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
