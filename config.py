"""The SQLMesh project. `rjh build` points RJH_DATABASE at a fresh generation; by hand it is a scratch file.

A python config because only that can name the loader, by which a model need not repeat what follows from it.
"""

import os
from pathlib import Path

from sqlmesh.core.config import (
    Config,
    DuckDBConnectionConfig,
    GatewayConfig,
    LinterConfig,
    ModelDefaultsConfig,
)
from sqlmesh.core.config.common import VirtualEnvironmentMode
from sqlmesh.core.config.format import FormatConfig
from sqlmesh.core.model import FullKind

from rjh_warehouse.build.model_loader import ModelLoader
from rjh_warehouse.settings import own_codes

config = Config(
    loader=ModelLoader,
    variables=own_codes(Path(__file__).parent),
    gateways={
        "local": GatewayConfig(
            connection=DuckDBConnectionConfig(
                database=os.environ.get("RJH_DATABASE", "data/scratch.duckdb"),
                register_comments=False,  # publication writes them, once, into the published file
            )
        )
    },
    default_gateway="local",
    cache_dir=os.environ.get("RJH_CACHE", ".cache/by_hand"),
    model_defaults=ModelDefaultsConfig(
        kind=FullKind(),
        owner="controlling",
        dialect="duckdb",
        start="2021-01-01",
        cron="@daily",
        # The engine optimizes; qualifying every query again costs more than running it. Linting wants it (true).
        optimize_query=os.environ.get("RJH_OPTIMIZE_QUERY") == "true",
    ),
    virtual_environment_mode=VirtualEnvironmentMode.DEV_ONLY,
    disable_anonymized_analytics=True,
    linter=LinterConfig(
        enabled=True,
        rules=[
            "ambiguousorinvalidcolumn",
            "invalidselectstarexpansion",
            "noselectstar",
            "nomissingaudits",
            "fitsonascreen",
            "moneyisexact",
            "nameswhatitunites",
            "nolayerpastitsneighbour",
            "portablesql",
            "sayswhatitis",
            "standsinitsfolder",
        ],
    ),
    format=FormatConfig(max_text_width=100, append_newline=True),
)
