"""Measures: whose krona a slice's is, what may be claimed, and audits that trip."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import duckdb
import numpy as np
import pytest
from model_audit import failing_rows

from rjh_warehouse.evaluation.measure_evaluation import Evaluation, _parts, _series, cost_shift, evaluate
from rjh_warehouse.evaluation.measure_input import (
    End,
    Ledger,
    Measure,
    MeasureContract,
    PriceLevel,
    Slice,
    Start,
    ledger_of,
)
from rjh_warehouse.messages import catalogue
from rjh_warehouse.statistics.measure_series import ContractTerms

FIRST = dt.date(2021, 1, 1)
START = dt.date(2023, 7, 1)
MONTHS = 40
BEFORE = 30


def month(index: int) -> dt.date:
    return dt.date(2021 + index // 12, index % 12 + 1, 1)


def ledger(effect: float = 0.0, *, controls: int = 24, months: int = MONTHS, start: int = BEFORE, board: str = "RS",
           missing: int | None = None) -> Ledger:  # fmt: skip
    """One treated unit (00001), controls and a counter-unit (C0001), all with the same wages in April."""
    dice = np.random.default_rng(7)
    wages = 1.03 ** np.cumsum([n % 12 == 3 for n in range(months)])
    rows = []
    for unit in ["00001", "C0001", *(f"1{n:04d}" for n in range(controls))]:
        cost = dice.uniform(4e5, 9e5) * wages * np.exp(dice.normal(0, 0.01, months))
        if unit == "00001":
            cost[start:] *= 1 - effect
        if unit == "C0001":
            cost[start:] *= 1 + effect
        at = board if unit == "00001" or int(unit[-2:]) % 2 == 0 else "HSN"
        rows += [(unit, at, "6210", month(n), c) for n, c in enumerate(cost) if unit != "00001" or n != missing]
    made = ledger_of(rows, {("00001", "6210"), ("C0001", "6210")})
    assert made
    return made


LATE: dict[str, Any] = {
    "is_registered_late": True, "registered_on": dt.date(2024, 4, 5), "outcome_known_on": dt.date(2023, 8, 5)
}  # fmt: skip
OWN, COUNTER = Slice((("00001", "6210"),)), Slice((("C0001", "6210"),))


def measure(**changes: object) -> Measure:
    facts: dict[str, object] = {
        "measure_code": "M", "start_month": START, "ramp_months": 0, "full_year_effect_sek": 1_000_000.0,
        "is_simulated": False, "own": OWN, "counter": COUNTER,
    }  # fmt: skip
    return Measure(**(facts | changes))  # type: ignore[arg-type]


def default(of: Measure, on: Ledger | None) -> Evaluation:
    return next(e for e in evaluate(of, on) if e.result.is_default)


def test_a_real_effect_is_lower_than_expected_and_wages_are_not() -> None:
    found = default(measure(), ledger(0.15)).result
    assert found.verdict_code == "lower"
    assert 0 < found.low_sek < found.effect_sek < found.high_sek
    assert default(measure(), ledger(0.0)).result.verdict_code not in {"lower", "higher"}


def test_every_method_is_shown_and_one_is_the_default() -> None:
    results = [e.result for e in evaluate(measure(), ledger(0.15))]
    assert [r.method_code for r in results if r.is_default] == ["placebo_did"]
    assert {"booked_reduction", "seasonal_baseline", "interrupted_series"} <= {r.method_code for r in results}
    assert all(r.wording["sv"] and r.wording["en"] for r in results)
    assert not any("har sparat" in r.wording["sv"] for r in results)


def test_under_twelve_months_before_nothing_is_claimed_and_no_number_is_given() -> None:
    found = list(evaluate(measure(start_month=dt.date(2021, 11, 1)), ledger(0.2, start=10)))
    assert {e.result.verdict_code for e in found} == {"too_few_months"}
    assert all(e.result.effect_sek is None for e in found)


def test_a_slice_registered_when_the_outcome_was_known_claims_nothing() -> None:
    late = measure(own=replace(OWN, **LATE))
    found = default(late, ledger(0.15)).result
    assert found.verdict_code == "slice_registered_late"
    assert "2024-04-05" in found.wording["sv"]
    assert found.effect_sek is not None


def test_a_krona_that_two_measures_claim_is_attributed_to_none() -> None:
    found = list(evaluate(measure(own=Slice(shared_count=1, shared_with=("N",))), ledger(0.15)))
    assert [e.result.verdict_code for e in found] == ["slice_shared"]
    assert "(N)" in found[0].result.wording["sv"]
    assert found[0].result.effect_sek is None


MOVED = Start(known_from=dt.date(2024, 1, 10), first_month=dt.date(2023, 5, 1), is_moved=True)


def test_a_start_moved_when_the_outcome_was_known_claims_nothing() -> None:
    late = measure(start=replace(MOVED, is_moved_late=True, outcome_known_on=dt.date(2023, 8, 5)))
    for found in (default(late, ledger(0.15)).result, cost_shift(late, ledger(0.15)).result):
        assert found.verdict_code == "start_moved_late"
        for told in ("2023-05", "2023-07", "2024-01-10", "2023-08-05"):
            assert told in found.wording["sv"] and told in found.wording["en"]
        assert found.effect_sek is not None


def test_a_start_moved_in_time_is_told_by_every_method() -> None:
    plain, told = (list(evaluate(measure(start=start), ledger(0.15))) for start in (None, MOVED))
    assert [e.result.verdict_code for e in told] == [e.result.verdict_code for e in plain]
    for found in told:
        assert found.result.wording["sv"].endswith(
            "Räknat från 2023-07, känd som startmånad sedan 2024-01-10; först registrerad var 2023-05."
        )


def test_a_counter_slice_registered_late_shows_no_shift() -> None:
    late = measure(counter=replace(COUNTER, **LATE))
    assert cost_shift(late, ledger(0.15)).result.verdict_code == "slice_registered_late"
    assert default(late, ledger(0.15)).result.verdict_code == "lower"


CANCELLED = End(cancelled_on=dt.date(2024, 1, 15), known_from=dt.date(2024, 1, 15), last_month=dt.date(2024, 1, 1))


def test_a_cancelled_measure_is_evaluated_over_its_months_alone() -> None:
    """Seven months of effect, then three at the old cost: all ten together would show seven tenths of it."""
    on = ledger(0.15)
    on.cost["00001", "6210"][BEFORE + 7 :] /= 1 - 0.15
    for found in evaluate(measure(end=CANCELLED), on):
        assert found.result.months_after == 7
        assert found.last_month == dt.date(2024, 1, 1)
        told = "Räknat till och med 2024-01: åtgärden avbröts 2024-01-15."
        assert found.result.wording["sv"].endswith(told)
    short, plain = (default(measure(end=end), on).result for end in (CANCELLED, None))
    assert short.verdict_code == "lower"
    assert short.effect_sek > 1.2 * plain.effect_sek
    assert cost_shift(measure(end=CANCELLED), on).result.months_after == 7


def test_a_measure_cancelled_before_its_start_is_said_to_be_so() -> None:
    end = End(cancelled_on=dt.date(2023, 6, 2), known_from=dt.date(2023, 6, 2), is_never_started=True)
    price = MeasureContract("A", ContractTerms(2.0, 1.0, 1000.0), START)
    found = list(evaluate(measure(end=end, own=Slice(), contracts=(price,)), ledger(0.15)))
    assert [e.result.verdict_code for e in found] == ["cancelled"]
    assert "2023-06-02" in found[0].result.wording["sv"]
    assert cost_shift(measure(end=end), ledger(0.15)).result.verdict_code == "cancelled"


def test_a_cancellation_known_when_the_outcome_was_claims_nothing_and_leaves_no_month_out() -> None:
    end = End(dt.date(2023, 12, 20), dt.date(2024, 4, 1), is_late=True, outcome_known_on=dt.date(2024, 2, 5))
    found = default(measure(end=end), ledger(0.15)).result
    assert (found.verdict_code, found.months_after) == ("cancelled_late", MONTHS - BEFORE)
    for told in ("2023-12-20", "2024-04-01", "2024-02-05"):
        assert told in found.wording["sv"] and told in found.wording["en"]


RESUMED = replace(CANCELLED, resumed_on=dt.date(2024, 3, 20), resumed_from=dt.date(2024, 4, 1))


def test_the_months_without_a_measure_that_was_taken_up_again_are_left_out() -> None:
    """Seven months of effect, two at the old cost, and one of effect: all ten together would show too little."""
    on = ledger(0.15)
    on.cost["00001", "6210"][BEFORE + 7 : BEFORE + 9] /= 1 - 0.15
    for found in evaluate(measure(pauses=(RESUMED,)), on):
        assert found.result.months_after == 8
        assert found.last_month == month(MONTHS - 1)
        told = "Åtgärden avbröts 2024-01-15 och återupptogs 2024-03-20; månaderna däremellan är inte med."
        assert found.result.wording["sv"].endswith(told)
    left_out, plain = (default(measure(pauses=p), on).result for p in ((RESUMED,), ()))
    assert left_out.effect_sek > 1.1 * plain.effect_sek
    assert cost_shift(measure(pauses=(RESUMED,)), on).result.months_after == 8


def test_a_pause_that_was_over_before_the_start_leaves_no_month_out() -> None:
    before = replace(RESUMED, last_month=dt.date(2023, 3, 1), resumed_from=dt.date(2023, 6, 1))
    found, plain = (default(measure(pauses=p), ledger(0.15)).result for p in ((before,), ()))
    assert found == plain


def test_a_taking_up_known_when_its_outcome_was_does_not_count() -> None:
    late = replace(
        RESUMED,
        is_resumed_late=True,
        resumed_known_from=dt.date(2024, 6, 1),
        resumed_outcome_known_on=dt.date(2024, 5, 5),
    )
    found = default(measure(end=late), ledger(0.15)).result
    assert (found.verdict_code, found.months_after) == ("lower", 7)
    never = default(measure(end=replace(late, is_never_started=True)), ledger(0.15)).result
    assert never.verdict_code == "cancelled"
    for told in ("2024-03-20", "2024-06-01", "2024-05-05"):
        assert all(told in result.wording[language] for language in ("sv", "en") for result in (found, never))


def test_the_months_of_a_measure_that_ended_before_are_left_out() -> None:
    """Another measure held the cell from July 2021 to June 2022: its cut is no low base to be compared with."""
    on = ledger(0.15, months=MONTHS + 12, start=BEFORE + 12)
    on.cost["00001", "6210"][6:18] *= 0.7
    other = replace(OWN, others=((dt.date(2021, 7, 1), dt.date(2022, 6, 1)),))
    found, naive = (default(measure(own=own, start_month=dt.date(2024, 7, 1)), on).result for own in (other, OWN))
    assert (found.months_before, naive.months_before) == (BEFORE, BEFORE + 12)
    assert found.verdict_code == "lower"
    assert found.high_sek - found.low_sek < naive.high_sek - naive.low_sek


def test_a_saving_on_the_counter_slice_hides_no_moved_cost() -> None:
    shared = replace(COUNTER, cells=(), shared_count=1, shared_with=("N",))
    found = cost_shift(measure(counter=shared), ledger(0.15)).result
    assert found.verdict_code == "counter_shared"
    assert "(N)" in found.wording["sv"]
    partly = cost_shift(measure(counter=replace(COUNTER, shared_count=2, shared_with=("N",))), ledger(0.15)).result
    assert partly.verdict_code == "shift_rise"
    assert partly.wording["sv"].endswith("eget urval (N); antal celler: 2.")


def test_a_rise_that_two_measures_may_have_moved_is_told_as_one_krona() -> None:
    both = replace(COUNTER, counter_count=1, counter_with=("N",))
    found, alone = (cost_shift(measure(counter=counter), ledger(0.15)).result for counter in (both, COUNTER))
    assert (found.verdict_code, found.effect_sek) == (alone.verdict_code, alone.effect_sek)
    assert "(N); antal celler: 1. En ökning där är samma krona" in found.wording["sv"]
    assert "(N)" not in alone.wording["sv"]


def test_prices_alone_are_no_effect_by_the_deflated_methods() -> None:
    """One slice without any measure whose prices rise by 2 % a year, and by 9 % from the January that it starts."""
    dice = np.random.default_rng(5)
    levels = {2021: 1.0, 2022: 1.02, 2023: 1.02**2, 2024: 1.02**2 * 1.09}
    rows = [
        ("00001", "RS", "6210", month(n), 6e5 * levels[month(n).year] * np.exp(dice.normal(0, 0.005)))
        for n in range(MONTHS)
    ]
    found = {}
    for price in ({"6210": PriceLevel("LPIK", levels)}, {"6210": PriceLevel("LPIK", {2021: 1.0})}, {}):
        on = ledger_of(rows, {("00001", "6210")}, price)
        found[len(price.get("6210", PriceLevel("", {})).by_year)] = {
            e.result.method_code: e for e in evaluate(measure(start_month=dt.date(2024, 1, 1)), on)
        }
    for method in ("seasonal_baseline", "interrupted_series"):
        current, deflated = found[0][method], found[4][method]
        assert current.result.high_sek < 0, "in current prices a dearer year looks like a measure that failed"
        assert deflated.result.low_sek < 0 < deflated.result.high_sek
        assert (deflated.price_index_codes, current.price_index_codes) == (("LPIK",), ())
        assert found[1][method].result == current.result, "a level missing in some year: current prices"
    assert found[4]["booked_reduction"].price_index_codes == ()


def test_the_price_of_a_slice_is_weighted_by_what_each_account_cost_before() -> None:
    """Wages stand still and on-costs double in price at the start: what is bought is the same, and so is the effect."""
    rise = [1.0] * BEFORE + [2.0] * (MONTHS - BEFORE)
    dice = np.random.default_rng(6).normal(0, 0.003, MONTHS)
    rows = [("00001", "RS", "4010", month(n), 4e5 * np.exp(dice[n])) for n in range(MONTHS)]
    rows += [("00001", "RS", "4110", month(n), 1e5 * rise[n] * np.exp(dice[n])) for n in range(MONTHS)]
    years = range(2021, 2025)
    price = {
        "4010": PriceLevel("LPIK", dict.fromkeys(years, 1.0)),
        "4110": PriceLevel("LPIK × PO", {y: 1.0 if y < 2024 else 2.0 for y in years}),
    }
    on = ledger_of(rows, {("00001", "4010")}, price)
    assert on
    series, _, _ = _series(measure(), (("00001", "4010"), ("00001", "4110")), (), on)
    assert series.price_index[:36] == pytest.approx(1.0)
    assert series.price_index[36:] == pytest.approx(1.2, rel=1e-3)


def test_accounts_of_other_prices_are_compared_class_by_class() -> None:
    """The slice has wages and travel, a control both or travel only; a class is what one index prices."""
    booked = (
        ("00001", "4010", 9.0), ("00001", "6210", 1.0), ("00001", "6220", 2.0),
        ("10001", "4010", 5.0), ("10001", "6210", 3.0), ("10002", "6210", 4.0),
    )  # fmt: skip
    rows = [(unit, "RS", account, month(n), cost) for unit, account, cost in booked for n in range(MONTHS)]
    levels = {account: PriceLevel(code, {}) for account, code in (("4010", "A"), ("6210", "B"), ("6220", "B"))}
    own = (("00001", "4010"), ("00001", "6210"), ("00001", "6220"))
    on = ledger_of(rows, {("00001", "4010")}, levels)
    assert on
    parts = _parts(own, ("10001", "10002"), on)
    assert parts is not None
    assert parts[:, :, 0].tolist() == [[9.0, 5.0, 0.0], [3.0, 3.0, 4.0]]
    assert _parts(own[1:], ("10001",), on) is None


def test_a_measure_without_a_slice_cannot_be_measured() -> None:
    assert default(measure(own=Slice()), ledger()).result.verdict_code == "slice_missing"
    assert default(measure(), None).result.verdict_code == "slice_missing"


def test_a_missing_month_is_not_a_month_without_cost() -> None:
    whole, gap = default(measure(), ledger(0.15)), default(measure(), ledger(0.15, missing=35))
    assert gap.result.months_after == whole.result.months_after - 1
    assert gap.result.effect_sek == pytest.approx(whole.result.effect_sek, rel=0.1)


def test_units_with_a_slice_are_no_controls_and_the_own_board_comes_first() -> None:
    found = default(measure(), ledger(controls=60))
    assert found.control_scope == "board"
    assert not {"C0001", "00001"} & set(found.control_units)
    assert default(measure(), ledger(controls=24)).control_scope == "region"


def test_a_moved_cost_is_seen_on_the_counter_slice() -> None:
    assert cost_shift(measure(), ledger(0.15)).result.verdict_code == "shift_rise"
    assert cost_shift(measure(), ledger(0.0)).result.verdict_code == "shift_not_established"
    without = cost_shift(measure(counter=Slice()), ledger()).result
    assert without.verdict_code == "slice_missing"
    assert without.wording["en"] == catalogue()["verdict.counter_slice_missing"]["en"]


def test_an_account_of_the_range_that_the_unit_never_books_on_is_no_missing_month() -> None:
    ranged = measure(
        own=Slice((("00001", "6210"), ("00001", "6220"))), counter=Slice((("C0001", "6210"), ("C0001", "6220")))
    )
    assert default(ranged, ledger(0.15)).result == default(measure(), ledger(0.15)).result
    assert cost_shift(ranged, ledger(0.15)).result.verdict_code == "shift_rise"


def test_a_slice_that_nothing_is_booked_on_is_said_to_be_so() -> None:
    nowhere = measure(own=Slice((("00001", "9999"),)), counter=Slice((("C0001", "9999"),)))
    assert default(nowhere, ledger()).result.verdict_code == "slice_not_booked"
    assert cost_shift(nowhere, ledger()).result.verdict_code == "slice_not_booked"


def test_a_month_that_the_slice_lacks_costs_no_control_its_place() -> None:
    on = ledger(0.15)
    for cell, cost in on.cost.items():
        if on.board[cell[0]] == "RS":
            cost[35] = np.nan
    found = default(measure(), on)
    assert (found.result.control_count, found.result.verdict_code) == (24, "lower")


def test_a_contract_gives_its_arithmetic_while_its_price_is_in_force() -> None:
    new, old = ContractTerms(12.5, 10.0, 40_000), ContractTerms(9.0, 8.0, 7)
    contracts = (
        MeasureContract("A-1", new, dt.date(2023, 7, 1)),
        MeasureContract("A-2", ContractTerms(2.0, 3.0, 1_000), dt.date(2023, 7, 1), dt.date(2024, 4, 1)),
        MeasureContract("A-0", old, dt.date(2021, 1, 1), dt.date(2023, 6, 1)),
    )
    for of, on in ((measure(contracts=contracts), ledger(0.15)), (measure(contracts=contracts, own=Slice()), None)):
        found = {e.result.method_code: e for e in evaluate(of, on)}["contract_arithmetic"]
        assert (found.result.effect_sek, found.result.verdict_code) == (99_000, "by_contract")
        assert found.contract_numbers == ("A-1", "A-2")
        assert (found.result.low_sek, found.result.is_default) == (None, False)
    expired = measure(contracts=contracts[2:])
    assert "contract_arithmetic" not in {e.result.method_code for e in evaluate(expired, ledger())}


REGISTERED = """CREATE TABLE m (measure_code TEXT, measure_type TEXT, measure_name TEXT, board_code TEXT,
  is_simulated BOOLEAN, is_current BOOLEAN)"""
FOLLOWUP = """
CREATE SCHEMA staging;
CREATE TABLE staging.measure_followup AS
  SELECT 'data' AS row_kind, DATE '2024-01-01' AS month, 100::DECIMAL(18,2) AS carried_out_sek,
    NULL::DECIMAL(18,2) AS verified_sek;
