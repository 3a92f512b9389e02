"""A code is not an identity: units whose code is given away, units that move, and areas that two boards have."""
# ruff: noqa: E501 -- queries and rows are easier to read on one line

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import month_warehouse as region
import plain_models
import pytest

NEW_YEAR = dt.date(2024, 1, 1)
YTD = (
    "SELECT actual_sek, prior_year_sek, prior_year_missing_reason, organisation_name FROM mart.cost_development WHERE month = '{}' AND period_kind = 'ytd'"
    " AND organisation_basis = '{}' AND organisation_code = '{}' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'"
)
NOT_COMPARABLE = "Koden stod för en annan organisation i fjol: inte jämförbart."


def _given_away(rows: region.Rows, code: str, name: str, **place: str) -> None:
    """From 2024 the code belongs to another unit."""
    unit = next(u for u in rows["unit_register"] if u["unit_code"] == code)
    rows["unit_register"].append(
        {
            **unit,
            "row_number": 40 + len(rows["unit_register"]),
            "unit_name": name,
            "department_code": "A999",
            "valid_from": NEW_YEAR,
            **place,
        }
    )
    unit["valid_to"] = dt.date(2023, 12, 31)


def _mapped(rows: region.Rows, from_code: str, to_code: str | None, effective_on: dt.date = NEW_YEAR) -> None:
    if "unit_mapping" not in rows:
        region.deliver(rows, "mapping", "unit_mapping", dt.date(2023, 12, 1))
    rows.setdefault("unit_mapping", []).append(
        {"delivery_id": "mapping", "sheet": None, "row_number": 2, "row_kind": "data", "from_unit_code": from_code, "to_unit_code": to_code,
         "share_percent": Decimal(100), "effective_on": effective_on, "case_number": "1"}
    )  # fmt: skip


@pytest.fixture(scope="module")
def reused() -> duckdb.DuckDBPyConnection:
    """01020 is given away with a successor (01010), 11020 without; 01010 moves to HSN in March 2024."""
    rows = region.small_region()
    _given_away(rows, "01020", "Nybygge")
    _given_away(rows, "11020", "Digital mottagning")
    _mapped(rows, "01020", "01010")
    moving = next(u for u in rows["unit_register"] if u["unit_code"] == "01010")
    rows["unit_register"].append(
        {**moving, "row_number": 50, "board_code": "HSN", "area_code": "OHSN", "valid_from": dt.date(2024, 3, 1)}
    )
    moving["valid_to"] = dt.date(2024, 2, 29)
    return region.build(rows)


def _net(unit: str, wanted: list[int]) -> Decimal:
    return -sum(
        (region.ledger_amount(unit, a, n) for a in ("3010", "4010", "4110", "4610", "6010") for n in wanted), Decimal(0)
    )


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None, sql
    return row


def test_the_new_unit_has_its_own_cost_and_no_last_year(reused: duckdb.DuckDBPyConnection) -> None:
    for basis in ("as_was", "restated"):
        for code, name in (("01020", "Nybygge"), ("11020", "Digital mottagning")):
            assert _one(reused, YTD.format("2024-04-01", basis, code)) == (
                _net(code, [24, 25, 26, 27]),
                None,
                NOT_COMPARABLE,
                name,
            )


def test_the_past_goes_to_the_successor_and_to_nobody_else(reused: duckdb.DuckDBPyConnection) -> None:
    this_year, last_year = [24, 25, 26, 27], [12, 13, 14, 15]
    actual, prior, *_ = _one(reused, YTD.format("2024-04-01", "restated", "01010"))
    assert actual == _net("01010", this_year), "the cost of the new unit is not the successor's"
    assert prior == _net("01010", last_year) + _net("01020", last_year)
    assert _one(reused, YTD.format("2023-12-01", "restated", "UNMAPPED"))[0] == _net("11020", list(range(12, 24)))
    actual, _, _, name = _one(reused, YTD.format("2023-12-01", "as_was", "01020@2023-12-31"))
    assert (actual, name) == (_net("01020", list(range(12, 24))), "Ekonomi")


def test_no_audit_is_broken_by_it(reused: duckdb.DuckDBPyConnection) -> None:
    failed = plain_models.failures(reused, plain_models.rendered(region.TARGETS))
    assert {audit for _, audit in failed} <= {"internal_trade", "period_missing"}, failed


def test_a_forecast_of_the_new_unit_stands_on_its_own_months(reused: duckdb.DuckDBPyConnection) -> None:
    ytd, prior, forecast = _one(
        reused, "SELECT ytd_sek, prior_year_sek, forecast_sek FROM mart.year_end_forecast WHERE as_of_month = '2024-04-01' AND organisation_code = '11020'"
        " AND cost_type_code = 'HIRED_STAFF' AND is_default AND scope_code = 'with_internal'")  # fmt: skip
    assert prior is None
    assert forecast == round(ytd * 3, 2), "no other unit's year in it"


