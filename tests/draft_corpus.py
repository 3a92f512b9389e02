"""Tables in the manner of public ledgers and budgets, each with its right answer, for judging drafted contracts.

Every table is made here (no file of anybody's), with a seed; `make_cases` gives the same ones for the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlwt
from openpyxl import Workbook

Cells = Sequence[Any]
BOARDS = ("RS", "HSN", "RUN", "KTN", "Vårdval", "Ekonomi", "Personal", "IT-service", "Folktandvård", "Ambulans")
DISTRICTS = ("Nord", "Süd", "Ost", "West", "Mitte", "Altstadt", "Neustadt")
SERVICES = ("Housing", "Adult social care", "Libraries", "Highways", "Parks", "Planning")
HEBREW = ("חינוך", "רווחה", "תרבות", "תברואה", "הנדסה", "ביטחון")


@dataclass(frozen=True)
class Case:
    """A file and what a right draft loads of it.

    `sums`: for each heading of money (or of the value of a cross-table: "*") the sum of its plain data.
    `unit`: what the drafted unit is; "?" a question, and `answer` what is said to it.
    `refused`: the file is rightly refused.
    """

    name: str
    path: Path
    rows: int = 0
    sums: dict[str, Decimal] = field(default_factory=dict)
    unit: str | None = None
    texts: tuple[str, ...] = ()  # headings that are no money
    refused: bool = False
    decimal: str = ","
    answer: str = "kr"


class Writer:
    """Makes cases in a folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.random = folder, random.Random(seed)

    def amounts(self, count: int, *, low: int = 1_000, high: int = 900_000) -> list[int]:
        return [self.random.randint(low, high) for _ in range(count)]

    def text(self, name: str, rows: Sequence[Cells], *, delimiter: str = ";", encoding: str = "utf-8",
             suffix: str = "csv", end: str = "\n") -> Path:  # fmt: skip
        path = self.folder / f"{name}.{suffix}"
        lines = [delimiter.join("" if c is None else str(c) for c in row) for row in rows]
        path.write_bytes((end.join(lines) + (end if lines else "")).encode(encoding))
        return path

    def book(self, name: str, sheets: dict[str, Sequence[Cells]], *, suffix: str = "xlsx") -> Path:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        path = self.folder / f"{name}.{suffix}"
        book.save(path)
        return path


def grouped(value: int, mark: str) -> str:
    """1234567 → 1.234.567 with the mark given."""
    return f"{value:,}".replace(",", mark)


def make_cases(folder: Path, seed: int = 1) -> Iterator[Case]:
    """Every case of a seed, its file written to the folder."""
    w = Writer(folder, seed)
    for make in (
        _swedish,
        _words,
        _sums,
        _levels,
        _german,
        _british,
        _hebrew,
        _shapes,
        _pages,
        _labels,
        _sheets,
        _periods,
        _programs,
        _contents,
    ):
        yield from make(w)


def _table(w: Writer, labels: Sequence[str], columns: int = 2) -> tuple[list[list[Any]], list[int]]:
    rows = [[label, *w.amounts(columns)] for label in labels]
    return rows, [sum(r[i + 1] for r in rows) for i in range(columns)]


