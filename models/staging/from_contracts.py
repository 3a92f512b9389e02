"""The staging models that follow from the contracts. One that holds a thought has a file of its own beside this one."""

from __future__ import annotations

import typing as t
from pathlib import Path

from sqlglot import exp
from sqlmesh import model
from sqlmesh.core.macros import MacroEvaluator
from sqlmesh.core.model import ModelKindName

from rjh_warehouse.build.staging import StagedTable, staged
from rjh_warehouse.build.vocabulary import OWN, read_vocabulary, vocabulary_of
from rjh_warehouse.contract.contract import read_contracts

ROOT = Path(__file__).parents[2]


def query(evaluator: MacroEvaluator) -> exp.Expression:
    """The model's SELECT, which its blueprint holds."""
    return evaluator.parse_one(str(evaluator.blueprint_var("query")))


def _audits(table: StagedTable) -> list[tuple[str, dict[str, t.Any]]]:
    of_money = [
        ("unit_is_known", {"amount": exp.column(f"{x}_sek"), "delivered": exp.column(f"{x}_text")})
        for x in table.amounts
    ]
    return [("row_count_matches_lake", {"lake_table": exp.to_table(f"lake.{table.name}")}), *of_money]


SHARED = read_vocabulary(vocabulary_of(ROOT))
CONTRACTS = read_contracts(ROOT / "contracts").values()
made = set()
for contract in CONTRACTS:
    for table in (staged(contract, part, CONTRACTS) for part in contract.tables):
        if table.name not in made and not (Path(__file__).parent / f"{table.name}.sql").exists():
            made.add(table.name)
            model(
                f"staging.{table.name}",
                is_sql=True,
                kind={"name": ModelKindName.VIEW},
                blueprints=[{"query": table.query}],
                grains=[f"({', '.join(table.grain)})"],
                description=f"One row per row of {contract.contract} as delivered. {table.description}",
                columns={c.name: c.type for c in table.columns},
                column_descriptions={
                    c.name: OWN + c.meaning for c in table.columns if c.meaning and c.name not in SHARED
                },
                audits=_audits(table),
            )(query)
