"""The Swedish number grammar: examples, print and parse, and two independent paths that must agree."""

from __future__ import annotations

import re
from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rjh_warehouse.reading.table.arrays import from_values, text_parts
from rjh_warehouse.reading.table.numbers import NumberFault, NumberRules, Parsed, parse_number, print_number
from rjh_warehouse.reading.table.numbers_bulk import parse_numbers
from rjh_warehouse.reading.table.numbers_plain import plain_numbers

SWEDISH = NumberRules()
POINTS = NumberRules(thousands_point=True)
ENGLISH = NumberRules(decimal=".")


@pytest.mark.parametrize(
    ("text", "value", "decimals", "unit"),
    [
        ("1234", "1234", 0, None),
        ("1 234,50", "1234.50", 2, None),
        ("1\u00a0234\u00a0567,5", "1234567.5", 1, None),
        ("1\u202f234", "1234", 0, None),
        ("1\u2009234", "1234", 0, None),
        ("1'234,5", "1234.5", 1, None),
        ("1\u2019234", "1234", 0, None),
        ("1.234,5", "1234.5", 1, None),
        ("1.234.567", "1234567", 0, None),
        ("12.5", "12.5", 1, None),
        ("1234.567", "1234.567", 3, None),
        (",5", "0.5", 1, None),
        ("007", "7", 0, None),
        ("-5", "-5", 0, None),
        ("\u22125", "-5", 0, None),
        ("\u20135", "-5", 0, None),
        ("- 5", "-5", 0, None),
        ("5-", "-5", 0, None),
        ("5,5 \u2212", "-5.5", 1, None),
        ("(5)", "-5", 0, None),
        ("(1 234,5) kr", "-1234.5", 1, "kr"),
        ("+5", "5", 0, None),
        ("-0,00", "0", 2, None),
        ("14,5 %", "14.5", 1, "%"),
        ("10%", "10", 0, "%"),
        ("12,5 mkr", "12.5", 1, "mkr"),
        ("257 tkr", "257", 0, "tkr"),
        ("100 SEK", "100", 0, "kr"),
        ("5 MSEK", "5", 0, "mkr"),
        ("100:-", "100", 0, "kr"),
        ("\u00a05 ", "5", 0, None),
    ],
)
def test_reads(text: str, value: str, decimals: int, unit: str | None) -> None:
    assert parse_number(text, SWEDISH) == Parsed(Decimal(value), decimals, unit)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "ambiguous_number"),
        ("-999.999", "ambiguous_number"),
        ("1e5", "exponent"),
        ("1,5E-3", "exponent"),
        ("1_000", "not_a_number"),
        ("inf", "not_a_number"),
        ("NaN", "not_a_number"),
        ("0x10", "unit_unknown"),
        ("", "not_a_number"),
        ("1 23", "not_a_number"),
        ("1 2345", "not_a_number"),
        ("01 234", "not_a_number"),
        ("1 234'567", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("1,234.5", "not_a_number"),
        ("5,", "not_a_number"),
        ("--5", "not_a_number"),
        ("-5-", "not_a_number"),
        ("(-5)", "not_a_number"),
        ("(5", "not_a_number"),
        ("5-7", "not_a_number"),
        ("\u0663", "not_a_number"),
        ("95 recept", "unit_unknown"),
        ("1,1234567", "too_many_decimals"),
        ("9999999999999", "overflow"),
    ],
)
def test_refuses(text: str, code: str) -> None:
    with pytest.raises(NumberFault) as fault:
        parse_number(text, SWEDISH)
    assert fault.value.code == f"reject.{code}"


def test_the_contract_decides_what_is_ambiguous() -> None:
    assert parse_number("1.234", POINTS).value == 1234
    assert parse_number("1.234", ENGLISH).value == Decimal("1.234")
    assert parse_number("1,234.5", ENGLISH).value == Decimal("1234.5")
    with pytest.raises(NumberFault):
        parse_number("12.5", POINTS)  # where a point is between thousands it is no decimal point
    with pytest.raises(NumberFault):
        parse_number("1,234", ENGLISH)


def test_more_decimals_than_declared_are_not_rounded() -> None:
    with pytest.raises(NumberFault) as fault:
        parse_number("1,00", NumberRules(max_decimals=1))
    assert fault.value.code == "reject.too_many_decimals"


def test_any_words_may_be_the_unit_where_the_cell_says_it() -> None:
    rules = NumberRules(any_unit=True)
    assert parse_number("250 recept/1000 inv", rules) == Parsed(Decimal(250), 0, "recept/1000 inv")


@given(
    st.decimals(min_value=-(10**12) + 1, max_value=10**12 - 1, places=6),
    st.integers(0, 6),
    st.sampled_from([SWEDISH, POINTS, ENGLISH]),
    st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "'"]),
)
def test_print_then_parse_is_the_identity(value: Decimal, places: int, rules: NumberRules, group: str) -> None:
    value = round(value, places)
    parsed = parse_number(print_number(value, places, rules, group=group), rules)
    assert (parsed.value, parsed.decimals) == (value, places)


RULES = st.builds(
    NumberRules,
    decimal=st.sampled_from([",", "."]),
    thousands_point=st.booleans(),
    max_decimals=st.sampled_from([None, 0, 1, 2]),
    scale=st.sampled_from([2, 4, 6]),
)
PIECES = [
    "1", "12", "123", "0", "1234", "567", "000", ",", ".", "'", "\u2019", " ", "\u00a0", "\u202f", "-",
    "\u2212", "\u2013", "+", "(", ")", " kr", "tkr", "%", " mkr", "e", "5", "7 ", "_", "x", ":-", "\t",
    "\n",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join), st.text(max_size=6))


@settings(max_examples=120, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=30), RULES)
def test_two_independent_paths_agree(texts: list[str], rules: NumberRules) -> None:
    in_bulk = parse_numbers(pl.Series("text", texts, dtype=pl.String), rules).rows()
    for text, (value, decimals, unit, is_number) in zip(texts, in_bulk, strict=True):
        try:
            parsed = parse_number(text, rules)
        except NumberFault:
            assert not is_number, text
        else:
            assert is_number, text
            assert (Decimal(value).scaleb(-rules.scale), decimals, unit) == (
                parsed.value, parsed.decimals, parsed.unit,
            ), text  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.one_of(TEXTS, st.from_regex(r"-?[0-9]{1,8}(,[0-9]{1,3})?", fullmatch=True)), min_size=1),
    RULES,
)
def test_the_plain_form_is_read_as_the_grammar_reads_it(texts: list[str], rules: NumberRules) -> None:
    found = plain_numbers(*text_parts(from_values(texts, pa.string())), rules)
    fraction = rf"({re.escape(rules.decimal)}[0-9]{{1,{rules.allowed_decimals}}})?" if rules.allowed_decimals else ""
    plain = re.compile(rf"-?[0-9]{{1,{rules.whole_digits}}}{fraction}")
    for text, value, places, is_plain in zip(texts, found.value, found.decimals, found.is_plain, strict=True):
        assert is_plain == (plain.fullmatch(text) is not None), text
        if is_plain:
            parsed = parse_number(text, rules)
            assert (Decimal(int(value)).scaleb(-rules.scale), places) == (parsed.value, parsed.decimals), text
