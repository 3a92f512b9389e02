MODEL (
  name seed.target_limit,
  kind SEED (
    path '../../seeds/target/target_limit.csv'
  ),
  columns (
    indicator_code TEXT,
    definition_version INT,
    green_from DECIMAL(18, 6),
    is_green_strict BOOLEAN,
    yellow_from DECIMAL(18, 6),
    reason TEXT
  ),
  grain (indicator_code, definition_version),
  description 'One row per indicator and definition version with the limits between met, near and not met',
  column_descriptions (
    green_from = 'own: Met from this gap on (gap: positive is better, in the indicator''s unit)'
  )
)
