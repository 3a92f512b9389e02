"""Files that a person sends wrongly: a clear sentence, an exit code, and nothing else disturbed."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from project_runs import rjh

from rjh_warehouse.contract.contract import Contract, read_contracts
from rjh_warehouse.intake.check import check_files
from rjh_warehouse.intake.files import find_files
from rjh_warehouse.intake.load import LoadOutcome, load_files
from rjh_warehouse.intake.mark import marked_copy
from rjh_warehouse.intake.report import render_check
from rjh_warehouse.lake.leftovers import leftovers
from rjh_warehouse.lake.store import Lake
from rjh_warehouse.reading.table.result import DeliveryError

FRAME_HEADER = "rubrik;styrelse/nämnd;budgetår;benämning;belopp (tkr);områden;källrad\n"


def _load(project: Path, data: Path, *files: Path) -> tuple[int, list[dict[str, Any]], str]:
    done = rjh("load", "--json", *map(str, files), data=data, project=project)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout), done.stderr


def test_an_unknown_file_is_named(documents_project: Path, tmp_path: Path) -> None:
    file = tmp_path / "semesterlista.csv"
    file.write_text("namn;dagar\n", encoding="utf-8")
    code, (outcome,), _ = _load(documents_project, tmp_path / "data", file)
    assert code == 1
    assert outcome["status"] == "refused"
    assert outcome["error"]["code"] == "error.no_contract"
    printed = rjh("load", str(file), data=tmp_path / "data", project=documents_project)
    assert "semesterlista.csv" in printed.stdout
    assert "kontrakt" in printed.stdout


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"\xd0\xcf\x11\xe0" + b"\x00" * 600])
def test_an_unreadable_workbook_is_refused(documents_project: Path, tmp_path: Path, content: bytes) -> None:
    source = next((documents_project / "deliveries").rglob("investeringar_*.xlsx"))
    file = tmp_path / source.name
    file.write_bytes(content)
    origin = source.with_name(source.name + ".origin.yaml")
    (tmp_path / origin.name).write_bytes(origin.read_bytes())
    code, (outcome,), _ = _load(documents_project, tmp_path / "data", file)
    assert (code, outcome["status"]) == (1, "refused")


def _frame_total(tmp_path: Path, documents_project: Path, change: tuple[str, str]) -> Path:
    source = next((documents_project / "deliveries").rglob("total_nettobudgetram_*.csv"))
    file = tmp_path / source.name
    text = source.read_text(encoding="utf-8-sig")
    assert change[0] in text
    file.write_text(text.replace(*change), encoding="utf-8")
    origin = source.with_name(source.name + ".origin.yaml")
    (tmp_path / origin.name).write_bytes(origin.read_bytes())
    return file


def test_a_missing_column_is_named(documents_project: Path, tmp_path: Path) -> None:
    file = _frame_total(tmp_path, documents_project, ("belopp (tkr)", "något annat"))
    code, (outcome,), _ = _load(documents_project, tmp_path / "data", file)
    assert (code, outcome["status"]) == (1, "refused")
    assert outcome["error"]["code"] == "error.missing_column"
    assert "amount" in str(outcome["error"]) or "belopp" in str(outcome["error"])


def test_without_a_unit_nothing_is_loaded(documents_project: Path, tmp_path: Path) -> None:
    file = _frame_total(tmp_path, documents_project, ("belopp (tkr)", "belopp"))
    code, (outcome,), _ = _load(documents_project, tmp_path / "data", file)
    assert (code, outcome["status"]) == (1, "refused")
    assert outcome["error"]["code"] == "error.unit_missing"


def test_good_files_are_loaded_beside_bad_ones(documents_project: Path, tmp_path: Path) -> None:
    bad = tmp_path / "okänd.csv"
    bad.write_text("a;b\n", encoding="utf-8")
    good = next((documents_project / "deliveries").rglob("investeringar_*.xlsx"))
    code, outcomes, _ = _load(documents_project, tmp_path / "data", bad, good)
    assert code == 1
    assert {Path(str(o["file"])).name: o["status"] for o in outcomes} == {
        "okänd.csv": "refused",
        good.name: "loaded",
    }


CONTRACT = """
contract: cost
title_sv: Kostnad
title_en: Cost
description: A small table.
source: a test
file_pattern: '(?s)cost_.*\\.csv'
format: csv
tables:
  - name: cost
    columns:
      - {name: unit_code, type: code, aliases: [ansvar]}
      - {name: amount, type: amount, unit: kr, decimals: 2, aliases: [belopp]}
    key: [unit_code]