def _swedish(w: Writer) -> Iterator[Case]:
    rows, sums = _table(w, BOARDS, 3)
    head = ["Nämnd", "Budget tkr", "Utfall tkr", "Prognos tkr"]
    expected = dict(zip(head[1:], map(Decimal, sums), strict=True))
    yield Case("money by its own heading", w.text("namnd_2024", [head, *rows]), 10, expected, "header", ("Nämnd",))
    rows = [[b, 1998 + i] for i, b in enumerate(BOARDS)]
    total = Decimal(sum(r[1] for r in rows))
    yield Case("amounts like years", w.text("ar_tal", [["Nämnd", "Mkr"], *rows]), 10, {"Mkr": total}, "header")
    rows = [[4010 + i, f"{a},50", "", "", ""] for i, a in enumerate(w.amounts(8))]
    total = sum((Decimal(r[1].replace(",", ".")) for r in rows), Decimal(0))
    path = w.text("glesa", [["konto", "belopp", "not1", "not2", "not3"], *rows])
    yield Case("sparse notes", path, 8, {"belopp": total}, "?", ("konto", "not1"))
    rows, sums = _table(w, BOARDS)
    path = w.text("rams", [["Bil (RAMS)", "Antal (RAMS)", "Kostnad (kr)"], *rows])
    yield Case("words inside words", path, 10, {"Kostnad (kr)": Decimal(sums[1])}, "header", ("Antal (RAMS)",))
    rows = [[b, f"{a} kr"] for b, a in zip(BOARDS, w.amounts(10), strict=True)]
    total = Decimal(sum(int(r[1].split()[0]) for r in rows))
    yield Case("unit in cells", w.text("kr", [["Enhet", "Ersättning"], *rows]), 10, {"Ersättning": total}, "cell")
    rows, sums = _table(w, BOARDS)
    path = w.text("cp", [["Enhet", "Budget (mkr)", "Utfall (mkr)"], *rows], encoding="cp1252", end="\r\n")
    expected = {"Budget (mkr)": Decimal(sums[0]), "Utfall (mkr)": Decimal(sums[1])}
    yield Case("cp1252", path, 10, expected, "header")
    path = w.text("tal", [["Belopp i 1000-tal kronor", ""], ["Enhet", "Budget"], *[r[:2] for r in rows]])
    yield Case("thousands of a currency", path, 10, {"Budget": Decimal(sums[0])}, "?")


def _words(w: Writer) -> Iterator[Case]:
    rows = [[101 + 7 * i % 40, f"Zweck {i}", a] for i, a in enumerate(w.amounts(10))]
    expected = {"Utfall tkr": Decimal(sum(r[2] for r in rows))}
    path = w.text("rad", [["Rad", "Text", "Utfall tkr"], *rows])
    yield Case("a unit of another column", path, 10, expected, "header", ("Rad",))
    path = w.text("titel", [["Titel", "Zweck", "Soll (T€)"], *rows])
    yield Case("titles beside thousands", path, 10, {"Soll (T€)": expected["Utfall tkr"]}, "header", ("Titel",))
    amounts = [999, *w.amounts(9)]
    head = ["Enhet", "Kostnad per projekt", "Verksamhetens intäkter"]
    path = w.text("ord", [head, *[[b, a, a] for b, a in zip(BOARDS, amounts, strict=True)]])
    yield Case("money of a project", path, 10, dict.fromkeys(head[1:], Decimal(sum(amounts))), "?", ("Enhet",))
    coded = [[10_001 + i if i % 5 else f"K11-0{i}0", a] for i, a in enumerate(w.amounts(40))]
    path = w.text("kostenart", [["Art", "Kostnad kr"], *coded])
    yield Case("codes of two forms", path, 40, {"Kostnad kr": Decimal(sum(r[1] for r in coded))}, "header", ("Art",))
    years = [[b, *w.amounts(2)] for b in BOARDS]
    path = w.text("fiscal", [["Department", "FY2023 Actual", "FY2024 Adopted"], *years], delimiter=",")
    yield Case("years between words", path, 20, {"*": Decimal(sum(r[1] + r[2] for r in years))}, "?", decimal=".")


def _sums(w: Writer) -> Iterator[Case]:
    words = ("Summa", "Totalsumma", "Samtliga", "Hela regionen", "Regionen totalt", "Slutsumma", "Nettosumma", "Totalt",
             "Grand Total", "Gesamt", "Summe", "Region Norr", "", "Netto nämnderna", "S:a")  # fmt: skip
    for place, word in enumerate(words):
        rows, sums = _table(w, BOARDS[: 4 + place % 6])
        path = w.text(f"summa_{place}", [["Nämnd", "Budget tkr", "Utfall tkr"], *rows, [word, *sums]])
        expected = {"Budget tkr": Decimal(sums[0]), "Utfall tkr": Decimal(sums[1])}
        yield Case(f"total called {word!r}", path, len(rows), expected, "header")
    first, second = _table(w, BOARDS[:4]), _table(w, BOARDS[4:9])
    both = [a + b for a, b in zip(first[1], second[1], strict=True)]
    rows = [["Nämnd", "Budget tkr", "Utfall tkr"], *first[0], ["Politik", *first[1]], *second[0], ["Vård", *second[1]],
            ["Regionen", *both]]  # fmt: skip
    expected = {"Budget tkr": Decimal(both[0]), "Utfall tkr": Decimal(both[1])}
    yield Case("sums of groups by other names", w.text("grupper", rows), 9, expected, "header")
    rows = [["Rad", "Utfall kr"], ["Vård", first[1][0]], *[r[:2] for r in first[0]], ["Övrigt", second[1][0]],
            *[r[:2] for r in second[0]], ["Totalsumma", both[0]]]  # fmt: skip
    yield Case("a pivot with sums first", w.text("pivot", rows), 9, {"Utfall kr": Decimal(both[0])}, "header")
    rows = [["Nämnd", "Utfall kr"], ["Alla nämnder", first[1][0]], *[r[:2] for r in first[0]]]
    yield Case("the total first", w.text("forst", rows), 4, {"Utfall kr": Decimal(first[1][0])}, "header")


