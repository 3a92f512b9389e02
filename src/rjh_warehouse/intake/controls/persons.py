"""Whether a delivery about persons says how many they are: what it does not say hides more than the sender knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rjh_warehouse.intake.controls.examination import NOTED, SAMPLE, ControlResult, Examination

GENDER, UNIT = "gender_code", "unit_text"


def persons_counted(e: Examination) -> Iterator[ControlResult]:
    """Shares and means of women and men without how many they are. Columns: the value, the number of persons.

    No number of persons is then shown that year for the organisation, its board or the region
    (`core.population_hidden`): right as it is, and to be known by who can fill the number in.
    """
    if len(e.columns) != 2 or not {GENDER, UNIT} <= e.names:
        return
    value, persons = e.columns
    unnumbered = e.rows(
        f"SELECT row_number, COUNT(*) OVER () FROM delivered WHERE {e.data} AND {GENDER} IN ('K', 'M')"
        f' AND "{value}" IS NOT NULL AND "{persons}" IS NULL'
        f" AND NOT STARTS_WITH(LOWER(COALESCE({UNIT}, '')), 'antal') ORDER BY row_number LIMIT {SAMPLE}"
    )
    count = unnumbered[0][1] if unnumbered else 0
    result = e.result(count, column=persons, rows=tuple(row for row, _ in unnumbered))
    yield replace(result, state=NOTED) if count else result
