"""What of a table a build has changed: held against the table as it was, which stands aside until the build is done."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import duckdb

from rjh_warehouse.build.content import Sums, columns_of, content_of, hashed
from rjh_warehouse.build.reach import MOVED, Reach, in_moved

ASIDE = "__earlier"
MOST_SHARE = 0.5  # of a table's rows: above it, the table is made whole
MOST_ASIDE = 100_000  # rows; of a larger table it is dearer to look at what has changed than to go on


@dataclass
class Moved:
    """The tables that this build has changed.

    `wanted`: by table the columns that others ask the changed rows for. `changed`: by table a temporary table of the
    different values of those columns in its changed rows.
    """

    connection: duckdb.DuckDBPyConnection
    wanted: dict[str, tuple[str, ...]]
    changed: dict[str, str] = field(default_factory=dict)
    aside: dict[str, dict[str, str]] = field(default_factory=dict)  # with their columns

    def put_aside(self, table: str) -> None:
        """Give a table that is to be made again another name; it is as it was until `forget`."""
        self.aside[table] = columns_of(self.connection, table)
        self.connection.execute(f"ALTER TABLE {table} RENAME TO {table.split('.')[1]}{ASIDE}")

    def forget(self) -> None:
        """Drop what stands aside."""
        for table in self.aside:
            self.connection.execute(f"DROP TABLE {table}{ASIDE}")

    def looks_the_same(self, table: str, columns: Collection[str], where: str) -> bool:
        """Whether who sees only these columns, of these rows, sees in a table what it saw before it was made again."""
        now = columns_of(self.connection, table)
        kept = [name for name in now if name.lower() in columns]
        if {n: now[n] for n in kept} != {n: k for n, k in self.aside.get(table, {}).items() if n.lower() in columns}:
            return False
        before, after = (content_of(self.connection, t, where, kept)[0] for t in (f"{table}{ASIDE}", table))
        return before == after

    def note_whole(self, table: str) -> None:
        """Note which rows of a table that was made whole are others than before, where somebody asks for them."""
        columns = self.wanted.get(table)
        now = columns_of(self.connection, table)
        if not columns or self.aside.get(table) != now:
            return
        of, row = ", ".join(columns), hashed(now)
        self._note(
            table,
            f"SELECT DISTINCT {of} FROM (SELECT {of}, {row} AS row_hash, 1 AS row_sign FROM {table}"
            f" UNION ALL SELECT {of}, {row}, -1 FROM {table}{ASIDE}) GROUP BY {of}, row_hash HAVING SUM(row_sign) <> 0",
        )

    def replace(self, table: str, reach: Reach, sums: Sums) -> Sums | None:
        """Make the rows of the keys that have moved again, and write those that differ.

        Args:
            sums: of the table as it stands.

        Returns:
            The sums of the table as it is then; None, and nothing done, where too many rows have such keys.
        """
        run = self.connection.execute
        keys = (f"SELECT {', '.join(reach.by)} FROM {self.changed[t]}" for t in reach.of if t in self.changed)
        run(f"CREATE OR REPLACE TEMP TABLE {MOVED} AS {' UNION '.join(keys)}")
        of, columns = ", ".join(self.wanted[table]), columns_of(self.connection, table)
        row = hashed(columns)
        twin = "ROW_NUMBER() OVER (PARTITION BY row_hash) AS row_twin"  # equal rows are as many as they are
        run(
            f"CREATE OR REPLACE TEMP TABLE part_before AS SELECT *, {twin} FROM"
            f" (SELECT rowid AS row_place, {of}, {row} AS row_hash FROM {table} AS kept WHERE {in_moved(reach.by)})"
        )
        count = run("SELECT COUNT(*) FROM part_before").fetchone()
        if count and count[0] > sums.rows * MOST_SHARE:
            return None
        run(f"CREATE OR REPLACE TEMP TABLE part_now AS SELECT * FROM {table} LIMIT 0")
        run(f"INSERT INTO part_now {reach.sql}")
        hashed_now = f"SELECT *, {row} AS row_hash FROM part_now"
        run(f"CREATE OR REPLACE TEMP TABLE part_after AS SELECT *, {twin} FROM ({hashed_now})")
        gone, come = (
            f"(SELECT * FROM {one} AS a ANTI JOIN {other} AS b ON a.row_hash = b.row_hash AND a.row_twin = b.row_twin)"
            for one, other in (("part_before", "part_after"), ("part_after", "part_before"))
        )
        self._note(table, f"SELECT DISTINCT {of} FROM (SELECT {of} FROM {gone} UNION ALL SELECT {of} FROM {come})")
        changes = run(
            "SELECT COALESCE(SUM(row_sign), 0), COALESCE(SUM(row_sign * row_hash::HUGEINT), 0),"
            " COALESCE(BIT_XOR(row_hash), 0)"
            f" FROM (SELECT row_hash, 1 AS row_sign FROM {come} UNION ALL SELECT row_hash, -1 FROM {gone})"
        ).fetchone()
        assert changes is not None
        listed = ", ".join(f'"{name}"' for name in columns)
        run("BEGIN")
        run(f"DELETE FROM {table} WHERE rowid IN (SELECT row_place FROM {gone})")
        run(f"INSERT INTO {table} SELECT {listed} FROM {come}")
        run("COMMIT")
        for name in ("before", "now", "after"):
            run(f"DROP TABLE part_{name}")
        return sums.with_changes(*(int(value) for value in changes))

    def _note(self, table: str, query: str) -> None:
        self.changed[table] = f"changed_{len(self.changed)}"
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {self.changed[table]} AS {query}")
