"""Great Expectations suites of every delivered table, as its contract has it: what its newest deliveries look like.

A suite is of the rows of data in the lake (`lake.<table>`); an older delivery was asked when it was new, and one that a
person accepted as it is (`lake.acceptance`) is asked no more. The engine answers it (`build.plain_expectations`): the
library would take seconds for what a contract says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rjh_warehouse.build.expectations import Expectation, Suite
from rjh_warehouse.contract.contract import NUMERIC_TYPES, Column, Contract, Table
from rjh_warehouse.lake.sums import ROWS

MOST_ROWS = 20_000  # of a table, in whole deliveries from the newest; at least one delivery
TEXTS = ("text", "code")


def delivered_suites(contracts: Iterable[Contract]) -> list[Suite]:
    """One suite per delivered table of which its contract says more than the names of columns."""
    tables = {table.name: table for contract in contracts for table in contract.tables}
    suites = []
    for name, table in sorted(tables.items()):
        expected = [e for column in table.value_columns for e in _expected(column, table)]
        if table.key:
            key = ["delivery_id", *table.key]
            expected.append(_expectation("expect_compound_columns_to_be_unique", column_list=key))
        if expected:
            suites.append(Suite(table=f"lake.{name}", severity="block", expectations=expected, rows=_newest(name)))
    return suites


def _expected(column: Column, table: Table) -> Iterator[Expectation]:
    """Of the columns that tell rows apart or are figures: that they are there; of codes: that they are allowed."""
    name = column.name
    matters = name in table.key or column.type in NUMERIC_TYPES
    if matters and column.required and not column.may_be_absent and column.words is None:
        yield _expectation("expect_column_values_to_not_be_null", column=name)
    if column.type in TEXTS and column.values:
        yield _expectation("expect_column_values_to_be_in_set", column=name, value_set=list(column.values))
    if column.type in TEXTS and column.pattern:
        yield _expectation("expect_column_values_to_match_regex", column=name, regex=f"^(?:{column.pattern})$")


def _expectation(kind: str, **arguments: object) -> Expectation:
    return Expectation(type=kind, kwargs=arguments)


def _newest(table: str) -> str:
    """SQL: the rows of data of the newest deliveries, whole ones, up to MOST_ROWS rows; not those accepted as is."""
    return (
        f"SELECT * FROM lake.{table} WHERE row_kind = 'data' AND delivery_id IN ("
        "SELECT delivery_id FROM (SELECT counted.delivery_id, COALESCE(SUM(counted.recorded) OVER ("
        "ORDER BY delivery.known_on DESC, delivery.sequence DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)"
        " AS rows_before, counted.recorded FROM lake.delivery_sum AS counted JOIN lake.delivery USING (delivery_id)"
        f" WHERE counted.table_name = '{table}' AND counted.column_name = '{ROWS}'"
        " AND delivery_id NOT IN (SELECT delivery_id FROM lake.acceptance)) AS newest"
        f" WHERE rows_before = 0 OR rows_before + recorded <= {MOST_ROWS})"
    )