def _levels(w: Writer) -> Iterator[Case]:
    for name, last in (("levels", None), ("levels and total", "Totalt")):
        rows: list[list[Any]] = [["Konto", "Benämning", "Utfall kr"]]
        whole, leaves = 0, 0
        for one in (3, 4, 5):
            deep: list[list[Any]] = []
            top = 0
            for two in (1, 2):
                parts = w.amounts(3)
                deep.append([f"{one}{two}", "Grupp", sum(parts)])
                deep += [[f"{one}{two}{k}", "Konto", a] for k, a in enumerate(parts)]
                top += sum(parts)
                leaves += 3
            rows += [[str(one), "Klass", top], *deep]
            whole += top
        rows += [[last, "", whole]] if last else []
        path = w.text(name.replace(" ", "_"), rows)
        yield Case(f"codes in {name}", path, leaves, {"Utfall kr": Decimal(whole)}, "header", ("Konto",))


def _german(w: Writer) -> Iterator[Case]:
    rows, sums = _table(w, DISTRICTS)
    shown = [[r[0], *(grouped(a, ".") + ",00" for a in r[1:])] for r in rows]
    last = ["Gesamt", *(grouped(s, ".") + ",00" for s in sums)]
    path = w.text("haushalt_2023", [["Bezirk", "Ansatz 2023 EUR", "Ist EUR"], *shown, last])
    expected = {"Ansatz 2023 EUR": Decimal(sums[0]), "Ist EUR": Decimal(sums[1])}
    yield Case("german points", path, 7, expected, "header")
    path = w.text("tsd", [["Angaben in Tsd. EUR", "", ""], ["Bezirk", "Ansatz", "Ist"], *rows, ["Summe", *sums]])
    yield Case("Tsd. EUR above", path, 7, {"Ansatz": Decimal(sums[0]), "Ist": Decimal(sums[1])}, "header")
    shown = [[r[0], f"{grouped(r[1], '.')} €"] for r in rows]
    path = w.text("euro", [["Bezirk", "Betrag"], *shown, ["Insgesamt", f"{grouped(sums[0], '.')} €"]])
    yield Case("euro behind", path, 7, {"Betrag": Decimal(sums[0])}, "cell")


def _british(w: Writer) -> Iterator[Case]:
    rows, sums = _table(w, SERVICES)
    shown = [[r[0], f'"£{grouped(r[1], ",")}"', f'"({grouped(r[2], ",")})"'] for r in rows]
    last = ["Grand Total", f'"£{grouped(sums[0], ",")}"', f'"({grouped(sums[1], ",")})"']
    path = w.text("council_2024", [["Service", "Budget", "Variance £"], *shown, last], delimiter=",")
    expected = {"Budget": Decimal(sums[0]), "Variance £": Decimal(-sums[1])}
    yield Case("pounds and parentheses", path, 6, expected, None, decimal=".")
    path = w.text("thousands", [["Service", "Budget £000", "Outturn £000"], *rows, ["Total", *sums]], delimiter=",")
    expected = {"Budget £000": Decimal(sums[0]), "Outturn £000": Decimal(sums[1])}
    yield Case("pounds in thousands", path, 6, expected, "header")
    path = w.text("in_thousands", [["Department", "Spending ($ thousands)"], *[r[:2] for r in rows]], delimiter=",")
    yield Case("dollars, thousands", path, 6, {"Spending ($ thousands)": Decimal(sums[0])}, None)
    path = w.text("scaled", [["All values in thousands", ""], ["Department", "Amount $"], *[r[:2] for r in rows]],
                  delimiter=",")  # fmt: skip
    yield Case("a scale above a currency", path, 6, {"Amount $": Decimal(sums[0])}, "?", answer="TUSD")
    lone = [[r[0], f"${r[1]}" if i == 0 else r[1]] for i, r in enumerate(rows)]
    path = w.text("first_only", [["Fund", "Expenditure"], *lone, ["Total", f"${sums[0]}"]], delimiter=",")
    yield Case("a currency on the first row", path, 6, {"Expenditure": Decimal(sums[0])}, "USD", decimal=".")


