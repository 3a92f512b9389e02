MODEL (
  name seed.target_definition,
  kind SEED (
    path '../../seeds/target_definition.csv'
  ),
  owner controlling,
  columns (
    indicator_code TEXT,
    definition_version INTEGER,
    valid_from DATE,
    valid_to DATE,
    measure_kind TEXT,
    is_additive BOOLEAN,
    is_person_count BOOLEAN,
    is_person_share BOOLEAN,
    is_sliding_mean BOOLEAN,
    direction_code TEXT,
    disclosure_group_code TEXT,
    reason TEXT
  ),
  grain (indicator_code, definition_version),
  description 'One row per indicator of the plans and version of its definition',
  column_descriptions (
    indicator_code = 'Code of the plan''s indicator',
    definition_version = 'Version of the definition, from 1; a new version breaks the series',
    valid_from = 'First day of the periods that it defines; empty: from the beginning',
    valid_to = 'Last day; empty: still in use',
    measure_kind = 'rate, index, count, quantity, ratio or change',
    is_additive = 'True where the units'' values add up to the whole',
    is_person_count = 'True where the value itself counts persons or their cases: under five is not shown',
    is_person_share = 'True where the value is a per cent of the persons behind it: under five of them, or all but under five, is not shown',
    is_sliding_mean = 'True where neighbouring periods share observations: no trend test',
    direction_code = 'UP or DOWN where the version turns the indicator''s own direction; empty: the indicator''s own',
    disclosure_group_code = 'Indicators with one code here are the same figures: what is hidden in one is hidden in all',
    reason = 'Why'
  ),
  audits (
    unique_combination_of_columns(columns := (indicator_code, definition_version)),
    not_null(columns := (indicator_code, definition_version))
  )
);
