"""The outcomes that suppression has to look at: those of figures and years with something small, or hidden before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from rjh_warehouse.evaluation.indicator_table import MARKS
from rjh_warehouse.evaluation.query import asked
from rjh_warehouse.statistics.suppression import LIMIT

if TYPE_CHECKING:
    from sqlmesh import ExecutionContext

CUMULATIVE_PROOF = 3  # steps of a year, over all organisations, of which none is down
FRACTION_SQL = (  # the value as printed may be a number of so many persons
    "WHEN ABS(value * {n} / share_base - ROUND(value * {n} / share_base, 0))"
    " <= {n} * 0.5 * POWER(0.1, COALESCE(value_decimals, 0)) / share_base THEN {n}"
)
PLACE = ["indicator_code", "is_simulated", "period_start", "period_kind_text"]
OUTCOME = [*PLACE, "organisation_code", "gender_code"]


def read_small_outcomes(context: ExecutionContext, digest: str) -> pl.DataFrame:
    """Every outcome of a figure and year in which some figure is about fewer than five persons, or was hidden before.

    Args:
        digest: the SQL that the register of publications keeps instead of a hidden outcome; of `{secret}` and `{row}`.
    """
    found: pl.DataFrame = asked(
        context,
        "small_outcome",
        {"limit": LIMIT, "proof": CUMULATIVE_PROOF},
        fractions=" ".join(FRACTION_SQL.format(n=n) for n in range(1, LIMIT)),
        digest=digest.format(secret="known.secret", row="outcome").replace("person_count", "delivered_count"),
    ).pl()
    indicators = found["indicator_code"].unique().sort().to_list()
    return _marked(found, asked(context, "disclosed_outcome", [indicators]).pl())


def _marked(outcomes: pl.DataFrame, disclosed: pl.DataFrame) -> pl.DataFrame:
    """The outcomes with what a keeper of earlier publications knows of them: `MARKS`."""
    is_same_value = pl.col("value").eq_missing(pl.col("earlier_value"))
    has_same_persons = pl.col("earlier_count").is_null() | pl.col("delivered_count").eq_missing(pl.col("earlier_count"))
    hidden = pl.col("is_hidden")
    told = (
        outcomes.select(*OUTCOME, "value", "delivered_count", "digest")
        .join(disclosed, on=OUTCOME)
        .sort("publication")
        .group_by(OUTCOME)
        .agg(
            hidden.any().alias("was_hidden"),
            (~hidden & is_same_value).any().alias("is_known"),
            pl.when(hidden)
            .then(pl.col("digest") == pl.col("earlier_digest"))
            .otherwise(is_same_value & has_same_persons)
            .last()
            .alias("is_unchanged"),
        )
    )
    tables = disclosed.select(PLACE).unique().with_columns(is_repeated=True)
    no = pl.lit(value=False)
    return (
        outcomes.join(told, on=OUTCOME, how="left", maintain_order="left")
        .join(tables, on=PLACE, how="left", maintain_order="left")
        .with_columns(pl.col("was_hidden", "is_known", "is_unchanged", "is_repeated").fill_null(no))
        .with_columns(is_fresh=pl.col("is_repeated") & ~pl.col("is_unchanged"))
        .drop("value", "delivered_count", "digest", "is_unchanged", "is_repeated")
        .select(pl.exclude(MARKS), *MARKS)
    )


def read_secret(context: ExecutionContext) -> str:
    """The lake's secret.

    Raises:
        ValueError: there is none: what is hidden for others could be guessed.
    """
    cursor = context.engine_adapter.cursor
    cursor.execute(f"SELECT MAX(secret) FROM {context.resolve_table('staging.disclosure_key')}")
    ((secret,),) = cursor.fetchall()
    if not secret:
        raise ValueError("staging.disclosure_key has no secret")
    return str(secret)