"""
GOOD = "ansvar;belopp\n01;1\n"


@pytest.fixture
def contracts(tmp_path: Path) -> dict[str, Contract]:
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "cost.yaml").write_text(CONTRACT, encoding="utf-8")
    return read_contracts(tmp_path / "contracts")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "cost_good.csv").write_text(GOOD, encoding="utf-8")
    return tmp_path / "in"


def _outcomes(inbox: Path, contracts: dict[str, Contract], *paths: Path) -> dict[str, tuple[str, str | None]]:
    lake = Lake(inbox.parent / "lake")
    found = load_files(paths or [inbox], lake, contracts)
    assert leftovers(lake) == []
    return {os.fsdecode(os.fsencode(o.path.name)): _said(o) for o in found}


def _said(outcome: LoadOutcome) -> tuple[str, str | None]:
    return outcome.status, outcome.error.code if outcome.error else None


def test_what_is_no_file_is_told_and_never_waited_for(inbox: Path, contracts: dict[str, Contract]) -> None:
    os.mkfifo(inbox / "cost_pipe.csv")
    (inbox / "cost_dangling.csv").symlink_to("nowhere.csv")
    (inbox / "cost_loop.csv").symlink_to("cost_loop.csv")
    (inbox / "cost_device.csv").symlink_to("/dev/zero")
    (inbox / "cost_linked.csv").symlink_to("cost_good.csv")
    (inbox / "round").symlink_to(inbox, target_is_directory=True)
    (inbox.parent / "share").mkdir()
    (inbox.parent / "share" / "cost_elsewhere.csv").write_text(GOOD.replace("1", "3"), encoding="utf-8")
    (inbox / "linked").symlink_to(inbox.parent / "share", target_is_directory=True)
    assert _outcomes(inbox, contracts) == {
        "cost_pipe.csv": ("refused", "error.not_a_file"),
        "cost_dangling.csv": ("refused", "error.unreadable"),
        "cost_loop.csv": ("refused", "error.unreadable"),
        "cost_device.csv": ("refused", "error.link_outside"),
        "cost_good.csv": ("loaded", None),
        "cost_linked.csv": ("known", None),
        "linked": ("refused", "error.link_outside"),
    }


def test_nothing_outside_the_inbox_is_read_or_shown(
    inbox: Path, contracts: dict[str, Contract], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "cost_secret.csv").write_text(GOOD.replace("1", "hemligt"), encoding="utf-8")
    (outside / "origin.yaml").write_text("hemligt: [", encoding="utf-8")
    (inbox / "cost_file.csv").symlink_to(outside / "cost_secret.csv")
    (inbox / "sub").mkdir()
    (inbox / "sub" / "cost_up.csv").symlink_to("../cost_good.csv")
    (inbox / "cost_folder.csv").mkdir()
    (inbox / "cost_folder.csv" / "cost_in.csv").write_text(GOOD, encoding="utf-8")
    (inbox / "cost_origin.csv").write_text(GOOD + "9;9\n", encoding="utf-8")
    (inbox / "cost_origin.csv.origin.yaml").symlink_to(outside / "origin.yaml")
    (inbox / "all").symlink_to("/", target_is_directory=True)
    with socket.socket(socket.AF_UNIX) as door:
        here = os.getcwd()
        os.chdir(inbox)  # a socket's path may not be long
        door.bind("cost_socket.csv")
        os.chdir(here)
        found = _outcomes(inbox, contracts)
    assert {n: code for n, (_, code) in found.items()} == {
        "cost_file.csv": "error.link_outside",
        "cost_up.csv": "error.link_outside",
        "cost_folder.csv": "error.not_a_file",
        "cost_origin.csv": "error.link_outside",
        "cost_socket.csv": "error.not_a_file",
        "cost_good.csv": None,
        "all": "error.link_outside",
    }
    assert not [p for p in (inbox.parent / "lake").rglob("*") if p.is_file() and b"hemligt" in p.read_bytes()]
    report = check_files([inbox], contracts)
    for check in report.files:
        if not check.is_good:
            with contextlib.suppress(DeliveryError):
                marked_copy(check, tmp_path / f"{check.path.name}.marked")
    said = "\n".join(render_check(report)) + "".join(p.read_text("utf-8") for p in tmp_path.glob("*.marked"))
    assert "hemligt" not in said


def test_a_file_that_is_named_may_be_reached_by_a_linked_folder(
    inbox: Path, contracts: dict[str, Contract], tmp_path: Path
) -> None:
    (tmp_path / "linked").symlink_to(inbox, target_is_directory=True)
    assert _outcomes(inbox, contracts, tmp_path / "linked") == {"cost_good.csv": ("loaded", None)}
    assert _outcomes(inbox, contracts, tmp_path / "linked" / "cost_good.csv") == {"cost_good.csv": ("known", None)}


def test_an_origin_that_is_no_file_is_told(inbox: Path, contracts: dict[str, Contract]) -> None:
    os.mkfifo(inbox / "cost_good.csv.origin.yaml")
    assert _outcomes(inbox, contracts) == {"cost_good.csv": ("refused", "error.not_a_file")}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_closed_file_and_a_closed_folder_are_told(inbox: Path, contracts: dict[str, Contract]) -> None:
    (inbox / "cost_closed.csv").write_text(GOOD, encoding="utf-8")
    (inbox / "cost_closed.csv").chmod(0)
    (inbox / "closed").mkdir(mode=0)
    found = _outcomes(inbox, contracts)
    assert found["cost_closed.csv"] == ("refused", "error.unreadable")
    assert found["closed"] == ("refused", "error.not_a_file")


HOSTILE = [
    "cost_'; DROP TABLE cost; --.csv", 'cost_"quoted".csv', "cost_new\nline.csv", "cost_..%2f..%2fetc.csv",
    "cost_$(touch x)`id`.csv", "cost_[*?].csv", "cost_\\back.csv", "cost_{found}.csv", "cost_ÅÄÖ 😀.csv",
    "cost_" + "å" * 110 + ".csv", "cost_" + "l" * 246 + ".csv",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_a_name(inbox: Path, contracts: dict[str, Contract], name: str) -> None:
    (inbox / "cost_good.csv").rename(inbox / name)
    before = {p for p in inbox.parent.rglob("*") if "lake" not in p.parts}
    assert _outcomes(inbox, contracts) == {name: ("loaded", None)}
    (record,) = Lake(inbox.parent / "lake").records()
    assert Lake(inbox.parent / "lake").archived_file(record.file_sha256, record.file_name).exists()
    assert {p for p in inbox.parent.rglob("*") if not p.is_relative_to(inbox.parent / "lake")} <= before | {inbox}


def test_a_name_that_is_no_text_is_shown_as_text(inbox: Path, contracts: dict[str, Contract]) -> None:
    odd = Path(os.fsdecode(os.fsencode(inbox) + b"/cost_\xe5r.csv"))
    unknown = Path(os.fsdecode(os.fsencode(inbox) + b"/\xe5r.csv"))
    for path in (odd, unknown):
        path.write_text(GOOD.replace("1", str(len(path.name))), encoding="utf-8")
    found = _outcomes(inbox, contracts)
    assert found[odd.name] == ("loaded", None)
    assert found[unknown.name] == ("refused", "error.no_contract")
    lake = Lake(inbox.parent / "lake")
    assert {r.file_name for r in lake.records()} == {"cost_good.csv", "cost_\\xe5r.csv"}
    assert [r["file_name"] for r in lake.refusals()] == ["\\xe5r.csv"]


def test_a_name_that_cannot_exist_is_told(inbox: Path, contracts: dict[str, Contract]) -> None:
    paths = [
        inbox / ("cost_" + "l" * 300 + ".csv"),
        inbox / "cost_\0.csv",
        inbox / "absent.csv",
        inbox / "cost_good.csv",
    ]
    found = load_files(paths, Lake(inbox.parent / "lake"), contracts)
    assert [_said(o) for o in found] == [("refused", "error.unreadable")] * 3 + [("loaded", None)]


def test_a_fault_in_the_reader_costs_one_file(
    inbox: Path, contracts: dict[str, Contract], monkeypatch: pytest.MonkeyPatch
) -> None:
    import rjh_warehouse.reading as reading

    read = reading.read_delivery

    def failing(path: Path, *rest: Any) -> Any:
        if "bad" in path.name:
            raise ZeroDivisionError("unforeseen")
        return read(path, *rest)

    monkeypatch.setattr(reading, "read_delivery", failing)
    (inbox / "cost_bad.csv").write_text("ansvar;belopp\n01;2\n", encoding="utf-8")
    assert _outcomes(inbox, contracts) == {
        "cost_bad.csv": ("refused", "error.reader_failed"),
        "cost_good.csv": ("loaded", None),
    }
    (refusal,) = Lake(inbox.parent / "lake").refusals()
    assert refusal["found"] == "ZeroDivisionError: unforeseen"


def test_a_lake_that_cannot_be_made_is_told(inbox: Path, contracts: dict[str, Contract]) -> None:
    (inbox.parent / "file").write_text("", encoding="utf-8")
    (outcome,) = load_files([inbox / "cost_good.csv"], Lake(inbox.parent / "file" / "lake"), contracts)
    assert _said(outcome) == ("refused", "error.lake_unwritable")


def test_a_folder_is_searched_in_the_order_of_versions(inbox: Path) -> None:
    names = ["cost_v10.csv", "cost_v2.csv", "cost_v1.csv", "~$cost_v1.csv", ".cost.csv", "läsmig.md", "half.csv.part"]
    (inbox / "cost_good.csv").unlink()
    for name in [*names, "cost_v1.csv.origin.yaml"]:
        (inbox / name).write_text("", encoding="utf-8")
    expected = ["cost_v1.csv", "cost_v2.csv", "cost_v10.csv"]
    assert [p.name for p in find_files([inbox])] == expected
    by_shell = sorted(p for p in inbox.iterdir() if p.name.startswith("cost"))
    assert sorted(p.name for p in find_files(by_shell)) == sorted(expected)  # origins named by inbox/* are no files


def test_a_pipe_on_the_command_line_ends(documents_project: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "huvudbok_RS_202404.csv")
    done = subprocess.run(
        [sys.executable, "-m", "rjh_warehouse", "load", str(tmp_path / "huvudbok_RS_202404.csv")],
        env={**os.environ, "RJH_DATA": str(tmp_path / "data"), "RJH_HOME": str(documents_project), "RJH_LANG": "sv"},
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1
    assert "ingen vanlig fil" in done.stdout
