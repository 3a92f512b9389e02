"""Money is exact: no figure is made from binary floating point but where a model says so, and why.

The tag says it: `binary floating point (columns): why, and how right`. It names every column, also of the model's
common table expressions, that such a value reaches.
"""

from __future__ import annotations

import re
import typing as t

from sqlglot import exp
from sqlmesh.core.linter.rule import Rule, RuleViolation
from sqlmesh.core.model import Model

TAG = re.compile(r"binary floating point \(([a-z_0-9, ]+)\): \S.*")
FLOATING = (
    exp.Div, exp.Avg, exp.Pow, exp.Sqrt, exp.Cbrt, exp.Exp, exp.Ln, exp.Log, exp.Stddev, exp.StddevPop, exp.StddevSamp,
    exp.Variance, exp.VariancePop, exp.Median, exp.Quantile, exp.PercentileCont, exp.Corr, exp.CovarPop, exp.CovarSamp,
    exp.Rand,
)  # fmt: skip
NAMED = {"power", "pow", "quantile_cont", "median", "regr_slope", "regr_intercept"}  # where sqlglot has no class


class MoneyIsExact(Rule):
    """A figure goes through binary floating point (/, AVG, POWER, SQRT, 1e3, DOUBLE); see macros/quotient.py."""

    def check_model(self, model: Model) -> list[RuleViolation] | None:
        columns = floating_columns(model)
        if model.kind.is_external or model.kind.is_seed:
            return None
        if not model.is_sql:
            return self._of_python(model, columns)
        query = model.render_query()
        if query is None:
            return None
        reached = {
            name
            for select in query.find_all(exp.Select)
            for name, projection in _named(select)
            if _floats(projection, columns)
        }
        untold = [f"{name} goes through binary floating point" for name in sorted(reached - columns)]
        idle = [
            f"{name} is tagged, and does not go through binary floating point" for name in sorted(columns - reached)
        ]
        return [self.violation(f"{model.name}: {text}") for text in (*untold, *idle)] or None

    def _of_python(self, model: Model, columns: set[str]) -> list[RuleViolation] | None:
        """Nobody can see how Python computes: each of its decimals is tagged, or said to be exact."""
        exact = {c.strip() for tag in model.tags if tag.startswith("exact (") for c in tag[7:].split(")")[0].split(",")}
        types = (model.columns_to_types or {}).items()
        figures = {name for name, kind in types if kind.is_type("decimal", "double", "float")}
        untold = sorted(figures - columns - exact)
        return (
            [self.violation(f"{model.name}: {', '.join(untold)}: exact, or binary floating point?")] if untold else None
        )


def floating_columns(model: Model) -> set[str]:
    """The columns that a model's tag names."""
    return {c.strip() for tag in model.tags if (m := TAG.fullmatch(tag)) for c in m[1].split(",")}


def _named(select: exp.Select) -> list[tuple[str, exp.Expression]]:
    """Its columns with their names: in a UNION those of its first part, unless that is a star."""
    outer: exp.Expression = select
    while isinstance(outer.parent, (exp.SetOperation, exp.Subquery)) and outer.arg_key in ("this", "expression"):
        outer = outer.parent
    while isinstance(outer, (exp.SetOperation, exp.Subquery)):
        outer = outer.this
    first = outer.expressions if len(outer.expressions) == len(select.expressions) else select.expressions
    return [(named.output_name, column) for named, column in zip(first, select.expressions, strict=True)]


def _floats(projection: exp.Expression, columns: set[str]) -> bool:
    return any(_is_floating(node, columns) for node in _own(projection))


def _own(node: exp.Expression) -> t.Iterator[exp.Expression]:
    """What its value is made from: not what a comparison compares, a window orders by, or a SELECT of its own does."""
    if not isinstance(node, (exp.Predicate, exp.Select, exp.Order)):
        yield node
        for child in node.iter_expressions():
            yield from _own(child)


def _is_floating(node: exp.Expression, columns: set[str]) -> bool:
    if isinstance(node, exp.Column):
        return node.name in columns
    if isinstance(node, exp.Literal):
        return not node.is_string and "e" in node.name.lower()
    if isinstance(node, exp.Cast):
        return bool(node.to.is_type("double", "float"))
    return isinstance(node, FLOATING) or (isinstance(node, exp.Anonymous) and node.name.lower() in NAMED)
