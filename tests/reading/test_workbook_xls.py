"""An .xls file is read in a process of its own: whatever happens to that process, the reader says what it was."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
import xlwt

from rjh_warehouse.reading.table.result import DeliveryError
from rjh_warehouse.reading.workbook import xls, xls_child
from rjh_warehouse.reading.workbook.bounds import Budget, ole_streams
from rjh_warehouse.reading.workbook.sheet import grid_rows
from rjh_warehouse.reading.workbook.workbook import open_workbook


@pytest.fixture
def budget_file(tmp_path: Path) -> Path:
    book = xlwt.Workbook()
    plain, kronor = xlwt.XFStyle(), xlwt.easyxf(num_format_str='#,##0.00 "kr"')
    for name in ("Ett", "Två"):
        sheet = book.add_sheet(name)
        for row in range(3000):
            sheet.write(row, 0, f"rad {row}")
            sheet.write(row, 3, row / 4, kronor if row == 2 else plain)
    book.save(str(tmp_path / "a.xls"))
    return tmp_path / "a.xls"


def sizes(path: Path, only: str | None = None) -> dict[str, int]:
    budget = Budget(path.name)
    with open_workbook(path, budget) as workbook:
        return {
            s.facts.name: len(list(grid_rows(s, budget))) for s in workbook.sheets() if only in (None, s.facts.name)
        }


def refused(path: Path) -> tuple[str, Any]:
    with pytest.raises(DeliveryError) as caught:
        sizes(path)
    return caught.value.code, caught.value.places["found"]


def test_sheets_are_read_or_passed_over(budget_file: Path) -> None:
    assert sizes(budget_file) == {"Ett": 3000, "Två": 3000}
    assert sizes(budget_file, "Två") == {"Två": 3000}
    budget = Budget("a")
    with open_workbook(budget_file, budget) as workbook:
        rows = dict(grid_rows(next(iter(workbook.sheets())), budget))
    cell: Any = rows[3][3]
    assert (str(cell.value), cell.unit) == ("0.5", "kr")


def test_a_process_that_needs_too_much_memory_is_said(budget_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls, "MAX_XLS_MEMORY", 16 << 20)
    assert refused(budget_file) == ("error.workbook_too_large", "RAM")


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("while True: pass", "error.workbook_too_slow"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "error.workbook_corrupt"),
        ("import time; time.sleep(60)", "error.workbook_too_slow"),
    ],
)
def test_a_process_that_loops_dies_or_sleeps_is_said(
    budget_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, expected: str
) -> None:
    child = tmp_path / "child.py"
    child.write_text(f"import sys, resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\n{script}\n")
    monkeypatch.setattr(xls_child, "__file__", str(child))
    if "sleep" in script:
        monkeypatch.setattr("rjh_warehouse.reading.workbook.bounds.MAX_SECONDS", 1.0)
    assert refused(budget_file)[0] == expected


def test_leaving_early_ends_the_process(budget_file: Path) -> None:
    with open_workbook(budget_file, Budget("a")) as workbook:
        next(iter(workbook.sheets()))
        process = workbook._child._process  # type: ignore[attr-defined]
        os.kill(process.pid, signal.SIGSTOP)  # however stuck it is
    assert process.returncode == -signal.SIGKILL


def test_limits_of_the_child_never_exceed_those_it_was_given() -> None:
    if sys.platform != "linux":
        pytest.skip("limits are Linux's here")
    import resource

    before = resource.getrlimit(resource.RLIMIT_CORE)
    xls_child._lower(resource.RLIMIT_CORE, 0)
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, before[1])
    resource.setrlimit(resource.RLIMIT_CORE, before)


def test_names_are_looked_for_in_the_directory_only(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("Blad1").write(0, 0, "EncryptedPackageŁ, _VBA_PROJECT_CURŁ")  # Ł: stored in 16 bits
    book.save(str(tmp_path / "a.xls"))
    content = (tmp_path / "a.xls").read_bytes()
    assert "EncryptedPackage".encode("utf-16-le") in content
    assert ole_streams(tmp_path / "a.xls") == {"workbook"} and sizes(tmp_path / "a.xls") == {"Blad1": 1}
    (tmp_path / "b.xls").write_bytes(content.replace("Workbook".encode("utf-16-le"), "WORKBOOK".encode("utf-16-le")))
    assert sizes(tmp_path / "b.xls") == {"Blad1": 1}
