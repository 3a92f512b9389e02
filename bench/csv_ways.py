"""The ways of loading a ledger CSV that `bench_csv` measures: each a script that runs in a process of its own.

A script is given the places SWEDISH, CLEAN, CONTRACT, ORIGIN, OUT and DATABASE and prints how many rows it kept.
"""

from __future__ import annotations

# The file copied into the lake with its hash, read through its contract, its rows in parquet.
OURS = """
from pathlib import Path
from rjh_warehouse.contract.contract import read_contract
from rjh_warehouse.intake.files import take_in
from rjh_warehouse.lake.sink import ParquetSink
from rjh_warehouse.reading import read_delivery
taken = take_in(Path(SWEDISH), Path(OUT))
sink = ParquetSink(Path(OUT), taken.sha256[:16])
result = read_delivery(taken.copy, read_contract(Path(CONTRACT)), None, sink)
sink.close()
print(result.tables["ledger"].rows_loaded)
"""

# The whole command: every contract read, the delivery's controls, the commit.
RJH_LOAD = """
import json, os, sys
from pathlib import Path
Path(SWEDISH + ".origin.yaml").write_text(ORIGIN)
os.environ["RJH_DATA"] = OUT
from rjh_warehouse.cli import main
stdout, sys.stdout = sys.stdout, sys.stderr
try:
    main(["load", SWEDISH])
except SystemExit as stop:
    if stop.code not in (0, 1):
        raise
sys.stdout = stdout
(record,) = Path(OUT, "lake", "deliveries").glob("*.json")
print(json.loads(record.read_text())["tables"]["ledger"]["rows_loaded"])
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

# What both ways with pandas demand of a cell; they do what the contract `ledger` says.
_PANDAS_RULES = r"""
import re
import numpy as np
import pandas as pd
SPACES = " \t\r\n\u00a0\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff"
NOTHING = ["", "–", "-", "—"]
REQUIRED = ["Period", "Konto", "Ansvar", "Verifikat", "Verifikatdatum", "Belopp"]
PATTERNS = {"Konto": r"[0-9]{4}", "Ansvar": r"[0-9]{5}"}
PLAIN = r"-?[0-9]{1,16}(?:,[0-9]{1,2})?"
WHOLE = r"(?:[0-9]{1,16}|[1-9][0-9]{0,2}(?: [0-9]{3})+|[1-9][0-9]{0,2}(?:'[0-9]{3})+)"
BODY = (rf"(?:{WHOLE}(?:[,.][0-9]{{1,2}})?|[,.][0-9]{{1,2}}|[1-9][0-9]{{0,2}}(?:\.[0-9]{{3}})+,[0-9]{{1,2}}"
        r"|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})")
NUMBER = rf"(?:(?:[+-] ?)?{BODY}|{BODY} ?-|\( ?{BODY} ?\))(?: ?(?:kr\.?|sek|kronor|:-))?"
NAMED = re.compile(r"([^\W\d_]{3,9})\.?[ -]?([0-9]{4}|[0-9]{2})")
MONTHS = {n: i for i, names in enumerate((
    ("januari", "jan"), ("februari", "feb"), ("mars", "mar"), ("april", "apr"), ("maj",), ("juni", "jun"),
    ("juli", "jul"), ("augusti", "aug"), ("september", "sep"), ("oktober", "okt"), ("november", "nov"),
    ("december", "dec")), start=1) for n in names}

def month(text):
    if (named := NAMED.fullmatch(text.lower())) and named[1] in MONTHS:
        return f"{int(named[2]) % 2000 + 2000}-{MONTHS[named[1]]:02}-01"
    if digits := re.fullmatch(r"([0-9]{4})-?([0-9]{2})(?:-01)?", text):
        return f"{digits[1]}-{digits[2]}-01"
    return None

