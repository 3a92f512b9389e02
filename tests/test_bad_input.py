"""Files that a person sends wrongly: a clear sentence, an exit code, and nothing else disturbed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import rjh

FRAME_HEADER = "rubrik;styrelse/nämnd;budgetår;benämning;belopp (tkr);områden;källrad\n"


def _load(project: Path, data: Path, *files: Path) -> tuple[int, list[dict[str, object]], str]:
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