def _hebrew(w: Writer) -> Iterator[Case]:
    rows, sums = _table(w, HEBREW)
    path = w.text("taktziv", [["סעיף", "תקציב ₪", "ביצוע ₪"], *rows, ['סה"כ', *sums]], delimiter=",")
    path.write_text(path.read_text().replace('סה"כ', '"סה""כ"'), encoding="utf-8")
    expected = {"תקציב ₪": Decimal(sums[0]), "ביצוע ₪": Decimal(sums[1])}
    yield Case("hebrew", path, 6, expected, "header")
    path = w.book("taktziv_xlsx", {"גיליון": [["סעיף", "תקציב", "ביצוע"], *rows, ["סך הכל", *sums]]})
    yield Case("hebrew workbook", path, 6, {"תקציב": Decimal(sums[0]), "ביצוע": Decimal(sums[1])}, "?")


def _shapes(w: Writer) -> Iterator[Case]:
    rows, sums = _table(w, BOARDS)
    head = ["Nämnd", "Budget tkr", "Utfall tkr"]
    expected = {"Budget tkr": Decimal(sums[0]), "Utfall tkr": Decimal(sums[1])}
    yield Case("heading twice", w.text("tva_rubriker", [head, head, *rows]), 10, expected, "header")
    path = w.text("komma_blank", [head, *[[f'"{r[0]}, x"', *r[1:]] for r in rows]], delimiter=", ")
    yield Case("comma and blank", path, 10, expected, "header")
    path = w.text("apostrof", [head, *[[f"'{r[0]}; x'", *r[1:]] for r in rows]])
    yield Case("apostrophes as quotes", path, 10, expected, "header")
    path = w.text("ingress", [["Uttag 2024-05-06"], [], head, *rows, [], ["Källa: ekonomisystemet"]])
    yield Case("preamble and source", path, 10, expected, "header")
    marked = [*rows[:4], ["Verksamheter", "", ""], *rows[4:]]
    yield Case("a label alone is a row", w.text("etiketter", [head, *marked]), 11, expected, "header")
    yield Case("labels alone at the end", w.text("sist", [head, *rows, ["Nystart", "", ""]]), 11, expected, "header")
    path = w.text("lika", [["Nämnd", "Utfall tkr", "Utfall tkr"], *rows])
    yield Case("a heading on two columns", path, 10, {"Utfall tkr": Decimal(sums[0])}, "header")
    yield Case("empty file", w.text("tom", []), refused=True)
    yield Case("header alone", w.text("bara_rubrik", [["Nämnd", "Budget", "Utfall"]]), 0)
    odd = [[b, a] for b, a in zip([*BOARDS, *BOARDS, "X"], w.amounts(21), strict=True)]
    odd[20][1] = "se not"
    total = Decimal(sum(a for _, a in odd[:20]))
    yield Case(
        "one odd cell in 21", w.text("udda", [["Enhet", "Utfall tkr"], *odd]), 20, {"Utfall tkr": total}, "header"
    )
    group = [["", "Budget", "", "Utfall", ""], ["Nämnd", "kr", "antal", "kr", "antal"]]
    path = w.text("grupprubrik", [*group, *[[b, *w.amounts(4)] for b in BOARDS]])
    yield Case("groups above columns", path, 10, {}, None, ("Nämnd",))


