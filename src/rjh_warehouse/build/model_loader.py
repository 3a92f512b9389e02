"""SQLMesh's loader, and what follows from what a model states: audits of its grain and keys, meanings of its columns.

A deliberate exception is a tag of the model, with the reason: `grain may repeat: why`,
`grain may be empty (columns): why`. What follows from the contracts is in `kept_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlglot import exp
from sqlmesh.core.loader import SqlMeshLoader
from sqlmesh.core.model import Model
from sqlmesh.core.model.meta import ModelMeta
from sqlmesh.utils import UniqueKeyDict
from sqlmesh.utils.errors import ConfigError

from rjh_warehouse.build.describe import WORKING_TAG
from rjh_warehouse.build.dimensions import Keys, read_keys
from rjh_warehouse.build.kept_rows import (
    Audits,
    Delivered,
    Unheld,
    core_audits,
    delivered_tables,
    staging_audits,
)
from rjh_warehouse.build.vocabulary import meanings, read_vocabulary, vocabulary_of
from rjh_warehouse.folders import stands

KEY_AUDIT = "dimension_key_agrees"
MAY_REPEAT = re.compile(r"grain may repeat: \S.*")
MAY_BE_EMPTY = re.compile(r"grain may be empty \(([a-z_0-9, ]+)\): \S.*")


class ModelLoader(SqlMeshLoader):  # type: ignore[misc]
    """Every model as its file states it, with the audits and meanings that it need not repeat.

    `stated` has what each model's file says beside its columns.
    """

    def _load_models(self, macros: Any, jinja: Any, gateway: Any, audits: Any, *others: Any, **settings: Any) -> Any:
        path = vocabulary_of(self.config_path)
        if stands(path):
            self._track_file(path)
        vocabulary, keys = read_vocabulary(path), read_keys(self.config_path)
        # SQLMesh 0.236 gives a SQL model without a kind its own default, VIEW, whatever model_defaults say.
        ModelMeta.all_field_infos()["kind"].default = self.config.model_defaults.kind
        models, index = super()._load_models(macros, jinja, gateway, audits, *others, **settings)
        self.stated = {fqn: dict(m.column_descriptions_ or {}) for fqn, m in models.items() if not m.kind.is_external}
        completed = {fqn: _completed(model, vocabulary, keys, audits) for fqn, model in models.items()}
        completed |= _held_to_deliveries(completed, delivered_tables(self.config_path / "contracts"), audits)
        return UniqueKeyDict("models", **completed), index


def _completed(model: Model, vocabulary: dict[str, str], keys: Keys, audits: Mapping[str, Any]) -> Model:
    """The model with what follows from it. Raises ConfigError where its grain is audited by hand too."""
    if model.kind.is_external:
        return model
    added = [] if model.kind.is_embedded else _grain_audits(model)
    if repeated := [name for name, given in model.audits if (name, given) in added]:
        raise ConfigError(f"{model.name}: {repeated[0]} of the grain follows from the grain; take it out", model._path)
    texts = model.column_descriptions_ or {}
    meant = meanings(_columns(model), texts, vocabulary)
    if not model.kind.is_embedded and WORKING_TAG not in model.tags:
        held = keys.audits(_plain(model), _columns(model), texts, meant)
        added += [(KEY_AUDIT, arguments) for arguments in held]
    update = {"audits": [*added, *model.audits], "column_descriptions_": meant}
    if any(name == KEY_AUDIT for name, _ in added):
        update["audit_definitions"] = {**model.audit_definitions, KEY_AUDIT: audits[KEY_AUDIT]}
    return model.copy(update=update)


def _plain(model: Model) -> str:
    table = exp.to_table(model.name, dialect="duckdb")
    return f"{table.db}.{table.name}"


def _held_to_deliveries(
    models: dict[str, Model], delivered: dict[str, Delivered], known: dict[str, Any]
) -> dict[str, Model]:
    """The models of delivered tables, in staging and core, with the audits that hold them to their deliveries."""
    named = {model.name: model for model in models.values() if not model.kind.is_external}
    staging = {table: named[f"staging.{table}"] for table in delivered if f"staging.{table}" in named}
    columns = {table: _columns(model) for table, model in staging.items()}
    found: Audits
    held = {}
    for fqn, model in models.items():
        schema, _, name = model.name.partition(".")
        try:
            if name in staging and model is staging[name]:
                found = staging_audits(delivered[name], columns[name], model.tags)
            elif schema == "core" and model.is_sql and not (model.kind.is_external or model.kind.is_embedded):
                staged = {table: columns[table] for table in _staging_read(model, named) if table in columns}
                found = core_audits(_grain(model), _columns(model), staged, delivered, model.tags)
            else:
                continue
        except Unheld as error:
            raise ConfigError(f"{model.name}: {error}", model._path) from error
        definitions = model.audit_definitions | {audit: known[audit] for audit, _ in found}
        held[fqn] = model.copy(update={"audits": [*model.audits, *found], "audit_definitions": definitions})
    return held


def _staging_read(model: Model, named: dict[str, Model]) -> set[str]:
    """The staging models that a model reads, itself or through embedded models."""
    read = set()
    for table in model.query.find_all(exp.Table) if model.is_sql else ():
        parent = named.get(f"{table.db}.{table.name}")
        if table.db == "staging":
            read.add(table.name)
        elif parent and parent.kind.is_embedded:
            read |= _staging_read(parent, named)
    return read


def _columns(model: Model) -> list[str]:
    """The names of its columns as its file has them: rendering every query would cost seconds."""
    if model.is_sql and not model.columns_to_types_:
        return [name for name in model.query.named_selects if name != "*"]
    return list(model.columns_to_types or {})


def _grain_audits(model: Model) -> list[tuple[str, dict[str, exp.Expression]]]:
    """The audits of its grain: together unique, each given, less the marked exceptions."""
    grain = _grain(model)
    empty = {c.strip() for tag in model.tags if (m := MAY_BE_EMPTY.fullmatch(tag)) for c in m[1].split(",")}
    if empty - set(grain):
        raise ConfigError(f"{model.name}: not in the grain: {', '.join(sorted(empty - set(grain)))}", model._path)
    audits = []
    if grain and not any(MAY_REPEAT.fullmatch(tag) for tag in model.tags):
        audits.append(("unique_combination_of_columns", {"columns": _tuple(grain)}))
    if filled := [column for column in grain if column not in empty]:
        audits.append(("not_null", {"columns": _tuple(filled)}))
    return audits


def _grain(model: Model) -> list[str]:
    return [column.name for stated in model.grains for column in (stated.expressions or [stated.unnest()])]


def _tuple(columns: list[str]) -> exp.Tuple:
    return exp.Tuple(expressions=[exp.column(column) for column in columns])
