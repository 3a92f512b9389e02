"""Reading a workbook: this project side by side with fastexcel's bare read and pandas with openpyxl.

    python bench/bench_excel.py [ROWS]            default 100000 rows × 12 columns

Each reader runs in a process of its own on the same file, written once by openpyxl (texts inline) and once as a
spreadsheet program writes it (shared texts). Given: CPU seconds of the reading after imports, CPU seconds of the whole
process, peak memory, and the ratios that the targets are about. This project's figure holds the validation of every
cell, its provenance and the parquet files; fastexcel's holds neither.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl

CONTRACT = r"""
contract: bench
title_sv: Huvudbok
title_en: Ledger
description: Ledger of the benchmark
source: made here
file_pattern: '.*'
format: excel
tables:
  - name: posting
    columns:
      - {name: period, type: month}
      - {name: account_code, type: code, pattern: '\d{4}'}
      - {name: unit_code, type: code}
      - {name: activity_code, type: code}
      - {name: project_code, type: code}
      - {name: counterparty_code, type: code}
      - {name: voucher_code, type: code}
      - {name: label, required: false}
      - {name: amount, type: amount, unit: kr, decimals: 2}
      - {name: count, type: integer}
      - {name: booked_on, type: date}
      - {name: signature}
"""
READERS = ("fastexcel", "rjh", "pandas")
TARGETS = {"fastexcel": ("at most", 2.5), "pandas": ("at least", 4.0)}


def write_inline(path: Path, rows: int) -> None:
    """A ledger of 12 columns with inline texts."""
    chosen = random.Random(1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Huvudbok")
    sheet.append([line.split("name: ")[1].split(",")[0].strip("}") for line in CONTRACT.splitlines() if "- {" in line])
    for i in range(rows):
        day = dt.date(2024, 1 + i % 12, 1 + i % 28)
        sheet.append(
            [202401 + i % 12, str(4000 + i % 3000), f"{i % 500:05d}", f"V{i % 90:02d}", f"P{i % 40}", f"{i % 7:02d}",
             f"A{i}", f"Faktura & följesedel {i % 1000}", chosen.randint(-10_000_000, 10_000_000) / 100, i % 50, day,
             "abc"]
        )  # fmt: skip
    book.save(path)


def share_texts(path: Path, out: Path) -> None:
    """The same workbook with its texts in a shared part, as spreadsheet programs write them."""
    import re

    index: dict[bytes, int] = {}

    def shared(match: re.Match[bytes]) -> bytes:
        number = index.setdefault(match[1], len(index))
        return b't="s"><v>%d</v></c>' % number

    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb't="inlineStr"><is><t>([^<]*)</t></is></c>', shared, content)
            elif name == "[Content_Types].xml":
                kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
                part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % kind
                content = content.replace(b"</Types>", part)
            elif name == "xl/_rels/workbook.xml.rels":
                kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
                part = b'<Relationship Id="rIdT" Type="%s" Target="sharedStrings.xml"/></Relationships>' % kind
                content = content.replace(b"</Relationships>", part)
            target.writestr(name, content)
        texts = b"".join(b"<si><t>%s</t></si>" % t for t in index)
        space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        target.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (space, texts))


def read(reader: str, path: Path) -> int:
    """Read the file with one reader in this process; the number of rows."""
    if reader == "fastexcel":
        import fastexcel
        import pyarrow  # noqa: F401

        started = _cpu()
        rows = fastexcel.read_excel(path).load_sheet(0).to_arrow().num_rows
    elif reader == "pandas":
        import openpyxl.reader.excel  # noqa: F401
        import pandas as pd

        started = _cpu()
        rows = len(pd.read_excel(path, engine="openpyxl"))
    else:
        import pandas  # noqa: F401  (pyarrow imports it to make a scalar)
        import yaml

        from rjh_warehouse.contract.contract import Contract
        from rjh_warehouse.lake.sink import ParquetSink
        from rjh_warehouse.reading import read_delivery
        from rjh_warehouse.reading.workbook import bulk_stream  # noqa: F401

        contract = Contract.model_validate(yaml.safe_load(CONTRACT))
        with tempfile.TemporaryDirectory() as folder:
            started = _cpu()
            sink = ParquetSink(Path(folder), "bench")
            result = read_delivery(path, contract, None, sink)
            sink.close()
        rows = result.tables["posting"].rows_loaded
    print(f"{_cpu() - started:.3f}")
    return rows


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measure(reader: str, path: Path) -> tuple[float, float, float]:
    """CPU seconds of the reading and of the process, and peak memory in MB, of a reader in its own process."""
    code = (
        "import os, resource, sys; pid = os.fork()\n"
        "if pid == 0: os.execv(sys.executable, [sys.executable, *sys.argv[1:]])\n"
        "os.waitpid(pid, 0); used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", code, __file__, "--reader", reader, "--file", str(path)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(lines[0]), float(lines[1]), float(lines[2])


def main() -> None:
    """Write the files, run each reader three times and print the best of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="?", type=int, default=100_000)
    parser.add_argument("--reader", choices=READERS)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    if options.reader:
        read(options.reader, options.file)
        return
    with tempfile.TemporaryDirectory() as folder:
        inline, shared = Path(folder) / "inline.xlsx", Path(folder) / "shared.xlsx"
        write_inline(inline, options.rows)
        share_texts(inline, shared)
        for path in (inline, shared):
            print(f"{options.rows:,} rows x 12 columns, {path.stem} texts, {path.stat().st_size / 1e6:.1f} MB")
            best = {}
            for reader in READERS:
                repeat = 1 if reader == "pandas" else options.repeat
                best[reader] = min(measure(reader, path) for _ in range(repeat))
                work, whole, memory = best[reader]
                print(f"  {reader:10} reading {work:6.2f} CPU s   process {whole:6.2f} CPU s   peak {memory:5.0f} MB")
            fast, slow = best["rjh"][0] / best["fastexcel"][0], best["pandas"][0] / best["rjh"][0]
            print(f"  rjh / fastexcel = {fast:.2f} (target: {TARGETS['fastexcel'][0]} {TARGETS['fastexcel'][1]})")
            print(f"  pandas / rjh    = {slow:.2f} (target: {TARGETS['pandas'][0]} {TARGETS['pandas'][1]})")


if __name__ == "__main__":
    main()
