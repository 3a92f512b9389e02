MODEL (
  name core.indicator_delivered,
  kind EMBEDDED,
  grain (indicator_code, is_simulated),
  description 'One row per indicator code that has a delivered outcome, with its words and what its units say of it',
  column_descriptions (
    indicator_text = 'own: Indicator in words, as delivered',
    unit_text = 'own: Unit as delivered; of several the last in order',
    has_person_unit = 'True where a unit counts persons, or nobody has declared it',
    share_base = 'own: 100 for per cent, 1 for a fraction; empty for what is no share',
    is_declared = 'True where each of its units is declared'
  )
);

WITH used AS (
  SELECT
    source.indicator_code,
    source.is_simulated,
    LOWER(source.unit_text) AS unit_text,
    MAX(source.indicator_text) AS indicator_text
  FROM staging.indicator_outcome AS source
  LEFT JOIN core.indicator_superseded AS superseded
    ON superseded.delivery_id = source.delivery_id AND superseded.row_number = source.row_number
  WHERE
    superseded.delivery_id IS NULL AND source.row_kind = 'data'
  GROUP BY
    source.indicator_code,
    source.is_simulated,
    LOWER(source.unit_text)
)
/* of several units the one that counts persons counts, and one that nobody has declared does */
SELECT
  used.indicator_code,
  used.is_simulated,
  MAX(used.indicator_text) AS indicator_text,
  MAX(used.unit_text) AS unit_text,
  BOOL_OR(COALESCE(unit.is_person_count, TRUE)::BOOLEAN) AS has_person_unit,
  MAX(unit.share_base) AS share_base,
  COUNT(*) = COUNT(unit.unit_key) AS is_declared
FROM used
LEFT JOIN seed.indicator_unit AS unit
  ON unit.unit_key = @label_key(used.unit_text)
GROUP BY
  used.indicator_code,
  used.is_simulated