def _pages(w: Writer) -> Iterator[Case]:
    rows, sums = _table(w, BOARDS)
    head = ["Nämnd", "Budget tkr", "Utfall tkr"]
    expected = {"Budget tkr": Decimal(sums[0]), "Utfall tkr": Decimal(sums[1])}
    pages = [head, *rows[:5], ["Sida 1", "", ""], [], head, *rows[5:], ["Sida 2", "", ""], ["Summa", *sums]]
    yield Case("pages with a header each", w.text("sidor", pages), 10, expected, "header")
    staff = [["Enhet", "Antal anställda"], *[[b, 10 + i] for i, b in enumerate(BOARDS)]]
    path = w.text("under_varandra", [head, *rows, *staff])
    yield Case("a narrower table below", path, 20, expected, "header", ("Antal anställda",))
    wider = [[*head, "Mål"], *[[*r, "ja"] for r in rows]]
    path = w.text("bredare", [head, *rows, *wider])
    yield Case("the same headings and one more", path, 20, expected, "header")
    quoted = [[f'"{h}"' for h in head], *[[f'"Nämnden {r[0]}"', *r[1:]] for r in rows]]
    yield Case("cut at spaces", w.text("blanksteg", quoted, delimiter=" "), 10, expected, "header")
    path = w.text("rubriken_langre", [[*head, ""], *rows])
    yield Case("a header with a delimiter more", path, 10, expected, "header")


def _labels(w: Writer) -> Iterator[Case]:
    rows: list[list[Any]] = []
    whole = 0
    for board in BOARDS[:3]:
        parts = w.amounts(2)
        rows += [*[[board, f"Enhet {i}", a] for i, a in enumerate(parts)], [board, "", sum(parts)]]
        whole += sum(parts)
    path = w.text("tomma", [["Nämnd", "Enhet", "Utfall tkr"], *rows, ["", "", whole]])
    yield Case("sums where a label is empty", path, 6, {"Utfall tkr": Decimal(whole)}, "header")
    table, sums = _table(w, BOARDS)
    head = [["Nämnd", "Budget", "Utfall"], ["", "tkr", "mkr"]]
    expected = {"Budget tkr": Decimal(sums[0]), "Utfall mkr": Decimal(sums[1])}
    yield Case("units in a row of their own", w.text("enhetsrad", [*head, *table]), 10, expected, "header")
    path = w.text("ar_tkr", [["Rad", "2023 tkr", "2024 tkr"], *table, ["Summa", *sums]])
    yield Case("years with a unit as headings", path, 20, {"*": Decimal(sum(sums))}, "header")
    near = [[b, *w.amounts(3, low=1900, high=2090)] for b in BOARDS]
    total = Decimal(sum(sum(r[1:]) for r in near))
    path = w.text("ar_over_ar", [["Nämnd", 2022, 2023, 2024], *near])
    yield Case("years over amounts like years", path, 30, {"*": total}, "?")
    quarters = [f"2024 kv {q}" for q in (1, 2, 3, 4)]
    four = [[b, *w.amounts(4)] for b in BOARDS]
    path = w.text("kv", [["Nämnd", *quarters], *four])
    yield Case("quarters across", path, 40, {"*": Decimal(sum(sum(r[1:]) for r in four))}, "?")
    path = w.text("konto_ar", [["År", "Utfall tkr"], *[[2015 + i, a] for i, a in enumerate(w.amounts(6))]])
    yield Case("years down", path, 6, {}, None, ("År",))
    path = w.text("par", [["Period:", "202404"], ["Enhet:", "RS"], [], ["Konto", "Belopp kr"], [4010, 5], [4020, 6]])
    yield Case("names and values above", path, 2, {"Belopp kr": Decimal(11)}, "header")


def _sheets(w: Writer) -> Iterator[Case]:
    rows, sums = _table(w, BOARDS)
    expected = {"Budget tkr": Decimal(sums[0]), "Utfall tkr": Decimal(sums[1])}
    sheet = [["Nämnd", "Budget tkr", "Utfall tkr"], *rows, ["Totalsumma", *sums]]
    path = w.book("blad", {"Läs mig": [["Texten om filen"]], "Data": sheet})
    yield Case("a sheet of text beside", path, 10, expected, "header")
    other = [["Objekt", "Kostnad mkr"], ["Skanner", 12], ["Ombyggnad", 30]]
    path = w.book("flera", {"Data": [*sheet, [], ["Investeringar"], *other]})
    yield Case("two tables on a sheet", path, 12, expected | {"Kostnad mkr": Decimal(42)}, "header")
    book = xlwt.Workbook()
    page = book.add_sheet("Data")
    for y, row in enumerate(sheet):
        for x, cell in enumerate(row):
            page.write(y, x, cell)
    book.save(str(w.folder / "gammal.xls"))
    yield Case("an old workbook", w.folder / "gammal.xls", 10, expected, "header")


