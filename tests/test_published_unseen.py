"""Published figures that the rules have not seen: they land as printed, and what they should give is found by rule."""
# ruff: noqa: E501 -- rows and queries are easier to read on one line

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from published_warehouse import figure_file, relation_file, warehouse

from rjh_warehouse.lake.counted import _is_real_region
from rjh_warehouse.lake.store import DeliveryRecord

MKR = 1_000_000


def _change(code: str, measure: str, value: float, **more: Any) -> dict[str, Any]:
    return {"figure_id": code, "measure_code": measure, "value": value, **more}


def _level(code: str, measure: str, value: float, **more: Any) -> dict[str, Any]:
    return _change(
        code, measure, value, comparison="none", value_kind="level", sign_convention="+ better", period_kind="year",
        period_from="2025-01-01", period_to="2025-12-31", **more,
    )  # fmt: skip


def _checks(connection: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, float, str, str | None]]:
    """Kind of relation and left side → (verdict, difference in mkr, kind of check, kind of difference)."""
    rows = connection.execute(
        "SELECT check_code, verdict, COALESCE(difference_sek / 1000000, difference_number), check_kind, difference_kind"
        " FROM mart.frame_reconciliation WHERE record_kind = 'published'"
    ).fetchall()
    return {c.removeprefix("PUBLISHED/").split("=")[0]: (v, float(d), k, kind) for c, v, d, k, kind in rows}


def _told(folder: Path, figures: Iterable[Mapping[str, Any]], relations: Iterable[Mapping[str, Any]] = ()) -> Any:
    files = [figure_file(folder / "published_figure.csv", figures)]
    if relations:
        files.append(relation_file(folder / "published_relation.csv", relations))
    return warehouse(folder, files)


def test_a_month_that_does_not_hold_is_found(tmp_path: Path) -> None:
    figures = [
        _change("A1", "net_cost", 76), _change("A2", "gross_cost", 94), _change("A3", "revenue", 32),
        _change("B1", "net_cost", 279, url="b"), _change("B2", "gross_cost", 559, url="b"), _change("B3", "revenue", 280, url="b"),
        _change("C1", "revenue", 28, url="c"), _change("C2", "grants", 19, url="c"), _change("C3", "other_revenue", -4, url="c"),
        _change("C4", "care_sales", 13, url="c"), _change("C5", "targeted_grants", 12, url="c"),
    ]  # fmt: skip
    with _told(tmp_path, figures) as connection:
        checks = _checks(connection)
    assert checks["net_change/A1"] == ("unexplained", -14.0, "published_net_change", "arithmetic")
    assert checks["net_change/B1"] == ("exact", 0.0, "published_net_change", None)
    assert checks["change_parts/C1"] == ("exact", 0.0, "published_change_parts", None)  # grants hold the targeted ones


