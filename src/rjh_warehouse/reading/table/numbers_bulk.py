"""The Swedish number grammar a second time, on whole columns: written apart from `numbers` so that each
checks the other.

One pattern per form of number instead of a parser; the value is put together from its digits as a whole
number of 10^-scale, so no binary fraction is ever involved.
"""

from __future__ import annotations

import polars as pl

from rjh_warehouse.reading.table.cell import SPACES
from rjh_warehouse.reading.table.numbers import INNER_SPACES, MINUSES, UNIT_NAMES, NumberRules

_GROUPED = r"[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,2}(?:'[0-9]{3})+"
_SPACE_CLASS = f"[{INNER_SPACES}]"
_MINUS_CLASS = "[" + "".join("\\" + c if c == "-" else c for c in MINUSES) + "]"


def parse_numbers(texts: pl.Series, rules: NumberRules) -> pl.DataFrame:
    """Read a column of texts as numbers.

    Args:
        texts: one text per row, not null.

    Returns:
        `value` (Int64: whole number of 10^-scale), `decimals` (Int64), `unit` (text or null), `is_number`;
        where it is false the other columns mean nothing and `numbers.parse_number` says why.
    """
    text = pl.col("text")
    plain = (
        texts.to_frame("text")
        .lazy()
        .select(text.str.strip_chars(SPACES))
        .select(text.str.replace_all(_SPACE_CLASS, " "))
        .select(text.str.replace_all(_MINUS_CLASS, "-").str.replace_all("\u2019", "'", literal=True))
    )
    parts = plain.select(text.str.extract_groups(_whole_pattern()).struct.unnest()).with_columns(
        negative=(pl.col("sign").fill_null("") == "-")
        | pl.col("trailing").is_not_null()
        | pl.col("inside").is_not_null(),
        body=pl.coalesce("inside", "plain").str.strip_chars(" "),
        unit_text=pl.col("unit_text").str.strip_chars(" ").str.to_lowercase(),
    )
    split = parts.with_columns(whole=_whole_digits(rules), fraction=_fraction_digits(rules)).with_columns(
        digits=pl.col("whole").str.replace_all(r"[^0-9]", "").str.strip_chars_start("0"),
        fraction=pl.col("fraction").fill_null(""),
        unit=pl.col("unit_text").replace_strict(
            list(UNIT_NAMES), list(UNIT_NAMES.values()), default=None, return_dtype=pl.String
        ),
    )
    count = pl.col("fraction").str.len_bytes().cast(pl.Int64)
    joined = (pl.lit("0") + pl.col("digits") + pl.col("fraction")).cast(pl.Int64, strict=False)
    sign = pl.when("negative").then(-1).otherwise(1)
    fits = (count <= rules.allowed_decimals) & (pl.col("digits").str.len_bytes() <= rules.whole_digits)
    is_one = (pl.col("sign").is_not_null().cast(pl.Int8) + pl.col("trailing").is_not_null().cast(pl.Int8)) <= 1
    known = (pl.col("unit_text").fill_null("") == "") | pl.col("unit").is_not_null()
    return split.select(
        value=sign * joined * _power(rules.scale - count),
        decimals=count,
        unit=pl.col("unit"),
        is_number=(pl.col("whole").is_not_null() & fits & is_one & known).fill_null(False),
    ).collect()


def _whole_pattern() -> str:
    """Sign, body, trailing minus, unit; or the body in parentheses."""
    body = r"[0-9.,][0-9 .,']*"
    return (
        rf"^(?:\( ?(?P<inside>{body})\)|(?P<sign>[+-])? ?(?P<plain>{body})(?P<trailing>-)?)"
        rf"(?P<unit_text> *[^0-9 ()\-+.,'].*)?$"
    )


def _forms(rules: NumberRules) -> tuple[str, str]:
    """Patterns of the whole part: before the decimal mark (or alone), and before a decimal point of the
    other kind."""
    other = rf"[1-9][0-9]{{0,2}}(?:[{rules.other}][0-9]{{3}})"
    alone = rf"{other}+" if rules.thousands_point else rf"{other}{{2,}}"
    return rf"[0-9]+|{_GROUPED}|{alone}", rf"[0-9]+|{_GROUPED}|{other}+"


def _whole_digits(rules: NumberRules) -> pl.Expr:
    """The whole part of the body; null when the body has none of the forms of a number."""
    alone, before_mark = _forms(rules)
    body, mark, other = pl.col("body"), rules.decimal, rules.other
    with_mark = body.str.extract(rf"^({before_mark}|)[{mark}][0-9]+$", 1)
    readings = [body.str.extract(rf"^({alone})$", 1), with_mark]
    if not rules.thousands_point:
        point = body.str.extract(rf"^([0-9]+|{_GROUPED}|)[{other}][0-9]+$", 1)
        either = body.str.contains(rf"^[1-9][0-9]{{0,2}}[{other}][0-9]{{3}}$")
        readings.append(pl.when(~either).then(point))
    return pl.coalesce(readings)


def _fraction_digits(rules: NumberRules) -> pl.Expr:
    """The digits after the decimal mark, or after a lone decimal point of the other kind; null without."""
    alone, _ = _forms(rules)
    body = pl.col("body")
    fraction = body.str.extract(rf"[{rules.decimal}{rules.other}]([0-9]+)$", 1)
    return pl.when(~body.str.contains(rf"^(?:{alone})$")).then(fraction)


def _power(exponent: pl.Expr | int) -> pl.Expr:
    """10 to the power of a small whole number, as a whole number."""
    if isinstance(exponent, int):
        return pl.lit(10**exponent, dtype=pl.Int64)
    powers = [10**k for k in range(7)]
    return exponent.replace_strict(list(range(7)), powers, default=1, return_dtype=pl.Int64)
