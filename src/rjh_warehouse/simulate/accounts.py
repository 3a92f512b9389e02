"""The chart of accounts and how each account behaves: season, noise, price growth, rows per month."""

from __future__ import annotations

from dataclasses import dataclass

COST_TYPES: dict[str, str] = {
    "EXT_REV": "Externa intäkter",
    "INT_REV": "Interna intäkter",
    "PERSONNEL": "Personalkostnader",
    "HIRED_STAFF": "Inhyrd personal",
    "PHARMA": "Läkemedel",
    "OTHER_EXT": "Övriga externa omkostnader",
    "DEPRECIATION": "Avskrivningar",
    "INT_COST": "Interna kostnader",
}
REVENUE = frozenset({"EXT_REV", "INT_REV"})
PO_ACCOUNT = "4110"
WAGE_ACCOUNTS = ("4010", "4020")
INTERNAL_REVENUE = "3810"
INTERNAL_COST = "8010"


@dataclass(frozen=True)
class Account:
    """One account. `rows` weighs how many postings it has per krona of turnover, 1 as the middle."""

    code: str
    name: str
    cost_type: str
    rows: float
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Behaviour:
    """How a cost type moves: the year's shape (twelve factors of mean 1), noise, yearly growth in per cent."""

    season: tuple[float, ...]
    noise: float
    growth: dict[int, float]


ACCOUNTS: tuple[Account, ...] = (
    Account("3010", "Patientavgifter", "EXT_REV", 2.0, ("Patientavgift besök", "Patientavgift inlagd", "Självkostnad hjälpmedel")),
    Account("3110", "Såld vård och tjänster", "EXT_REV", 1.0, ("Såld vård annan region", "Försäkringskassan ersättning", "Fakturerad tjänst")),
    Account("3210", "Biljettintäkter", "EXT_REV", 3.0, ("Biljetter app", "Periodkort", "Skolkort kommun")),
    Account("3410", "Riktade statsbidrag", "EXT_REV", 0.1, ("Statsbidrag God och nära vård", "Statsbidrag tillgänglighet", "Projektbidrag")),
    Account(INTERNAL_REVENUE, "Interna intäkter", "INT_REV", 0.6, ("Internfaktura",)),
    Account("4010", "Löner", "PERSONNEL", 3.0, ("Månadslön", "Timlön", "OB-tillägg", "Semesterersättning")),
    Account("4020", "Jour, beredskap och övertid", "PERSONNEL", 2.0, ("Jourersättning", "Beredskap", "Övertid enkel", "Övertid kvalificerad")),
    Account(PO_ACCOUNT, "Personalomkostnadspålägg", "PERSONNEL", 1.0, ("PO-pålägg månadslön", "PO-pålägg timlön")),
    Account("4310", "Pensionskostnader", "PERSONNEL", 0.2, ("Pensionsavsättning", "Särskild löneskatt")),
    Account("4410", "Övriga personalkostnader", "PERSONNEL", 1.0, ("Kursavgift", "Företagshälsovård", "Studiemedelsersättning")),
    Account("4610", "Inhyrda läkare", "HIRED_STAFF", 0.8, ("Hyrläkare v", "Hyrläkare jour")),
    Account("4620", "Inhyrda sjuksköterskor", "HIRED_STAFF", 1.0, ("Hyrsjuksköterska dag", "Hyrsjuksköterska natt")),
    Account("5010", "Köpt vård", "OTHER_EXT", 0.5, ("Utomlänsvård", "Köpt specialistvård", "Ersättning privat utförare")),
    Account("5310", "Medicinskt material", "OTHER_EXT", 4.0, ("Sjukvårdsmaterial", "Laboratoriematerial", "Implantat", "Förbrukning å lager")),
    Account("5610", "Läkemedel inom förmånen", "PHARMA", 1.0, ("Läkemedel förmån", "E-hälsomyndigheten avräkning")),
    Account("5620", "Rekvisitionsläkemedel", "PHARMA", 3.0, ("Rekvisition apotek", "Dosförpackade läkemedel")),
    Account("6010", "Lokalkostnader", "OTHER_EXT", 0.6, ("Lokalhyra", "El", "Fjärrvärme", "Städning")),
    Account("6110", "Livsmedel och varor", "OTHER_EXT", 3.0, ("Livsmedel", "Kontorsmaterial", "Kläder och tvätt")),
    Account("6210", "Resor i tjänsten", "OTHER_EXT", 4.0, ("Tjänsteresa tåg", "Hotell", "Milersättning")),
    Account("6220", "Sjukresor", "OTHER_EXT", 5.0, ("Sjukresa taxi", "Sjukresa flyg", "Egenavgift återbetald")),
    Account("6310", "Trafikköp", "OTHER_EXT", 0.5, ("Trafikavtal buss", "Indexuppräkning trafik", "Anropsstyrd trafik")),
    Account("6510", "Konsulter", "OTHER_EXT", 1.0, ("Konsult timmar", "Konsult uppdrag")),
    Account("6610", "IT-licenser och system", "OTHER_EXT", 0.8, ("Licensavgift", "Underhållsavtal system", "Driftavgift")),
    Account("6910", "Övriga omkostnader", "OTHER_EXT", 2.0, ("Diverse", "Avgift", "Bidrag till förening")),
    Account("7910", "Avskrivningar", "DEPRECIATION", 0.3, ("Avskrivning inventarier", "Avskrivning byggnad")),
    Account(INTERNAL_COST, "Interna kostnader", "INT_COST", 0.6, ("Internfaktura",)),
)  # fmt: skip
ACCOUNT_INDEX: dict[str, int] = {a.code: i for i, a in enumerate(ACCOUNTS)}
COST_TYPE_OF: dict[str, str] = {a.code: a.cost_type for a in ACCOUNTS}