def test_a_unit_that_moves_within_the_year_stands_where_it_stood(reused: duckdb.DuckDBPyConnection) -> None:
    places = reused.execute(
        "SELECT month, board_code, area_code FROM mart.cost_development WHERE organisation_code = '01010' AND organisation_basis = 'as_was' AND period_kind = 'month'"
        " AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' AND month >= '2024-01-01' ORDER BY 1").fetchall()  # fmt: skip
    assert [p[1:] for p in places] == [("RS", "ORS")] * 2 + [("HSN", "OHSN")] * 2
    board = "SELECT actual_sek FROM mart.cost_development WHERE organisation_code = 'HSN' AND organisation_level = 'board' AND organisation_basis = '{}' AND period_kind = 'month' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' AND month = '{}'"
    own = {n: _net("11010", [n]) + _net("11020", [n]) for n in (25, 26)}
    assert _one(reused, board.format("as_was", "2024-02-01"))[0] == own[25]
    assert _one(reused, board.format("as_was", "2024-03-01"))[0] == own[26] + _net("01010", [26])
    assert _one(reused, board.format("restated", "2024-02-01"))[0] == own[25] + _net("01010", [25])


def test_a_new_name_in_the_same_place_is_the_same_unit_and_a_mapping_to_itself_too() -> None:
    rows = region.small_region()
    _given_away(rows, "01020", "Ekonomi och upphandling", department_code="A0102")
    _given_away(rows, "11020", "Medicinkliniken", area_code="ORS")
    _mapped(rows, "11020", "11020")
    connection = region.build(rows)
    assert connection.execute("SELECT COUNT(*) FROM core.unit_former").fetchone() == (0,)
    for code in ("01020", "11020"):
        assert _one(connection, YTD.format("2024-04-01", "as_was", code))[1] == _net(code, [12, 13, 14, 15])


def test_an_area_code_that_two_boards_have_is_two_areas() -> None:
    rows = region.small_region()
    for unit in rows["unit_register"]:
        unit["area_code"] = "GEM"
    connection = region.build(rows)
    areas = connection.execute(
        "SELECT DISTINCT organisation_code, board_code FROM mart.cost_summary WHERE organisation_level = 'area' ORDER BY 1"
    ).fetchall()
    assert areas == [("GEM@HSN", "HSN"), ("GEM@RS", "RS")]
    failed = plain_models.failures(connection, plain_models.rendered(region.TARGETS))
    assert {audit for _, audit in failed} <= {"internal_trade", "period_missing"}, failed


def _area_given_away() -> region.Rows:
    """Area OHSN of HSN ends with its units in 2023; from 2024 it is the code of an area with other units."""
    rows = region.small_region()
    for unit in [u for u in rows["unit_register"] if u["board_code"] == "HSN"]:
        rows["unit_register"].append(
            {
                **unit,
                "row_number": 60 + unit["row_number"],
                "area_code": "OVARD",
                "area_name": "Vård",
                "valid_from": NEW_YEAR,
            }
        )
        unit["valid_to"] = dt.date(2023, 12, 31)
    moving = next(u for u in rows["unit_register"] if u["unit_code"] == "01020")
    rows["unit_register"].append(
        {**moving, "row_number": 70, "area_code": "OHSN", "area_name": "Förvaltningsstöd", "valid_from": NEW_YEAR}
    )
    moving["valid_to"] = dt.date(2023, 12, 31)
    rows["unit_register"][0]["valid_from"] = None  # from the beginning
    return rows


def test_an_area_code_that_is_given_away_has_no_last_year_as_it_was() -> None:
    rows = _area_given_away()
    region.deliver(rows, "volumes", "activity_month", dt.date(2024, 5, 5), "volumes")
    rows["activity_month"] = [
        {"delivery_id": "volumes", "sheet": None, "row_number": n, "row_kind": "data", "area_code": "OHSN", "month": month,
         "activity_code": "VISITS", "volume": Decimal(n)}
        for n, month in enumerate(region.months((2022, 1), 28), start=2)
    ]  # fmt: skip
    connection = region.build(rows, region.TARGETS | {"core.activity_volume"})
    months = [24, 25, 26, 27]
    assert _one(connection, YTD.format("2024-04-01", "as_was", "OHSN")) == (
        _net("01020", months), None, NOT_COMPARABLE, "Förvaltningsstöd",
    )  # fmt: skip
    actual, prior, *_ = _one(connection, YTD.format("2024-04-01", "restated", "OHSN"))
    assert (actual, prior) == (_net("01020", months), _net("01020", [12, 13, 14, 15]))
    assert _one(connection, YTD.format("2023-12-01", "as_was", "OHSN@2023-12-31"))[3] == "Område HSN"
    volumes = connection.execute(
        "SELECT month, prior_year_volume FROM core.activity_volume WHERE organisation_code LIKE 'OHSN%' AND period_kind = 'month'"
        " AND month IN ('2023-12-01', '2024-01-01') ORDER BY 1"
    ).fetchall()
    assert [v for _, v in volumes] == [Decimal(13), None]
    failed = plain_models.failures(connection, plain_models.rendered(region.TARGETS))
    assert {audit for _, audit in failed} <= {"internal_trade", "period_missing"}, failed


