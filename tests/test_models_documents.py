"""The published marts against the four documents: every number here is read off the documents by hand."""

from __future__ import annotations

import contextlib
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from embedded_models import see_through
from project_runs import copy_project

ROOT = Path(__file__).parents[1]
MKR = 1_000_000
TKR = 1_000
PLAN = "rs-plan-budget-2024"
COST_TYPES = ("EXT_REV", "INT_REV", "PERSONNEL", "PHARMA", "OTHER_EXT", "DEPRECIATION", "INT_COST", "NET")
BUDGET = {
    ("RD_RG", "OFFICIALS"): ("163", "14", "-411", "0", "-54", "1", "2", "-285"),
    ("RST", "OFFICIALS"): ("103", "239", "-291", "0", "-518", "-85", "-1", "-553"),
    ("VV", "OFFICIALS"): ("7", "0", "0", "-30", "-163", "0", "-730", "-916"),
    (None, "OFFICIALS"): ("273", "253", "-702", "-30", "-735", "-84", "-729", "-1754"),
    (None, "ELECTED"): ("0", "0", "-4.2", "0", "-0.2", "0", "0", "-4.4"),
}
FRAMES = {
    "OFFICIALS": ("-1726.7", "-1754.2", "-1757.9", "-1695.2"),
    "ELECTED": ("-4.2", "-4.3", "-4.3", "-4.3"),
    "BOTH": ("-1730.9", "-1758.5", "-1762.2", "-1699.5"),
}
NOT_EXACT = {
    # check: (difference in tkr, verdict)
    "COLUMN/%/frame_net/%": (-1, "rounding"),
    "COLUMN/%/measure_plan/%2024": (-600, "unexplained"),
    "COLUMN/%/measure_plan/%2025": (-700, "unexplained"),
    "COLUMN/%/measure_plan/%2026": (-700, "unexplained"),
    "SAME-2024-OFFICIALS-LIST-TABLE": (42, "rounding"),
    "SAME-2024-OFFICIALS-LIST-COST-TYPE": (242, "rounding"),
    "SAME-2024-OFFICIALS-TABLE-COST-TYPE": (200, "rounding"),
    "LABEL-2024-TOTAL-FRAME": (-4258, "unexplained"),
    "SAME-2024-BOTH-LIST-PLUS-ELECTED": (42, "rounding"),
    "SAME-2024-BOTH-COST-TYPE": (-100, "rounding"),
    "SAME-2024-ELECTED": (100, "rounding"),
    "SAME-2024-DIRECTOR": (478, "rounding"),
    "SAME-2024-STAFF": (-751, "within_tolerance"),
    "SAME-2024-CARE-CHOICE": (514, "within_tolerance"),
    "TOTAL-2024-RESULT-FRAME": (100, "rounding"),
    "TOTAL-2024-RESULT-LIST": (242, "unexplained"),
    "DOC-2026-OFFICIALS": (-496_800, "not_comparable"),
    "DOC-2026-BOTH": (-492_500, "not_comparable"),
    "ROLL/%/2023-2024/NEUTRAL": (-4_800, "ambiguous"),
    "ROLL/%/2023-2024/MORE_REVENUE": (-164_800, "ambiguous"),
    "ROLL/%/2023-2024/LESS_REVENUE": (155_200, "ambiguous"),
    # −1 726,7 × 1,036 = −1 788,8612, and −1 726,7 − 4,5 + 1,8 = −1 729,4
    "ROLL/%/2023-2024/FLAT": (Decimal("34661.2"), "ambiguous"),
    "ROLL/%/2023-2024/TRANSFERS_ONLY": (-24_800, "ambiguous"),
    "ROLL/%/2024-2025/AS_STATED": (-28_700, "unexplained"),
    "ROLL/%/2025-2026/PREVIOUS_YEAR": (-53_300, "ambiguous"),
    "ROLL/%/2025-2026/BASE_2024": (-28_300, "ambiguous"),
    "FINANCING/planeringsforutsattningar-2027-2029/42": (-4_500, "pressure"),
    "FINANCING/planeringsforutsattningar-2027-2029/44": (None, "not_checkable"),
    "COMPENSATION/%": (None, "not_checkable"),
    "INTERNAL-2024": (-476_000, "not_checkable"),
    "PHASE-OUT/%/RS/482/2023": (None, "not_checkable"),
    "PHASE-OUT/%/RS/578/2023": (None, "not_checkable"),
    "TRANSFER/%/RS/482/2023": (None, "not_checkable"),
    "TRANSFER/%/RS/578/2023": (None, "not_checkable"),
}
# A controller's own list: what is stated, what should give it (mkr; the decimals are the printed precision).
RELATIONS = {
    "SAME-2024-OFFICIALS-LIST-TABLE": ("-1754.2", ["-1754.242"]),
    "SAME-2024-OFFICIALS-LIST-COST-TYPE": ("-1754", ["-1754.242"]),
    "SAME-2024-OFFICIALS-TABLE-COST-TYPE": ("-1754", ["-1754.2"]),
    "SAME-2024-BOTH-LIST-PLUS-ELECTED": ("-1758.5", ["-1754.242", "-4.3"]),
    "SAME-2024-BOTH-COST-TYPE": ("-1758.5", ["-1754", "-4.4"]),
    "SAME-2024-ELECTED": ("-4.3", ["-4.4"]),
    "SAME-2024-DIRECTOR": ("-285", ["-150.036", "-135.442"]),
    "SAME-2024-STAFF": ("-553", ["-552.249"]),
    "SAME-2024-CARE-CHOICE": ("-916", ["-916.514"]),
    "SAME-2024-DEVELOPMENT-GRANT": ("-20", ["-20.000"]),
    "LABEL-2024-TOTAL-FRAME": ("-1758.5", ["-1754.242"]),
    "TOTAL-2024-RESULT": ("3543.6", ["5302.0", "-1754", "-4.4"]),
    "TOTAL-2024-RESULT-FRAME": ("3543.6", ["5302.0", "-1758.5"]),
    "TOTAL-2024-RESULT-LIST": ("3543.6", ["5302.0", "-1754.242", "-4.4"]),
    "COLUMN/%/frame_net/%": ("-1754.242", ["-150.036", "-135.442", "-552.249", "-916.514"]),
    "COLUMN/%/frame_by_year/%2023": ("-1730.9", ["-1726.7", "-4.2"]),
    "COLUMN/%/frame_by_year/%2026": ("-1699.5", ["-1695.2", "-4.3"]),
    "COLUMN/%/measure_plan/%2024":
        ("17.1", ["0.5", "0.7", "2.0", "3.7", "0.6", "1.0", "4.0", "0.4", "1.0", "0.6", "1.7", "0.5", "1.0"]),
    "COLUMN/%/measure_plan/%2025":
        ("17.6", ["0.5", "0.7", "2.1", "3.8", "0.6", "1.0", "4.0", "0.4", "1.0", "0.6", "2.1", "0.5", "1.0"]),
    "COLUMN/%/measure_plan/%2026":
        ("17.7", ["0.5", "0.7", "2.1", "3.9", "0.6", "1.0", "4.0", "0.4", "1.0", "0.6", "2.1", "0.5", "1.0"]),
    "COLUMN/%/investment/%":
        ("-59.025", ["-0.200", "-2.000", "-0.100", "-0.500", "-2.500", "-1.500", "-7.300", "-1.500", "-4.495", "-6.500",
                     "-1.500", "-7.050", "-0.750", "-1.400", "-21.730"]),
    "ROW/%/budget_financing/%": ("5302.0", ["3739", "1276.7", "510.5", "28.5", "-252.7"]),
    "ROW/%/budget_area_cost_type/9": ("-4.4", ["0", "0", "-4.2", "0", "-0.2", "0", "0"]),
    "ROLL/%/2023-2024/NEUTRAL": ("-1754.2", ["-1726.7", "-20", "-4.5", "1.8"]),
    "ROLL/%/2023-2024/MORE_REVENUE": ("-1754.2", ["-1726.7", "-20", "160", "-4.5", "1.8"]),
    "ROLL/%/2023-2024/LESS_REVENUE": ("-1754.2", ["-1726.7", "-20", "-160", "-4.5", "1.8"]),
    "ROLL/%/2024-2025/AS_STATED": ("-1757.9", ["-1754.2", "25"]),
    "ROLL/%/2025-2026/PREVIOUS_YEAR": ("-1695.2", ["-1757.9", "116"]),
    "ROLL/%/2025-2026/BASE_2024": ("-1695.2", ["-1757.9", "116", "-25"]),
    "FINANCING/%/42": ("-12.5", ["-8"]),
    "TRANSFER/%/RS/216:13/2019": ("-0.257", ["-0.257"]),
}  # fmt: skip
REAL = "NOT is_simulated"


