"""Reading a ledger CSV with validation and provenance, side by side with plain engines, in one run.

    python bench/bench_csv.py [--rows 1000000] [--repeat 3] [--only ours,duckdb]

The same ledger of ten columns is written twice: as a ledger system exports it (cp1252, `;`, decimal comma,
CR LF) and as a clean typed CSV (UTF-8, `,`, decimal point). Each way of reading runs in a process of its
own; figures are CPU seconds (user + system, with imports) and peak memory of that process, as medians.

    ours               the Swedish file through its contract: every cell checked, row numbers, parquet of
    the lake duckdb             the clean file into a DuckDB table in memory, types given: the yardstick
    duckdb to file     the same into a table of a database file pandas             the Swedish file with the
    same checks by pandas, to parquet
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl

ROOT = Path(__file__).parents[1]
HEADER = [
    "Period", "Konto", "Ansvar", "Verksamhet", "Projekt", "Motpart", "Verifikat", "Verifikatdatum", "Text",
    "Belopp",
]  # fmt: skip
TEXTS = [
    "Läkarhyra vecka 12",
    "Lön månad",
    "Hyra lokal Östersund",
    "Intern tjänst städ",
    "12 st kontorsmaterial",
]
SWEDISH_NAME, CLEAN_NAME = "huvudbok_RS_202404.csv", "clean.csv"
CHUNK_ROWS = 500_000

OURS = """
from pathlib import Path
from rjh_warehouse.contract import read_contract
from rjh_warehouse.lake.store import ParquetSink
from rjh_warehouse.reading import read_delivery
sink = ParquetSink(Path(OUT), "0123456789abcdef")
result = read_delivery(Path(SWEDISH), read_contract(Path(CONTRACT)), None, sink)
sink.close()
print(result.tables["ledger"].rows_loaded)
"""
DUCKDB = """
import duckdb
with duckdb.connect(DATABASE) as connection:
    connection.execute("set enable_progress_bar = false")
    connection.execute(f'''create table ledger as
        select * from read_csv('{CLEAN}', header=true, delim=',', columns={{
        'Period': 'DATE', 'Konto': 'VARCHAR', 'Ansvar': 'VARCHAR', 'Verksamhet': 'VARCHAR', 'Projekt':
        'VARCHAR', 'Motpart': 'VARCHAR', 'Verifikat': 'VARCHAR', 'Verifikatdatum': 'DATE', 'Text':
        'VARCHAR', 'Belopp': 'DECIMAL(18,2)'}})''')
    print(connection.execute("select count(*) from ledger").fetchone()[0])
"""
PANDAS = r"""
import pandas as pd
frame = pd.read_csv(SWEDISH, sep=";", dtype=str, encoding="cp1252", keep_default_na=False)
good = pd.Series(True, index=frame.index)
for name in frame.columns:
    frame[name] = frame[name].str.strip()
for name, pattern in {"Konto": r"\d{4}", "Ansvar": r"\d{5}", "Belopp": r"-?\d{1,16}(,\d{1,2})?"}.items():
    good &= frame[name].str.fullmatch(pattern)