PERIOD = (
    "SELECT actual_sek, budget_sek, prior_year_sek, prior_year_missing_reason IS NOT NULL, is_complete FROM mart.cost_development WHERE month = '{}' AND period_kind = '{}'"
    " AND organisation_basis = '{}' AND organisation_level = '{}' AND organisation_code = '{}' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'"
)
BUDGET = Decimal(-3300)  # of a unit and month, kronor
LAST_DAY = "2023-12-31"


def test_a_period_of_a_reused_area_holds_no_month_of_the_one_before() -> None:
    connection = region.build(_area_given_away(), frozenset(("mart.cost_development",)))
    own = [24, 25, 26, 27]
    for kind, now, then in (("ytd", own, list(range(12, 24))), ("rolling_12", own, list(range(12, 24)))):
        assert _one(connection, PERIOD.format("2024-04-01", kind, "as_was", "area", "OHSN")) == (
            _net("01020", now), 4 * BUDGET, None, True, True,
        )  # fmt: skip
        last = _one(connection, PERIOD.format("2023-12-01", kind, "as_was", "area", f"OHSN@{LAST_DAY}"))
        both = _net("11010", then) + _net("11020", then)
        before = [n - 12 for n in then]
        assert last == (both, 24 * BUDGET, _net("11010", before) + _net("11020", before), False, True)
    later = _one(connection, PERIOD.format("2024-02-01", "rolling_12", "as_was", "area", f"OHSN@{LAST_DAY}"))
    assert later[0] == sum((_net(u, list(range(14, 24))) for u in ("11010", "11020")), Decimal(0))


def _to_board(rows: region.Rows, unit_code: str, board: str, area: str) -> None:
    """From 2024 a unit is another board's: in the register, in its ledgers and in its budget."""
    unit = next(u for u in rows["unit_register"] if u["unit_code"] == unit_code)
    place = {"board_code": board, "area_code": area, "area_name": f"Område {area}", "department_code": f"D{area}"}
    rows["unit_register"].append(
        {**unit, **place, "row_number": 80 + len(rows["unit_register"]), "valid_from": NEW_YEAR}
    )
    unit["valid_to"] = dt.date(2023, 12, 31)
    for row in rows["ledger"]:
        if row["unit_code"] == unit_code and row["period"] >= NEW_YEAR:
            row |= {"delivery_id": f"huvudbok_{board}_{row['period']:%Y%m}", "row_number": row["row_number"] + 100}
    for row in rows["budget_month"]:
        if row["unit_code"] == unit_code and row["fiscal_year"] == 2024:
            number = row["row_number"] + 100
            cell = row["cell"].replace(f"C{row['row_number']}-", f"C{number}-")
            row |= {"delivery_id": f"budget_{board}_2024", "board_code": board, "row_number": number, "cell": cell}


@pytest.fixture(scope="module")
def board_given_away() -> duckdb.DuckDBPyConnection:
    """HSN ends with 2023: its units go to RS. From 2024 its code is that of a board with 01020 alone."""
    rows = region.small_region()
    _to_board(rows, "11010", "RS", "OVARD")
    _to_board(rows, "11020", "RS", "OVARD")
    _to_board(rows, "01020", "HSN", "OEKO")
    return region.build(rows)


def test_a_board_code_that_is_given_away_is_two_boards(board_given_away: duckdb.DuckDBPyConnection) -> None:
    own, year = [24, 25, 26, 27], list(range(12, 24))
    before = [n - 12 for n in year]
    for kind in ("month", "ytd", "rolling_12"):
        months = own[-1:] if kind == "month" else own
        assert _one(board_given_away, PERIOD.format("2024-04-01", kind, "as_was", "board", "HSN")) == (
            _net("01020", months), len(months) * BUDGET, None, True, True,
        )  # fmt: skip
    for kind in ("ytd", "rolling_12"):
        assert _one(board_given_away, PERIOD.format("2023-12-01", kind, "as_was", "board", f"HSN@{LAST_DAY}")) == (
            _net("11010", year) + _net("11020", year), 24 * BUDGET, _net("11010", before) + _net("11020", before), False, True,
        )  # fmt: skip
    restated = _one(board_given_away, PERIOD.format("2024-04-01", "ytd", "restated", "board", "HSN"))
    assert restated[2] == _net("01020", [12, 13, 14, 15]), "in today's organisation the unit's own past"
    places = board_given_away.execute(
        "SELECT DISTINCT organisation_code, board_code, organisation_name FROM mart.cost_summary WHERE organisation_level = 'board' AND organisation_basis = 'as_was' ORDER BY 1"
    ).fetchall()
    assert [p[:2] for p in places] == [("HSN", "HSN"), (f"HSN@{LAST_DAY}", f"HSN@{LAST_DAY}"), ("RS", "RS")]
    assert len({name for *_, name in places}) == 3