def test_levels_changes_percentages_budgets_and_forecasts_are_held_together(tmp_path: Path) -> None:
    month = {"period_kind": "month", "period_from": "2026-02-01", "period_to": "2026-02-28"}
    figures = [
        _level("L1", "result", -171), _level("L0", "result", -248.5, published_on="2025-02-01", url="old", printed_precision="0.1",
               value_text="-248,5 miljoner kronor") | {"period_from": "2024-01-01", "period_to": "2024-12-31"},
        _change("L2", "result", 77.5, period_kind="year", period_from="2025-01-01", period_to="2025-12-31", printed_precision="0.1"),
        _level("B0", "result_budget", -214),
        _level("B1", "result", 43) | {"comparison": "budget", "value_kind": "deviation"},
        _level("P0", "result", -230, published_on="2025-10-01", url="p") | {"period_kind": "forecast_year"},
        _level("P1", "result", 59) | {"comparison": "forecast_before", "value_kind": "deviation"},
        _change("N1", "net_cost", 39.5, printed_precision="0.1"),
        _change("N0", "net_cost", 1631, comparison="none", value_kind="level", sign_convention="cost printed positive"),
        _change("N2", "net_cost_growth_pct", 2.5, value_kind="percent", unit="procent", printed_precision="0.1", value_text="2,5 procent"),
        _change("M1", "trips", 900, unit="st", value_text="900"),
        _change("M2", "trips", 700, unit="st", value_text="700", **month),
        _change("M3", "trips", 1500, unit="st", value_text="1 500", period_from="2026-01-01", period_to="2026-02-28"),
        _level("R1", "result", -170, published_on="2026-04-01", url="final"),
    ]  # fmt: skip
    with _told(tmp_path, figures) as connection:
        checks = _checks(connection)
    assert checks["level_change/L2"][:2] == ("unexplained", -1.0)  # −170 − (−248,5) = 78,5 by the last telling
    assert checks["deviation/B1"][:2] == ("exact", 0.0)
    assert checks["forecast_deviation/P1"][:2] == ("exact", 0.0)
    assert checks["percent/N1"][:2] == ("rounding", pytest.approx(0.2875, abs=1e-4))
    assert checks["months_to_year/M3"] == ("unexplained", -100.0, "published_months_to_year", "arithmetic")
    assert checks["same_figure/R1"][:2] == ("rounding", 1.0)


def test_a_unit_is_doubted_by_its_size_where_no_relation_tells(tmp_path: Path) -> None:
    figures = [
        *(_change(f"D{n}", "net_cost", -v, comparison="budget", value_kind="deviation", period_to=f"2025-0{n}-28",
                  sign_convention="+ better") for n, v in enumerate((30, 61.7, 83, 217, 104.5), start=1)),
        _change("X", "net_cost", -60.3, comparison="budget", value_kind="deviation", unit="kr", value_text="-60,3 kr",
                printed_precision="0.1", sign_convention="+ better"),
    ]  # fmt: skip
    with _told(tmp_path, figures) as connection:
        found = connection.execute(
            "SELECT figure_id, fitting_unit, fitting_amount_sek FROM mart.published_figure WHERE NOT fitting_unit IS NULL"
        ).fetchall()
        checks = _checks(connection)
    assert [(c, u, float(a)) for c, u, a in found] == [("X", "mkr", -60.3 * MKR)]
    assert checks["unit/X"][0] == "unexplained"
    assert checks["unit/X"][2:] == ("published_unit", "unit_misprinted")


def test_what_is_not_known_lands_as_printed_and_breaks_nothing(tmp_path: Path) -> None:
    figures = [
        _change("U1", "something_new", 5), _change("U2", "revenue", 7, unit="tunnor", value_text="7 tunnor"),
        _change("U3", "result", 3, sign_convention="+ better", published_on="2025-02-31"),
        _change("U4", "revenue", 999_999_999_999, unit="miljarder kronor"),
        _change("U5", "revenue", 4, comparison="last_month"),
    ]  # fmt: skip
    relations = [
        {"relation_id": "Q1", "left_expression": "U1", "right_expression": "NOT_THERE"},
        {"relation_id": "Q2", "left_expression": "U1", "right_expression": "U3+"},
        {"relation_id": "Q3", "left_expression": "U1", "right_expression": "U3+U3-1*U3+U3", "kind": "new_kind"},
        {"relation_id": "Q4", "left_expression": "U4", "right_expression": "U4"},
    ]
    with _told(tmp_path, figures, relations) as connection:
        rows = connection.execute(
            "SELECT figure_id, value, amount_sek FROM mart.published_figure ORDER BY 1"
        ).fetchall()
        checks = _checks(connection)
    assert [(c, float(v), a is None) for c, v, a in rows] == [
        ("U1", 5.0, True), ("U2", 7.0, True), ("U3", 3.0, False), ("U4", 999_999_999_999.0, True), ("U5", 4.0, False),
    ]  # fmt: skip
    assert set(checks) == {"Q3"}
    assert checks["Q3"][:2] == ("rounding", -1.0)


