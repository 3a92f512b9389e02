"""Each kind of delivery, cut or copied in each way: what is said at load, before a wrong sum could be published.

A kind's good files are loaded once; every damaged one meets a copy of that lake. A case that says nothing must have a
reason here (`UNKNOWABLE`): nothing that was delivered before tells what the file should have held.
"""
# ruff: noqa: E501 -- a kind's rows are easier to read on one line

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from rjh_warehouse.contract.contract import Contract, read_contracts
from rjh_warehouse.intake.load import LoadOutcome, load_files
from rjh_warehouse.lake.store import Lake

ROOT = Path(__file__).parents[1]
Row = tuple[str | int | float | None, ...]
UNITS = ("31010", "31020", "31030", "31040")
MEASURES = ("A-1", "A-2", "A-3", "A-4")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dec")
REGISTERS = {
    "enhetsregister.csv": [
        "Ansvar;Benämning;Avdelningskod;Avdelning;Områdeskod;Område;Nämnd;Giltig från;Giltig till",
        *(f"{u};Enhet {u};A1;Trafik;KTN_{u};Linjer {u};KTN;2000-01-01;" for u in UNITS),
    ],
    "kontoplan.csv": ["Konto;Benämning;Kostnadsslag", "3010;Biljetter;EXT_REV", "4010;Lön;PERSONNEL", "6010;Bränsle;OTHER_EXT"],
    "atgardsregister.csv": [
        "Åtgärdskod;Typ;Benämning;Nämnd;Program;Beskrivning;Konsekvens;Risk;Basår;Helårseffekt (tkr);Startmånad;Infasning månader;Beslutad;Diarienummer",
        *(f"{m};Övrigt;{m};KTN;P;B;K;R;2022;100,0;2023-01;0;2022-12-01;D {m}" for m in MEASURES),
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """A kind of delivery: its files by period, the rows above its table, its rows, and which of them a damage takes."""

    name: Callable[[str], str]  # period → file name
    head: tuple[Row, ...]
    rows: Callable[[str], list[Row]]
    history: tuple[str, ...] = ("202402", "202403")
    now: str = "202404"
    part: int = 0  # the column of what may be delivered apart
    kind_of_row: tuple[int, str] | None = None  # column and value of one cost type, item or gender
    month: tuple[int, str] | None = None
    total: Row | None = None
    later: str | None = "202405"  # the period under whose name the same file comes again
    version: str = "_v2"
    encoding: str = "utf-8"
    line: Callable[[Row], str] = lambda row: ";".join(map(str, row))
    sheet: str = "Budget"


def _ledger(period: str) -> list[Row]:
    return [
        (period, account, unit, "", "", "", f"{unit}{account}", f"{period[:4]}-{period[4:]}-03", "x", f"{sign}{int(unit) - 31000 + int(period[4:])},00")
        for unit in UNITS for account, sign in (("3010", "-"), ("4010", ""), ("6010", ""))
    ]  # fmt: skip


def _budget(year: str) -> list[Row]:
    rows: list[Row] = []
    for n, unit in enumerate(UNITS, start=1):
        for label, amount in (("Externa intäkter", n), ("Personalkostnader", -3 * n)):
            values = [amount * (int(year) - 2000)] * 12
            rows.append((unit, f"Enhet {unit}", label, *values, sum(values)))
    return rows


def _with_tertials(period: str) -> list[Row]:
    tertials = range(1, int(period[4:]) // 4 + 1)
    return [
        (code, f"Mått {code}", "KTN", f"{period[:4]} T{t}", f"{period[:4]}-{4 * t - 3:02}-01", "tertial", gender, int(period[4:]) + n + t + (gender == "K"), None, 40, *[None] * 5)
        for n, code in enumerate(("KTN-1", "KTN-2")) for t in tertials for gender in "TKM"
    ]  # fmt: skip


def _vouchers(period: str) -> list[Row]:
    return [(period, account, unit, amount) for _, account, unit, *_, amount in _ledger(period)]


def _voucher(row: Row) -> str:
    if len(row) == 1:
        return str(row[0])
    period, account, unit, amount = row
    kronor = str(amount).replace(",", ".")
    return f'#VER A {unit}{account} {period}03 "x"\n{{\n#TRANS {account} {{1 "{unit}"}} {kronor}\n}}'


def _year_so_far(year: str) -> list[tuple[str, int]]:
    return [(f"{year}-{m:02}", m) for m in range(1, 13 if year != "2024" else 5)]


KINDS = {
    "ledger": Kind(
        lambda p: f"huvudbok_KTN_{p}.csv",
        (("Period", "Konto", "Ansvar", "Verksamhet", "Projekt", "Motpart", "Verifikat", "Verifikatdatum", "Text", "Belopp"),),
        _ledger, part=2, kind_of_row=(1, "4010"), encoding="cp1252",
    ),
    "forecast": Kind(
        lambda p: f"prognos_KTN_{p}.csv",
        (("Ansvar", "Kostnadsslag", "Prognosmånad", "År", "Prognos helår (tkr)"),),
        lambda p: [(u, c, f"{p[:4]}-{p[4:]}", p[:4], f"-{int(u) - 31000 + int(p[4:])},0") for u in UNITS for c in ("PERSONNEL", "OTHER_EXT")],
        kind_of_row=(1, "PERSONNEL"),
    ),
    "personnel": Kind(
        lambda p: f"personal_{p}.csv",
        (("Ansvar", "Månad", "Årsarbetare", "Inhyrda årsarbetare", "Sjuktimmar", "Arbetade timmar"),),
        lambda p: [(u, f"{p[:4]}-{p[4:]}", f"{int(p[4:])},5", "1,0", "5,0", "90,0") for u in UNITS],
    ),
    "activity": Kind(
        lambda y: f"verksamhet_{y}.csv",
        (("Område", "Månad", "Verksamhetsmått", "Volym"),),
        lambda y: [(f"KTN_{u}", m, a, int(y) + n) for m, n in _year_so_far(y) for u in UNITS for a in ("TRIPS", "VISITS")],
        history=("2022", "2023"), now="2024", later="2025", month=(1, "2024-02"), kind_of_row=(2, "TRIPS"),
    ),
    "tax_grant": Kind(
        lambda y: f"skatt_bidrag_{y}.csv",
        (("Månad", "Post", "Belopp (kr)"),),
        lambda y: [(m, i, f"{int(y) * 1000 + n},00") for m, n in _year_so_far(y) for i in ("TAX", "GENERAL_GRANT", "FIN_REV", "FIN_COST")],
        history=("2022", "2023"), now="2024", later="2025", part=1, month=(0, "2024-02"), kind_of_row=(1, "TAX"),
    ),
    "frame": Kind(
        lambda y: f"ramar_{y}_adopted.csv",
        (("Nämnd", "Områdeskod", "Område", "Del", "Nettobudgetram (tkr)", "Varav omdisponering (tkr)"),),
        lambda y: [("KTN", f"KTN_{u}", "x", d, int(y) * n, "") for n, u in enumerate(UNITS, start=1) for d in ("Tjänstemannabudget", "Förtroendemannabudget")],
        history=("2022", "2023"), now="2024", later="2025", part=1, kind_of_row=(3, "Förtroendemannabudget"),
        total=("Totalt", "", "", "", 2024 * 20, ""), version="rev1",
    ),
    "budget": Kind(
        lambda y: f"budget_KTN_{y}_adopted.xlsx",
        (("Belopp i tkr",), (), ("Ansvar", "Benämning", "Kostnadsslag", "Budget, tkr"), (None, None, None, *MONTHS, "Helår")),
        _budget, history=("2022", "2023"), now="2024", later="2025", kind_of_row=(2, "Personalkostnader"),
        total=("Totalt", None, None, *[24 * -20] * 12, 12 * 24 * -20), version="rev1",
    ),
    "indicator": Kind(
        lambda p: f"nyckeltal_KTN_{p}.xlsx",
        (("Nyckeltalskod", "Nyckeltal", "Organisation", "Period", "Periodstart", "Periodtyp", "Kön", "Utfall", "Enhet", "Antal personer", "Status", "Trend", "Förklaring", "Prognos helår", "Förslag till åtgärd"),),
        _with_tertials, sheet="Nyckeltal", history=("202304", "202308"), now="202312", later="202404", month=(3, "2023 T2"), kind_of_row=(6, "M"),
    ),
    "followup": Kind(
        lambda p: f"atgardsuppfoljning_{p}.xlsx",
        (("Åtgärdskod", "Månad", "Genomförd effekt (tkr)", "Verifierad effekt (tkr)", "Kommentar"),),
        lambda p: [(m, f"{p[:4]}-{p[4:]}", 10.5 + n + int(p[4:]), 5 + n + int(p[4:]), None) for n, m in enumerate(MEASURES)],
        total=("Totalt", None, 4 * 14.5 + 6, 4 * 9 + 6, None), sheet="Uppföljning",
    ),
    "po_rate": Kind(
        lambda v: f"po_satser{v}.csv", (("År", "Del", "Sats (%)"),),
        lambda v: [(y, d, f"{n}1,40") for y in range(2022, 2025 if v else 2024) for n, d in enumerate(("avgifter", "pension", "försäkring"))],
        history=("",), now="_v2", part=0, kind_of_row=(1, "pension"), version="_v3", later=None,
    ),
    "measure_status": Kind(
        lambda v: f"atgardsstatus{v}.csv", (("Åtgärdskod", "Status", "Datum", "Kommentar"),),
        lambda v: [(m, s, d, "") for m in MEASURES for s, d in (("idé", "2022-01-01"), ("beslutad", "2022-12-01"))],
        history=(), now="", kind_of_row=(1, "beslutad"), version="_v2", later=None,
    ),
    "confirmation": Kind(
        lambda v: f"bekraftade_utfall{v}.csv",
        (("Nyckeltalskod", "Organisation", "Periodstart", "Periodtyp", "Kön", "Utfall", "Bekräftat av", "Skäl"),),
        lambda v: [(f"KTN-{n}", "KTN", "2023-01-01", "tertial", g, f"{n},5", "Controller", "Mäts så") for n in (1, 2) for g in "TKM"],
        history=(), now="", kind_of_row=(4, "M"), version="_v2", later=None,
    ),
    "sie": Kind(
        lambda p: f"sie_KTN_{p}.se", (("#FLAGGA 0",), ("#SIETYP 4",)), _vouchers, part=2, kind_of_row=(1, "4010"),
        encoding="cp437", line=_voucher,
    ),
    "units": Kind(
        lambda v: f"enhetsregister{v}.csv",
        (("Ansvar", "Benämning", "Avdelningskod", "Avdelning", "Områdeskod", "Område", "Nämnd", "Giltig från", "Giltig till"),),
        lambda v: [(u, f"Enhet {u}", "A1", "Trafik", f"KTN_{u}", f"Linjer {u}", "KTN", "1900-01-01", "9999-12-31") for u in UNITS],
        history=(), now="", later=None,
    ),
    "accounts": Kind(
        lambda v: f"kontoplan{v}.csv", (("Konto", "Benämning", "Kostnadsslag", "Giltig från", "Giltig till"),),
        lambda v: [(a, a, c, "", "9999-12-31") for a, c in (("3010", "EXT_REV"), ("4010", "PERSONNEL"), ("4011", "PERSONNEL"), ("6010", "OTHER_EXT"))],
        history=(), now="", later=None, kind_of_row=(2, "PERSONNEL"),
    ),
    "mapping": Kind(
        lambda v: f"enhetsmappning{v}.csv",
        (("Från ansvar", "Till ansvar", "Andel (%)", "Gäller från", "Diarienummer"),),
        lambda v: [(UNITS[0], u, p, "2024-01-01", "D 1") for u, p in ((UNITS[1], "60"), (UNITS[2], "40"))],
        history=(), now="", later=None, part=1,
    ),
    "investment": Kind(
        lambda d: f"investeringar_{d}.xlsx",
        (("Område/Avdelning/Enhet", "Benämning/objekt", "Ny- eller reinvestering", "Belopp, tkr", "Källrad"),),
        lambda d: [(f"Enhet {n}", f"Objekt {n}", "Nyinvestering", 100 * n + int(d[-1]), n) for n in range(1, 5)],
        history=("plan-2023",), now="plan-2024", later="plan-2025", total=("Summa", None, None, 1016, None), version="", sheet="Investeringar",
    ),
    "published": Kind(
        lambda v: f"publicerade_siffror_sida{v}.csv",
        (("siffernummer", "sida", "adress", "publicerad", "organ", "från", "till", "periodslag", "storhet", "jämfört med", "värdeslag", "som tryckt", "värde", "enhet", "teckenregel", "säker", "anmärkning", "precision", "talform", "datumgrund", "källslag"),),
        lambda v: [(f"P{n}", "Sida", "https://example.org", "2024-05-01", "KTN", "2024-01-01", "2024-03-31", "ytd", "result", "none", "level", f"{n},5 mkr", f"{n}.5", "mkr", "plus", "true", "", "0.1", "comma_decimal", "", "own") for n in range(1, 5)],
        history=(), now="", later=None, part=0,
    ),
    "transfer": Kind(
        lambda v: f"omdisponeringar{v}.csv",
        (("Diarienummer", "År", "Från månad", "Givande nämnd", "Mottagande nämnd", "Belopp (tkr)", "Orsak"),),
        lambda v: [(f"D{n}", 2024, "2024-01", "RS", "KTN", f"{n},0", "x") for n in range(1, 5)],
        history=(), now="", version="_v2", later=None,
    ),
}  # fmt: skip


def _write(folder: Path, kind: Kind, name: str, rows: Iterable[Row], day: str) -> Path:
    path = folder / name
    lines = [*kind.head, *rows]
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.active.title = kind.sheet
        for line in lines:
            book.active.append(list(line))
        book.save(path)
    else:
        text = "\n".join(map(kind.line, lines)) + "\n"
        path.write_text(text, encoding=kind.encoding)
    _origin(path, day)
    return path


def _origin(path: Path, day: str) -> None:
    about = f"title: Prov\nproducer: Prov\ndated: {day}\nreceived_on: {day}\nstatus: adopted\n"
    Path(f"{path}.origin.yaml").write_text(about, encoding="utf-8")


def _again(kind: Kind) -> str:
    """The name of a newer version of the good file."""
    name = kind.name(kind.now)
    if kind.version == "rev1":
        return name.replace("adopted", "rev1")
    stem, dot = name.rsplit(".", 1)
    return f"{stem.removesuffix(kind.now if kind.now.startswith('_') else '')}{kind.version}.{dot}"


@cache
def _contracts() -> dict[str, Contract]:
    return dict(read_contracts(ROOT / "contracts"))


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """A kind's lake with the registers, with the files before as well, or with the good file as well."""
    made: dict[tuple[str, str], Path] = {}

    def _lake(code: str, known: str) -> Path:
        if (code, known) not in made:
            folder, kind = tmp_path_factory.mktemp(f"{code}-{known}"), KINDS[code]
            paths = []
            for name, lines in REGISTERS.items():
                if name == kind.name(kind.now):
                    continue
                paths.append(folder / name)
                paths[-1].write_text("\n".join(lines) + "\n", encoding="utf-8")
                _origin(paths[-1], "2021-12-01")
            periods = {"registers": (), "history": kind.history, "good": (*kind.history, kind.now)}[known]
            for number, period in enumerate(periods):
                rows = kind.rows(period) + ([kind.total] if kind.total and period == kind.now else [])
                paths.append(_write(folder, kind, kind.name(period), rows, f"2024-05-0{number + 1}"))
            outcomes = load_files(paths, Lake(folder / "lake"), _contracts())
            assert {o.status for o in outcomes} == {"loaded"}, [
                (o.path.name, o.error, o.record and o.record.controls) for o in outcomes
            ]
            made[code, known] = folder / "lake"
        return made[code, known]

    return _lake


def _damaged(kind: Kind, damage: str) -> tuple[str, str, list[Row]] | None:
    """What is known before, the damaged file's name and its rows; None where the kind has no such damage."""
    rows = kind.rows(kind.now)
    total = [kind.total] if kind.total else []
    one, last = rows[0][kind.part], rows[-1][kind.part]
    name = kind.name(kind.now)
    match damage:
        case "one part":
            return "good", _again(kind), [r for r in rows if r[kind.part] == one]
        case "without a month" if kind.month:
            return "good", _again(kind), [r for r in rows if r[kind.month[0]] != kind.month[1]] + total
        case "without a kind of rows" if kind.kind_of_row:
            return "good", _again(kind), [r for r in rows if r[kind.kind_of_row[0]] != kind.kind_of_row[1]] + total
        case "revision of nothing":
            return "good", _again(kind), []
        case "cut" if kind.history:
            return "history", name, rows[: len(rows) // 2]
        case "first, cut":
            return "registers", name, rows[: len(rows) // 2]
        case "first, without a part":
            return "registers", name, [r for r in rows if r[kind.part] != last] + total
        case "first of nothing":
            return "registers", name, []
        case "copy under a later period" if kind.later:
            return "good", kind.name(kind.later), rows + total
    return None


# What is told of each damage: `!` blocks the file, `*` is a note and no question, the rest are warnings.
TOLD = {
    "ledger": {
        "one part": "blocked usual_rows! coverage.whole!",
        "without a kind of rows": "loaded usual_rows",
        "revision of nothing": "blocked usual_rows! not_empty! coverage.whole!",
        "cut": "loaded usual_rows expected_parts.register",
        "first, cut": "loaded expected_parts.register",
        "first, without a part": "loaded expected_parts.register",
        "first of nothing": "blocked not_empty! expected_parts.register",
        "copy under a later period": "blocked same_content.bytes period_in_file! voucher_outside_period",
    },
    "forecast": {
        "one part": "loaded coverage.covered*",
        "without a kind of rows": "blocked usual_rows coverage.ambiguous!",
        "revision of nothing": "blocked not_empty! coverage.covered*",
        "cut": "loaded usual_rows expected_parts.register",
        "first, cut": "loaded expected_parts.register",
        "first, without a part": "loaded expected_parts.register",
        "first of nothing": "blocked not_empty! expected_parts.register",
        "copy under a later period": "blocked period_in_file! same_content.bytes!",
    },
    "personnel": {
        "one part": "loaded coverage.covered*",
        "revision of nothing": "blocked not_empty! coverage.covered*",
        "cut": "loaded usual_rows expected_parts.register",
        "first, cut": "loaded expected_parts.register",
        "first, without a part": "loaded expected_parts.register",
        "first of nothing": "blocked expected_parts.register not_empty!",
        "copy under a later period": "blocked period_in_file! same_content.bytes",
    },
    "activity": {
        "one part": "blocked row_count usual_rows! coverage.whole!",
        "without a month": "loaded period_complete",
        "without a kind of rows": "blocked usual_rows coverage.whole!",
        "revision of nothing": "blocked not_empty! row_count usual_rows! coverage.whole!",
        "cut": "loaded period_complete",
        "first, cut": "loaded period_complete",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
        "copy under a later period": "blocked period_in_file! same_content.bytes",
    },
    "tax_grant": {
        "one part": "blocked usual_rows! coverage.whole!",
        "without a month": "loaded period_complete coverage.whole",
        "without a kind of rows": "loaded usual_rows coverage.whole",
        "revision of nothing": "blocked not_empty! usual_rows! coverage.whole!",
        "cut": "loaded period_complete",
        "first, cut": "loaded period_complete",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
        "copy under a later period": "blocked period_in_file! same_content.bytes",
    },
    "frame": {
        "one part": "blocked total_row* usual_rows! coverage.ambiguous!",
        "without a kind of rows": "blocked stated_total usual_rows coverage.ambiguous!",
        "revision of nothing": "blocked not_empty! total_row* coverage.covered*",
        "cut": "loaded total_row usual_rows",
        "first, cut": "loaded total_row",
        "first, without a part": "loaded stated_total",
        "first of nothing": "blocked not_empty! total_row",
        "copy under a later period": "loaded same_content.bytes",
    },
    "budget": {
        "one part": "loaded total_row* coverage.covered*",
        "without a kind of rows": "blocked stated_total usual_rows coverage.ambiguous!",
        "revision of nothing": "blocked not_empty! total_row* period_complete coverage.covered*",
        "cut": "loaded usual_rows total_row expected_parts.register",
        "first, cut": "loaded total_row expected_parts.register",
        "first, without a part": "loaded stated_total expected_parts.register",
        "first of nothing": "blocked not_empty! total_row period_complete expected_parts.register",
        "copy under a later period": "loaded same_content.rows",
    },
    "indicator": {
        "one part": "loaded coverage.covered*",
        "without a month": "blocked coverage.ambiguous!",
        "without a kind of rows": "blocked usual_rows coverage.ambiguous!",
        "revision of nothing": "blocked not_empty! coverage.covered*",
        "cut": "loaded usual_rows",
        "first, cut": "loaded",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
        "copy under a later period": "loaded same_content.rows",
    },
    "followup": {
        "one part": "loaded total_row* coverage.covered*",
        "revision of nothing": "blocked not_empty! total_row* coverage.covered*",
        "cut": "loaded total_row usual_rows",
        "first, cut": "loaded total_row",
        "first, without a part": "loaded stated_total stated_total",
        "first of nothing": "blocked not_empty! total_row",
        "copy under a later period": "loaded same_content.rows",
    },
    "po_rate": {
        "one part": "loaded register_changed.told",
        "without a kind of rows": "loaded register_changed.told",
        "revision of nothing": "blocked register_changed.told not_empty!",
        "cut": "loaded register_changed.told even_periods",
        "first, cut": "loaded even_periods",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
    },
    "measure_status": {
        "one part": "loaded register_changed.told",
        "without a kind of rows": "loaded register_changed.told",
        "revision of nothing": "blocked not_empty! register_changed.told",
        "first, cut": "loaded",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
    },
    "confirmation": {
        "one part": "loaded register_changed.told",
        "without a kind of rows": "loaded register_changed.told",
        "revision of nothing": "blocked not_empty! register_changed.told",
        "first, cut": "loaded",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
    },
    "sie": {
        "one part": "blocked coverage.whole! usual_rows!",
        "without a kind of rows": "loaded usual_rows",
        "revision of nothing": "blocked coverage.whole! not_empty! usual_rows!",
        "cut": "loaded expected_parts.register usual_rows",
        "first, cut": "loaded expected_parts.register",
        "first, without a part": "loaded expected_parts.register",
        "first of nothing": "blocked expected_parts.register not_empty!",
        "copy under a later period": "blocked period_in_file! same_content.bytes",
    },
    "units": {
        "one part": "blocked register_changed.cut!",
        "revision of nothing": "blocked not_empty! register_changed.cut!",
        "first, cut": "loaded",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
    },
    "accounts": {
        "one part": "blocked register_changed.cut!",
        "without a kind of rows": "blocked register_changed.cut!",
        "revision of nothing": "blocked not_empty! register_changed.cut!",
        "first, cut": "loaded",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
    },
    "mapping": {
        "one part": "blocked register_changed.told* whole_shares!",
        "revision of nothing": "blocked not_empty! register_changed.told",
        "first, cut": "blocked whole_shares!",
        "first, without a part": "blocked whole_shares!",
        "first of nothing": "blocked not_empty!",
    },
    "investment": {
        "one part": "loaded register_changed.told total_row",
        "revision of nothing": "blocked not_empty! register_changed.told total_row",
        "cut": "loaded total_row",
        "first, cut": "loaded total_row",
        "first, without a part": "loaded stated_total",
        "first of nothing": "blocked not_empty! total_row",
        "copy under a later period": "loaded same_content.rows",
    },
    "published": {
        "one part": "loaded register_changed.told",
        "revision of nothing": "blocked not_empty! register_changed.told",
        "first, cut": "loaded",
        "first, without a part": "loaded",
        "first of nothing": "blocked not_empty!",
    },
    "transfer": {
        "one part": "loaded register_changed.told",
        "revision of nothing": "loaded register_changed.told",
        "first, cut": "loaded",
        "first, without a part": "loaded",
        "first of nothing": "loaded",
    },
}
UNKNOWABLE = {
    ("activity", "first, without a part"): "no list says which areas count which volumes",
    (
        "tax_grant",
        "first, without a part",
    ): "an item may be nothing this year; the result says which line has no amount",
    ("indicator", "first, cut"): "a plan's indicator without outcome is shown as not measured",
    ("indicator", "first, without a part"): "a plan's indicator without outcome is shown as not measured",
    ("po_rate", "first, without a part"): "the first publication is the list of its parts",
    ("confirmation", "first, cut"): "an outcome that nobody confirms stands in question, and is told",
    ("confirmation", "first, without a part"): "an outcome that nobody confirms stands in question, and is told",
    ("measure_status", "first, cut"): "a measure without status is shown as such",
    ("measure_status", "first, without a part"): "a measure without status is shown as such",
    ("units", "first, cut"): "the list says itself which units there are; a ledger's that it lacks are told",
    ("units", "first, without a part"): "the list says itself which units there are; a ledger's that it lacks are told",
    ("accounts", "first, cut"): "the list says itself which accounts there are; a ledger's that it lacks are told",
    ("accounts", "first, without a part"): "the list says itself which accounts there are; a ledger's are told",
    ("published", "first, cut"): "a page's figures are gathered by hand, and nothing says how many it has",
    ("published", "first, without a part"): "a page's figures are gathered by hand, and nothing says how many it has",
    ("transfer", "first, cut"): "the list is the only place that decisions stand in",
    ("transfer", "first, without a part"): "the list is the only place that decisions stand in",
    ("transfer", "first of nothing"): "a year may have no transfers",
}
CASES = [(kind, damage) for kind, damages in TOLD.items() for damage in damages]


@pytest.mark.parametrize("code, damage", CASES)
def test_what_a_damaged_file_says(code: str, damage: str, lakes: Callable[[str, str], Path], tmp_path: Path) -> None:
    case = _damaged(KINDS[code], damage)
    assert case
    known, name, rows = case
    shutil.copytree(lakes(code, known), tmp_path / "lake")
    path = _write(tmp_path, KINDS[code], name, rows, "2024-05-20")
    (outcome,) = load_files([path], Lake(tmp_path / "lake"), _contracts())
    status, *told = TOLD[code][damage].split()
    assert (outcome.status, _told(outcome)) == (status, set(told))
    assert bool(told) != ((code, damage) in UNKNOWABLE), "silence needs a reason"


def test_every_damage_that_a_kind_can_have_is_in_the_matrix() -> None:
    damages = {damage for of_kind in TOLD.values() for damage in of_kind}
    assert set(CASES) == {(code, d) for code, kind in KINDS.items() for d in damages if _damaged(kind, d)}


def _told(outcome: LoadOutcome) -> set[str]:
    """The controls that say something, each with its mode and how much it weighs."""
    assert outcome.record, outcome.error
    marks = {("noted", "warn"): "*", ("noted", "block"): "*", ("failed", "block"): "!", ("failed", "warn"): ""}
    said = [c for c in outcome.record.controls if c["state"] in ("failed", "noted")]
    return {
        ".".join(filter(None, (c["check"], c["places"].get("mode")))) + marks[c["state"], c["severity"]] for c in said
    }


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("day, said", [("2021-12-31", "older!"), ("2024-05-03", "tied"), ("2204-05-06", "future")])
def test_a_day_that_contradicts_the_order_is_told_of_every_kind(
    code: str, day: str, said: str, lakes: Callable[[str, str], Path], tmp_path: Path
) -> None:
    kind = KINDS[code]
    good_day = f"2024-05-0{len(kind.history) + 1}"
    shutil.copytree(lakes(code, "good"), tmp_path / "lake")
    rows = kind.rows(kind.now) + ([kind.total] if kind.total else [])
    path = _write(tmp_path, kind, kind.name(kind.now), rows, good_day if said == "tied" else day)
    if said == "tied":  # the same name and day, other bytes
        _origin(path, good_day)
        about = Path(f"{path}.origin.yaml")
        about.write_text(about.read_text(encoding="utf-8").replace("Prov", "Prov igen"), encoding="utf-8")
    (outcome,) = load_files([path], Lake(tmp_path / "lake"), _contracts())
    if said == "future":
        assert outcome.error and outcome.error.code == "error.received_in_future"
    else:
        assert f"version_order.{said}" in _told(outcome)


def test_a_month_to_come_is_told_of_a_file_of_months(lakes: Callable[[str, str], Path], tmp_path: Path) -> None:
    kind = KINDS["tax_grant"]
    path = _write(tmp_path, kind, "skatt_bidrag_2024.csv", kind.rows("2024"), "2024-03-15")
    shutil.copytree(lakes("tax_grant", "history"), tmp_path / "lake")
    (outcome,) = load_files([path], Lake(tmp_path / "lake"), _contracts())
    assert "received_in_period" in _told(outcome)


def test_an_indicator_code_that_is_given_another_meaning_is_told(
    lakes: Callable[[str, str], Path], tmp_path: Path
) -> None:
    kind = KINDS["indicator"]
    rows = [(r[0], "Andel nöjda resenärer" if r[0] == "KTN-1" else r[1], *r[2:]) for r in kind.rows("202404")]
    path = _write(tmp_path, kind, "nyckeltal_KTN_202404.xlsx", rows, "2024-05-20")
    shutil.copytree(lakes("indicator", "good"), tmp_path / "lake")
    (outcome,) = load_files([path], Lake(tmp_path / "lake"), _contracts())
    (renamed,) = [c for c in outcome.record.controls if c["check"] == "renamed"] if outcome.record else []
    assert renamed["found"] == "KTN-1 Mått KTN-1 → Andel nöjda resenärer"


@pytest.mark.parametrize(
    ("name", "periods", "told"),
    [
        ("huvudbok_KTN_202313.csv", ("202313",), "loaded"),
        ("huvudbok_KTN_202313.csv", ("202313", "202312"), "blocked period_in_file!"),
        (
            "huvudbok_KTN_202405.csv",
            ("202405", "202413"),
            "blocked period_in_file! usual_rows! expected_parts.register voucher_outside_period",
        ),
    ],
)
def test_a_year_s_closing_is_a_file_of_its_own(
    lakes: Callable[[str, str], Path], tmp_path: Path, name: str, periods: tuple[str, ...], told: str
) -> None:
    """It is of a few units, and held to no month."""
    shutil.copytree(lakes("ledger", "good"), tmp_path / "lake")
    kind = KINDS["ledger"]
    rows = [(p, *_ledger("202312")[0][1:]) for p in periods]
    (outcome,) = load_files([_write(tmp_path, kind, name, rows, "2024-05-20")], Lake(tmp_path / "lake"), _contracts())
    status, *checks = told.split()
    assert (outcome.status, _told(outcome)) == (status, set(checks))


@pytest.mark.parametrize(
    ("unit", "persons", "told"), [("%", None, "persons_counted*"), ("%", 40, ""), ("antal anställda", None, "")]
)
def test_shares_of_women_and_men_without_their_number_are_told(
    tmp_path: Path, unit: str, persons: int | None, told: str
) -> None:
    rows = [(*row[:8], unit, persons, *row[10:]) for row in _with_tertials("202304")]
    path = _write(tmp_path, KINDS["indicator"], "nyckeltal_KTN_202304.xlsx", rows, "2023-06-01")
    (outcome,) = load_files([path], Lake(tmp_path / "lake"), _contracts())
    assert (outcome.status, _told(outcome)) == ("loaded", set(told.split()))


@pytest.mark.parametrize(
    ("name", "period"),
    [
        ("huvudbok_KTN_202314.csv", "202314"),
        ("huvudbok_KTN_202300.csv", "202300"),
        ("personal_202413.csv", "202413"),
        ("prognos_KTN_202413.csv", "202413"),
        ("nyckeltal_KTN_202413.xlsx", "202413"),
        ("atgardsuppfoljning_202413.xlsx", "202413"),
    ],
)
def test_a_name_that_says_no_month_is_refused_by_it(tmp_path: Path, name: str, period: str) -> None:
    """Period 13 is a month of the ledger alone; of no other kind may it slip past what it would be compared with."""
    (tmp_path / name).write_bytes(b"x")
    _origin(tmp_path / name, "2024-05-20")
    (outcome,) = load_files([tmp_path / name], Lake(tmp_path / "lake"), _contracts())
    assert outcome.status == "refused"
    assert outcome.error is not None
    assert (outcome.error.code, outcome.error.places["found"]) == ("error.no_such_period", period)


def test_the_manual_s_headings_of_a_confirmation_are_those_that_are_read() -> None:
    page = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
    (head,) = KINDS["confirmation"].head
    assert ";".join(map(str, head)) in page.splitlines()
