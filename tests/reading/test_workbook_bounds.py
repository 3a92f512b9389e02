"""Hostile and broken workbooks: a clear error, within bounds of time and memory, and the process lives."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbook_files import record, sheet_xml, write_ods, write_xlsb, write_xlsx, write_zip, xlsb_sheet

from rjh_warehouse.reading.table.result import DeliveryError
from rjh_warehouse.reading.workbook import bounds
from rjh_warehouse.reading.workbook.bounds import Budget
from rjh_warehouse.reading.workbook.sheet import grid_rows
from rjh_warehouse.reading.workbook.workbook import open_workbook

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def read(path: Path) -> int:
    """The number of rows of every sheet."""
    budget = Budget(path.name)
    with open_workbook(path, budget) as workbook:
        return sum(len(list(grid_rows(sheet, budget))) for sheet in workbook.sheets())


def refused(path: Path) -> str:
    with pytest.raises(DeliveryError) as caught:
        read(path)
    assert caught.value.places["file"] == path.name
    return caught.value.code


def ole_entry(name: str) -> bytes:
    """An entry of an OLE file's directory: the name, padded to 64 bytes, and its length."""
    wide = f"{name}\0".encode("utf-16-le")
    return wide.ljust(64, b"\0") + len(wide).to_bytes(2, "little") + bytes(62)


def test_what_is_no_workbook(tmp_path: Path) -> None:
    cases = {
        "empty.xlsx": (b"", "error.empty_file"),
        "text.xlsx": (b"konto;belopp\n1;2\n", "error.not_a_workbook"),
        "page.xls": (b"<html><table></table></html>", "error.not_a_workbook"),
        "cut.xlsx": (b"PK\x03\x04" + bytes(200), "error.workbook_corrupt"),
        "ole.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "error.not_a_workbook"),
        "locked.xlsx": (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + ole_entry("EncryptedPackage"),
            "error.workbook_encrypted",
        ),
    }
    for name, (content, code) in cases.items():
        (tmp_path / name).write_bytes(content)
        assert refused(tmp_path / name) == code, name
    assert refused(write_zip(tmp_path / "other.xlsx", {"readme.txt": "x"})) == "error.not_a_workbook"
    assert refused(write_ods(tmp_path / "locked.ods", "", encrypted=True)) == "error.workbook_encrypted"


def test_no_entity_is_expanded(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    sheet = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>')
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet.replace("<worksheet", bomb + "<worksheet")})
    assert refused(path) == "error.workbook_corrupt"
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">'
    path = write_xlsx(tmp_path / "b.xlsx", {"Blad1": sheet_xml(ONE).replace("<worksheet", outside + "<worksheet")})
    assert refused(path) == "error.workbook_corrupt"


def test_faults_found_by_mutation(tmp_path: Path) -> None:
    merged = sheet_xml(ONE, after='<mergeCells><mergeCell ref="1:91"/></mergeCells>')
    assert refused(write_xlsx(tmp_path / "a.xlsx", {"B": merged})) == "error.workbook_corrupt"
    encoding = sheet_xml(ONE).replace("UTF-8", "UTP-8")
    assert refused(write_xlsx(tmp_path / "b.xlsx", {"B": encoding})) == "error.workbook_corrupt"
    style = '<styleSheet><numFmts><numFmt numFmtId="16$" formatCode="0"/></numFmts></styleSheet>'
    path = write_xlsx(tmp_path / "c.xlsx", {"B": sheet_xml(ONE)}, more={"xl/styles.xml": style})
    assert refused(path) == "error.workbook_corrupt"
    whole = write_xlsb(tmp_path / "d.xlsb", {"B": xlsb_sheet({})})
    with zipfile.ZipFile(whole) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    parts["xl/workbook.bin"] = record(153) + parts["xl/workbook.bin"]
    assert refused(write_zip(tmp_path / "e.xlsb", dict(parts))) == "error.workbook_corrupt"


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ('<row r="1"><c r="A1" t="s"><v>7</v></c></row>', "shared text 7"),
        ('<row r="1"><c r="A1"><v>ett</v></c></row>', "'ett'"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "A1 twice"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "A2 in row 1"),
        ('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>', "ZZZZ1"),
        ('<row r="1"><c r="A1"><v>1</v></row>', "XML"),
    ],
)
def test_a_broken_sheet_is_refused_with_the_fault(tmp_path: Path, rows: str, found: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet_xml(rows)}, strings="<si><t>x</t></si>")
    with pytest.raises(DeliveryError) as caught:
        read(path)
    assert caught.value.code == "error.workbook_corrupt" and found in str(caught.value.places["found"])
    assert caught.value.places["sheet"] == "Blad1" or found == "XML"


