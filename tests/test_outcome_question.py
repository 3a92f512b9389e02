"""Outcomes in another scale, with a turned sign or outside their unit are in question, and get no status."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from target_warehouse import Rows, build, delivery, outcomes, together, units
from test_target_cases import CO2, FINANCIAL, cell, plan

HELP = "Servicenivå hos Helpdesk, andel ärenden lösta vid första telefonsamtalet."  # up, per cent
LOYALTY = "Leverantörstrohet (RJH totalt)"  # up, per cent
TURNOVER = "Personalomsättning chefer inklusive omsättning förordnanden"  # down, per cent
COUNT = "Antal ärenden per år till patientnämnden avseende sjukresor"
WORDS = "Andel nöjda"  # in no plan

SUPPORT = {"target_area_text": "Stödverksamhet"}
TARGETS: list[dict[str, Any]] = [
    {"indicator_text": HELP, "target": Decimal(80), **SUPPORT},
    {"indicator_text": LOYALTY, "target": Decimal(95), "term_text": FINANCIAL},
    {"indicator_text": TURNOVER, "target": Decimal(15), **SUPPORT},
    {"indicator_text": CO2, "target": Decimal(-48)},
]


def series(code: str, name: str, values: list[str], unit: str = "%", **more: Any) -> list[dict[str, Any]]:
    """Years up to 2023, the last value's."""
    first = 2024 - len(values)
    return [cell(code, name, first + n, Decimal(v), unit, **more) for n, v in enumerate(values)]


@cache
def asked() -> dict[tuple[str, str, str], tuple[str | None, str | None, str, bool]]:
    """(indicator, organisation, period) → question, what it is held against, status, in question or not."""
    cells = [
        # against the target of the year
        cell("H", HELP, 2024, Decimal("0.799"), organisation_code="RS"),
        cell("H2", HELP, 2024, Decimal("79.9"), organisation_code="RS"),
        cell("H3", HELP, 2024, Decimal(7990), organisation_code="RS"),
        cell("H4", HELP, 2024, Decimal("0.53"), organisation_code="RS"),
        cell("L", LOYALTY, 2024, Decimal("1.0")),
        cell("CHANGE", CO2, 2024, Decimal("-0.48")),
        cell("GOOD", TURNOVER, 2024, Decimal("1.2"), organisation_code="RS"),
        # a year without a target of its own is held against the newest
        cell("H5", HELP, 2023, Decimal("0.81"), organisation_code="RS"),
        # against the own series
        *series("S", WORDS, ["71.2", "70.9", "0.721"]),
        *series("UP", WORDS, ["0.71", "0.70", "72.1"], "andel"),
        *series("KR", "Kostnad per vårddygn", ["11200", "11800", "12.1"], "kr"),
        *series("TKR", "Kostnad per vårddygn", ["11.2", "11.8", "12100"], "tkr"),
        *series("MANY", COUNT, ["36", "22", "78", "6"], "antal"),
        *series("CASES", COUNT, ["36000", "22000", "41.3"], "antal"),
        *series("SIGN", "Soliditet i bolaget", ["14.1", "14.9", "15.2", "-14.8"]),
        *series("FLIP", "Resultat i bolaget", ["14.1", "-3.0", "1.2", "-14.8"], "mkr"),
        *series("NONE", "Andel inhyrda", ["0.10", "0", "0.02", "0.28"]),
        # against what a share can be
        cell("OVER", WORDS + " totalt", 2024, Decimal(104)),
        cell("BELOW", WORDS + " totalt", 2024, Decimal(-4)),
        # against the others
        *[cell("P", WORDS + " per enhet", 2024, Decimal(v), organisation_code=f"1000{n}")
          for n, v in enumerate(["71", "65", "80", "77", "0.69", "74"])],
        # a base year in another scale
        cell("B", CO2, 2019, Decimal(200), "ton"), cell("B", CO2, 2024, Decimal(110), "ton"),
        *[cell("B", CO2, year, Decimal(220000), "ton") for year in (2020, 2021, 2022)],
    ]  # fmt: skip
    registers = units({f"1000{n}": "RS" for n in range(6)})
    query = (
        "SELECT indicator_code, organisation_code, period_code, in_question_code, in_question_against,"
        " computed_status, in_question FROM mart.target_achievement WHERE is_simulated"
    )
    with build(together(registers, plan(TARGETS), outcomes(cells, dt.date(2025, 2, 1)))) as connection:
        return {(i, o, p): tuple(rest) for i, o, p, *rest in connection.execute(query).fetchall()}  # type: ignore[misc]