def _one(connection: duckdb.DuckDBPyConnection, query: str, *values: Any) -> Any:
    rows = connection.execute(query, list(values)).fetchall()
    assert len(rows) == 1, rows
    return rows[0] if len(rows[0]) > 1 else rows[0][0]


@pytest.mark.parametrize("area, part", BUDGET)
def test_the_budget_by_area_and_cost_type_is_as_printed(
    published: duckdb.DuckDBPyConnection, area: str | None, part: str
) -> None:
    rows = published.execute(
        "SELECT cost_type_code, amount_sek FROM mart.budget WHERE document_code = ?"
        " AND area_code IS NOT DISTINCT FROM ? AND part_code = ?", [PLAN, area, part],
    ).fetchall()  # fmt: skip
    printed = dict(zip(COST_TYPES, BUDGET[area, part], strict=True))
    assert dict(rows) == {code: Decimal(amount) * MKR for code, amount in printed.items()}


def test_the_finance_administration_is_as_printed(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT cost_type_code, amount_sek FROM mart.budget WHERE part_code IN ('FINANCING', 'ALL')"
    ).fetchall()
    printed = {
        "TAX": "3739", "GENERAL_GRANT": "1276.7", "PHARMA_GRANT": "510.5", "FIN_REV": "28.5",
        "FIN_COST": "-252.7", "FINANCING": "5302.0", "RESULT": "3543.6",
    }  # fmt: skip
    assert dict(rows) == {code: Decimal(amount) * MKR for code, amount in printed.items()}