def test_bridge_and_forecast_of_a_reused_board_code_begin_with_it(board_given_away: duckdb.DuckDBPyConnection) -> None:
    bridges = board_given_away.execute(
        "SELECT organisation_code, bridge_kind, MIN(month), MAX(month) FROM mart.cost_bridge WHERE organisation_code LIKE 'HSN%' GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    assert bridges == [
        ("HSN", "budget", NEW_YEAR, dt.date(2024, 4, 1)),
        (f"HSN@{LAST_DAY}", "budget", dt.date(2022, 1, 1), dt.date(2023, 12, 1)),
        (f"HSN@{LAST_DAY}", "prior_year", dt.date(2023, 1, 1), dt.date(2023, 12, 1)),
    ]
    forecast = "SELECT ytd_sek, prior_year_sek, own_year_count FROM mart.year_end_forecast WHERE as_of_month = '{}' AND organisation_level = 'board' AND organisation_code = '{}' AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal' AND is_default"
    now = _one(board_given_away, forecast.format("2024-04-01", "HSN"))
    assert now == (_net("01020", [24, 25, 26, 27]), _net("01020", list(range(12, 24))), None)
    then = _one(board_given_away, forecast.format("2023-04-01", f"HSN@{LAST_DAY}"))
    assert then[0] == _net("11010", [12, 13, 14, 15]) + _net("11020", [12, 13, 14, 15])


def test_no_audit_is_broken_by_a_reused_board_code(board_given_away: duckdb.DuckDBPyConnection) -> None:
    failed = plain_models.failures(board_given_away, plain_models.rendered(region.TARGETS))
    assert {audit for _, audit in failed} <= {"internal_trade", "period_missing"}, failed


@pytest.mark.parametrize("goes_on", ["one_unit", "mapping", "area"])
def test_a_board_that_goes_on_is_one_board(goes_on: str) -> None:
    """All of HSN's units are renumbered, but something of it goes on."""
    rows = region.small_region()
    for unit in [u for u in rows["unit_register"] if u["board_code"] == "HSN"]:
        code = (
            unit["unit_code"]
            if goes_on == "one_unit" and unit["unit_code"] == "11010"
            else f"12{unit['unit_code'][2:]}"
        )
        area = {} if goes_on == "area" else {"area_code": "ONY", "area_name": "Nytt"}
        rows["unit_register"].append(
            {**unit, **area, "unit_code": code, "row_number": 90 + len(rows["unit_register"]), "valid_from": NEW_YEAR}
        )
        unit["valid_to"] = dt.date(2023, 12, 31)
        if goes_on == "mapping" and code == "12010":
            _mapped(rows, unit["unit_code"], code)
    connection = region.build(rows, frozenset(("core.place_reused",)))
    assert connection.execute("SELECT * FROM core.place_reused WHERE organisation_level = 'board'").fetchall() == []


def test_an_account_has_the_cost_type_of_the_month() -> None:
    rows = region.small_region()
    for plan in rows["account_plan"]:
        plan |= {"valid_from": None, "valid_to": None}
    account = next(a for a in rows["account_plan"] if a["account_code"] == "6010")
    rows["account_plan"].append({**account, "row_number": 90, "cost_type_code": "HIRED_STAFF", "valid_from": NEW_YEAR})
    account["valid_to"] = dt.date(2023, 12, 31)
    connection = region.build(rows)
    booked = connection.execute(
        "SELECT cost_type_code, MIN(month), MAX(month) FROM core.cost_month WHERE account_code = '6010' GROUP BY 1 ORDER BY 2"
    ).fetchall()
    assert booked == [
        ("OTHER_EXT", dt.date(2022, 1, 1), dt.date(2023, 12, 1)),
        ("HIRED_STAFF", NEW_YEAR, dt.date(2024, 4, 1)),
    ]
    failed = plain_models.failures(connection, plain_models.rendered(region.TARGETS))
    assert {audit for _, audit in failed} <= {"internal_trade", "period_missing"}, failed
