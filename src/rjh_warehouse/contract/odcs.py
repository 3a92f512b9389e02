"""A contract in the Open Data Contract Standard (ODCS v3.1), for catalogues and tools that read that."""

from __future__ import annotations

import re
from typing import Any

import yaml

from rjh_warehouse.contract.contract import Column, Contract, Control, Table

API_VERSION = "v3.1.0"
_LOGICAL = {
    **dict.fromkeys(("text", "code", "month"), "string"),
    **dict.fromkeys(("number", "amount", "percent"), "number"),
    **dict.fromkeys(("integer", "year"), "integer"),
    "date": "date",
    "boolean": "boolean",
}
_DIMENSIONS = {  # what a control is about, in the standard's words
    "same_content": "uniqueness", "unknown_code": "conformity", "period_in_file": "timeliness", "sign": "conformity",
    "stated_total": "consistency", "rejected_share": "completeness", "usual_rows": "completeness",
}  # fmt: skip


def odcs_yaml(contract: Contract) -> str:
    """The contract as YAML of the standard. What it has no word for stands under `customProperties`."""
    return yaml.safe_dump(as_odcs(contract), allow_unicode=True, sort_keys=False, width=120)


def as_odcs(contract: Contract) -> dict[str, Any]:
    """The contract as the standard's object; see `odcs_yaml`."""
    dialect = {"delimiter": contract.csv.delimiter, "encodings": ", ".join(contract.csv.encodings)}
    return {
        "apiVersion": API_VERSION,
        "kind": "DataContract",
        "id": f"rjh-warehouse/{contract.contract}",
        "name": contract.title_en,
        "version": contract.fingerprint,
        "status": "active",
        "domain": "budget follow-up",
        "description": {
            "purpose": contract.description.strip(),
            "usage": f"Delivered as files: {contract.source}",
            "limitations": f"A newer delivery replaces: {contract.replaces.what} ({contract.replaces.reason})",
        },
        "servers": [{"server": "delivery", "type": "local", "path": contract.file_pattern, "format": contract.format}],
        "schema": [_table(contract, table) for table in contract.tables],
        "customProperties": _custom(
            titleSwedish=contract.title_sv,
            filePattern=contract.file_pattern,
            origin=contract.origin,
            decimalMark=contract.numbers.decimal,
            **(dialect if contract.format == "csv" else {}),
        ),
    }


def _table(contract: Contract, table: Table) -> dict[str, Any]:
    columns = [*table.columns, *([table.across.value] if table.across else [])]
    found: dict[str, Any] = {
        "name": table.name,
        "logicalType": "object",
        "physicalType": contract.format,
        "description": table.description or contract.title_en,
        "properties": [_property(table, column) for column in columns],
    }
    if table.key:
        found["dataGranularityDescription"] = f"One row per {', '.join(table.key)}"
    if contract.controls:
        found["quality"] = [_quality(control) for control in contract.controls]
    extra = _custom(layout=table.layout, sheet=table.sheet, headerAcross=table.across.header if table.across else None)
    return found | {"customProperties": extra}


def _property(table: Table, column: Column) -> dict[str, Any]:
    heading = column.aliases[0] if column.aliases else column.name
    found: dict[str, Any] = {
        "name": column.name,
        "businessName": heading,
        "physicalName": heading,
        "physicalType": column.type,
        "logicalType": _LOGICAL[column.type],
        "required": column.required and not column.may_be_absent,
        "description": column.description or heading,
    }
    if column.name in table.key:
        found |= {"primaryKey": True, "primaryKeyPosition": table.key.index(column.name) + 1}
    if column.pattern and found["logicalType"] == "string":
        found["logicalTypeOptions"] = {"pattern": _ecma(column.pattern)}
    extra = _custom(
        unit=column.unit,
        sign=column.sign if column.type == "amount" else None,
        decimals=column.decimals,
        aliases=", ".join(column.aliases[1:]) or None,
        codeList=", ".join(column.codes) or None,
        values=", ".join(column.values) or None,
        fromFileName=column.from_file,
        constant=column.constant,
    )
    return found | ({"customProperties": extra} if extra else {})


def _quality(control: Control) -> dict[str, Any]:
    """A control in words: how it is computed is this warehouse's own."""
    of = f" of {', '.join(control.columns)}" if control.columns else ""
    found = {
        "name": control.check,
        "type": "text",
        "description": f"{control.check.replace('_', ' ').capitalize()}{of}"
        + (f", limit {control.limit:g}" if control.limit is not None else ""),
        "severity": "error" if control.severity == "block" else "warning",
    }
    return found | ({"dimension": _DIMENSIONS[control.check]} if control.check in _DIMENSIONS else {})


def _custom(**told: Any) -> list[dict[str, Any]]:
    return [{"property": name, "value": value} for name, value in told.items() if value is not None]


def _ecma(pattern: str) -> str:
    """A pattern of Python as ECMA writes it: whole, with its named groups."""
    return "^(?:" + re.sub(r"\(\?P<", "(?<", pattern) + ")$"
