"""The indicators that are simulated: names as the plan words them, invented levels, spread and direction of change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PeriodKind = Literal["tertial", "år", "månad"]


@dataclass(frozen=True)
class Indicator:
    """One indicator of one board's sheet.

    `level` at the window's start and `drift` per year in the indicator's unit; `gap` is women less men (None: not
    by gender); `is_count`: total = women + men, else the total lies between them. `by_unit` adds every unit of the
    board. `decimals` of the value as written.
    """

    code: str
    name: str
    board: str
    organisation: str
    period: PeriodKind
    unit: str
    level: float
    drift: float
    gap: float | None
    decimals: int = 1
    noise: float = 0.02
    is_count: bool = False
    by_unit: bool = False
    persons: int = 900


INDICATORS: tuple[Indicator, ...] = (
    Indicator("SIM-HFI-RS", "Hälsofrämjandeindex (inom Regionstyrelsens förvaltningsområde)", "RS", "RS", "år", "index",
              4.2, 0.05, 0.1, decimals=2),
    Indicator("SIM-SJUK-RS", "Sjuktal per enhet inom regionstyrelsens förvaltningsområde", "RS", "RS", "tertial", "%",
              6.1, -0.2, 1.9, by_unit=True, noise=0.05),
    Indicator("SIM-FRISK-RS", "Frisktal per enhet inom regionstyrelsens förvaltningsområde", "RS", "RS", "tertial", "%",
              64.0, 1.2, -6.0),
    Indicator("SIM-SAMTAL-RS", "Andel genomförda riktade hälsosamtal utifrån listade personer", "RS", "RS", "tertial",
              "%", 6.0, 1.0, 0.8, persons=2400, noise=0.05),
    Indicator("SIM-CHEF-RS", "Personalomsättning chefer inklusive omsättning förordnanden", "RS", "RS", "år", "%", 16.5,
              -0.6, 1.2, persons=140, noise=0.06),
    Indicator("SIM-HELP-RS", "Servicenivå hos Helpdesk, andel ärenden lösta vid första telefonsamtalet.", "RS", "RS",
              "tertial", "%", 74.0, 1.8, None, persons=5200),
    Indicator("SIM-EKO-RJH", "Andelen ekologiska livsmedel av de totala livsmedelsinköpen i regionens verksamheter (öka)",
              "RS", "RJH", "tertial", "%", 31.0, 0.9, None, persons=0),
    Indicator("SIM-CO2-RJH", "Regionens koldioxidutsläpp från tjänstereor och interna transporter inom alla verksamheter "
              "(minska jämfört med 2019)", "RS", "RJH", "år", "%", -38.0, -2.5, None, persons=0),
    Indicator("SIM-AVF-RJH", "Regionens totala avfallsmängd. (minska jämfört med 2019)", "RS", "RJH", "år", "%", 2.0, -1.1,
              None, persons=0, noise=0.3),
    Indicator("SIM-PAF-RJH", "Psykisk påfrestning (fördelat på kön 16–29 år)", "RS", "RJH", "år", "%", 27.0, 0.5, 13.0,
              persons=1100),
    Indicator("SIM-ARE-RJH", "Antal ärenden per år till patientnämnden avseende sjukresor", "RS", "RJH", "år", "antal",
              64.0, -2.0, 8.0, decimals=0, is_count=True, persons=0, noise=0.08),
    Indicator("SIM-SJUK-HSN", "Sjuktal per enhet", "HSN", "HSN", "tertial", "%", 6.6, -0.1, 1.7, by_unit=True, noise=0.05,
              persons=2600),
    Indicator("SIM-3D-HSN", "Medicinsk bedömning inom primärvården inom 3 dagar.", "HSN", "HSN", "tertial", "%", 78.0, 1.5,
              1.4, persons=9000),
    Indicator("SIM-AB-RJH", "Antal förskrivna antibiotikarecept per 1000 invånare.", "HSN", "RJH", "år", "antal per 1000",
              232.0, 3.0, 60.0, persons=26000),
    Indicator("SIM-PV-RJH", "Andel av länsinvånarnas vård som konsumeras i primärvården.", "HSN", "RJH", "år", "%", 52.0,
              0.7, 2.0, persons=26000),
    Indicator("SIM-SJUK-RUN", "Sjuktal per enhet", "RUN", "RUN", "tertial", "%", 4.4, 0.1, 1.5, by_unit=True, noise=0.06,
              persons=240),
    Indicator("SIM-SJUK-KTN", "Sjuktal per enhet", "KTN", "KTN", "tertial", "%", 4.9, 0.0, 1.1, noise=0.08, persons=40),
)  # fmt: skip
HIRED_SHARE_CODE = "SIM-HYR"
HIRED_SHARE_NAME = "Andel av total personalkostnad som utgörs av kostnader för inhyrd bemanning"
