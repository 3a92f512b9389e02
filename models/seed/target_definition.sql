MODEL (
  name seed.target_definition,
  kind SEED (
    path '../../seeds/target/target_definition.csv'
  ),
  columns (
    indicator_code TEXT,
    definition_version INT,
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
    valid_from = 'own: First day of the periods that it defines; empty: from the beginning',
    valid_to = 'own: Last day; empty: still in use',
    measure_kind = 'own: rate, index, count, quantity, ratio or change',
    is_person_count = 'own: True where the value itself counts persons or their cases: under five is not shown',
    is_person_share = 'True where the value is a per cent of the persons behind it: under five of them, or all but under five, is not shown',
    is_sliding_mean = 'own: True where neighbouring periods share observations: no trend test',
    direction_code = 'own: UP or DOWN where the version turns the indicator''s own direction; empty: the indicator''s own',
    disclosure_group_code = 'own: Indicators with one code here are the same figures: what is hidden in one is hidden in all'
  )
)
