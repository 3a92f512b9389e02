"""The law of the house over models, whatever they are written in."""

from __future__ import annotations

from pathlib import Path

from sqlglot import exp
from sqlmesh.core.linter.rule import Rule, RuleViolation
from sqlmesh.core.model import Model

MAY_READ = {
    "seed": set(),
    "staging": {"lake", "seed"},
    "core": {"staging", "seed", "core"},
    "mart": {"core", "seed", "mart"},
    "quality": {"lake", "staging", "core", "seed"},
}


def schema(name: str) -> str:
    """The schema of a model's name, quoted or not."""
    return exp.to_table(name, dialect="duckdb").db


class StandsInItsFolder(Rule):
    """A model stands in the folder of its schema, in a file of its own name."""

    def check_model(self, model: Model) -> RuleViolation | None:
        if model.kind.is_external or model._path is None:
            return None
        path = Path(model._path)
        file_is_right = path.stem == exp.to_table(model.name).name or path.name == "from_contracts.py"
        if path.parent.name == schema(model.name) and file_is_right:
            return None
        return self.violation(f"{model.name} stands in {path.parent.name}/{path.name}")


class SaysWhatItIs(Rule):
    """A model states its grain, and its description begins with 'One row per' (a seed's need not)."""

    def check_model(self, model: Model) -> RuleViolation | None:
        if model.kind.is_external:
            return None
        told = model.description or ""
        if model.grains and told and (model.kind.is_seed or told.startswith("One row per")):
            return None
        return self.violation(f"{model.name}: grain {model.grains}, description {told[:30]!r}")


class NoLayerPastItsNeighbour(Rule):
    """Staging reads lake and seeds; core reads staging and core; marts read core and marts."""

    def check_model(self, model: Model) -> RuleViolation | None:
        if model.kind.is_external:
            return None
        read = {schema(parent) for parent in model.depends_on} - MAY_READ[schema(model.name)]
        return self.violation(f"{model.name} reads {', '.join(sorted(read))}") if read else None


class PortableSql(Rule):
    """No ASOF, EXCLUDE, GROUP BY ALL, ORDER BY ALL or QUALIFY: not every engine has them."""

    def check_model(self, model: Model) -> list[RuleViolation] | None:
        query = model.render_query() if model.is_sql else None
        if query is None:
            return None
        return [self.violation(f"{model.name} uses {word}") for word in sorted(_foreign(query))] or None


def _foreign(query: exp.Expression) -> set[str]:
    found = set()
    for node in query.walk():
        if isinstance(node, exp.Join) and (node.method or "").upper() == "ASOF":
            found.add("ASOF")
        elif isinstance(node, exp.Star) and (node.args.get("except_") or node.args.get("except")):
            found.add("EXCLUDE")
        elif isinstance(node, exp.Group) and node.args.get("all"):
            found.add("GROUP BY ALL")
        elif isinstance(node, exp.Ordered) and node.name.upper() == "ALL":
            found.add("ORDER BY ALL")
        elif isinstance(node, exp.Qualify):
            found.add("QUALIFY")
    return found