def test_a_later_delivery_of_a_figure_replaces_it_and_no_other(tmp_path: Path) -> None:
    first = figure_file(
        tmp_path / "published_figure_a.csv", [_change("A", "revenue", 1), _change("B", "revenue", 2, url="b")]
    )
    second = figure_file(tmp_path / "published_figure_b.csv", [_change("A", "revenue", 10)])
    for path, day in ((first, "2026-03-01"), (second, "2026-03-02")):
        origin = f"title: t\nproducer: p\ndated: {day}\nreceived_on: {day}\n"
        path.with_name(path.name + ".origin.yaml").write_text(origin, encoding="utf-8")
    with warehouse(tmp_path, [first, second]) as connection:
        rows = connection.execute("SELECT figure_id, value FROM mart.published_figure ORDER BY 1").fetchall()
    assert [(c, float(v)) for c, v in rows] == [("A", 10.0), ("B", 2.0)]


def test_published_figures_leave_the_simulated_region_where_it_is() -> None:
    def delivery(contract: str, *, is_simulated: bool) -> DeliveryRecord:
        return DeliveryRecord(
            delivery_id=contract, contract_code=contract, contract_fingerprint="", subject=contract, file_name="", file_sha256="",
            file_bytes=0, known_on="2026-01-01", loaded_at=dt.datetime.now(dt.UTC).isoformat(), is_simulated=is_simulated, state="accepted",
            origin=None, attributes={}, tables={},
        )  # fmt: skip

    months = [delivery(c, is_simulated=True) for c in ("ledger", "indicator_outcome", "tax_grant_month")]
    record = [delivery(f"published_{k}", is_simulated=False) for k in ("figure", "relation", "indicator")]
    assert not _is_real_region([*months, *record])
    assert _is_real_region([*months, *record, delivery("ledger", is_simulated=False)])


def test_published_volumes_stand_apart_with_what_was_told_of_them(tmp_path: Path) -> None:
    def visits(code: str, kind: str, value: float, **more: Any) -> dict[str, Any]:
        comparison = "none" if kind == "level" else "prior_year"
        unit = "procent" if kind == "percent" else "besök"
        told = {"body_code": "HSN", "comparison": comparison, "value_kind": kind, "unit": unit} | more
        return _change(code, "care_visits", value, value_text=f"{value:g} {unit}".replace(".", ","), **told)

    last_year = {"period_from": "2025-01-01", "period_to": "2025-01-31"}
    figures = [
        visits("V1", "level", 30_000), visits("V2", "change", -600), visits("V3", "percent", -2),
        visits("V4", "level", 30_200, published_on="2026-03-10"),  # told again, later: it is what counts
        visits("V5", "level", 90_000, is_certain="false", period_kind="month"),
        visits("T1", "change", 450, body_code="KTN", measure_code="trips"),
        visits("T2", "level", 19, body_code="KTN", measure_code="headcount", period_from="", period_kind="point_in_time"),
        visits("T3", "level", 20, body_code="KTN", measure_code="headcount", period_kind="point_in_time", **last_year | {"period_from": ""}),
    ]  # fmt: skip
    with _told(tmp_path, figures) as connection:
        rows = connection.execute(
            "SELECT organisation_code, activity_code, period_kind, volume, prior_year_volume, volume_change, volume_growth_pct"
            " FROM core.activity_volume WHERE volume_source = 'published' AND month = DATE '2026-01-01' ORDER BY 1, 2"
        ).fetchall()
        assert connection.execute("SELECT COUNT(*) FROM core.activity_volume").fetchone() == (4,)
    assert [(*r[:3], *(None if v is None else float(v) for v in r[3:])) for r in rows] == [
        ("HSN", "VISITS", "ytd", 30_200, 30_800, -600, -2),
        ("KTN", "HEADCOUNT", "month", 19, 20, -1, -5),
        ("KTN", "TRIPS", "ytd", None, None, 450, None),
    ]
