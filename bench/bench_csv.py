"""Loading a ledger CSV with validation and provenance, side by side with other ways, in one run.

    python bench/bench_csv.py [--rows 1000000 10000000] [--repeat 3] [--only ours,duckdb] [--pandas-up-to 1000000]

The same ledger of ten columns is written twice: as a ledger system exports it (cp1252, `;`, decimal comma, CR LF) and
as a clean typed CSV (UTF-8, `,`, decimal point). Each way runs in a process of its own; figures are CPU seconds (user +
system, all threads, with imports) and peak memory of that process, as medians. The scripts are in `csv_ways`.

    ours               the Swedish file copied and hashed, every cell checked against its contract, rows with delivery
                       and line number in the lake's parquet
    rjh load           the whole command: also every contract read, the delivery's controls, the commit
    duckdb             the clean file into a table in memory, types given: the yardstick
    duckdb to file     the same into a table of a database file
    pandas             the Swedish file with the same checks, to parquet: texts as objects, whole columns at a time
    pandas tuned       the same checks, each different text of a category once, the others as arrow texts
    dlt                the Swedish file as untyped text over dlt's arrow path into a DuckDB file

Before anything is timed, the ways that check must keep the same rows of a small ledger of odd cells.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from csv_ways import CHECKING, WAYS

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

ORIGIN = "title: Bench\nproducer: bench\ndated: 2024-05-01\nis_simulated: true\n"
LIMITS = {"duckdb": ("at most", 1.5), "pandas": ("at least", 4.0), "dlt": ("at least", 3.0)}  # ours / it, it / ours
ODD = {
    "Period": ["202413", "2024-04", "2024-04-01", "april 2024", "", "apr-24", "20244", "199912"],
    "Konto": ["501", " 5010 ", "5010x", "–", "50100"],
    "Ansvar": ["", "1234", "\u00a012345"],
    "Verifikat": ["", "–", "-", " V1 "],
    "Verifikatdatum": ["2024-02-30", "20240401", "2024-4-1", "x", "1899-12-31"],
    "Text": ["", "-", "a b", "Summa"],
    "Belopp": [
        "1 234,50", "1\u00a0234", "1e5", "5-", "(7,5)", "12,345", "1.234", "1.234,50", "3 kr", "3 mkr", "x", "", "+5",
        "- 5", ",5", "5,", "1'234", "1 23", "12.5", "--5", "1_000", "9" * 16, "9" * 17, "007", "-0",
    ],
}  # fmt: skip


def write_odd_ledger(path: Path) -> int:
    """A small ledger with one odd cell in each row, and rows that are no data; its number of lines."""
    good = ["202404", "5010", "12345", "110", "", "81", "1000", "2024-04-30", "Hyra", "-12,50"]
    lines = [HEADER]
    for name, texts in ODD.items():
        lines += [[text if h == name else cell for h, cell in zip(HEADER, good, strict=True)] for text in texts]
    lines += [good, HEADER, [""] * 10, ["Summa", *[""] * 8, "1,00"], good]
    path.write_bytes("".join(";".join(line) + "\r\n" for line in lines).encode("cp1252"))
    return len(lines)


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


@dataclass(frozen=True)
class Run:
    """What one way kept and what it cost: CPU seconds (user + system) and peak megabytes of its process."""

    rows: int
    cpu: float
    memory: float
    row_numbers: list[int]  # lines of the file, of the ways that write parquet


def run(way: str, places: dict[str, str]) -> Run:
    """One way in a process and an output folder of its own."""
    with tempfile.TemporaryDirectory(dir=Path(places["SWEDISH"]).parent) as out:
        database = f"{out}/bench.duckdb" if way in ("duckdb to file", "dlt") else ":memory:"
        given = places | {"OUT": out, "DATABASE": database}
        script = "".join(f"{name} = {value!r}\n" for name, value in given.items()) + WAYS[way]
        environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
        with Path(out, "complaint").open("wb") as complaint:
            process = subprocess.Popen(
                [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=complaint, env=environment, cwd=ROOT
            )
        assert process.stdout is not None
        kept = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{way}: exit code {process.returncode}\n{Path(out, 'complaint').read_text()}")
        rows = int(kept.split()[-1])
        row_numbers = _row_numbers(Path(out)) if rows < CHUNK_ROWS else []
    return Run(rows, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, row_numbers)


def _row_numbers(out: Path) -> list[int]:
    files = [*out.glob("*.parquet"), *out.glob("lake/rows/ledger/*.parquet")]
    return sorted(n for f in files for n in pl.read_parquet(f, columns=["row_number"]).to_series())


def places_in(folder: Path) -> dict[str, str]:
    """What every script is told."""
    swedish, contract = folder / SWEDISH_NAME, ROOT / "contracts" / "ledger.yaml"
    return {
        "SWEDISH": str(swedish), "CLEAN": str(folder / CLEAN_NAME), "CONTRACT": str(contract), "ORIGIN": ORIGIN,
    }  # fmt: skip


def prove_same_checks(ways: list[str]) -> None:
    """Raise unless the ways that check their cells keep the same rows of the odd ledger."""
    with tempfile.TemporaryDirectory() as name:
        lines = write_odd_ledger(Path(name) / SWEDISH_NAME)
        kept = {way: run(way, places_in(Path(name))).row_numbers for way in ways if way in CHECKING}
    for way, numbers in kept.items():
        if numbers != kept[CHECKING[0]]:
            differing = sorted(set(numbers) ^ set(kept[CHECKING[0]]))
            raise RuntimeError(f"{way} does not do the same checks as {CHECKING[0]}: lines {differing}")
    print(f"odd ledger of {lines} lines: the same {len(kept[CHECKING[0]])} rows kept by {', '.join(kept)}")


def measure(rows: int, ways: list[str], repeat: int) -> dict[str, tuple[float, float]]:
    """Medians of CPU seconds and peak megabytes of each way, all on the same files, in turns."""
    taken: dict[str, list[Run]] = {way: [] for way in ways}
    with tempfile.TemporaryDirectory() as name:
        # In a process of its own: a child's peak memory starts from what its parent holds.
        writer = multiprocessing.get_context("spawn").Process(target=write_ledgers, args=(rows, Path(name)))
        writer.start()
        writer.join()
        size = (Path(name) / SWEDISH_NAME).stat().st_size / 1e6
        print(f"\n{rows:,} rows, {size:.0f} MB in Swedish form, median of {repeat}", flush=True)
        for _ in range(repeat):
            for way in ways:
                done = run(way, places_in(Path(name)))
                if done.rows != rows:
                    raise RuntimeError(f"{way}: {done.rows} rows instead of {rows}")
                taken[way].append(done)
    return {way: _medians(runs) for way, runs in taken.items()}


def _medians(runs: list[Run]) -> tuple[float, float]:
    return statistics.median(r.cpu for r in runs), statistics.median(r.memory for r in runs)


def show(found: dict[str, tuple[float, float]]) -> None:
    """Print the figures of one size and the ratios that the limits are about."""
    print(f"{'way':<16}{'CPU s':>8}{'peak MB':>9}{'/ duckdb':>10}{'/ ours':>8}")
    for way, (cpu, memory) in found.items():
        ratios = [f"{cpu / found[other][0]:.2f}" if other in found else "–" for other in ("duckdb", "ours")]
        print(f"{way:<16}{cpu:>8.2f}{memory:>9.0f}{ratios[0]:>10}{ratios[1]:>8}")
    for other, (bound, limit) in LIMITS.items():
        if other in found and "ours" in found:
            ours, theirs = found["ours"][0], found[other][0]
            name, ratio = (
                (f"ours / {other}", ours / theirs) if bound == "at most" else (f"{other} / ours", theirs / ours)
            )
            print(f"{name} = {ratio:.2f} (wanted: {bound} {limit})")


def main() -> None:
    """Measure each way at each size and print CPU seconds, memory, ratios, and how the cost grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", default=",".join(WAYS), help="comma-separated ways")
    parser.add_argument("--pandas-up-to", type=int, default=1_000_000, help="rows; it needs 0.7 GB a million")
    options = parser.parse_args()
    ways = options.only.split(",")
    if "dlt" in ways and importlib.util.find_spec("dlt") is None:
        print("dlt is not installed (it is one of the dev extras): skipped")
        ways.remove("dlt")
    if CHECKING[0] in ways:
        prove_same_checks(ways)
    ours: dict[int, float] = {}
    for rows in options.rows:
        left_out = [w for w in ways if w.startswith("pandas") and rows > options.pandas_up_to]
        found = measure(rows, [w for w in ways if w not in left_out], options.repeat)
        show(found)
        if left_out:
            print(f"{', '.join(left_out)}: skipped beyond --pandas-up-to {options.pandas_up_to:,} rows")
        if "ours" in found:
            ours[rows] = found["ours"][0]
    if len(ours) > 1:
        (few, least), *_, (many, most) = sorted(ours.items())
        print(f"\nours, {many / few:.0f} times the rows: {most / least:.1f} times the CPU seconds")


if __name__ == "__main__":
    main()