def days(texts):  # ISO with hyphens first, the rest without
    day = pd.to_datetime(texts.where(texts.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")), format="%Y-%m-%d",
                         errors="coerce")
    odd = day.isna()
    if odd.any():
        others = texts[odd]
        others = others.where(others.str.fullmatch(r"[0-9]{8}"))
        day[odd] = pd.to_datetime(others, format="%Y%m%d", errors="coerce")
    return day.where((day >= "1900-01-01") & (day < "2200-01-01"))

def ore(texts):  # whole öre; missing where the text is no number of at most two decimals
    plain = texts.str.fullmatch(PLAIN).astype(bool)
    sums = pd.Series(np.nan, index=texts.index, dtype="Int64")
    if plain.any():
        sums[plain] = plain_ore(texts[plain])
    if not plain.all():
        odd = (texts[~plain].astype(object).str.replace(f"[{SPACES}]", " ", regex=True).str.replace("’", "'")
               .str.replace("[\u2212\u2013\u2010\u2011\ufe63\uff0d]", "-", regex=True).str.lower())
        odd = odd[odd.str.fullmatch(NUMBER).astype(bool)]
        if odd.empty:
            return sums
        bare = odd.str.replace(r"kr\.?|sek|kronor|:-", "", regex=True)
        negative = bare.str.contains(r"[-(]")
        bare = bare.str.replace(r"[-+() ']", "", regex=True)
        bare = bare.str.replace(r"\.(?=[0-9]{3}(?:[.,]|$))", "", regex=True).str.replace(".", ",")
        value = plain_ore(bare)
        sums[odd.index] = value.where(~negative, -value)
    return sums

def plain_ore(texts):
    parts = texts.str.partition(",")
    return (parts[0] + parts[2].str.ljust(2, "0")).astype("int64")
"""

# Texts as objects, whole columns at a time.
PANDAS = (
    _PANDAS_RULES
    + r"""
frame = pd.read_csv(SWEDISH, sep=";", dtype=str, encoding="cp1252", keep_default_na=False, skip_blank_lines=False)
cells = list(frame.columns)
if frame[cells[-1]].isna().any():
    raise SystemExit("a short row")
for name in cells:
    frame[name] = frame[name].str.strip(SPACES)
blank = (frame[cells] == "").all(axis=1)
again = (frame[cells] == cells).all(axis=1)
total = frame["Period"].str.contains("^Summa", case=False)
good = ~blank & ~again
for name in cells:
    empty = frame[name].isin(NOTHING)
    broken = frame[name].str.contains("[\0\ufffd]")
    good &= ~broken
    if name in REQUIRED:
        good &= ~empty | total
    if name in PATTERNS:
        good &= frame[name].str.fullmatch(PATTERNS[name]) | total
    frame[name] = frame[name].mask(empty)
amount = ore(frame["Belopp"].fillna(""))
period = pd.to_datetime(frame["Period"].map({t: month(t) for t in frame["Period"].dropna().unique()}),
                        format="%Y-%m-%d", errors="coerce")
day = days(frame["Verifikatdatum"].fillna(""))
good &= amount.notna() & (period.notna() & day.notna() | total)
frame["Period"], frame["Verifikatdatum"], frame["Belopp"] = period, day, amount
frame["row_number"] = np.arange(2, len(frame) + 2, dtype=np.int32)
frame["row_kind"] = np.where(total, "total", "data")
frame["delivery_id"] = "0123456789abcdef"
frame[good].to_parquet(OUT + "/pandas.parquet", compression="zstd")
print(int(good.sum()))
"""
)

# The same by someone who knows where pandas is slow: arrow texts, and categories whose few texts are looked at once.
PANDAS_TUNED = (
    _PANDAS_RULES
    + r"""
header = pd.read_csv(SWEDISH, sep=";", nrows=0, encoding="cp1252").columns
many = {"Verifikat", "Belopp"}
frame = pd.read_csv(SWEDISH, sep=";", encoding="cp1252", keep_default_na=False, skip_blank_lines=False,
                    dtype={n: "string[pyarrow]" if n in many else "category" for n in header})
cells = list(header)
if frame[cells[-1]].isna().any():
    raise SystemExit("a short row")

def each(name, function):  # of every different text once
    column = frame[name]
    if name in many:
        return function(column)
    known = function(pd.Series(column.cat.categories.astype(str)))
    return pd.Series(known.to_numpy()[column.cat.codes.to_numpy()], index=frame.index)

stripped = {n: each(n, lambda t: t.str.strip(SPACES)) if n in many else None for n in cells}
blank, again, good = (pd.Series(v, index=frame.index) for v in (True, True, True))
total = each("Period", lambda t: t.str.strip(SPACES).str.contains("^Summa", case=False))
for name in cells:
    blank &= each(name, lambda t: t.str.strip(SPACES) == "").astype(bool)
    again &= each(name, lambda t: t.str.strip(SPACES) == name).astype(bool)
good &= ~blank & ~again
for name in cells:
    good &= ~each(name, lambda t: t.str.contains("[\0\ufffd]")).astype(bool)
    if name in REQUIRED:
        good &= ~each(name, lambda t: t.str.strip(SPACES).isin(NOTHING)).astype(bool) | total
    if name in PATTERNS:
        good &= each(name, lambda t: t.str.strip(SPACES).str.fullmatch(PATTERNS[name])).astype(bool) | total
amount = ore(stripped["Belopp"])
period = each("Period", lambda t: pd.to_datetime(t.str.strip(SPACES).map(month), format="%Y-%m-%d", errors="coerce"))
day = each("Verifikatdatum", lambda t: days(t.str.strip(SPACES)))
good &= amount.notna() & (period.notna() & day.notna() | total)
for name in cells:
    if name in many:
        frame[name] = stripped[name].mask(stripped[name].isin(NOTHING))
    elif name not in ("Period", "Verifikatdatum"):
        texts = frame[name].cat.categories.str.strip(SPACES)
        frame[name] = frame[name].map({old: None if new in NOTHING else new
                                       for old, new in zip(frame[name].cat.categories, texts, strict=True)})
frame["Period"], frame["Verifikatdatum"], frame["Belopp"] = period, day, amount
frame["row_number"] = np.arange(2, len(frame) + 2, dtype=np.int32)
frame["row_kind"] = pd.Categorical(np.where(total, "total", "data"))
frame["delivery_id"] = pd.Categorical.from_codes(np.zeros(len(frame), np.int8), ["0123456789abcdef"])
frame[good].to_parquet(OUT + "/pandas.parquet", compression="zstd")
print(int(good.sum()))
"""
)

# Texts as they stand, in arrow batches, into a DuckDB file.
DLT = """
import os
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "CRITICAL"
import dlt, duckdb
import pyarrow as pa
from pyarrow import csv
def batches():
    names = open(SWEDISH, encoding="cp1252").readline().strip().split(";")
    yield from csv.open_csv(
        SWEDISH,
        read_options=csv.ReadOptions(encoding="cp1252", block_size=8 << 20),
        parse_options=csv.ParseOptions(delimiter=";"),
        convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )
pipeline = dlt.pipeline("bench", pipelines_dir=OUT + "/dlt", dataset_name="loaded",
                        destination=dlt.destinations.duckdb(DATABASE))
pipeline.run(batches(), table_name="ledger", write_disposition="replace", loader_file_format="parquet")
with duckdb.connect(DATABASE) as connection:
    print(connection.execute("select count(*) from loaded.ledger").fetchone()[0])
"""

WAYS = {
    "ours": OURS,
    "rjh load": RJH_LOAD,
    "duckdb": DUCKDB,
    "duckdb to file": DUCKDB,
    "pandas": PANDAS,
    "pandas tuned": PANDAS_TUNED,
    "dlt": DLT,
}
CHECKING = ("ours", "rjh load", "pandas", "pandas tuned")
