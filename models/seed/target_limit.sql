MODEL (
  name seed.target_limit,
  kind SEED (
    path '../../seeds/target_limit.csv'
  ),
  owner controlling,
  columns (
    indicator_code TEXT,
    definition_version INTEGER,
    green_from DECIMAL(18, 6),
    is_green_strict BOOLEAN,
    yellow_from DECIMAL(18, 6),
    reason TEXT
  ),
  grain (indicator_code, definition_version),
  description 'One row per indicator and definition version with the limits between met, near and not met',
  column_descriptions (
    indicator_code = 'Code of the plan''s indicator',
    definition_version = 'Version of the definition',
    green_from = 'Met from this gap on (gap: positive is better, in the indicator''s unit)',
    is_green_strict = 'True where the gap must be greater than green_from',
    yellow_from = 'Near from this gap on; empty: no such status',
    reason = 'Why'
  ),
  audits (
    unique_combination_of_columns(columns := (indicator_code, definition_version)),
    not_null(columns := (indicator_code, definition_version))
  )
);