@pytest.mark.parametrize(
    ("rows", "around", "code"),
    [
        ("<a>" * 300 + "</a>" * 300, {}, "too_large"),
        ('<row r="1" x="' + "y" * (5 << 20) + '"/>', {}, "too_large"),
        ('<row r="99999999999"><c><v>1</v></c></row>', {}, "corrupt"),
        ('<row r="-3"><c><v>1</v></c></row>', {}, "corrupt"),
        (ONE, {"before": "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 16_385 + "</cols>"}, "corrupt"),
        (
            "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in (1, 2)),
            {"after": "<mergeCells>" + '<mergeCell ref="A1:B9"/>' * 16_400 + "</mergeCells>"},
            "corrupt",
        ),
    ],
    ids=["depth", "tag", "far row", "negative row", "hidden columns", "overlapping ranges"],
)
def test_absurd_sheets_are_refused(tmp_path: Path, rows: str, around: dict[str, str], code: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet_xml(rows, **around)})
    assert refused(path) == f"error.workbook_{code}"


def test_absurd_numbers_of_sheets_styles_and_codes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {f"B{i}": sheet_xml(ONE) for i in range(4)})
    with monkeypatch.context() as patched:
        patched.setattr("rjh_warehouse.reading.workbook.xlsx.MAX_SHEETS", 3)
        assert refused(path) == "error.workbook_too_large"
    with monkeypatch.context() as patched:
        patched.setattr("rjh_warehouse.reading.workbook.xlsx.MAX_STYLES", 5)
        assert refused(path) == "error.workbook_too_large"
    style = f'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{"0" * 2000}"/></numFmts><cellXfs>' \
            '<xf numFmtId="164"/></cellXfs></styleSheet>'  # fmt: skip
    long = write_xlsx(tmp_path / "b.xlsx", {"B": sheet_xml(ONE)}, more={"xl/styles.xml": style})
    assert refused(long) == "error.workbook_corrupt"


def test_a_part_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet_xml(ONE)})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/Sheet1.xml", sheet_xml(""))
    assert refused(path) == "error.workbook_corrupt"


def test_bounds_of_parts_are_met_before_anything_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet_xml(ONE)}, more={"xl/media/x": bytes(200_000)})
    assert read(path) == 1
    for bound, value in (("MAX_FILE_BYTES", 1000), ("MAX_PARTS", 3), ("MAX_TOTAL_BYTES", 100_000),
                         ("MAX_PART_BYTES", 100_000)):  # fmt: skip
        with monkeypatch.context() as patched:
            patched.setattr(bounds, bound, value)
            assert refused(path) == "error.workbook_too_large", bound
    monkeypatch.setattr(bounds, "RATIO_FROM_BYTES", 100_000)
    assert refused(path) == "error.workbook_too_large"


def test_a_directory_that_lies_about_sizes_does_not_help(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet_xml(ONE + " " * 500_000)})
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    real = info.file_size.to_bytes(4, "little")
    at = content.rindex(real)
    content[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    assert refused(path) == "error.workbook_corrupt"


def test_long_texts_and_many_texts_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    long = write_xlsx(tmp_path / "a.xlsx", {"B": sheet_xml(row)}, strings=f"<si><t>{'x' * 40_000}</t></si>")
    assert refused(long) == "error.workbook_too_large"
    many = write_xlsx(tmp_path / "b.xlsx", {"B": sheet_xml(row)}, strings="<si><t>x</t></si>" * 50)
    monkeypatch.setattr("rjh_warehouse.reading.workbook.xlsx.MAX_SHARED_STRINGS", 49)
    assert refused(many) == "error.workbook_too_large"


def test_wide_rows_count_against_the_bound_of_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(1, 20))
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet_xml(rows)})
    monkeypatch.setattr(bounds, "MAX_GRID_CELLS", 16_384 * 18)
    assert refused(path) == "error.workbook_too_large"
    monkeypatch.setattr(bounds, "MAX_GRID_CELLS", 16_384 * 19)
    assert read(path) == 19


