"""What a query can see of the tables it reads, found in the query itself.

Most models read the table of deliveries for the days in which their own rows counted. A delivery of another kind
changes that table and nothing that such a model can see: by its joins it meets only the rows whose `delivery_id`
another table of the same join has. That part is its slice of the table.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlglot import exp

KEY = "delivery_id"
CLOCKS_AND_FILES: tuple[type[exp.Expression], ...] = (
    exp.CurrentDate, exp.CurrentTime, exp.CurrentTimestamp, exp.CurrentDatetime, exp.Localtime, exp.Localtimestamp,
    exp.Rand, exp.Randn, exp.Uuid, exp.ReadCSV, exp.ReadParquet, exp.TableSample,
)  # fmt: skip
VOLATILE_NAMES = frozenset(
    {
        "now", "today", "age", "get_current_timestamp", "get_current_time", "transaction_timestamp", "setseed",
        "gen_random_uuid", "read_text", "read_json", "read_json_auto", "read_blob", "glob", "nextval", "getenv",
        "current_setting",
    }
)  # fmt: skip


def tables_read(query: exp.Expression) -> list[str]:
    """The tables of a query as schema.table, each once; names that the query itself defines are not among them."""
    return sorted({f"{t.db}.{t.name}" for t in query.find_all(exp.Table) if t.db})


def is_volatile(query: exp.Expression) -> bool:
    """Whether its result may change with something else than the tables that it reads: a clock, chance, a file."""
    if next(query.find_all(*CLOCKS_AND_FILES), None) is not None:
        return True
    called = {f.name.lower() for f in query.find_all(exp.Anonymous)}
    defined = {cte.alias for cte in query.find_all(exp.CTE)}
    unknown = {t.name for t in query.find_all(exp.Table) if not t.db and isinstance(t.this, exp.Identifier)} - defined
    return bool(called & VOLATILE_NAMES or unknown)


def slices(query: exp.Expression, about: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each table about deliveries that the query sees only a slice of: the tables whose deliveries make it up.

    Args:
        about: the tables about deliveries; each has a column `delivery_id`.
    """
    by: dict[str, set[str]] = {}
    whole: set[str] = set()
    for table in query.find_all(exp.Table):
        name = f"{table.db}.{table.name}"
        if name not in about:
            continue
        beside = _joined_by_delivery(table)
        if beside is None:
            whole.add(name)
        else:
            by.setdefault(name, set()).add(beside)
    return {name: tuple(sorted(tables)) for name, tables in by.items() if name not in whole}


def columns_seen(query: exp.Expression) -> dict[str, tuple[str, ...]]:
    """For each table of which the query does not see all columns: every name in the query, those columns' among them.

    A table of which it takes `*`, or a whole row by the table's name, is seen whole; so is all of a query that makes
    columns of values, or joins by whatever names are equal.
    """
    if query.find(exp.Pivot, exp.Columns) or any(j.args.get("method") for j in query.find_all(exp.Join)):
        return {}
    columns = {c.name.lower() for c in query.find_all(exp.Column)}
    names = tuple(sorted({i.name.lower() for i in query.find_all(exp.Identifier)}))
    whole, tables = set(), set()
    for table in query.find_all(exp.Table):
        if table.db:
            name, alias, select = f"{table.db}.{table.name}", table.alias_or_name.lower(), table.parent_select
            tables.add(name)
            if not isinstance(select, exp.Select) or alias in columns or any(_takes(s, alias) for s in _stars(select)):
                whole.add(name)
    return dict.fromkeys(tables - whole, names)


def _stars(select: exp.Select) -> list[exp.Star]:
    """The stars of a SELECT itself, but for those that only count rows."""
    found = (star for part in select.expressions for star in part.find_all(exp.Star))
    return [s for s in found if s.parent_select is select and not isinstance(s.parent, exp.Count)]


def _takes(star: exp.Star, alias: str) -> bool:
    """Whether a star is of this table, or of every one."""
    return not isinstance(star.parent, exp.Column) or star.parent.table.lower() == alias


def _joined_by_delivery(table: exp.Table) -> str | None:
    """The table without whose `delivery_id` no row of this one is seen in its SELECT; None: every row may be.

    That is so where this one is joined (inner or left) ON its `delivery_id` and the other's, or stands before an inner
    join with such a condition. A row that no other meets takes no part, whatever else the query says.
    """
    select = table.parent_select
    if not isinstance(select, exp.Select):
        return None
    named = {t.alias_or_name: t for t in _sources(select)}
    for join in select.args.get("joins") or []:
        side, kind = join.side.upper(), join.kind.upper()
        if join.args.get("using") or join.args.get("method") or side not in ("", "LEFT") or kind not in ("", "INNER"):
            continue
        if side == "LEFT" and join.this is not table:
            continue
        for other in _equal_to(join.args.get("on"), table.alias_or_name):
            beside = named.get(other)
            if isinstance(beside, exp.Table) and beside.db and beside is not table:
                return f"{beside.db}.{beside.name}"
    return None


def _sources(select: exp.Select) -> list[exp.Expression]:
    first = select.args.get("from_") or select.args.get("from")
    return ([first.this] if first else []) + [join.this for join in select.args.get("joins") or []]


def _equal_to(condition: exp.Expression | None, alias: str) -> list[str]:
    """The tables whose `delivery_id` a condition's conjunctions hold equal to that of `alias`."""
    found = []
    for part in condition.flatten() if isinstance(condition, exp.And) else [condition]:
        if isinstance(part, exp.EQ) and isinstance(part.left, exp.Column) and isinstance(part.right, exp.Column):
            sides = {part.left.table: part.left.name, part.right.table: part.right.name}
            if len(sides) == 2 and alias in sides and set(sides.values()) == {KEY}:
                found += [side for side in sides if side != alias]
    return found