@pytest.mark.parametrize("part", FRAMES)
def test_the_frames_by_year_are_as_printed(published: duckdb.DuckDBPyConnection, part: str) -> None:
    rows = published.execute(
        "SELECT fiscal_year, amount_sek FROM mart.frame WHERE NOT version_code IS NULL AND part_code = ? ORDER BY 1",
        [part],
    ).fetchall()
    assert rows == [(2023 + i, Decimal(a) * MKR) for i, a in enumerate(FRAMES[part])]


def test_the_list_of_net_frames_is_as_printed(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT amount_sek FROM mart.frame WHERE unit_code = 'tkr' ORDER BY fiscal_year, row_number"
    ).fetchall()
    printed = (150_036, 20_000, 135_442, 552_249, 916_514, 1_754_242, 2_192_000)
    assert [r[0] for r in rows] == [Decimal(-a) * TKR for a in printed]


def test_every_sum_that_is_not_exact_has_its_difference_and_verdict(
    published: duckdb.DuckDBPyConnection,
) -> None:
    differing = set()
    for pattern, (difference, verdict) in NOT_EXACT.items():
        code, found, given = _one(
            published,
            "SELECT check_code, difference_sek, verdict FROM mart.frame_reconciliation"
            f" WHERE check_code LIKE ? AND {REAL}",
            pattern,
        )
        expected = None if difference is None else Decimal(difference) * TKR
        assert (found, given) == (expected, verdict), code
        differing.add(code)
    others = published.execute(
        f"SELECT check_code, verdict FROM mart.frame_reconciliation WHERE document_code IN"
        f" (SELECT document_code FROM core.document) AND {REAL}"
    ).fetchall()
    assert {code for code, verdict in others if verdict != "exact"} == differing
    assert sum(verdict == "exact" for _, verdict in others) >= 24


