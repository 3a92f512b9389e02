"""A missed week: seven days of deliveries dropped at once give what seven nights one by one have given.

Slow: sixteen nights of a project with the models of the books.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from project_runs import copy_project, prune

from rjh_warehouse.operation.nightly import nightly
from rjh_warehouse.settings import Project

pytestmark = pytest.mark.slow

TARGETS = [
    "mart.cost_revision", "core.cost_month", "core.unit", "quality.month_unmapped", "quality.delivery",
]  # fmt: skip
OF_THE_LOAD = ("loaded_at", "sequence")  # its time and number: what was half copied is loaded a night later
BOARDS = {"RS": "01010", "HSN": "11010"}
LEDGER_HEAD = "Period;Konto;Ansvar;Verksamhet;Projekt;Motpart;Verifikat;Verifikatdatum;Text;Belopp"
UNITS_HEAD = "Ansvar;Benämning;Avdelningskod;Avdelning;Områdeskod;Område;Nämnd;Giltig från;Giltig till"
CHART_HEAD = "Konto;Benämning;Kostnadsslag"
File = tuple[str, list[str]]


def _ledger(board: str, month: str, amount: int, version: str = "", unit: str = "") -> File:
    end = f";{unit or BOARDS[board]};;;;V1;{month[:4]}-{month[4:]}-15;Prov;"
    rows = [f"{month};4010{end}{amount},00", f"{month};3010{end}-100,00"]
    return f"huvudbok_{board}_{month}{version}.csv", [LEDGER_HEAD, *rows]


def _units(*more: str, version: str = "") -> File:
    codes = [*((code, board) for board, code in BOARDS.items()), *((code, "HSN") for code in more)]
    rows = [f"{code};Enhet {code};A{b};Avdelning;O{b};Område;{b};2020-01-01;" for code, b in codes]
    return f"enhetsregister{version}.csv", [UNITS_HEAD, *rows]


WEEK: dict[int, list[File]] = {
    1: [("kontoplan.csv", [CHART_HEAD, "3010;Intäkter;EXT_REV", "4010;Löner;PERSONNEL"]), _units(),
        _ledger("RS", "202404", 1000), _ledger("HSN", "202404", 5000)],
    2: [_ledger("RS", "202404", 1100, "_v2")],
    3: [_ledger("RS", "202404", 1200, "_v3"), _ledger("RS", "202405", 900)],  # a correction of the correction
    4: [_ledger("HSN", "202405", 6000, unit="11099"), _ledger("RS", "202402", 700)],  # a late month, a unit unknown
    5: [_units("11099", version="_v2"), _ledger("HSN", "202402", 4000)],
    6: [_ledger("RS", "202404", 1100, "_v4"), _ledger("RS", "202402", 750, "_v2")],  # back to what it was
    7: [_ledger("HSN", "202405", 6100, "_v2", unit="11099")],
}  # fmt: skip
HALF_COPIED = ("huvudbok_RS_202405.csv", "huvudbok_HSN_202405_v2.csv")  # while the night that they come runs


def _deliver(inbox: Path, day: int, file: File) -> Path:
    name, lines = file
    path = inbox / name
    path.write_text("\n".join(lines) + "\n", encoding="cp1252" if name.startswith("huvudbok") else "utf-8")
    origin = f"title: Prov\nproducer: Ekonomisystemet\ndated: 2024-06-{day:02}\nreceived_on: 2024-06-{day:02}\n"
    path.with_name(name + ".origin.yaml").write_text(origin, encoding="utf-8")
    os.utime(path, (time.time() - 60,) * 2)
    return path


@contextlib.contextmanager
def _half_copied(paths: list[Path]) -> Iterator[None]:
    """While the block runs each file grows, and has not come to half of what it becomes."""
    whole = {path: path.read_bytes() for path in paths}
    begun, stop = threading.Event(), threading.Event()

    def copy() -> None:
        size = 20
        while not stop.is_set():
            size += 1
            for path, content in whole.items():
                path.write_bytes(content[: min(size, len(content) // 2)] + b" " * size)
            begun.set()
            time.sleep(0.01)

    thread = threading.Thread(target=copy)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        for path, content in whole.items():
            path.write_bytes(content)
            os.utime(path, (time.time() - 60,) * 2)


def _night(project: Project, new: list[Path]) -> None:
    """A night in which some of the files are half copied, and the one after it."""
    growing = [path for path in new if path.name in HALF_COPIED]
    with _half_copied(growing):
        first = nightly(project)
    assert {o.path for o in first.loads if o.status == "left"} == set(growing)
    for night in (first, nightly(project)):
        assert not night.is_stopped


@pytest.fixture(scope="module")
def pruned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prune(copy_project(tmp_path_factory.mktemp("week") / "project", deliveries=False), TARGETS)


def _project(pruned: Path, folder: Path) -> tuple[Project, Path]:
    shutil.copytree(pruned, folder)
    inbox = folder / "deliveries" / "inbox"
    inbox.mkdir(parents=True)
    return Project(folder, folder / "data"), inbox


def test_a_week_at_once_is_seven_nights_one_by_one(pruned: Path, tmp_path: Path) -> None:
    by_night, inbox = _project(pruned, tmp_path / "by-night")
    for day, files in WEEK.items():
        _night(by_night, [_deliver(inbox, day, file) for file in files])

    at_once, inbox = _project(pruned, tmp_path / "at-once")
    files_of_week = [(day, file) for day, files in WEEK.items() for file in files]
    random.Random(17).shuffle(files_of_week)
    _night(at_once, [_deliver(inbox, day, file) for day, file in files_of_week])

    with duckdb.connect() as connection:
        for name, project in (("a", by_night), ("b", at_once)):
            connection.execute(f"ATTACH '{project.published}' AS {name} (READ_ONLY)")
        tables = _tables(connection, "a")
        assert tables == _tables(connection, "b") and {"mart.cost_revision", "quality.delivery"} <= tables
        unlike = {t: found for t in sorted(tables) if (found := _differing(connection, t))}
        assert unlike == {}
        states = dict(connection.execute("SELECT file_name, state FROM a.quality.delivery").fetchall())
        held = [name for _, (name, _) in files_of_week if name.startswith("huvudbok_HSN_202405")]  # an unusual month
        assert states == {name: "blocked" if name in held else "accepted" for _, (name, _) in files_of_week}
        latest = connection.execute(
            "SELECT month::TEXT, SUM(amount_sek)::INT FROM a.mart.cost_revision WHERE is_current AND board_code = 'RS'"
            " GROUP BY ALL ORDER BY ALL"
        )
        assert latest.fetchall() == [("2024-02-01", -650), ("2024-04-01", -1000), ("2024-05-01", -800)]


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    found = connection.execute(
        "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = ?"
        " AND schema_name IN ('mart', 'core', 'quality')",
        [database],
    )
    return {name for (name,) in found.fetchall()} - {"quality.audit_result"}  # has the time of the audit


def _differing(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    """Rows of one side that the other has not, or not as often."""
    names = [row[0] for row in connection.execute(f"DESCRIBE a.{table}").fetchall()]
    left_out = [n for n in names if n in OF_THE_LOAD]
    shown = f"* EXCLUDE ({', '.join(left_out)})" if left_out else "*"
    a, b = (f"SELECT {shown} FROM {side}.{table}" for side in "ab")
    return connection.execute(f"({a} EXCEPT ALL {b}) UNION ALL ({b} EXCEPT ALL {a})").fetchmany(5)
