"""What the month's end is made of, each part alone: comparing, sealing, withdrawing, overriding, going back."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tarfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from model_audit import failing_rows
from small_publication import small_build, small_project
from test_accept import CONTRACT, _deliver

from rjh_warehouse.build.audit_outcome import COULD_NOT_RUN, NO_ROWS, AuditOutcome
from rjh_warehouse.build.describe import DESCRIPTIONS
from rjh_warehouse.build.generation import Generation
from rjh_warehouse.build.inputs import build_inputs
from rjh_warehouse.build.override import CannotOverride, override, overrides, with_overrides
from rjh_warehouse.build.publish import publish
from rjh_warehouse.contract.contract import Contract, read_contracts
from rjh_warehouse.intake.repair import Repair
from rjh_warehouse.lake.closed_month import (
    MANIFEST,
    PROJECT,
    NoSuchRelease,
    Release,
    damage,
    digests,
    find_release,
    releases,
    write_manifest,
)  # fmt: skip
from rjh_warehouse.lake.counted import known_deliveries
from rjh_warehouse.lake.durable import file_sha256
from rjh_warehouse.lake.kept import KEPT, NothingToGoBackTo, damaged_copies, go_back, is_taken_back, keep, kept
from rjh_warehouse.lake.proof import prove
from rjh_warehouse.lake.publication import publication, swap_in
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.lake.withdrawal import CannotWithdraw, withdraw
from rjh_warehouse.release.compare import compare, content_digests
from rjh_warehouse.release.diff import NothingToCompare, diff
from rjh_warehouse.release.diff import publication as named_publication
from rjh_warehouse.release.freeze import _archive_project, _stands_on
from rjh_warehouse.release.verify import _changed_in_lake, _lay_out
from rjh_warehouse.settings import Project

DAY = dt.date(2024, 5, 10)
ROOT = Path(__file__).parents[1]


@pytest.fixture
def contracts(tmp_path: Path) -> dict[str, Contract]:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    return read_contracts(tmp_path / "contracts")


def _two(left: str, right: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, values in (("a", left), ("b", right)):
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM (VALUES {values}) AS t(unit_code, month, amount_sek)")
    return connection


def test_what_came_went_and_changed_is_told_apart() -> None:
    connection = _two(
        "('1', 1, 10.0), ('2', 1, 20.0), (NULL, 1, 5.0)", "('1', 1, 11.0), ('3', 1, 30.0), (NULL, 1, 5.0)"
    )
    found = compare(connection, "mart.x", "a", "b", ["unit_code", "month"])
    assert (found.changed, found.left_only, found.right_only) == (1, 1, 1)
    assert found.changed_columns == {"amount_sek": 1}
    assert [(e.key, e.left, e.right) for e in found.examples] == [({"unit_code": "1", "month": 1}, 10, 11)]
    left, right = found.sums["amount_sek"]
    assert (left, right) == (35, 46)


def test_a_row_that_stands_twice_is_not_a_row_that_stands_once() -> None:
    connection = _two("('1', 1, 10.0), ('1', 1, 10.0)", "('1', 1, 10.0)")
    assert compare(connection, "mart.x", "a", "b", []).left_only == 1
    assert compare(connection, "mart.x", "a", "a", []).is_equal


def test_a_column_of_one_side_only_is_a_difference() -> None:
    connection = _two("('1', 1, 10.0)", "('1', 1, 10.0)")
    connection.execute("ALTER TABLE b ADD COLUMN note TEXT")
    found = compare(connection, "mart.x", "a", "b", ["unit_code"])
    assert found.columns_right_only == ["note"] and not found.is_equal


def test_a_tables_digest_does_not_depend_on_the_order_of_rows_but_on_where_a_text_ends() -> None:
    first = content_digests(_two("('1', 1, 10.0), ('2', 1, 20.0)", "('a|', 1, 1.0)"), ["a", "b"])
    second = content_digests(_two("('2', 1, 20.0), ('1', 1, 10.0)", "('a', 1, 1.0)"), ["a", "b"])
    assert first["a"] == second["a"] and first["b"] != second["b"]


def _release(folder: Path, number: int = 1) -> Release:
    place = folder / "2024-04" / f"r{number}"
    (place / "tables").mkdir(parents=True)
    (place / "tables" / "mart.x.parquet").write_bytes(b"rows")
    write_manifest(place, {"files": digests(place)})
    return Release(place)


def test_the_latest_closing_of_a_month_is_meant_unless_one_is_named(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        _release(tmp_path, number)
    assert [r.name for r in releases(tmp_path)] == ["2024-04/r1", "2024-04/r2", "2024-04/r10"]
    assert find_release(tmp_path, "2024-04").number == 10
    assert find_release(tmp_path, "2024-04/r2").number == 2
    for name in ("2024-05", "2024-04/r3", "../2024-04", ""):
        with pytest.raises(NoSuchRelease):
            find_release(tmp_path, name)


@pytest.mark.parametrize("is_packed", [False, True])
def test_the_archived_project_is_laid_out_as_it_was_each_file_told(tmp_path: Path, is_packed: bool) -> None:
    project = small_project(tmp_path / "project")
    (project.root / "models" / "mart").mkdir(parents=True)
    (project.root / "models" / "mart" / "cost.sql").write_text("MODEL", encoding="utf-8")
    (project.root / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    place = tmp_path / "releases" / "2024-04" / "r1"
    _archive_project(project, place / PROJECT)
    write_manifest(place, {"files": digests(place)})
    if is_packed:  # as a closing of before 2026-12 has it
        with tarfile.open(place / f"{PROJECT}.tar.gz", "w:gz") as packed:
            packed.add(place / PROJECT, ".")
        shutil.rmtree(place / PROJECT)
    _lay_out(place / PROJECT, tmp_path / "again")
    for name in ("models/mart/cost.sql", "contracts/cost.yaml", "config.py", "src/rjh_warehouse/release/freeze.py"):
        found = (tmp_path / "again" / name).read_bytes()
        assert found == ((ROOT if name.startswith("src") else project.root) / name).read_bytes()
        if not is_packed:
            path = place / PROJECT / name
            path.write_bytes(found[:-1] + bytes([found[-1] ^ 1]) if found else b"x")
            assert damage(Release(place)) == [f"{PROJECT}/{name}"]
            path.write_bytes(found)


@pytest.mark.parametrize("place", ["tables/mart.x.parquet", MANIFEST])
def test_one_changed_byte_of_a_closed_month_is_found(tmp_path: Path, place: str) -> None:
    release = _release(tmp_path)
    assert damage(release) == []
    path = release.folder / place
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert damage(release) == [place]


@pytest.mark.parametrize("place", ["rows/cost/*.parquet", "deliveries/*.json", "files/*/cost_202404.csv"])
def test_a_byte_of_the_lake_changed_since_the_month_was_closed_is_told(
    tmp_path: Path, contracts: dict[str, Contract], place: str
) -> None:
    lake = Lake(tmp_path / "lake")
    record = _deliver(lake, contracts, "cost_202404.csv", "2024-05-05", "0001;10").record
    assert record is not None
    frozen = {f"lake/deliveries/{record.delivery_id}.json": file_sha256(lake.record_file(record.delivery_id))}
    names = ("delivery_id", "file_name", "file_sha256")
    manifest = {"deliveries": [{name: getattr(record, name) for name in names}], "files": frozen}
    release = _release(tmp_path / "releases")
    assert _changed_in_lake(release, lake, manifest) == []
    (path,) = lake.root.glob(place)
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content[:-9] + bytes([content[-9] ^ 1]) + content[-8:])
    assert _changed_in_lake(release, lake, manifest) == [path.relative_to(lake.root).as_posix()]
    other = manifest | {"deliveries": []}  # of a month that does not stand on it
    assert _changed_in_lake(release, lake, other) == []


def test_a_file_that_is_gone_or_added_is_found(tmp_path: Path) -> None:
    release = _release(tmp_path)
    (release.folder / "tables" / "mart.x.parquet").rename(release.folder / "tables" / "mart.y.parquet")
    assert damage(release) == ["tables/mart.x.parquet", "tables/mart.y.parquet"]


def test_a_withdrawn_delivery_counts_for_nothing_until_it_is_restored(
    tmp_path: Path, contracts: dict[str, Contract]
) -> None:
    lake = Lake(tmp_path / "lake")
    first = _deliver(lake, contracts, "cost_202404.csv", "2024-05-05", "0001;10").record
    second = _deliver(lake, contracts, "cost_202404_v2.csv", "2024-05-07", "0001;11").record
    assert first and second
    withdraw(lake, second.delivery_id[:6], "Controller", "Fel fil", today=dt.date(2024, 5, 12))
    states = {r.delivery_id: r.state for r in known_deliveries(lake, None)}
    assert states == {first.delivery_id: "accepted", second.delivery_id: "withdrawn"}
    assert {r.state for r in known_deliveries(lake, dt.date(2024, 5, 11))} == {"accepted"}  # as known then
    with pytest.raises(CannotWithdraw):
        withdraw(lake, second.delivery_id, "Controller", "Igen")
    withdraw(lake, second.delivery_id, "Controller", "Den var rätt", back=True, today=dt.date(2024, 5, 12))
    assert {r.state for r in known_deliveries(lake, None)} == {"accepted"}
    with pytest.raises(CannotWithdraw):
        withdraw(lake, second.delivery_id, "Controller", "Igen", back=True)


@pytest.mark.parametrize(("by", "reason"), [("", "skäl"), ("namn", " ")])
def test_a_withdrawal_has_a_name_and_a_reason(
    tmp_path: Path, contracts: dict[str, Contract], by: str, reason: str
) -> None:
    lake = Lake(tmp_path / "lake")
    record = _deliver(lake, contracts, "cost_202404.csv", "2024-05-05", "0001;10").record
    assert record
    with pytest.raises(CannotWithdraw):
        withdraw(lake, record.delivery_id, by, reason)


def _outcome(name: str, state: str = "failed", blocking: bool = True) -> AuditOutcome:
    return AuditOutcome(name, "mart.x", blocking, state, 3, None, ["mart.x"])


def test_an_override_lets_an_audit_stand_aside_until_its_day(tmp_path: Path) -> None:
    outcomes = [_outcome("sums"), _outcome("keys")]
    override(tmp_path / "overrides", outcomes, "sums", None, "Controller", "Känt fel", dt.date(2024, 5, 20), DAY)
    then = with_overrides(outcomes, overrides(tmp_path / "overrides", dt.date(2024, 5, 20)))
    assert [o.stops_publication for o in then] == [False, True]
    assert (then[0].override_by, then[0].override_until) == ("Controller", "2024-05-20")
    after = with_overrides(outcomes, overrides(tmp_path / "overrides", dt.date(2024, 5, 21)))
    assert [o.stops_publication for o in after] == [True, True]


@pytest.mark.parametrize(
    ("audit", "by", "until"),
    [("passed", "Controller", "2024-06-01"), ("sums", " ", "2024-06-01"), ("sums", "Controller", "2024-05-09")],
)
def test_no_override_without_a_failure_a_name_and_a_day_to_come(
    tmp_path: Path, audit: str, by: str, until: str
) -> None:
    outcomes = [_outcome("sums"), _outcome("passed", "passed")]
    with pytest.raises(CannotOverride):
        override(tmp_path, outcomes, audit, None, by, "skäl", dt.date.fromisoformat(until), DAY)


def test_an_audit_that_could_not_run_is_not_one_that_passed() -> None:
    empty = AuditOutcome("keys", "mart.x", False, COULD_NOT_RUN, 0, None, [], NO_ROWS)
    missing = AuditOutcome("keys", "mart.x", False, COULD_NOT_RUN, 0, None, [], "core.unit")
    assert empty.had_nothing_to_check and not missing.had_nothing_to_check


def _publish(published: Path, number: int) -> None:
    beside = published.with_name(".new.part")
    beside.write_bytes(f"file {number}".encode())
    release = {
        "release_id": f"g{number:03d}", "fingerprint": f"f{number}", "as_of": None,
        "built_at": dt.datetime(2024, 5, number + 1),
    }  # fmt: skip
    swap_in(beside, published, release)
    keep(published)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    (tmp_path / "published").mkdir()
    path = tmp_path / "published" / "rjh.duckdb"
    for number in range(7):
        _publish(path, number)
    return path


def test_the_latest_publications_are_kept_and_the_one_before_comes_back(published: Path) -> None:
    assert [k.path.stem for k in kept(published)] == [f"g{n:03d}" for n in range(7 - KEPT, 7)]
    release, rejected = go_back(published)
    assert (release["release_id"], rejected) == ("g005", "g006")
    assert published.read_bytes() == b"file 5"
    assert publication(published).release == release
    assert is_taken_back(published, "f6") and not is_taken_back(published, "f5")
    assert go_back(published)[0]["release_id"] == "g004"


def test_a_kept_publication_can_be_compared_by_its_release(published: Path) -> None:
    project = Project(published.parent.parent, published.parent.parent)
    assert named_publication(project, "g003", published) == published.parent / "kept" / "g003.duckdb"
    assert named_publication(project, "published", published) == published
    with pytest.raises((NothingToCompare, NoSuchRelease)):
        named_publication(project, "g000", published)


def test_a_named_publication_comes_back_and_one_that_is_not_kept_does_not(published: Path) -> None:
    assert go_back(published, "g003")[0]["release_id"] == "g003"
    with pytest.raises(NothingToGoBackTo):
        go_back(published, "g000")


def test_there_is_no_going_back_to_a_damaged_copy(published: Path) -> None:
    kept(published)[-2].path.write_bytes(b"fils 5")
    assert go_back(published)[0]["release_id"] == "g004"
    note = published.parent / "kept" / "g003.json"
    note.write_text(json.dumps({"release": {}}), encoding="utf-8")
    assert "g003" not in [k.path.stem for k in kept(published)]


def test_a_changed_byte_in_a_kept_publication_or_its_note_is_told(published: Path) -> None:
    assert damaged_copies(published) == []
    folder = published.parent / "kept"
    for name in ("g003.duckdb", "g004.json"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
        assert damaged_copies(published) == [folder / name]
        (folder / name).write_bytes(whole)
    (folder / "g005.duckdb").unlink()
    assert damaged_copies(published) == [folder / "g005.duckdb"]


def test_what_was_taken_back_is_not_published_by_itself_where_its_note_is_damaged(published: Path) -> None:
    go_back(published)
    note = published.parent / "taken_back.json"
    note.write_bytes(note.read_bytes().replace(b"f6", b"f7"))
    assert is_taken_back(published, "f6")


@pytest.mark.parametrize("harm", ["change", "remove"])
def test_a_harmed_override_stops_the_build_and_is_put_back(tmp_path: Path, harm: str) -> None:
    lake = Lake(tmp_path / "lake")
    folder, outcome = lake.root / "overrides", AuditOutcome("a", "m", True, "failed", 1, None, [])
    override(folder, [outcome], "a", None, "Controller", "Prövad", DAY, DAY)
    (note,) = folder.iterdir()
    whole = note.read_bytes()
    assert prove(lake) == []
    if harm == "change":
        note.write_bytes(whole.replace(b"2024-05-10", b"2094-05-10"))
    else:
        note.unlink()
    assert overrides(folder, DAY) == {}
    (damage,) = prove(lake)
    assert damage.kind == "override" and damage.stops_publication
    assert Repair(lake, {}, tmp_path).heal(damage)
    assert note.read_bytes() == whole and prove(lake) == []


@pytest.mark.parametrize(
    ("audit", "columns", "good", "bad"),
    [
        ("month_needs_what_has_not_come", "is_delivered, blocked_delivery_id", "(TRUE, NULL)", "(FALSE, NULL)"),
        ("month_needs_what_has_not_come", "is_delivered, blocked_delivery_id", "(TRUE, NULL)", "(TRUE, 'd1')"),
        ("month_unmapped_is_small", "is_over_limit, unmapped_sek", "(FALSE, 10)", "(TRUE, 200000)"),
    ],
)
def test_what_a_month_lacks_is_found(audit: str, columns: str, good: str, bad: str) -> None:
    for values, count in ((good, 0), (bad, 1)):
        connection = duckdb.connect()
        connection.execute(f"CREATE TABLE month AS SELECT * FROM (VALUES {values}) AS t({columns})")
        assert failing_rows(connection, audit, "month") == count


def test_a_closing_whose_manifest_is_damaged_stands_on_nothing_that_is_known(tmp_path: Path) -> None:
    release = _release(tmp_path)
    write_manifest(release.folder, {"files": {}, "publication": {"fingerprint": "f1"}})
    assert _stands_on(release) == "f1"
    (release.folder / MANIFEST).write_bytes(b"{")
    assert _stands_on(release) is None


def test_an_override_that_is_given_prolonged_or_has_expired_asks_for_a_new_build(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    failed = [AuditOutcome("a", "mart.cost", True, "failed", 1, None, [])]
    later = DAY + dt.timedelta(days=10)

    def fingerprint(day: dt.date) -> str:
        return str(build_inputs(project, None, day)["fingerprint"])

    without = fingerprint(DAY)
    override(project.overrides, failed, "a", None, "Controller", "Prövad", DAY, DAY)
    given = fingerprint(DAY)
    assert given != without and fingerprint(later) == without
    override(project.overrides, failed, "a", None, "Ekonomichef", "Prövad igen", later, DAY)
    assert fingerprint(DAY) not in (given, without)
    assert fingerprint(later) == fingerprint(DAY) and fingerprint(later + dt.timedelta(days=1)) == without


def _build_with_delivery(project: Project, number: int, amount: int) -> Generation:
    """A small build whose cost comes from one delivery."""
    build = small_build(project, number, amount)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute("CREATE SCHEMA quality")
        connection.execute(
            "CREATE TABLE quality.delivery AS SELECT ? AS delivery_id, 'huvudbok.csv' AS file_name, 'ledger' AS"
            " contract_code, 'accepted' AS state",
            [f"d{number}"],
        )
    about = {"description": "One row per delivery.", "grain": "delivery_id", "meanings": {}, "parents": [], "trace": []}
    build.write(DESCRIPTIONS, build.read(DESCRIPTIONS) | {"quality.delivery": about})
    return build


def test_a_build_that_an_audit_stopped_can_be_compared_and_one_not_audited_cannot(tmp_path: Path) -> None:
    project = small_project(tmp_path / "project")
    publish(project, _build_with_delivery(project, 1, 1000))
    stopped = _build_with_delivery(project, 2, 1700)
    (stopped.folder / "complete.json").unlink()
    for name in ("built", stopped.generation_id):
        found = diff(project, "published", name)
        (change,) = found.tables
        assert change.difference.sums == {"amount_sek": (Decimal("1002.50"), Decimal("1702.50"))}
        assert {(c.kind, c.name) for c in found.causes} == {("gone", "huvudbok.csv"), ("delivered", "huvudbok.csv")}
    assert diff(project, stopped.generation_id, "built").tables == []
    (stopped.folder / f"{DESCRIPTIONS}.json").unlink()
    with pytest.raises(NothingToCompare):
        diff(project, "published", "built")