def _precision(printed: str) -> Decimal:
    return Decimal(1).scaleb(-len(printed.partition(".")[2])) * MKR


@pytest.mark.parametrize("pattern", RELATIONS)
def test_a_relation_gives_what_a_controller_computes(published: duckdb.DuckDBPyConnection, pattern: str) -> None:
    """Difference, 3σ and worst case of amounts typed from the documents, and the verdict they lead to."""
    stated, parts = RELATIONS[pattern]
    amounts = [Decimal(a) * MKR for a in (stated, *parts)]
    steps = [_precision(a) for a in (stated, *parts)]
    difference = amounts[0] - sum(amounts[1:])
    tolerance = 3 * (float(sum(s * s for s in steps)) / 12) ** 0.5
    found = _one(
        published,
        "SELECT stated_amount_sek, difference_sek, tolerance_sek, worst_case_sek, verdict, is_beyond_worst_case"
        f" FROM mart.frame_reconciliation WHERE check_code LIKE ? AND {REAL}",
        pattern,
    )
    assert found[:2] == (amounts[0], difference)
    assert abs(float(found[2]) - tolerance) < 0.01
    assert found[3] == sum(steps) / 2
    inside = "within_tolerance" if abs(difference) > sum(steps) / 2 else "rounding"
    kind = pattern.partition("/")[0]
    beyond = (
        "pressure"
        if kind == "FINANCING"
        else "ambiguous"
        if kind == "ROLL" and "AS_STATED" not in pattern
        else "unexplained"
    )
    within = inside if abs(float(difference)) <= tolerance else beyond
    assert found[4] == ("exact" if difference == 0 else within)
    assert found[5] == (abs(difference) > sum(steps) / 2)


def test_checks_are_named_in_words_that_stand_nowhere_hyphenated(published: duckdb.DuckDBPyConnection) -> None:
    (labels,) = published.execute(
        f"SELECT STRING_AGG(label || label_en, '¦') FROM mart.frame_reconciliation WHERE {REAL}"
    ).fetchall()[0]
    assert not {word for word in ("tjänste-manna", "Avskriv-", "Nettobud-get", "kost-nader") if word in labels}
    assert "Investeringar 2024: objekten mot summa" in labels


def test_rules_of_the_plan_are_checked_on_the_documents(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT rule_code, verdict, COUNT(*), SUM(checked_sek)::BIGINT FROM mart.plan_rule"
        f" WHERE {REAL} GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    assert rows == [
        ("cost_is_compensated", "not_checkable", 1, -20 * MKR),
        ("cost_states_financing", "not_checkable", 1, -6 * MKR),
        ("cost_states_financing", "pressure", 1, -12_500 * TKR),
        ("draft_is_not_adopted", "kept", 5, -9_143_100 * TKR),  # every year's frame of every document
        ("gross_within_required_reduction", "not_checkable", 2, None),
        ("moved_is_phased_out", "not_checkable", 2, -6_300 * TKR),
        ("transfer_has_both_ends", "kept", 1, -257 * TKR),
        ("transfer_has_both_ends", "not_checkable", 2, -6_300 * TKR),
    ]


def test_rounding_beyond_the_worst_case_says_so(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT check_code FROM mart.frame_reconciliation WHERE verdict = 'within_tolerance'"
        " AND explanation LIKE '%enbart avrundning kan inte ge den%' ORDER BY 1"
    ).fetchall()
    assert rows == [("SAME-2024-CARE-CHOICE",), ("SAME-2024-STAFF",)]
    assert published.execute(
        "SELECT COUNT(*) FROM mart.frame_reconciliation WHERE is_beyond_worst_case = (verdict = 'rounding')"
        " AND verdict IN ('rounding', 'within_tolerance')"
    ).fetchall() == [(0,)]