FLAT = (1.0,) * 12
BEHAVIOURS: dict[str, Behaviour] = {
    "EXT_REV": Behaviour(
        (1.00, 0.98, 1.04, 1.00, 1.01, 0.97, 0.80, 0.92, 1.03, 1.05, 1.04, 1.16), 0.030, {2021: 2.0, 2022: 3.0, 2023: 4.0}
    ),
    "INT_REV": Behaviour(FLAT, 0.020, {2021: 2.0, 2022: 2.5, 2023: 4.0}),
    "PERSONNEL": Behaviour(
        (1.01, 1.00, 1.01, 1.00, 1.01, 1.02, 1.04, 0.94, 0.97, 0.99, 1.00, 1.01), 0.010, {}
    ),
    "HIRED_STAFF": Behaviour(
        (0.90, 0.90, 0.95, 0.95, 0.95, 1.15, 1.40, 1.25, 0.95, 0.90, 0.90, 0.80), 0.060, {2021: 18.0, 2022: 22.0, 2023: 12.0, 2024: -6.0}
    ),
    "PHARMA": Behaviour(
        (0.98, 0.95, 1.03, 0.99, 1.01, 0.99, 0.96, 0.98, 1.00, 1.03, 1.02, 1.06), 0.020, {2021: 4.0, 2022: 6.0, 2023: 8.0, 2024: 6.0}
    ),
    "OTHER_EXT": Behaviour(
        (0.98, 0.95, 1.02, 0.99, 1.00, 0.98, 0.85, 0.93, 1.02, 1.04, 1.06, 1.18), 0.035, {2021: 3.0, 2022: 6.5, 2023: 7.0}
    ),
    "DEPRECIATION": Behaviour(FLAT, 0.004, {2021: 2.0, 2022: 2.0, 2023: 3.0}),
    "INT_COST": Behaviour(FLAT, 0.020, {2021: 2.0, 2022: 2.5, 2023: 4.0}),
}  # fmt: skip
USUAL_GROWTH = 3.0  # per cent a year where a table has no figure

# Wage revision each April, per cent; PO each January, per cent of wages (statutory + insurance + pension).
# The parts of 2021–2023 are public; those of other years are invented for the simulation.
WAGE_REVISION: dict[int, float] = {2021: 2.0, 2022: 2.2, 2023: 4.1, 2024: 3.3}
PO_STATUTORY = 31.42
PO_INSURANCE = 0.13
PO_PENSION: dict[int, float] = {2021: 14.60, 2022: 13.67, 2023: 20.73, 2024: 18.95, 2025: 14.10, 2026: 12.40}
USUAL_WAGE_REVISION = 2.7
USUAL_PO_PENSION = 14.0


def po_parts(year: int) -> dict[str, float]:
    """The components of a year's on-cost rate, per cent of wages."""
    return {
        "lagstadgade avgifter": PO_STATUTORY,
        "avtalsförsäkringar": PO_INSURANCE,
        "pension": PO_PENSION.get(year, USUAL_PO_PENSION),
    }


def po_rate(year: int) -> float:
    """A year's on-cost rate, per cent of wages."""
    return round(sum(po_parts(year).values()), 2)
