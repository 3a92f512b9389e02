"""The published record loaded into a lake of a test's own, and its models computed by plain DuckDB."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
from plain_models import build, rendered

from rjh_warehouse.contract.contract import read_contracts
from rjh_warehouse.intake.load import load_files
from rjh_warehouse.lake.store import Lake

ROOT = Path(__file__).parents[1]
RECORD = ROOT / "deliveries" / "publicerade-utfall-2017-2025"
PLAN = (ROOT / "deliveries" / "rs-plan-budget-2024", ROOT / "deliveries" / "register")
TARGETS = frozenset(
    {
        "mart.published_figure",
        "mart.published_series",
        "mart.published_indicator",
        "mart.frame_reconciliation_part",
        "mart.frame_reconciliation_candidate",
        "mart.forecaster",
        "mart.result_statement",
        "core.activity_volume",
    }
)
FIGURE = {
    "published_on": "2026-02-10", "url": "https://example.org/sida", "source_title": "Sida", "body_code": "RJH",
    "period_from": "2026-01-01", "period_to": "2026-01-31", "period_kind": "ytd", "comparison": "prior_year",
    "value_kind": "change", "unit": "miljoner kronor", "sign_convention": "+ higher, sign from word",
    "is_certain": "true", "note": "", "printed_precision": "1", "number_format": "comma_decimal",
    "date_basis": "meeting", "source_kind": "own",
}  # fmt: skip
RELATION = {"kind": "bridge", "assumption": "", "holds": "", "note": ""}


def figure_file(path: Path, figures: Iterable[Mapping[str, Any]]) -> Path:
    """A delivery in the record's own column names; what a figure does not say is a change of January 2026 in mkr."""
    rows = [
        {**FIGURE, "value_text": f"{abs(float(f['value'])):g} miljoner kronor".replace(".", ","), **f} for f in figures
    ]
    return _file(path, rows)


def relation_file(path: Path, relations: Iterable[Mapping[str, Any]]) -> Path:
    """A delivery of relations in the record's own column names."""
    return _file(path, [{**RELATION, **r} for r in relations])


def _file(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(k for r in rows for k in r)), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return path


def warehouse(folder: Path, files: Iterable[Path]) -> duckdb.DuckDBPyConnection:
    """The record's marts over the files, in a database under the folder."""
    lake = Lake(folder / "lake")
    outcomes = load_files(sorted(files), lake, read_contracts(ROOT / "contracts"))
    assert {o.status for o in outcomes} == {"loaded"}, [(o.path.name, o.status, o.error) for o in outcomes]
    build(folder / "warehouse.duckdb", lake, rendered(TARGETS))
    return duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True)


def files_of(*folders: Path) -> list[Path]:
    """The delivered files of folders, without their origins."""
    return [p for folder in folders for p in folder.iterdir() if p.suffix in (".csv", ".xlsx")]