def test_the_cells_of_a_check_sum_to_it(published: duckdb.DuckDBPyConnection) -> None:
    wrong = published.execute(
        "SELECT checked.check_code FROM mart.frame_reconciliation AS checked LEFT JOIN ("
        " SELECT check_code, SUM(amount_sek) FILTER (side = 'stated') AS s,"
        " SUM(amount_sek) FILTER (side = 'computed') AS c"
        " FROM mart.frame_reconciliation_part GROUP BY 1) AS part USING (check_code)"
        " WHERE s IS DISTINCT FROM stated_amount_sek OR c IS DISTINCT FROM computed_amount_sek"
    ).fetchall()
    assert wrong == []


def test_candidates_explain_every_year_at_once(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT row_label, amount_sek, check_count FROM mart.frame_reconciliation_candidate"
        " WHERE check_code LIKE '%2024' AND change_code = 'omitted' ORDER BY candidate_rank"
    ).fetchall()
    assert rows[:3] == [
        ("Avveckla projekt", 700 * TKR, 3),
        ("Avveckla projekt", 600 * TKR, 3),
        ("Upphöra med strategiska vakanser av lägenheter Landstingsbostäder", 600 * TKR, 3),
    ]
    assert "Skjuta upp ny ståndstandard" not in {r[0] for r in rows}


def test_the_bridge_sums_and_names_what_has_no_amount(published: duckdb.DuckDBPyConnection) -> None:
    spans = published.execute(
        "SELECT from_year, to_year, reading_code, SUM(amount_sek), MAX(closing_sek - opening_sek)"
        f" FROM mart.frame_bridge WHERE {REAL} GROUP BY ALL"
    ).fetchall()
    assert len(spans) == 17
    assert all(total == change for *_, total, change in spans)
    unknown = published.execute(
        "SELECT COUNT(*) FROM mart.frame_bridge WHERE from_year = 2023 AND to_year = 2024"
        " AND reading_code = 'NEUTRAL' AND item_kind = 'indexation' AND amount_sek IS NULL"
    ).fetchone()
    assert unknown == (4,)


def test_measures_are_levels_new_effects_and_cash(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT fiscal_year, COUNT(*), SUM(level_sek), SUM(new_effect_sek), SUM(cumulative_cash_sek),"
        " MAX(stated_total_sek)"
        f" FROM mart.measure_effect WHERE document_code = '{PLAN}' AND {REAL} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert rows == [
        (2024, 13, 17_700 * TKR, 17_700 * TKR, 17_700 * TKR, 17_100 * TKR),
        (2025, 13, 18_300 * TKR, 600 * TKR, 36_000 * TKR, 17_600 * TKR),
        (2026, 13, 18_400 * TKR, 100 * TKR, 54_400 * TKR, 17_700 * TKR),
    ]


def test_the_balance_gap_on_every_basis(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT basis_code, gross_cost_base_sek, required_reduction_sek, new_effect_sek FROM mart.balance_gap"
        f" WHERE fiscal_year = 2025 AND NOT is_chained AND {REAL} ORDER BY 1"
    ).fetchall()
    effect = Decimal(600 * TKR)
    assert rows == [
        ("EXTERNAL/WITHOUT_ELECTED/FIXED", 1_551 * MKR, 49_632 * TKR, effect),
        ("EXTERNAL/WITH_ELECTED/FIXED", Decimal("1555.4") * MKR, Decimal("49772.8") * TKR, effect),
        ("INTERNAL/WITHOUT_ELECTED/FIXED", 2_280 * MKR, 72_960 * TKR, effect),
        ("INTERNAL/WITH_ELECTED/FIXED", Decimal("2284.4") * MKR, Decimal("73100.8") * TKR, effect),
    ]
    chained = _one(
        published,
        "SELECT required_reduction_sek FROM mart.balance_gap"
        " WHERE fiscal_year = 2026 AND basis_code = 'INTERNAL/WITHOUT_ELECTED/CHAINED'",
    )
    assert chained == Decimal("68418240.00")  # 2 280 mkr × (1 − 3,2 %) × 3,1 %


