"""The published record against its own delivered files: followed row by row, and every relation recomputed by hand."""
# ruff: noqa: E501 -- rows and queries are easier to read on one line

from __future__ import annotations

import ast
import csv
import operator
from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import published_warehouse as record
import pytest
import yaml

MKR = 1_000_000
MONEY = {
    "kr": 1, "kronor": 1, "tkr": 1000, "mkr": MKR, "milj. kr": MKR, "milj.kr": MKR, "miljoner": MKR,
    "miljoner kr": MKR, "miljoner kronor": MKR, "miljon kronor": MKR, "miljarder kronor": 1000 * MKR,
}  # fmt: skip
STEP = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
NOT_HOLDING = {"R052", "R063", "R067", "R073", "R074", "R083", "R093"}  # read off the record by hand


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("record")
    with record.warehouse(folder, record.files_of(record.RECORD, *record.PLAN)) as connection:
        yield connection


def _printed() -> dict[str, dict[str, Any]]:
    """Every delivered figure by its number, with its file and line."""
    found = {}
    for path in sorted(record.RECORD.glob("publicerade_siffror_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for line, row in enumerate(csv.DictReader(file, delimiter=";"), start=2):
                found[row["siffernummer"]] = {**row, "file": path.name, "line": line}
    return found


def _relations() -> list[dict[str, str]]:
    with (record.RECORD / "publicerade_samband_2017-2025.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _kronor(figure: dict[str, Any], read_as: str = "") -> tuple[float, float]:
    """A figure's value and last digit, in kronor where it is money."""
    unit = MONEY.get(read_as or figure["enhet"].lower(), 1)
    return float(figure["värde"]) * unit, float(figure["precision"]) * unit


def _worked(text: str, values: dict[str, float]) -> float:
    """An expression worked out by plain arithmetic, apart from the warehouse's own evaluation."""

    def at(node: ast.expr) -> float:
        if isinstance(node, ast.BinOp):
            work: Callable[[float, float], float] = STEP[type(node.op)]  # type: ignore[assignment]
            return work(at(node.left), at(node.right))
        if isinstance(node, ast.UnaryOp):
            return -at(node.operand)
        return values[node.id] if isinstance(node, ast.Name) else float(ast.literal_eval(node))

    return at(ast.parse(text, mode="eval").body)


def test_every_figure_is_followed_to_its_row_and_page(told: duckdb.DuckDBPyConnection) -> None:
    printed = _printed()
    rows = told.execute(
        "SELECT figure_id, value_text, value, unit, source_title, url, file_name, row_number, is_simulated"
        " FROM mart.published_figure"
    ).fetchall()
    assert {r[0] for r in rows} == set(printed)
    assert len(rows) == 297
    for code, text, value, unit, title, url, file_name, line, is_simulated in rows:
        row = printed[code]
        assert (text, float(value), unit) == (row["som tryckt"], float(row["värde"]), row["enhet"])
        assert (file_name, line, is_simulated) == (row["file"], row["line"], False)
        origin = yaml.safe_load((record.RECORD / f"{file_name}.origin.yaml").read_text(encoding="utf-8"))
        assert (title, url) == (origin["title"], origin["source_file"])


def test_ten_figures_are_what_their_pages_say(told: duckdb.DuckDBPyConnection) -> None:
    known = {
        "F036": ("RJH", "2018-12-31", -248_500_000), "F110": ("RJH", "2019-12-31", -171_000_000),
        "F113": ("RJH", "2019-12-31", -1_464_000_000), "F199": ("RJH", "2021-12-31", 361_000_000),
        "F210": ("RJH", "2021-12-31", -559_000_000), "F024": ("RUN", "2017-12-31", 1_263_000),
        "F356": ("KTN", "2024-04-30", -94_700_000), "F363": ("RJH", "2024-04-30", -156_000_000),
        "F382": ("HSN", "2025-05-31", -1_631_000_000), "F367": ("HSN", "2024-03-31", -129_000_000),
    }  # fmt: skip
    for code, (body, day, amount) in known.items():
        found = told.execute(
            "SELECT body_code, CAST(period_to AS TEXT), amount_sek FROM mart.published_figure WHERE figure_id = ?",
            [code],
        ).fetchone()
        assert found == (body, day, amount), code


@pytest.mark.parametrize("relation", _relations(), ids=lambda r: str(r["sambandsnummer"]))
def test_every_relation_is_recomputed(told: duckdb.DuckDBPyConnection, relation: dict[str, str]) -> None:
    printed = _printed()
    code, assumed = relation["sambandsnummer"], relation["antagande"]
    sides = relation["vänster uttryck"], relation["höger uttryck"]
    named = {n.id for s in sides for n in ast.walk(ast.parse(s)) if isinstance(n, ast.Name)}
    read = {f: _kronor(printed[f], "mkr" if f == assumed.split(".")[0] else "") for f in named}
    values = {f: v for f, (v, _) in read.items()}
    left, right = (_worked(s, values) for s in sides)
    variance = 0.0
    for figure, (value, precision) in read.items():  # each figure moved by its last digit, rounding errors apart
        step = {s: {**values, figure: value + s * precision / 2} for s in (1, -1)}
        moved = [_worked(sides[0], v) - _worked(sides[1], v) for v in step.values()]
        variance += (moved[0] - moved[1]) ** 2 / 12
    tolerance = 3 * variance**0.5
    found = told.execute(
        "SELECT COALESCE(stated_amount_sek, stated_number), COALESCE(computed_amount_sek, computed_number),"
        " COALESCE(difference_sek, difference_number), COALESCE(tolerance_sek, tolerance_number), verdict"
        " FROM mart.frame_reconciliation WHERE check_code = ?",
        ["PUBLISHED/" + code],
    ).fetchone()
    assert found is not None
    stated, computed, difference, allowed, verdict = (float(v) if i < 4 else v for i, v in enumerate(found))
    sign = 1 if abs(stated - left) <= abs(stated + left) else -1  # cost is written − in the warehouse
    assert stated == pytest.approx(sign * left, abs=0.01)
    assert computed == pytest.approx(sign * right, rel=1e-6, abs=0.01)
    assert difference == pytest.approx(sign * (left - right), rel=1e-6, abs=0.011)
    assert allowed == pytest.approx(tolerance, rel=2e-3, abs=0.01)
    assert (verdict == "unexplained") == (abs(left - right) > tolerance)
    assert (verdict == "unexplained") == (code in NOT_HOLDING)
    assert (verdict != "unexplained") == (relation["håller"] == "true")


def test_a_unit_that_cannot_be_right_is_a_finding_with_the_unit_that_fits(told: duckdb.DuckDBPyConnection) -> None:
    doubted = told.execute(
        "SELECT figure_id, value_text, fitting_unit, amount_sek, fitting_amount_sek FROM mart.published_figure"
        " WHERE NOT fitting_unit IS NULL ORDER BY figure_id"
    ).fetchall()
    assert [(c, text, unit, float(sek), float(read)) for c, text, unit, sek, read in doubted] == [
        ("F269", "-60,3 kr", "mkr", -60.3, -60_300_000.0),
        ("F351", "520 kr", "mkr", -520.0, -520_000_000.0),
    ]
    kinds = told.execute(
        "SELECT check_code, difference_kind FROM mart.frame_reconciliation"
        " WHERE difference_kind IN ('unit_misprinted', 'sign_misprinted') ORDER BY check_code"
    ).fetchall()
    assert kinds == [
        ("PUBLISHED/R067", "unit_misprinted"), ("PUBLISHED/R083", "sign_misprinted"),
        ("PUBLISHED/R093", "unit_misprinted"), ("PUBLISHED/unit/F269", "unit_misprinted"),
        ("PUBLISHED/unit/F351", "unit_misprinted"),
    ]  # fmt: skip
    first = told.execute(
        "SELECT check_code, row_label, change_code, read_unit FROM mart.frame_reconciliation_candidate"
        " WHERE check_code LIKE 'PUBLISHED/%' AND candidate_rank = 1 ORDER BY check_code"
    ).fetchall()
    assert [(c, label.split()[0], change, unit) for c, label, change, unit in first] == [
        ("PUBLISHED/R067", "F269", "unit_mkr", "mkr"),
        ("PUBLISHED/R083", "F159", "sign_turned", None),
        ("PUBLISHED/R093", "F351", "unit_mkr", "mkr"),
    ]


def test_the_series_takes_the_unit_that_fits_and_knows_what_was_told_when(told: duckdb.DuckDBPyConnection) -> None:
    forecasts = told.execute(
        "SELECT CAST(told_on AS TEXT), amount_sek, revision_sek, is_latest FROM mart.published_series"
        " WHERE body_code = 'RJH' AND measure_code = 'result' AND fiscal_year = 2023 AND period_kind = 'forecast_year'"
        " ORDER BY telling_number"
    ).fetchall()
    assert [(d, int(a), r if r is None else int(r), latest) for d, a, r, latest in forecasts] == [
        ("2023-03-29", -300 * MKR, None, False), ("2023-04-30", -300 * MKR, 0, False),
        ("2023-11-30", -360 * MKR, -60 * MKR, False), ("2023-11-30", -550 * MKR, -190 * MKR, True),
    ]  # fmt: skip
    read = told.execute("SELECT amount_sek FROM mart.published_series WHERE figure_id = 'F269'").fetchone()
    assert read is not None
    assert read[0] == -60_300_000


def test_the_plans_targets_meet_their_published_outcomes(told: duckdb.DuckDBPyConnection) -> None:
    met = told.execute(
        "SELECT indicator_code, body_code, value, plan_target_value, computed_status, status_text, is_status_as_published"
        " FROM mart.published_indicator WHERE NOT computed_status IS NULL ORDER BY indicator_id"
    ).fetchall()
    assert [(c, b, float(v), float(t), s, colour, same) for c, b, v, t, s, colour, same in met] == [
        ("EQUITY_RATIO", "RJH", -14.5, -15.8, "met", "Grön", True),
        ("QUICK_RATIO", "RJH", 237.1, 100.0, "met", "Grön", True),
        ("GROSS_COST_GROWTH", "RJH", 9.4, -0.5, "not_met", "Röd", True),
        ("NET_COST_GROWTH", "RJH", 11.6, 0.6, "not_met", "Röd", True),
        ("SUPPLIER_LOYALTY", "RJH", 86.0, 95.0, "near", "Gul", True),
        ("GROSS_COST_GROWTH_RS", "RS", 5.9, -6.5, "not_met", "Röd", True),
        ("SUPPLIER_LOYALTY_RS", "RS", 86.0, 95.0, "near", "Gul", True),
    ]
    assert told.execute("SELECT COUNT(*) FROM mart.published_indicator").fetchone() == (25,)
    beside = told.execute(
        "SELECT period_code, computed_status, reported_status, reported_status_text FROM mart.target_achievement"
        " WHERE indicator_code = 'SUPPLIER_LOYALTY' AND NOT value IS NULL AND NOT is_simulated"
    ).fetchall()
    assert beside == [("2024-T1", "near", "near", "Gul")]


def test_from_net_cost_to_result(told: duckdb.DuckDBPyConnection) -> None:
    def line(basis: str, day: str, code: str) -> tuple[Any, ...]:
        found = told.execute(
            "SELECT amount_sek / 1000000, amount_origin, deviation_sek / 1000000, is_complete FROM mart.result_statement"
            " WHERE basis_code = ? AND period_to = CAST(? AS DATE) AND line_code = ?",
            [basis, day, code],
        ).fetchone()
        assert found is not None
        return found

    assert line("plan", "2024-12-31", "FINANCING")[:2] == (5302.0, "stated")
    assert line("plan", "2024-12-31", "RESULT") == (3543.6, "stated", None, False)  # the other boards are not in it
    assert line("published", "2024-04-30", "OPERATING_RESULT") == (-184.0, "stated", -156.0, True)
    assert line("published", "2024-04-30", "FINANCIAL_NET")[2] == 109.0  # −47 − (−156)
    assert line("published", "2025-02-28", "FINANCIAL_NET")[:2] == (-12.0, "implied")  # −63 − (−51)
    assert line("published", "2025-02-28", "FINANCIAL_NET_REALISED")[:2] == (-38.0, "computed")
    assert line("published_forecast", "2022-12-31", "BALANCE_ADJUSTMENT")[0] == -37.0  # 31 − 68
    assert line("published_forecast", "2022-12-31", "DEFICIT_BEFORE")[0] == -118.0
    assert line("published_forecast", "2022-12-31", "LEFT_TO_RESTORE")[0] == -87.0
    assert line("published", "2021-12-31", "LEFT_TO_RESTORE")[:2] == (None, None)  # not known is not nought


def test_a_forecasters_record(told: duckdb.DuckDBPyConnection) -> None:
    rows = told.execute(
        "SELECT fiscal_year, forecast_sek / 1000000, error_sek / 1000000 FROM mart.forecast_record"
        " WHERE forecaster_code = 'region' AND measure_code = 'result' AND NOT error_sek IS NULL"
        " ORDER BY fiscal_year, forecast_number"
    ).fetchall()
    assert rows == [(2019, -230.0, -59.0), (2019, -230.0, -59.0), (2021, 190.0, -171.0)]
    found = told.execute(
        "SELECT judged_count, year_count, bias_sek, mean_absolute_error_sek, too_dark_count, too_bright_count"
        " FROM mart.forecaster WHERE forecaster_code = 'region' AND body_code = 'RJH' AND measure_code = 'result'"
    ).fetchone()
    assert found == (3, 2, -115 * MKR, 115 * MKR, 3, 0)


def test_no_sentence_stands_in_the_record() -> None:
    for path in sorted(record.RECORD.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter=";"):
                for column in ("som tryckt", "anmärkning", "enhet", "utfall", "målvärde", "status", "nyckeltal"):
                    assert len((row.get(column) or "").split()) <= 12, (path.name, row[column])


def test_published_volumes_stand_beside_the_months(told: duckdb.DuckDBPyConnection) -> None:
    rows = told.execute(
        "SELECT organisation_code, activity_code, period_kind, CAST(month AS VARCHAR), volume, volume_change"
        " FROM core.activity_volume WHERE volume_source = 'published' AND NOT is_simulated ORDER BY ALL"
    ).fetchall()
    assert [(*r[:4], *(None if v is None else int(v) for v in r[4:])) for r in rows] == [
        ("HSN", "SICK_HOURS", "month", "2020-03-01", None, 20953),
        ("HSN", "SICK_HOURS", "ytd", "2020-03-01", None, 15137),
        ("KTN", "HEADCOUNT", "month", "2023-04-01", 19, None),
        ("KTN", "HEADCOUNT", "month", "2024-04-01", 19, 0),
        ("KTN", "TRIPS", "ytd", "2024-04-01", None, 67500),
    ]