CREATE TABLE m (carried_out_sek DECIMAL(18,2), verified_sek DECIMAL(18,2))
"""
YEAR = """
CREATE SCHEMA core;
CREATE TABLE core.measure_month AS SELECT * FROM (VALUES
  ('A', 2024, FALSE, FALSE, 50, NULL::INT, NULL::INT), ('A', 2024, FALSE, FALSE, 50, 40, NULL::INT),
  ('A', 2025, FALSE, FALSE, 50, 40, NULL::INT)
) AS v (measure_code, fiscal_year, is_simulated, is_cancelled, decided_sek, carried_out_sek, verified_sek);
CREATE TABLE m (measure_code TEXT, fiscal_year INT, is_simulated BOOLEAN, within_year_sek INT, carried_out_sek INT,
  verified_sek INT)
"""
CONTRACT = """CREATE TABLE m (is_registered BOOLEAN, valid_from DATE, valid_to DATE, yearly_volume INT,
  price_before_sek INT, price_after_sek INT)"""
SLICE = "CREATE TABLE m (booked_sek INT, own_sek INT, shared_sek INT, own_unit_count INT, slice_unit_count INT)"


@pytest.mark.parametrize(
    ("audit", "schema", "good", "bad"),
    [
        ("measure_identity_is_unique", REGISTERED,
         "('1', 't', 'n', 'RS', FALSE, TRUE), ('2', 'u', 'n', 'RS', FALSE, TRUE), ('1', 't', 'n', 'RS', FALSE, FALSE)",
         "('3', 't', 'n', 'RS', FALSE, TRUE)"),
        ("measure_identity_is_unique", REGISTERED, "('1', 't', 'n', 'RS', FALSE, TRUE)",
         "('1', 't', 'other', 'RS', FALSE, TRUE)"),
        ("measure_status_is_ordered", "CREATE TABLE m (is_in_order BOOLEAN, status_from DATE, status_to DATE)",
         "(TRUE, '2024-01-01', NULL)", "(FALSE, '2024-01-01', NULL)"),
        ("measure_followup_is_conserved", FOLLOWUP, "(100, NULL)", "(50, NULL)"),
        ("measure_is_registered", "CREATE TABLE m (is_registered BOOLEAN, is_latest BOOLEAN)",
         "(TRUE, TRUE), (FALSE, FALSE)", "(FALSE, TRUE)"),
        ("measure_year_sums_from_months", YEAR, "('A', 2024, FALSE, 100, 40, NULL)", "('A', 2025, FALSE, 50, 40, 0)"),
        ("measure_contract_is_plausible", CONTRACT, "(TRUE, '2024-01-01', NULL, 1, 2, 3)",
         "(TRUE, '2024-01-01', '2023-01-01', 1, 2, 3)"),
        ("measure_contract_is_plausible", CONTRACT, "(TRUE, '2024-01-01', '2025-01-01', 1, 3, 2)",
         "(FALSE, '2024-01-01', NULL, 1, 3, 2)"),
        ("measure_contract_is_plausible", CONTRACT, "(TRUE, '2024-01-01', NULL, 0, 0, 0)",
         "(TRUE, '2024-01-01', NULL, 1, 3, -2)"),
        ("slice_registered_late", "CREATE TABLE m (is_registered_late BOOLEAN)", "(FALSE)", "(TRUE)"),
        ("measure_start_moved_late", "CREATE TABLE m (is_moved_late BOOLEAN)", "(FALSE)", "(TRUE)"),
        ("measure_cancelled_late", "CREATE TABLE m (is_cancelled_late BOOLEAN, is_resumed_late BOOLEAN)",
         "(FALSE, FALSE)", "(TRUE, FALSE)"),
        ("measure_cancelled_late", "CREATE TABLE m (is_cancelled_late BOOLEAN, is_resumed_late BOOLEAN)",
         "(FALSE, FALSE)", "(FALSE, TRUE)"),
        ("slice_start_is_the_measures", "CREATE TABLE m (is_slice_start_other BOOLEAN)", "(FALSE)", "(TRUE)"),
        ("price_level_is_positive", "CREATE TABLE m (price_level DECIMAL(18, 9))", "(1.02), (NULL)", "(0)"),
        ("slice_month_sums_from_ledger", SLICE, "(10, 7, 3, 1, 1)", "(10, 7, 2, 1, 1)"),
        ("slice_month_sums_from_ledger", SLICE, "(10, 7, 3, 1, 2)", "(10, 7, 3, 2, 1)"),
    ],
)  # fmt: skip
def test_each_audit_trips_on_a_bad_row_only(audit: str, schema: str, good: str, bad: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(schema)
        connection.execute(f"INSERT INTO m VALUES {good}")
        assert failing_rows(connection, audit, "m") == 0
        connection.execute(f"INSERT INTO m VALUES {bad}")
        assert failing_rows(connection, audit, "m") > 0


def test_an_overlap_of_slices_trips_its_audit() -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE m (measure_code TEXT)")
        assert failing_rows(connection, "slice_overlap", "m") == 0
        connection.execute("INSERT INTO m VALUES ('A')")
        assert failing_rows(connection, "slice_overlap", "m") == 1