def test_investments_by_kind(published: duckdb.DuckDBPyConnection) -> None:
    rows = published.execute(
        "SELECT investment_kind, COUNT(*), SUM(amount_sek) FROM mart.investment GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert rows == [("NEW", 5, -21_045 * TKR), ("REPLACEMENT", 10, -37_980 * TKR)]


def test_indicators_and_their_targets(published: duckdb.DuckDBPyConnection) -> None:
    counts = published.execute(
        f"SELECT term_code, COUNT(*), COUNT(target_value) FROM core.indicator WHERE document_code = '{PLAN}'"
        " AND is_current GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert counts == [("FINANCIAL", 7, 7), ("LONG", 14, 0), ("SHORT", 15, 14)]
    missing = published.execute(
        "SELECT target_text FROM mart.target_achievement WHERE computed_status = 'unit_missing'"
        f" AND document_code = '{PLAN}' ORDER BY 1"
    ).fetchall()
    assert [r[0] for r in missing] == ["176", "4,5", "5", "5", "70"]


def test_assignments_and_their_boards(published: duckdb.DuckDBPyConnection) -> None:
    counts = published.execute(
        "SELECT target_area_code, COUNT(*) FROM mart.assignment GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert counts == [
        ("CULTURE", 1),
        ("DENTAL", 5),
        ("DEVELOPMENT", 1),
        ("HEALTH", 8),
        ("MANAGEMENT", 9),
        ("SUPPORT", 13),
    ]
    boards = _one(
        published,
        "SELECT responsible_codes FROM mart.assignment WHERE assignment_text LIKE 'Minska miljö- och%'",
    )
    assert boards == "HSN, KTN, RS, RUN"
    sets = published.execute(
        "SELECT responsible_codes, COUNT(*) FROM mart.assignment GROUP BY ALL ORDER BY ALL NULLS LAST"
    ).fetchall()
    assert sets == [("HSN, KTN, RS, RUN", 6), ("HSN, RS", 10), ("RS", 8), ("RS, RUN", 1), (None, 12)]
    assert _one(published, "SELECT COUNT(*) FROM mart.assignment WHERE NOT is_responsible_stated") == 12


def test_the_calendar_has_days_and_reports(published: duckdb.DuckDBPyConnection) -> None:
    days = published.execute(
        "SELECT DISTINCT meeting_from_on::TEXT, meeting_to_on::TEXT FROM mart.reporting_calendar ORDER BY 1"
    ).fetchall()
    assert len(days) == 10
    assert ("2024-10-01", "2024-10-02") in days
    tertial = _one(
        published,
        "SELECT meeting_from_on::TEXT, covers_to_month FROM mart.reporting_calendar"
        " WHERE report_kind = 'tertial_report'",
    )
    assert tertial == ("2024-05-28", 4)
    annual = published.execute(
        "SELECT DISTINCT covers_fiscal_year, covers_to_month FROM mart.reporting_calendar"
        " WHERE item_text LIKE 'Årsbokslut%'"
    ).fetchall()
    assert annual == [(2023, 12)]  # told at a meeting of 2024
    ahead = "meeting_to_on < MAKE_DATE(covers_fiscal_year, covers_to_month, 1)"
    assert _one(published, f"SELECT COUNT(*) FROM mart.reporting_calendar WHERE {ahead}") == 0


def test_a_printed_change_of_a_frame_has_the_sign_of_what_it_does(published: duckdb.DuckDBPyConnection) -> None:
    """A frame that is lowered costs less (+); a change of revenue that does not say which way has no amount."""
    figures = published.execute(
        "SELECT figure_text, amount_sek::BIGINT, board_code, status FROM mart.document_figure"
        " WHERE table_code = 'frame_change' AND unit <> '%' ORDER BY source_line, list_row_number"
    ).fetchall()
    millions = {text: None if amount is None else amount / 1e6 for text, amount, _, _ in figures}
    assert millions == {
        "20 mkr": -20, "160 mkr": None, "25 mkr": 25, "116 mkr": 116, "4,5 mkr": -4.5, "1,8 mkr": 1.8, "257 tkr": 0.257,
    }  # fmt: skip
    assert {(board, status) for _, _, board, status in figures} == {("RS", "draft")}


def test_what_a_draft_plans_says_that_it_is_a_draft(published: duckdb.DuckDBPyConnection) -> None:
    plans = ("frame", "frame_bridge", "frame_reconciliation", "plan_rule", "balance_gap", "document_figure")
    for mart in (*plans, "measure_effect", "target_achievement"):
        states = f"SELECT DISTINCT status FROM mart.{mart} WHERE document_code = 'rs-plan-budget-2024'"
        assert published.execute(states).fetchall() == [("draft",)], mart


@pytest.mark.parametrize(
    "document, figure, line",
    [
        (PLAN, "116 mkr", 395), (PLAN, "3,6%", 389), (PLAN, "1 754 242 tkr", 340),
        ("rs-plan-budget-2026", "2 192 000 tkr", 28),
        ("planeringsforutsattningar-2027-2029", "12,5 mkr", 243), ("inspel-2022-2024", "2022-2024", 1),
    ],
)  # fmt: skip
def test_a_reader_finds_a_figure_and_its_place(
    published: duckdb.DuckDBPyConnection, document: str, figure: str, line: int
) -> None:
    lines = published.execute(
        "SELECT source_line, file_name, row_number FROM mart.document_figure WHERE document_code = ?"
        " AND (figure_text = ? OR figure_text || ' ' || unit = ?)", [document, figure, figure],
    ).fetchall()  # fmt: skip
    assert line in {found[0] for found in lines}
    assert all(file and row for _, file, row in lines)


def test_a_printed_figure_is_one_row_with_its_line_and_its_cell(published: duckdb.DuckDBPyConnection) -> None:
    """As many figures as the lists hold, every cell of the tables among them once, each on its printed line."""
    listed = _one(published, "SELECT COUNT(*) FROM core.document_figure WHERE is_current")
    rows, with_line, cells = _one(
        published,
        "SELECT COUNT(*), COUNT(source_line), COUNT(*) FILTER (table_code <> 'document_figure')"
        " FROM mart.document_figure",
    )
    assert (rows, with_line, cells) == (listed, listed, 159)
    places = published.execute(
        "SELECT figure_text, source_line, sheet, cell, row_number, amount_sek FROM mart.document_figure"
        f" WHERE document_code = '{PLAN}' AND (source_line IN (361, 380) OR figure_text = '552 249 tkr')"
        " ORDER BY source_line, list_row_number"
    ).fetchall()
    assert places == [
        ("552 249 tkr", 336, "Ramar", None, 7, Decimal(-552_249 * TKR)),
        ("1,7", 361, "Åtgärdsplan", "D16", 16, Decimal(1_700 * TKR)),
        ("2,1", 361, "Åtgärdsplan", "E16", 16, Decimal(2_100 * TKR)),
        ("2,1", 361, "Åtgärdsplan", "F16", 16, Decimal(2_100 * TKR)),
        ("-4,2", 380, "Ramar", "B15", 15, Decimal(-4_200 * TKR)),
        ("-4,3", 380, "Ramar", "C15", 15, Decimal(-4_300 * TKR)),
        ("-4,3", 380, "Ramar", "D15", 15, Decimal(-4_300 * TKR)),
        ("-4,3", 380, "Ramar", "E15", 15, Decimal(-4_300 * TKR)),
    ]


PLAN_CHECKS = "check_code IN (SELECT check_code FROM mart.frame_reconciliation WHERE record_kind = 'plan')"
PLAIN = ("budget", "frame", "investment", "frame_bridge_part")


@pytest.mark.parametrize("mart, of", [*((m, "TRUE") for m in PLAIN), ("frame_reconciliation_part", PLAN_CHECKS)])
def test_every_printed_amount_knows_its_line(published: duckdb.DuckDBPyConnection, mart: str, of: str) -> None:
    lines = f"SELECT COUNT(*), COUNT(source_line) FROM mart.{mart} WHERE {of} AND NOT amount_sek IS NULL"
    printed, known = _one(published, f"{lines} AND delivery_id IN (SELECT delivery_id FROM core.delivery WHERE {REAL})")
    assert printed == known > 0


def test_every_amount_of_the_published_record_knows_its_row(published: duckdb.DuckDBPyConnection) -> None:
    """The record is a list of figures, each with its page: it has rows, and no text with lines."""
    parts, placed = _one(
        published,
        "SELECT COUNT(*), COUNT(CASE WHEN file_name <> '' AND row_number > 1 THEN 1 END)"
        " FROM mart.frame_reconciliation_part WHERE check_code IN"
        " (SELECT check_code FROM mart.frame_reconciliation WHERE record_kind = 'published')",
    )
    assert parts == placed > 0


def test_proposals_say_when_they_are_due_and_conditions_whose_they_are(published: duckdb.DuckDBPyConnection) -> None:
    proposed = published.execute(
        "SELECT board_code, proposal_number, due_text, status FROM mart.proposal"
        " ORDER BY document_code, proposal_number"
    ).fetchall()
    assert proposed == [
        ("HSN", 1, None, "draft"), ("HSN", 2, None, "draft"), ("RS", 1, None, "draft"),
        ("RS", 2, "i oktober 2025", "draft"),
    ]  # fmt: skip
    conditions = published.execute(
        "SELECT board_code, COUNT(*) FROM mart.planning_condition GROUP BY board_code ORDER BY board_code NULLS LAST"
    ).fetchall()
    assert conditions == [
        ("HSN", 21),
        ("RS", 31),
        ("RUN", 16),
        (None, 13),
    ]  # of None: all, or board and boards together


def test_a_draft_is_not_reported_as_adopted(published: duckdb.DuckDBPyConnection) -> None:
    assert _one(published, "SELECT COUNT(*) FROM core.document") == 4
    assert _one(published, "SELECT COUNT(*) FROM core.document WHERE is_adopted") == 0
    assert _one(published, "SELECT COUNT(*) FROM mart.frame WHERE is_document_adopted") == 0


def test_the_model_tests_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The YAML tests beside the models: verdicts, bridge, readings, measure effects, targets."""
    monkeypatch.setenv("SQLMESH__DISABLE_ANONYMIZED_ANALYTICS", "true")
    monkeypatch.setenv("RJH_DATABASE", str(tmp_path / "model_tests.duckdb"))
    monkeypatch.setenv("RJH_OPTIMIZE_QUERY", "true")  # unused columns need no value in a test
    from sqlmesh import Context
    from sqlmesh.core.console import NoopConsole, set_console

    set_console(NoopConsole())
    project = copy_project(tmp_path / "project", deliveries=False)
    shutil.copytree(ROOT / "tests" / "models", project / "tests" / "models")
    with contextlib.closing(Context(paths=[str(project)])) as context:
        see_through(context, project / "tests" / "models")
        result = context.test()
    assert result.testsRun >= 5
    assert [str(name) + text for name, text in [*result.failures, *result.errors]] == []


def test_a_flat_indexation_carries_the_frames_precision_with_it(published: duckdb.DuckDBPyConnection) -> None:
    """−1 754,2 against −1 726,7 × 1,036: half a last digit of each, the second one raised with its amount."""
    tolerance, worst_case = _one(
        published,
        "SELECT tolerance_sek, worst_case_sek FROM mart.frame_reconciliation"
        f" WHERE check_code LIKE 'ROLL/%/2023-2024/FLAT' AND {REAL}",
    )
    steps = [Decimal(100_000), Decimal(103_600)]
    assert worst_case == sum(steps) / 2
    assert abs(float(tolerance) - 3 * (float(sum(s * s for s in steps)) / 12) ** 0.5) < 0.01
