"""The year-end forecast recomputed from the delivered rows, and what comes and goes within a year.

`Recount` reads the lake's rows and none of the models: versions by their day, months by hand, errors one by one.
"""
# ruff: noqa: E501 -- queries and rows are easier to read on one line

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from math import ceil, sqrt
from statistics import mean
from typing import Any

import duckdb
import month_warehouse as region
import pytest

FORECAST = frozenset(("mart.year_end_forecast", "mart.year_end_forecast_backtest"))
COST_TYPES = sorted(set(region.ACCOUNTS.values()))
LABELS = {"Externa intäkter": "EXT_REV", "Personalkostnader": "PERSONNEL", "Övriga externa omkostnader": "OTHER_EXT"}
AHEAD = dt.date(9999, 1, 1)
Cell = tuple[str, str]  # unit, cost type


def reported_on(month: dt.date) -> dt.date:
    """The 15th of the month after."""
    return dt.date(month.year + month.month // 12, month.month % 12 + 1, 15)


class Recount:
    """A steady region's forecasts by the definitions of seeds/month/forecast_method.csv, in exact fractions."""

    def __init__(self, rows: region.Rows) -> None:
        self.deliveries = {d["delivery_id"]: d for d in rows["delivery"]}
        self.sums: dict[str, dict[tuple[Cell, dt.date], Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        for row in rows["ledger"]:
            cell = (row["unit_code"], region.ACCOUNTS[row["account_code"]])
            self.sums[row["delivery_id"]][cell, row["period"]] -= Fraction(row["amount"])
        self.budget: dict[tuple[Cell, int], Fraction] = defaultdict(Fraction)
        for row in rows["budget_month"]:
            if row["column_kind"] == "data":
                self.budget[(row["unit_code"], LABELS[row["cost_type_label"]]), row["fiscal_year"]] += 1000 * Fraction(
                    row["amount"]
                )

    def months(self, cell: Cell, year: int, day: dt.date, through: int = 12) -> list[Fraction]:
        """The cell's months of a year by the versions known on a day."""
        newest: dict[str, dict[str, Any]] = {}
        for delivery in self.deliveries.values():
            if delivery["contract_code"] == "ledger" and delivery["known_on"] <= day:
                subject = delivery["subject"]
                if subject not in newest or delivery["known_on"] > newest[subject]["known_on"]:
                    newest[subject] = delivery
        found = [Fraction(0)] * through
        for delivery in newest.values():
            month = dt.datetime.strptime(delivery["subject"][-6:], "%Y%m").date()
            if month.year == year and month.month <= through:
                found[month.month - 1] += self.sums[delivery["delivery_id"]].get((cell, month), Fraction(0))
        return found

    def forecast(self, cell: Cell, month: dt.date) -> dict[str, Fraction]:
        """Every method's forecast after a month; a method that cannot be computed is rolling twelve."""
        n, day = month.month, reported_on(month)
        ytd = sum(self.months(cell, month.year, day, n))
        past = [self.months(cell, month.year - back, day) for back in (1, 2, 3)]
        past = [p for p in past if any(p)]
        rolling = ytd + sum(past[0][n:])
        found = {"straight_line": ytd * 12 / n, "rolling_twelve": rolling}
        if (cell, month.year) in self.budget:
            found["flat_rest_budget"] = ytd + self.budget[cell, month.year] * (12 - n) / 12
        share = sum(past[0][:n]) / sum(past[0])
        if Fraction(n, 36) <= share <= Fraction(n, 4):
            found["last_year_share"] = ytd / share
        if len(past) > 1:
            share = sum(sum(p[:n]) for p in past) / sum(sum(p) for p in past)
            if Fraction(n, 36) <= share <= Fraction(n, 4):
                found["seasonal_share"] = ytd / share
        growth = ytd / sum(past[0][:n])
        if Fraction(1, 2) <= growth <= 2:
            damped = sum(v * Fraction(9, 10) ** (h + 1) for h, v in enumerate(past[0][n:]))
            found["damped_trend"] = rolling + (growth - 1) * damped
        parts = [found[c] for c in ("seasonal_share", "last_year_share", "damped_trend") if c in found]
        found["combination"] = sum(parts) / len(parts) if parts else rolling
        every = ("seasonal_share", "last_year_share", "damped_trend", "flat_rest_budget")
        return {**dict.fromkeys(every, rolling), **found}

    def half_width(self, level: str, code: str, month: dt.date, years: list[int]) -> tuple[float, float, int]:
        """Half a pooled interval of the combination as a share of the forecast, how much wider the organisation's own
        is, and the errors behind it."""
        units = {unit: [unit] for unit in region.UNITS}
        boards = {b: [u for u, (_, o) in region.UNITS.items() if o == b] for b in ("RS", "HSN")}
        organisations = units if level == "unit" else {**boards, "RJH": list(region.UNITS)}
        shares: dict[tuple[str, int], list[float]] = defaultdict(list)
        for year in years:
            for organisation, members in organisations.items():
                for cost_type in COST_TYPES:
                    cells = [(u, cost_type) for u in members]
                    said = sum(self.forecast(c, dt.date(year, month.month, 1))["combination"] for c in cells)
                    became = sum(sum(self.months(c, year, reported_on(month))) for c in cells)
                    shares[organisation, year].append(float(abs(became - said) / abs(said)))
        errors = sorted(e for found in shares.values() for e in found)
        half = errors[ceil(Fraction(8, 10) * (len(errors) + 1)) - 1] * sqrt(1 + 1 / len(shares))
        ratios = {place: mean(min(e / half, 4) for e in found) for place, found in shares.items()}
        pool, own = mean(ratios.values()), [r for (organisation, _), r in ratios.items() if organisation == code]
        return half, max(1, (2 * pool + sum(own)) / (2 + len(own)) / pool), len(errors)


@pytest.fixture(scope="module")
def rows() -> region.Rows:
    """Forty months with two corrections: of a month within its year, and of a year already judged."""
    found = region.small_region(40)
    region.add_ledger(found, "HSN", dt.date(2024, 2, 1), 25, version=2, known_on=dt.date(2024, 5, 25), extra="70000")
    region.add_ledger(found, "RS", dt.date(2023, 11, 1), 22, version=2, known_on=dt.date(2024, 6, 20), extra="30000")
    return found


@pytest.fixture(scope="module")
def warehouse(rows: region.Rows) -> duckdb.DuckDBPyConnection:
    return region.build(rows, FORECAST)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    assert row is not None, sql
    return row[0] if len(row) == 1 else row


MONTHS = [dt.date(2023, 1, 1), dt.date(2023, 12, 1), dt.date(2024, 4, 1), dt.date(2024, 5, 1), dt.date(2025, 4, 1)]


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_every_forecast_follows_from_the_delivered_rows(
    rows: region.Rows, warehouse: duckdb.DuckDBPyConnection, month: dt.date
) -> None:
    recount = Recount(rows)
    expected = {
        (unit, cost_type, method): value
        for unit in region.UNITS
        for cost_type in COST_TYPES
        for method, value in recount.forecast((unit, cost_type), month).items()
    }
    found = warehouse.execute(
        "SELECT organisation_code, cost_type_code, method_code, forecast_sek FROM mart.year_end_forecast"
        f" WHERE as_of_month = '{month}' AND organisation_level = 'unit' AND NOT is_total"
    ).fetchall()
    assert {row[:3] for row in found} == expected.keys()
    for *key, value in found:
        assert abs(Fraction(value) - expected[key[0], key[1], key[2]]) < Fraction(5, 100), key
    actual = dict(warehouse.execute(
        f"SELECT cost_type_code, actual_year_sek FROM mart.year_end_forecast WHERE is_default AND as_of_month = '{month}' AND organisation_code = 'RJH' AND NOT is_total"
    ).fetchall())  # fmt: skip
    for cost_type in COST_TYPES:
        became = sum(sum(recount.months((u, cost_type), month.year, AHEAD)) for u in region.UNITS)
        assert actual[cost_type] == (None if month.year == 2025 else Decimal(became.numerator) / became.denominator)


@pytest.mark.parametrize(
    ("month", "years"), [((2024, 5), [2023]), ((2024, 7), [2023]), ((2025, 4), [2023, 2024])], ids=str
)
def test_an_interval_stands_on_errors_as_they_were_known_then(
    rows: region.Rows, warehouse: duckdb.DuckDBPyConnection, month: tuple[int, int], years: list[int]
) -> None:
    recount, day = Recount(rows), dt.date(*month, 1)
    for level, code in (("region", "RJH"), ("board", "RS"), ("unit", "11010")):
        half, widening, count = recount.half_width(level, code, day, years)
        low, forecast, high, errors, basis, times = _one(
            warehouse, "SELECT p10_sek, forecast_sek, p90_sek, interval_error_count, interval_basis, interval_widening FROM mart.year_end_forecast WHERE is_default"
            f" AND as_of_month = '{day}' AND organisation_code = '{code}' AND cost_type_code = 'GROSS_COST' AND scope_code = 'with_internal'")  # fmt: skip
        assert errors == count, level
        assert float(times) == pytest.approx(widening, abs=2e-4)
        assert basis == ("both" if times > 1 else "pooled")
        assert float(high - forecast) == pytest.approx(half * widening * float(abs(forecast)), rel=2e-4)
        assert abs((high - forecast) - (forecast - low)) <= Decimal("0.01")


def test_a_correction_after_the_report_is_not_among_its_errors(
    rows: region.Rows, warehouse: duckdb.DuckDBPyConnection
) -> None:
    recount = Recount(rows)
    november, before, after = ("01010", "EXT_REV"), dt.date(2024, 6, 15), dt.date(2024, 7, 15)
    assert sum(recount.months(november, 2023, before)) != sum(recount.months(november, 2023, after))
    then, later, now = (
        _one(
            warehouse, "SELECT actual_year_sek FROM core.forecast_outcome WHERE as_of_month = '{}' AND {}"
            " AND organisation_code = '01010' AND cost_type_code = 'EXT_REV'".format(*which))
        for which in (("2023-05-01", "judged_in = 2024"), ("2023-06-01", "judged_in = 2024"), ("2023-05-01", "judged_in IS NULL"))
    )  # fmt: skip
    assert later == now == then - 30000


def test_without_an_earlier_year_there_is_no_interval_and_no_coverage(warehouse: duckdb.DuckDBPyConnection) -> None:
    """2022 is the first year, 2023 the first that is forecast: nothing has been judged when it is."""
    ends = warehouse.execute(
        "SELECT DISTINCT p10_sek, p90_sek, interval_error_count FROM mart.year_end_forecast WHERE fiscal_year = 2023"
    ).fetchall()
    assert ends == [(None, None, None)]
    connection = region.build(region.small_region(20), FORECAST)
    assert connection.execute("SELECT DISTINCT p10_sek, pooled_coverage_pct, pooled_mape_pct FROM mart.year_end_forecast").fetchall() == [(None, None, None)]  # fmt: skip
    assert _one(connection, "SELECT COUNT(*) FROM mart.year_end_forecast WHERE forecast_sek IS NULL") == 0


def test_a_year_judges_nothing_before_its_december_is_known_from_every_board() -> None:
    rows = region.small_region(28)
    next(d for d in rows["delivery"] if d["delivery_id"] == "huvudbok_HSN_202312")["known_on"] = dt.date(2024, 2, 20)
    counts = region.build(rows, FORECAST).execute(
        "SELECT month(as_of_month), MAX(interval_error_count) FROM mart.year_end_forecast WHERE is_default AND fiscal_year = 2024"
        " AND organisation_level = 'unit' AND NOT is_total GROUP BY 1 ORDER BY 1"
    ).fetchall()  # fmt: skip
    assert counts == [(1, None), (2, 24), (3, 24), (4, 24)]


def test_two_boards_give_three_errors_of_net_cost_and_no_interval(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Three errors hold no 80 % rank; six do."""
    sql = ("SELECT p10_sek, interval_error_count FROM mart.year_end_forecast WHERE is_default AND as_of_month = '{}-04-01'"
           " AND organisation_code = 'RJH' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'")  # fmt: skip
    assert _one(warehouse, sql.format(2024)) == (None, 3)
    low, count = _one(warehouse, sql.format(2025))
    assert low is not None
    assert count == 6


def test_revenue_has_its_ends_in_order_and_december_is_the_outcome(warehouse: duckdb.DuckDBPyConnection) -> None:
    broken = "SELECT COUNT(*) FROM mart.year_end_forecast WHERE p10_sek > forecast_sek OR p90_sek < forecast_sek"
    assert _one(warehouse, broken) == 0
    assert _one(warehouse, broken.replace("WHERE", "WHERE forecast_sek > 0 AND cost_type_code = 'EXT_REV' AND NOT p10_sek IS NULL AND NOT")) > 0  # fmt: skip
    december = "SELECT COUNT(*) FROM mart.year_end_forecast WHERE month(as_of_month) = 12 AND method_code <> 'submitted' AND forecast_sek <> ytd_sek"
    assert _one(warehouse, december) == 0


# A unit that begins, ends or merges within a year.


def _without(rows: region.Rows, unit: str, months: range) -> None:
    """Let a unit book nothing in some months, numbered from January 2022."""
    outside = {dt.date(2022 + n // 12, n % 12 + 1, 1) for n in months}
    rows["ledger"] = [r for r in rows["ledger"] if r["unit_code"] != unit or r["period"] not in outside]


def _register(rows: region.Rows, unit: str) -> dict[str, Any]:
    return next(r for r in rows["unit_register"] if r["unit_code"] == unit)


FORECAST_OF = (
    "SELECT forecast_sek, ytd_sek, actual_year_sek, fallback_count, budget_year_sek FROM mart.year_end_forecast"
    " WHERE method_code = '{}' AND as_of_month = '{}' AND organisation_level = '{}' AND organisation_code = '{}'"
    " AND cost_type_code = '{}' AND scope_code = 'with_internal'"
)


def test_a_unit_that_began_this_year_goes_on_by_its_budget_or_its_own_months() -> None:
    rows = region.small_region(36)
    _without(rows, "11020", range(26))  # from March 2024
    _register(rows, "11020")["valid_from"] = dt.date(2024, 3, 1)
    connection = region.build(rows, FORECAST)
    forecast, ytd, _, fallbacks, _ = _one(connection, FORECAST_OF.format("combination", "2024-04-01", "unit", "11020", "OTHER_EXT"))  # fmt: skip
    assert forecast == ytd - 8 * 700
    assert fallbacks == 1
    forecast, ytd, *_ = _one(connection, FORECAST_OF.format("combination", "2024-04-01", "unit", "11020", "HIRED_STAFF"))  # fmt: skip
    assert abs(forecast - (ytd + ytd / 2 * 8)) < Decimal("0.02"), "no budget: two months, eight remain"
    forecast, ytd, _, fallbacks, _ = _one(connection, FORECAST_OF.format("straight_line", "2024-04-01", "unit", "11020", "OTHER_EXT"))  # fmt: skip
    assert abs(forecast - (ytd + ytd / 2 * 8)) < Decimal("0.02")
    assert fallbacks == 0


def test_what_begins_later_is_in_the_boards_budget_forecast_and_outcome() -> None:
    rows = region.small_region(36)
    _without(rows, "11020", range(29))  # from June 2024, with a budget of the whole year
    _register(rows, "11020")["valid_from"] = dt.date(2024, 6, 1)
    connection = region.build(rows, FORECAST)
    board = _one(connection, FORECAST_OF.format("combination", "2024-02-01", "board", "HSN", "OTHER_EXT"))
    there = _one(connection, FORECAST_OF.format("combination", "2024-02-01", "unit", "11010", "OTHER_EXT"))
    coming = _one(connection, FORECAST_OF.format("combination", "2024-02-01", "unit", "11020", "OTHER_EXT"))
    recount = Recount(rows)
    assert coming[:2] == (Decimal(-7000), 0), "ten months of the budget remain"
    assert board[0] == there[0] + coming[0]
    assert board[4] == there[4] + coming[4] == 2 * -8400
    assert Fraction(board[2]) == sum(sum(recount.months((u, "OTHER_EXT"), 2024, AHEAD)) for u in ("11010", "11020"))


def test_a_unit_that_ended_keeps_what_it_cost_and_is_forecast_no_more() -> None:
    rows = region.small_region(36)
    _without(rows, "11020", range(30, 36))
    _register(rows, "11020")["valid_to"] = dt.date(2024, 6, 30)
    connection = region.build(rows, FORECAST)
    ended = _one(connection, FORECAST_OF.format("combination", "2024-08-01", "unit", "11020", "PERSONNEL"))
    cost = sum(Recount(rows).months(("11020", "PERSONNEL"), 2024, AHEAD))
    assert ended[0] == ended[1] == ended[2] == Decimal(cost.numerator) / cost.denominator
    for level, code in (("board", "HSN"), ("region", "RJH")):
        _, ytd, actual, *_ = _one(connection, FORECAST_OF.format("combination", "2024-08-01", level, code, "NET_COST"))
        booked = _one(connection, "SELECT SUM(amount_sek) FROM core.cost_month WHERE month BETWEEN '2024-01-01' AND '{}' AND ('{}' = 'RJH' OR board_code = '{}')".format("2024-08-01", code, code))  # fmt: skip
        assert ytd == booked, code
        assert actual == _one(connection, f"SELECT SUM(amount_sek) FROM core.cost_month WHERE year(month) = 2024 AND ('{code}' = 'RJH' OR board_code = '{code}')")  # fmt: skip


def test_a_merger_within_the_year_moves_the_past_and_no_total() -> None:
    rows = region.small_region(36)
    steady = region.build(rows, FORECAST)
    for row in rows["ledger"]:
        if row["unit_code"] == "11020" and row["period"] >= dt.date(2024, 7, 1):
            row["unit_code"] = "11010"
    _register(rows, "11020")["valid_to"] = dt.date(2024, 6, 30)
    region.deliver(rows, "mapping", "unit_mapping", dt.date(2024, 6, 1))
    rows["unit_mapping"] = [
        {"delivery_id": "mapping", "sheet": None, "row_number": 2, "row_kind": "data", "from_unit_code": "11020", "to_unit_code": "11010",
         "share_percent": Decimal(100), "effective_on": dt.date(2024, 7, 1), "case_number": "1"}
    ]  # fmt: skip
    merged = region.build(rows, FORECAST)
    for method in ("rolling_twelve", "straight_line"):  # sums of months: the same for one unit as for two
        for month in ("2024-04-01", "2024-09-01"):
            for line in ("PERSONNEL", "NET_COST"):
                of_board = FORECAST_OF.format(method, month, "board", "HSN", line)
                assert abs(_one(merged, of_board)[0] - _one(steady, of_board)[0]) <= Decimal("0.02")
                assert _one(merged, of_board)[1:3] == _one(steady, of_board)[1:3]
    joined = _one(merged, FORECAST_OF.format("rolling_twelve", "2024-09-01", "unit", "11010", "PERSONNEL"))
    both = [_one(steady, FORECAST_OF.format("rolling_twelve", "2024-09-01", "unit", u, "PERSONNEL")) for u in ("11010", "11020")]  # fmt: skip
    assert joined[0] == both[0][0] + both[1][0]


# The units' own forecasts.


def _submit(rows: region.Rows, month: dt.date, amount: int, known_on: dt.date, version: int = 1) -> None:
    delivery = f"prognos_RS_{month:%Y%m}_v{version}"
    region.deliver(rows, delivery, "unit_forecast", known_on, f"forecast/RS/{month:%Y%m}", board_code="RS")
    rows.setdefault("unit_forecast", []).append(
        {"delivery_id": delivery, "sheet": None, "row_number": 2, "row_kind": "data", "unit_code": "01020", "cost_type_code": "OTHER_EXT", "as_of_month": month,
         "fiscal_year": month.year, "amount": Decimal(amount), "amount_text": "x", "amount_unit": "tkr", "amount_decimals": 0, "amount_sign": 1}
    )  # fmt: skip


def test_a_submitted_forecast_counts_as_it_stood_when_the_report_was_written() -> None:
    rows = region.small_region(36)
    for year in (2023, 2024):
        _submit(rows, dt.date(year, 4, 1), -15 if year == 2023 else -16, dt.date(year, 5, 10))
    _submit(rows, dt.date(2024, 4, 1), -99, dt.date(2024, 5, 20), version=2)  # after the April report
    _submit(rows, dt.date(2024, 3, 1), -77, dt.date(2024, 4, 16))  # a day late
    connection = region.build(rows, FORECAST)
    sql = (
        "SELECT submitted_sek, submitted_missing_count, submitted_mape_pct, submitted_bias_sek, submitted_year_count FROM mart.year_end_forecast"
        " WHERE is_default AND as_of_month = '{}' AND organisation_code = '01020' AND cost_type_code = 'OTHER_EXT'"
    )
    recount = Recount(rows)
    became = [float(sum(recount.months(("01020", "OTHER_EXT"), year, AHEAD))) for year in (2023, 2024)]
    errors = [said - outcome for said, outcome in zip((-15000, -16000), became, strict=True)]
    said, missing, mape, bias, years = _one(connection, sql.format("2024-04-01"))
    assert (said, missing, years) == (Decimal(-16000), 0, 2)
    assert float(mape) == pytest.approx(sum(100 * abs(e / o) for e, o in zip(errors, became, strict=True)) / 2, abs=0.001)  # fmt: skip
    assert float(bias) == pytest.approx(sum(errors) / 2, abs=0.01)
    assert _one(connection, sql.format("2024-03-01"))[0] is None


def test_revisions_add_up_to_the_way_from_january_to_the_outcome(warehouse: duckdb.DuckDBPyConnection) -> None:
    path = warehouse.execute(
        "SELECT forecast_sek, revision_sek FROM mart.year_end_forecast WHERE is_default AND fiscal_year = 2024 AND organisation_code = 'RS'"
        " AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' ORDER BY as_of_month"
    ).fetchall()
    assert len(path) == 12
    assert path[0][1] is None
    assert path[0][0] + sum(revision for _, revision in path[1:]) == path[-1][0]


def test_a_revision_that_is_not_there_says_why() -> None:
    rows = region.small_region()
    (late,) = (d for d in rows["delivery"] if d["subject"] == "ledger/HSN/202402")
    late["known_on"] = dt.date(2024, 3, 28)  # after the February report, before the one of March
    found = (
        region.build(rows, FORECAST)
        .execute(
            "SELECT month(as_of_month), revision_missing_reason FROM mart.year_end_forecast WHERE is_default AND fiscal_year = 2024"
            " AND organisation_code = 'HSN' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'"
            " AND (revision_sek IS NULL OR revision_missing_reason IS NOT NULL)"
        )
        .fetchall()
    )
    assert dict(found) == {
        1: "Årets första prognos: det finns ingen månad före.",
        2: "Prognosen saknas: en nämnds månad är inte levererad.",
        3: "Prognosen månaden före saknas: en nämnds månad var inte levererad då.",
    }


# An organisation whose own forecasts miss says so.


@pytest.fixture(scope="module")
def restless() -> duckdb.DuckDBPyConnection:
    """One unit's autumns grow or shrink by half from year to year; the others are steady."""
    rows = region.small_region(40)
    for row in rows["ledger"]:
        if row["unit_code"] == "11010" and row["period"].month > 8:
            row["amount"] *= Decimal(3) / 2 if row["period"].year % 2 else Decimal(1) / 2
    return region.build(rows, FORECAST)


def test_an_own_record_stands_beside_the_pooled_one_and_widens_the_interval(
    restless: duckdb.DuckDBPyConnection,
) -> None:
    query = (
        "SELECT own_year_count, own_interval_count, own_hit_count, own_coverage_pct, own_mape_pct, pooled_mape_pct, interval_basis,"
        " interval_widening, (p90_sek - forecast_sek) / ABS(forecast_sek) FROM mart.year_end_forecast WHERE is_default"
        " AND as_of_month = '2025-04-01' AND organisation_code = '{}' AND cost_type_code = 'PERSONNEL' AND scope_code = 'with_internal'"
    )
    years, intervals, hits, coverage, own, pooled, basis, times, half = _one(restless, query.format("11010"))
    steady = _one(restless, query.format("11020"))
    assert (years, intervals) == (2, 11)
    assert coverage == pytest.approx(100 * hits / intervals, abs=0.01)
    assert own > 2 * pooled > 0
    assert pooled == steady[5]
    assert (basis, steady[6:8]) == ("both", ("pooled", 1))
    assert half == pytest.approx(float(times) * float(steady[8]), rel=1e-3)
    assert times > Decimal("1.2")


def test_a_hit_is_an_outcome_between_the_ends(restless: duckdb.DuckDBPyConnection) -> None:
    recounted = """
        SELECT organisation_code, cost_type_code, COUNT(p10_sek),
          SUM(CASE WHEN p10_sek IS NULL THEN 0 WHEN actual_year_sek BETWEEN p10_sek - 0.01 AND p90_sek + 0.01 THEN 1 ELSE 0 END)
        FROM mart.year_end_forecast
        WHERE is_default AND month(as_of_month) < 12 AND NOT actual_year_sek IS NULL AND scope_code = 'with_internal'
        GROUP BY 1, 2 ORDER BY 1, 2"""
    said = """
        SELECT organisation_code, cost_type_code, own_interval_count, own_hit_count FROM mart.year_end_forecast
        WHERE is_default AND as_of_month = '2025-04-01' AND scope_code = 'with_internal' ORDER BY 1, 2"""
    found = {row[:2]: row[2:] for row in restless.execute(said).fetchall()}
    counted = {row[:2]: row[2:] for row in restless.execute(recounted).fetchall()}
    assert {k: (n, h or 0) for k, (n, h) in found.items() if n} == {
        k: v for k, v in counted.items() if v[0] and k in found
    }
