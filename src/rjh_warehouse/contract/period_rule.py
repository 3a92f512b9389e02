"""What counts as the period of an outcome: the one rule that a load warns by and a build leaves rows out by."""

from __future__ import annotations


def odd_period_sql(kind: str, start: str, text: str) -> str:
    """A condition in portable SQL, true where a period is no calendar year, tertial or month, or contradicts itself.

    Args:
        kind: SQL of the kind of period as delivered (år, tertial, månad).
        start: SQL of the period's first day, a date.
        text: SQL of the period's text; its year (2024…) and tertial (…T2) must be those of the first day.
    """
    month, words = f"EXTRACT(MONTH FROM {start})", f"UPPER(TRIM({text}))"
    return (
        f"(EXTRACT(DAY FROM {start}) <> 1"
        f" OR ({kind} = 'år' AND {month} <> 1)"
        f" OR ({kind} = 'tertial' AND NOT {month} IN (1, 5, 9))"
        f" OR ({words} LIKE '20__%' AND SUBSTRING({words}, 1, 4) <> CAST(EXTRACT(YEAR FROM {start}) AS TEXT))"
        f" OR ({kind} = 'tertial' AND {words} LIKE '%T_'"
        f" AND RIGHT({words}, 1) <> CAST(({month} + 3) // 4 AS TEXT)))"
    )