period = pd.to_datetime(frame["Period"], format="%Y%m", errors="coerce")
day = pd.to_datetime(frame["Verifikatdatum"], format="%Y-%m-%d", errors="coerce")
good &= period.notna() & day.notna() & (frame["Verifikat"] != "")
frame["Period"], frame["Verifikatdatum"] = period, day
frame["Belopp"] = pd.to_numeric(frame["Belopp"].str.replace(",", "", regex=False), errors="coerce")
frame["row_number"] = range(2, len(frame) + 2)
frame["delivery_id"] = "0123456789abcdef"
frame[good].to_parquet(OUT + "/pandas.parquet", compression="zstd")
print(int(good.sum()))
"""
WAYS = {"ours": OURS, "duckdb": DUCKDB, "duckdb to file": DUCKDB, "pandas": PANDAS}


def write_ledgers(rows: int, folder: Path) -> None:
    """The same seeded rows as the Swedish export and as a clean typed CSV."""
    chance = np.random.default_rng(20240430)
    swedish, clean = folder / SWEDISH_NAME, folder / CLEAN_NAME
    accounts, units = (chance.integers(low, high, 300).astype(str) for low, high in ((3000, 7999), (10_000, 99_999)))
    with swedish.open("wb") as export, clean.open("wb") as plain:
        export.write((";".join(HEADER) + "\r\n").encode("cp1252"))
        plain.write((",".join(HEADER) + "\n").encode())
        for start in range(0, rows, CHUNK_ROWS):
            size = min(CHUNK_ROWS, rows - start)
            frame = _rows(chance, size, accounts, units, rows)
            text = frame.select(HEADER).write_csv(
                separator=";", include_header=False, line_terminator="\r\n", quote_style="never"
            )
            export.write(text.encode("cp1252"))
            typed = frame.with_columns(Period=pl.lit("2024-04-01"), Belopp=pl.col("Belopp").str.replace(",", "."))
            typed.select(HEADER).write_csv(plain, include_header=False, quote_style="never")


def _rows(chance: np.random.Generator, size: int, accounts: np.ndarray, units: np.ndarray, rows: int) -> pl.DataFrame:
    def some(share: float, text: str) -> pl.Series:
        return pl.Series(np.where(chance.random(size) < share, text, ""))

    ore = chance.integers(-50_000_000, 50_000_000, size)
    return pl.DataFrame(
        {
            "Konto": accounts[chance.integers(0, 300, size)],
            "Ansvar": units[chance.integers(0, 300, size)],
            "Verksamhet": chance.integers(100, 999, size).astype(str),
            "Projekt": some(0.2, "P1234"),
            "Motpart": some(0.3, "81"),
            "Verifikat": (10_000_000 + chance.integers(0, rows // 3 + 1, size)).astype(str),
            "Text": np.array(TEXTS)[chance.integers(0, len(TEXTS), size)],
            "sign": np.where(ore < 0, "-", ""), "kr": np.abs(ore) // 100, "ore": np.abs(ore) % 100,
            "day": chance.integers(1, 31, size),
        }
    ).with_columns(
        Period=pl.lit("202404"),
        Verifikatdatum=pl.format("2024-04-{}", pl.col("day").cast(pl.String).str.zfill(2)),
        Belopp=pl.format("{}{},{}", "sign", "kr", pl.col("ore").cast(pl.String).str.zfill(2)),
    )  # fmt: skip


def measure(way: str, places: dict[str, str], rows: int) -> tuple[float, float]:
    """CPU seconds and peak megabytes of one way of reading, in a process of its own."""
    script = "".join(f"{name} = {value!r}\n" for name, value in places.items()) + WAYS[way]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "2"}
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    loaded = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or int(loaded) != rows:
        raise RuntimeError(f"{way}: exit code {process.returncode}, {loaded!r} rows instead of {rows}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Measure each way and print CPU seconds, memory and the ratio to DuckDB."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", default=",".join(WAYS), help="comma-separated ways")
    options = parser.parse_args()
    ways = options.only.split(",")
    taken: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own: a child's peak memory starts from what its parent holds.
        writer = multiprocessing.get_context("spawn").Process(target=write_ledgers, args=(options.rows, folder))
        writer.start()
        writer.join()
        swedish, clean = folder / SWEDISH_NAME, folder / CLEAN_NAME
        size = swedish.stat().st_size / 1e6
        print(f"{options.rows:,} rows: {size:.0f} MB in Swedish form, median of {options.repeat}")
        for _ in range(options.repeat):
            for way in ways:
                database = folder / "bench.duckdb"
                database.unlink(missing_ok=True)
                places = {
                    "SWEDISH": str(swedish), "CLEAN": str(clean), "OUT": str(folder),
                    "CONTRACT": str(ROOT / "contracts" / "ledger.yaml"),
                    "DATABASE": str(database) if way == "duckdb to file" else ":memory:",
                }  # fmt: skip
                taken[way].append(measure(way, places, options.rows))
    yardstick = statistics.median(cpu for cpu, _ in taken["duckdb"]) if "duckdb" in taken else None
    print(f"{'way':<16}{'CPU s':>8}{'peak MB':>9}{'/ duckdb':>10}")
    for way, runs in taken.items():
        cpu, memory = (statistics.median(column) for column in zip(*runs, strict=True))
        ratio = f"{cpu / yardstick:.2f}" if yardstick else "–"
        print(f"{way:<16}{cpu:>8.2f}{memory:>9.0f}{ratio:>10}")


if __name__ == "__main__":
    main()