def test_a_share_as_a_fraction_against_its_target_gets_no_status() -> None:
    assert asked()["H", "RS", "2024"] == ("too_small_100", "against_target", "in_question", True)
    assert asked()["H4", "RS", "2024"] == ("too_small_100", "against_target", "in_question", True)
    assert asked()["L", "RJH", "2024"] == ("too_small_100", "against_target", "in_question", True)
    assert asked()["CHANGE", "RJH", "2024"][:2] == ("too_small_100", "against_target")
    assert asked()["H3", "RS", "2024"] == ("too_large_100", "against_target", "in_question", True)
    assert asked()["H5", "RS", "2023"] == ("too_small_100", "against_target", "no_target", True)


def test_a_right_share_keeps_its_status() -> None:
    assert asked()["H2", "RS", "2024"] == (None, None, "near", False)
    assert asked()["GOOD", "RS", "2024"] == (None, None, "met", False)


def test_the_odd_one_of_a_series_is_in_question_and_the_others_are_not() -> None:
    found = {code: [q[0] for (c, _, _), q in sorted(asked().items()) if c == code] for code in
             ("S", "UP", "KR", "TKR", "CASES", "SIGN")}  # fmt: skip
    assert found == {
        "S": [None, None, "too_small_100"], "UP": [None, None, "too_large_100"],
        "KR": [None, None, "too_small_1000"], "TKR": [None, None, "too_large_1000"],
        "CASES": [None, None, "too_small_1000"], "SIGN": [None, None, None, "sign_turned"],
    }  # fmt: skip


def test_small_numbers_and_what_may_flip_raise_no_question() -> None:
    assert {q for (c, _, _), q in asked().items() if c in ("MANY", "FLIP", "NONE")} == {
        (None, None, "no_target", False)
    }


def test_a_share_beyond_its_whole_and_the_odd_one_of_many_organisations_are_in_question() -> None:
    assert asked()["OVER", "RJH", "2024"][:2] == ("outside_range", "against_unit")
    assert asked()["BELOW", "RJH", "2024"][:2] == ("sign_turned", "against_unit")
    assert [o for (c, o, _), q in asked().items() if c == "P" and q[0]] == ["10004"]


def test_a_base_year_in_question_gives_no_status_either() -> None:
    assert asked()["B", "RJH", "2024"][2:] == ("in_question", True)


def test_a_confirmed_outcome_is_asked_about_no_more_while_it_is_the_one_that_counts() -> None:
    cells = [
        cell("H", HELP, 2024, Decimal("0.799"), organisation_code="RS"),
        cell("H2", HELP, 2024, Decimal("0.81"), organisation_code="RS"),
    ]
    about = {
        "delivery_id": "confirmed", "row_kind": "data", "organisation_code": "RS", "period_start": dt.date(2024, 1, 1),
        "period_kind": "år", "gender_code": "T", "confirmed_by": "Controller", "reason_text": "Mäts så",
    }  # fmt: skip
    confirmed = [
        about | {"row_number": 2, "indicator_code": "H", "value": Decimal("0.799")},
        about | {"row_number": 3, "indicator_code": "H2", "value": Decimal("0.8")},
    ]
    given: Rows = {
        "delivery": [delivery("confirmed", "outcome_confirmation", dt.date(2025, 3, 1))],
        "outcome_confirmation": confirmed,
    }
    with build(together(plan(TARGETS), outcomes(cells, dt.date(2025, 2, 1)), given)) as connection:
        said = connection.execute(
            "SELECT indicator_code, in_question, computed_status, confirmed_by, confirmed_reason"
            " FROM mart.target_achievement WHERE is_simulated ORDER BY 1"
        ).fetchall()
        held = connection.execute(
            "SELECT indicator_code, is_in_force FROM core.outcome_confirmed ORDER BY 1"
        ).fetchall()
    assert said == [
        ("H", False, "not_met", "Controller", "Mäts så"),
        ("H2", True, "in_question", None, None),
    ]
    assert held == [("H", True), ("H2", False)], "another value than the one that counts is not confirmed"