def test_the_bound_of_time_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet_xml(ONE)})
    monkeypatch.setattr(bounds, "MAX_SECONDS", -1.0)
    assert refused(path) == "error.workbook_too_slow"


def test_parts_with_paths_that_climb_are_only_names(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Blad1": sheet_xml(ONE)}, more={"../../evil.txt": "x"})
    assert read(path) == 1
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.xlsx"]


def _kinds(folder: Path) -> list[Path]:
    book = openpyxl.Workbook()
    for row in range(30):
        book.worksheets[0].append([row, f"text {row}", row / 7])
    book.save(folder / "a.xlsx")
    old = xlwt.Workbook()
    sheet = old.add_sheet("Blad1")
    for row in range(30):
        sheet.write(row, 0, f"text {row}")
        sheet.write(row, 1, row / 7)
    old.save(str(folder / "a.xls"))
    cell = '<table:table-cell office:value-type="float" office:value="1"/>'
    write_ods(
        folder / "a.ods",
        f'<table:table table:name="B">{f"<table:table-row>{cell}</table:table-row>" * 30}</table:table>',
    )
    return [folder / "a.xlsx", folder / "a.xls", folder / "a.ods"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_mutated_and_cut_files_give_rows_or_a_delivery_error(tmp_path: Path, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(_KINDS))
    content = bytearray(whole[1])
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    chosen = random.Random(data.draw(st.integers(0, 10**6)))
    for _ in range(data.draw(st.integers(0, 12))):
        if content:
            content[chosen.randrange(len(content))] = chosen.randrange(256)
    path = tmp_path / whole[0]
    path.write_bytes(content)
    try:
        read(path)
    except DeliveryError as error:
        assert error.code.startswith("error.")


@pytest.fixture(scope="module", autouse=True)
def _make_kinds(tmp_path_factory: pytest.TempPathFactory) -> None:
    _KINDS[:] = [(p.name, p.read_bytes()) for p in _kinds(tmp_path_factory.mktemp("kinds"))]


_KINDS: list[tuple[str, bytes]] = []


def test_hostile_files_stay_within_memory_and_time(tmp_path: Path) -> None:
    """Each file is read in a process of its own with at most 700 MB; the parent sees an error, not a dead child."""
    stray = write_xlsx(
        tmp_path / "stray.xlsx",
        {"B": sheet_xml(ONE + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')},
    )
    filler = b"<si><t>" + b"A" * 32_000 + b"</t></si>"
    strings, shared = tmp_path / "strings.xlsx", (("rIdT", "sharedStrings", "texts.xml"),)
    with (
        zipfile.ZipFile(
            write_xlsx(strings, {"B": sheet_xml(ONE)}, more_relations=shared), "a", zipfile.ZIP_DEFLATED
        ) as archive,
        archive.open("xl/texts.xml", "w", force_zip64=True) as part,
    ):
        part.write(b"<sst>")
        for _ in range(300 * (1 << 20) // len(filler)):
            part.write(filler)
        part.write(b"</sst>")
    script = textwrap.dedent(
        """
        import resource, sys
        resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        from pathlib import Path
        from rjh_warehouse.reading.table.result import DeliveryError
        from rjh_warehouse.reading.workbook.workbook import open_workbook
        from rjh_warehouse.reading.workbook.bounds import Budget
        from rjh_warehouse.reading.workbook.sheet import grid_rows
        budget = Budget("x")
        try:
            with open_workbook(Path(sys.argv[1]), budget) as workbook:
                print(sum(1 for sheet in workbook.sheets() for _ in grid_rows(sheet, budget)))
        except DeliveryError as error:
            print(error.code)
        """
    )
    said = {}
    for path in (stray, strings):
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "PYTHONPATH": str(Path(bounds.__file__).parents[3])},
        )  # fmt: skip
        said[path.name] = done.stdout.strip() or done.stderr[-500:]
    assert said == {"stray.xlsx": "3", "strings.xlsx": "error.workbook_too_large"}
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 700 * 1024
