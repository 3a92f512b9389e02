"""Kolada's JSON: every value is a row or a rejection, ids stay text, and null is not zero."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from rjh_warehouse.contract.contract import read_contract
from rjh_warehouse.contract.origin import Origin
from rjh_warehouse.reading import DeliveryError, ReadResult
from rjh_warehouse.reading.kolada import read_kolada

CONTRACT = read_contract(Path(__file__).parents[2] / "contracts" / "kolada.yaml")


class Rows:
    """A sink that keeps the rows."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def write(self, table: str, batch: pa.RecordBatch) -> None:
        assert table == "kolada_value"
        self.rows += batch.to_pylist()


def page(*values: dict[str, Any], **fields: Any) -> dict[str, Any]:
    group = {"kpi": "N00404", "municipality": "0023", "period": 2023, "values": list(values)}
    return {"count": 1, "next_url": None, "values": [group], **fields}


def value(**fields: Any) -> dict[str, Any]:
    return {"gender": "T", "count": 1, "status": "", "value": 12.5, **fields}


def read(folder: Path, content: object, *, name: str = "kolada_antibiotika_2024-05-02.json",
         origin: Origin | None = None) -> tuple[list[dict[str, Any]], ReadResult]:  # fmt: skip
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    sink = Rows()
    result = read_kolada(path, CONTRACT, origin, sink)
    return sink.rows, result


def test_genders_and_pages_are_numbered_through(tmp_path: Path) -> None:
    pages = [page(value(gender="T"), value(gender="K", value=13.0)), page(value(gender="M", value=12))]
    rows, result = read(tmp_path, pages)
    assert [(r["row_number"], r["gender_code"], r["value"]) for r in rows] == [
        (1, "T", Decimal("12.5")), (2, "K", Decimal("13")), (3, "M", Decimal("12")),
    ]  # fmt: skip
    assert rows[0]["municipality_code"] == "0023" and rows[0]["fiscal_year"] == 2023
    assert rows[0]["fetched_on"] == dt.date(2024, 5, 2)
    assert (rows[1]["value_text"], rows[1]["value_decimals"]) == ("13.0", 0)
    assert result.tables["kolada_value"].rows_read == 3


def test_a_missing_value_is_null_and_keeps_its_status(tmp_path: Path) -> None:
    rows, result = read(tmp_path, page(value(value=None, status="Missing", count=0)))
    assert rows[0]["value"] is None and rows[0]["value_text"] is None
    assert rows[0]["status_text"] == "Missing" and not result.rejections


def test_an_id_that_lost_its_zeros_is_rejected(tmp_path: Path) -> None:
    content = page(value())
    content["values"][0]["municipality"] = 23
    rows, result = read(tmp_path, content)
    assert not rows
    (rejection,) = result.rejections
    assert (rejection.code, rejection.column_name, rejection.found) == (
        "reject.kolada_type",
        "municipality",
        "23",
    )


@pytest.mark.parametrize(
    ("field", "bad", "code"),
    [
        ("gender", "X", "reject.kolada_code"),
        ("gender", None, "reject.kolada_empty"),
        ("value", "12,5", "reject.kolada_type"),
        ("value", True, "reject.kolada_type"),
        ("value", 1e15, "reject.kolada_type"),
        ("count", 1.5, "reject.kolada_type"),
    ],
)
def test_a_bad_value_is_rejected_alone(tmp_path: Path, field: str, bad: object, code: str) -> None:
    rows, result = read(tmp_path, page(value(**{field: bad}), value(gender="K")))
    assert [r["gender_code"] for r in rows] == ["K"]
    assert [(r.code, r.row_number) for r in result.rejections] == [(code, 1)]
    counts = result.tables["kolada_value"]
    assert (counts.rows_read, counts.rows_loaded, counts.rows_rejected) == (2, 1, 1)


def test_long_fractions_are_rounded_and_said_with_the_text_kept(tmp_path: Path) -> None:
    rows, result = read(tmp_path, page(value(value=14.285714285714286)))
    assert rows[0]["value"] == Decimal("14.285714") and rows[0]["value_text"] == "14.285714285714286"
    assert [f.code for f in result.findings] == ["finding.kolada_rounded"]


def test_deleted_values_unknown_fields_and_missing_pages_are_said(tmp_path: Path) -> None:
    content = page(value(isdeleted=True), value(gender="K", colour="blue"), count=7, next_url="page=2")
    rows, result = read(tmp_path, content)
    assert [r["row_number"] for r in rows] == [2]
    assert result.tables["kolada_value"].non_data == {"deleted": 1}
    assert {f.code for f in result.findings} == {
        "finding.kolada_count", "finding.kolada_more_pages", "finding.kolada_unknown_field",
    }  # fmt: skip


def test_the_origin_tells_the_day_of_the_fetch(tmp_path: Path) -> None:
    origin = Origin(title="Kolada", producer="RKA", dated=dt.date(2024, 1, 1), received_on=dt.date(2024, 6, 3))
    rows, _ = read(tmp_path, page(value()), origin=origin)
    assert rows[0]["fetched_on"] == dt.date(2024, 6, 3)
    with pytest.raises(DeliveryError) as caught:
        read(tmp_path, page(value()), name="kolada.json")
    assert caught.value.code == "error.kolada_fetch_date"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"values": [', "error.not_json"),
        ('{"values": [], "values": []}', "error.not_json"),
        ('{"values": [{"kpi": NaN}]}', "error.not_json"),
        ("[" * 200_000, "error.json_too_deep"),
        ('"text"', "error.kolada_layout"),
        ('{"values": [{"kpi": "N00404"}]}', "error.kolada_layout"),
        ('{"values": [3]}', "error.kolada_layout"),
    ],
)
def test_a_file_that_is_not_koladas_is_refused(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        read(tmp_path, content)
    assert caught.value.code == code


@pytest.mark.parametrize("escape", ["\\ud800", "\\uDFFF"])
def test_half_a_letter_is_no_json_and_a_zero_character_no_text(tmp_path: Path, escape: str) -> None:
    content = json.dumps(page(value(status="X")))
    path = tmp_path / "kolada_a_2024-05-01.json"
    path.write_text(content.replace('"X"', f'"{escape}"'), encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"error\.not_json"):
        read_kolada(path, CONTRACT, None, Rows())
    path.write_text(content.replace('"X"', '"\\u0000"'), encoding="utf-8")
    result = read_kolada(path, CONTRACT, None, Rows())
    assert [r.code for r in result.rejections] == ["reject.broken_text"]
