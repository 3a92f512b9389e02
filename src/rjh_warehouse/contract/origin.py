"""Where a delivered file comes from: the `<file>.origin.yaml` that stands beside it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rjh_warehouse.contract.fault import explain_fault
from rjh_warehouse.contract.names import ORIGIN_SUFFIX
from rjh_warehouse.folders import stands
from rjh_warehouse.messages import say
from rjh_warehouse.yaml_text import read_yaml

SWEDISH_KEYS = {
    "titel": "title", "avsändare": "producer", "daterad": "dated", "datum": "dated", "mottagen": "received_on",
    "enhet": "unit", "status": "status", "beslut": "decision", "beslutad_av": "decided_by", "dnr": "case_number",
    "ärendenummer": "case_number", "dokument": "document_code", "rubrik": "heading", "källfil": "source_file",
    "källrader": "source_lines", "simulerad": "is_simulated", "uppgifter": "attributes", "anteckning": "note",
}  # fmt: skip
SWEDISH_STATUS = {"förslag": "draft", "utkast": "draft", "fastställd": "adopted", "reviderad": "revised"}


class OriginError(ValueError):
    """An origin file that cannot be read; the message names the file and the fault."""


class Origin(BaseModel):
    """The provenance that a file cannot tell by itself.

    A document without a decision is a draft; `received_on` is the day it became known here
    (the knowledge clock), by default the day it is loaded.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    document_code: str | None = None
    title: str
    heading: str | None = None
    source_file: str | None = None
    source_lines: tuple[int, int] | None = None  # lines of the source document's text
    unit: str | None = None
    status: Literal["draft", "adopted", "revised"] = "draft"
    decision: str | None = None
    decided_by: str | None = None
    case_number: str | None = None
    producer: str
    dated: dt.date
    received_on: dt.date | None = None
    is_simulated: bool = False
    attributes: dict[str, str] = Field(default_factory=dict)  # facts the models read, e.g. base_year
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _in_english(cls, fields: Any) -> Any:
        """Swedish keys and states stand for the English ones; one said in both languages is an error."""
        if not isinstance(fields, dict):
            return fields
        named: dict[Any, Any] = {}
        for key, value in fields.items():
            plain = unicodedata.normalize("NFC", key).strip().lower().replace(" ", "_") if isinstance(key, str) else key
            name = SWEDISH_KEYS.get(plain, key)
            if name in named:
                raise ValueError(say("fault.twice", place=name))
            named[name] = value
        if isinstance(status := named.get("status"), str):
            plain = unicodedata.normalize("NFC", status).strip().lower()
            named["status"] = SWEDISH_STATUS.get(plain, status)
        return named


def read_origin(path: Path) -> Origin | None:
    """The origin beside a delivered file, or None where there is none.

    Raises:
        OriginError: the origin file is not valid.
    """
    beside = path.with_name(path.name + ORIGIN_SUFFIX)
    if not stands(beside):
        return None
    try:
        return Origin.model_validate(read_yaml(beside.read_text(encoding="utf-8")))
    except ValueError as error:
        raise OriginError(f"{beside.name}: {explain_fault(error)}") from error
