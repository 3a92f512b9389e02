"""The simulated region held against what the real one has published: python bench/reality.py FILE [MONTHS_FILE].

FILE is a published warehouse with the published record; MONTHS_FILE one with simulated months (default: the same).
Writes docs/reality.md: each measure's usual size and spread on both sides, with a verdict. Alike: the published median
lies within the simulated range, or the medians are within a factor of two and of one sign.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import duckdb

TARGET = Path(__file__).parents[1] / "docs" / "reality.md"
PUBLISHED = """
SELECT {value} FROM mart.published_series
WHERE body_code = '{body}' AND measure_code IN ({measures}) AND comparison = '{comparison}' AND value_kind = '{kind}'
  AND period_kind IN ('ytd', 'year') AND is_latest AND is_certain
"""
SIMULATED = """
SELECT {value} FROM mart.cost_summary
WHERE is_simulated AND organisation_basis = 'as_was' AND organisation_code = '{body}'
  AND scope_code = 'without_internal'
  AND period_kind = 'ytd' AND is_complete AND NOT {value} IS NULL
"""
RECORD = """
SELECT ABS(CAST({value} AS DOUBLE)) / 1000000 FROM mart.forecast_record
WHERE forecaster_code = '{forecaster}' AND body_code = 'RJH' AND measure_code = '{measure}' AND NOT {value} IS NULL
  AND COALESCE(months_known, 2) BETWEEN 2 AND 10
"""
MKR = "CAST({} AS DOUBLE) / 1000000"

STAYS = """## Det som förblir olikt

- **Nivån våren 2024.** Den simulerade vården går över sin budget som den verkliga (`calibration.PRESSURE`, satt efter
  de publicerade avvikelserna 2022–2025): april 2024 hamnar på två tredjedelar av det publicerade, som också bär
  regionens pensioner och tekniska poster. Helåret blir i gengäld större än vad regionen redovisade (−300 mkr för
  hälso- och sjukvårdsnämnden): åtgärderna under hösten 2024 finns inte i simuleringen.
- **Ett resultat har mer i sig än en nettokostnad.** De publicerade avvikelserna bär skatt, bidrag och finansposter,
  pandemins statsbidrag 2020–2022 mest av allt: därför är spannet större och ofta positivt.
- **Prognosen.** Regionens egna prognoser är få och kommer tertialvis: 2019 och 2021 var de för mörka, 2023 gick de från
  −300 till −550 mkr under året. De simulerade enheternas lämnade prognoser kommer varje månad och räknar resten av
  året efter budgeten (`simulate/exports/forecasts.py`): i ett år som går över sin budget är de för ljusa, mest tidigt.
- **Säsongen** kan knappast jämföras: två månader i följd är publicerade bara för oktober och november 2022."""


@dataclass(frozen=True)
class Measure:
    """What is held against reality: its name, and the query of each side."""

    name: str
    unit: str
    published: str
    simulated: str


def _published(body: str, measures: str, comparison: str, kind: str) -> str:
    value = "CAST(value AS DOUBLE)" if kind == "percent" else MKR.format("amount_sek")
    return PUBLISHED.format(body=body, measures=measures, comparison=comparison, kind=kind, value=value)


def _simulated(body: str, value: str) -> str:
    return SIMULATED.format(body=body, value=value)


def _record(forecaster: str, measure: str, value: str) -> str:
    """The region's own forecasts (`region`), or the sum of those that the simulated units submit (`submitted`)."""
    return RECORD.format(forecaster=forecaster, measure=measure, value=value)


MEASURES = (
    Measure(
        "Avvikelse från budget januari–april 2024", "mkr",
        _published("RJH", "'operating_result'", "budget", "deviation") + "  AND period_to = DATE '2024-04-30'",
        _simulated("RJH", MKR.format("net_cost_deviation_sek")) + "  AND month = DATE '2024-04-01'",
    ),
    Measure(
        "Regionens avvikelse från budget, ackumulerat", "mkr",
        _published("RJH", "'result', 'operating_result'", "budget", "deviation"),
        _simulated("RJH", MKR.format("net_cost_deviation_sek")),
    ),
    Measure(
        "Hälso- och sjukvårdsnämndens avvikelse från budget, ackumulerat", "mkr",
        _published("HSN", "'net_cost'", "budget", "deviation"),
        _simulated("HSN", MKR.format("net_cost_deviation_sek")),
    ),
    Measure(
        "Bruttokostnadens utveckling", "%",
        _published("RJH", "'gross_cost_growth_pct'", "prior_year", "percent"),
        _simulated("RJH", "CAST(gross_cost_growth_pct AS DOUBLE)"),
    ),
    Measure(
        "Nettokostnadens utveckling", "%",
        _published("RJH", "'net_cost_growth_pct'", "prior_year", "percent"),
        _simulated("RJH", "CAST(net_cost_growth_pct AS DOUBLE)"),
    ),
    Measure(
        "Egna personalkostnadens utveckling", "%",
        _published("RJH", "'personnel_cost_own'", "prior_year", "percent"),
        _simulated("RJH", "CAST(own_personnel_growth_pct AS DOUBLE)"),
    ),
    Measure(
        "Helårsprognosens fel (absolut)", "mkr",
        _record("region", "result", "error_sek"), _record("submitted", "net_cost", "error_sek"),
    ),
    Measure(
        "Helårsprognosens ändring från en till nästa (absolut)", "mkr",
        _record("region", "result", "revision_sek"), _record("submitted", "net_cost", "revision_sek"),
    ),
)  # fmt: skip


def verdict(real: list[float], simulated: list[float]) -> str:
    """Alike, unlike, or too little to tell (under three on a side, unless each has one figure of the same thing)."""
    if min(len(real), len(simulated)) < 3 and not len(real) == len(simulated) == 1:
        return "för lite att jämföra"
    a, b = median(real), median(simulated)
    inside = min(simulated) <= a <= max(simulated)
    close = a * b > 0 and 0.5 <= a / b <= 2
    return "lik" if inside or close else "olik"


def main(record: Path, months: Path) -> str:
    """The page's text."""
    lines = [
        "# Den simulerade regionen mot verkligheten", "",
        "Skriven av `bench/reality.py`. Till vänster det som Region Jämtland Härjedalen har publicerat om sig själv",
        "(2017–2025), till höger den simulerade regionen (`--seed 1`): antal, median och spann.", "",
        "| mått | enhet | publicerat | simulerat | bedömning |", "|---|---|---|---|---|",
    ]  # fmt: skip
    with duckdb.connect(str(record), read_only=True) as real, duckdb.connect(str(months), read_only=True) as made:
        for measure in MEASURES:
            sides = [
                [float(r[0]) for r in c.execute(q).fetchall()]
                for c, q in ((real, measure.published), (made, measure.simulated))
            ]
            told = [f"{len(s)}: {median(s):.1f} ({min(s):.1f}–{max(s):.1f})" if s else "–" for s in sides]
            lines.append(f"| {measure.name} | {measure.unit} | {told[0]} | {told[1]} | {verdict(*sides)} |")
    return "\n".join([*lines, "", STAYS]) + "\n"


if __name__ == "__main__":
    files = [Path(a) for a in sys.argv[1:]]
    TARGET.write_text(main(files[0], files[-1]), encoding="utf-8")