def _periods(w: Writer) -> Iterator[Case]:
    months = [f"{2019 + m // 12}{m % 12 + 1:02d}" for m in range(62)]
    rows = [[b, *w.amounts(62)] for b in BOARDS[:4]]
    total = Decimal(sum(sum(r[1:]) for r in rows))
    path = w.text("manader", [["Nämnd", *months], *rows])
    yield Case("62 months across", path, 248, {"*": total}, "?")
    years = [str(1960 + i) for i in range(62)]
    path = w.text("arsvis", [["Nämnd", *years], *[[*r[:1], "", *r[2:]] for r in rows]])
    yield Case("62 years across", path, 248, {"*": total - sum(r[1] for r in rows)}, "?")
    swedish = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
    rows = [[b, *(parts := w.amounts(12)), sum(parts)] for b in BOARDS[:5]]
    total = Decimal(sum(r[13] for r in rows))
    path = w.text("budget_2024", [["Enhet", *[f"{m} tkr" for m in swedish], "Helår"], *rows])
    path = w.text("budget_2025", [["Budget, tkr"], ["Enhet", *swedish, "Helår"], *rows])
    yield Case("months and the year's sum", path, 60, {"*": total}, "header")
    quarters = [f"{y}0{q}" for y in (2007, 2008, 2009) for q in (1, 2, 3, 4)]
    path = w.text(
        "kvartal", [["Period", "Kostnad kr"], *[[q, a] for q, a in zip(quarters, w.amounts(12), strict=True)]]
    )
    yield Case("quarters like months", path, 12, {}, "header")
    rows = [[b, *w.amounts(3)] for b in BOARDS]
    total = Decimal(sum(sum(r[1:]) for r in rows))
    path = w.book("ramar", {"Ramar": [["Ramar, mkr"], ["Nämnd", 2024, 2025, 2026], *rows]})
    yield Case("years as headings", path, 30, {"*": total}, "header")


def _programs(w: Writer) -> Iterator[Case]:
    exact = [Decimal(a) / 100 for a in w.amounts(9)]
    noisy = [f"{a + Decimal('1e-10')}" for a in exact]
    path = w.text("pandas", [["unit", "amount"], *[[f"u{i}", t] for i, t in enumerate(noisy)]], delimiter=",")
    yield Case("float noise", path, 9, {"amount": sum(exact, Decimal(0))}, "?", decimal=".")
    round_ = ["1e+05", "2e+05", "350000", "125000.5", "99000.25"]
    total = Decimal("874000.75")
    path = w.text("r_export", [["unit", "cost"], *[[f"u{i}", t] for i, t in enumerate(round_)]], delimiter=",")
    yield Case("exponents of R", path, 5, {"cost": total}, "?", decimal=".")
    lost = ["1,23E+05", *map(str, w.amounts(20))]
    path = w.text("excel_e", [["Enhet", "Utfall tkr"], *[[f"e{i}", t] for i, t in enumerate(lost)]])
    yield Case("shortened exponents", path, 20, {"Utfall tkr": Decimal(sum(map(int, lost[1:])))}, "header")


def _contents(w: Writer) -> Iterator[Case]:
    import gzip
    import zipfile

    rows, sums = _table(w, BOARDS)
    sheet = [["Nämnd", "Budget tkr", "Utfall tkr"], *rows]
    expected = {"Budget tkr": Decimal(sums[0]), "Utfall tkr": Decimal(sums[1])}
    path = w.book("bok", {"Data": sheet}, suffix="csv")
    yield Case("a workbook called csv", path, 10, expected, "header")
    path = w.text("text", sheet, suffix="xlsx")
    yield Case("a text called xlsx", path, 10, expected, "header")
    path = w.text("system", sheet, delimiter="\t", encoding="utf-16", suffix="xls")
    yield Case("utf-16 called xls", path, 10, expected, "header")
    plain = w.text("plain", sheet).read_bytes()
    (w.folder / "packad.csv").write_bytes(gzip.compress(plain))
    yield Case("a gzip", w.folder / "packad.csv", refused=True)
    with zipfile.ZipFile(w.folder / "arkiv.csv", "w") as archive:
        archive.writestr("a.csv", plain)
    yield Case("a zip", w.folder / "arkiv.csv", refused=True)
    html = "<html><body><table>" + "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in sheet
    ) + "</table></body></html>"  # fmt: skip
    (w.folder / "webb.xls").write_text(html, encoding="utf-8")
    yield Case("html called xls", w.folder / "webb.xls", refused=True)
