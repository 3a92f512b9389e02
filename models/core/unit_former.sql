MODEL (
  name core.unit_former,
  grain (
    unit_code
  ),
  description 'One row per unit whose code was given to another unit later: the code stands for it until then. A code is given to another unit where a mapping gives its past away, or where its name and its place (or a gap in its validity) change together; a mapping of a code to itself says that it is the same unit',
  column_descriptions (
    unit_code = 'own: Identity of the unit: the code, @ and its last day',
    unit_name = 'own: Name of the unit when it ended',
    first_on = 'First day on which the code stands for the unit',
    until_on = 'First day on which it stands for another',
    is_mapped = 'True where a mapping says who has its past'
  ),
  audits (
    not_null(columns := (register_code, first_on, until_on))
  )
);

WITH valid AS (
  SELECT
    register.unit_code,
    register.unit_name,
    register.valid_from,
    COALESCE(register.valid_to, '9999-12-30'::DATE) AS valid_to,
    delivery.is_simulated,
    register.department_code || '/' || register.area_code || '/' || register.board_code AS place,
    LAG(register.unit_name) OVER spell AS name_before,
    LAG(register.department_code || '/' || register.area_code || '/' || register.board_code) OVER spell AS place_before,
    LAG(register.valid_from) OVER spell AS valid_from_before,
    LAG(register.valid_to) OVER spell AS valid_to_before
  FROM staging.unit_register AS register
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = register.delivery_id AND delivery.is_current
  WHERE
    register.row_kind = 'data'
  WINDOW spell AS (PARTITION BY register.unit_code ORDER BY register.valid_from)
), mapped AS (
  SELECT
    mapping.from_unit_code,
    mapping.effective_on,
    BOOL_OR(CAST(mapping.from_unit_code = mapping.to_unit_code AS BOOLEAN)) AS keeps_itself
  FROM staging.unit_mapping AS mapping
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = mapping.delivery_id AND delivery.is_current
  WHERE
    mapping.row_kind = 'data'
  GROUP BY
    mapping.from_unit_code,
    mapping.effective_on
), begun AS (
  SELECT
    valid.unit_code,
    valid.valid_from,
    BOOL_OR(COALESCE(mapped.keeps_itself, FALSE)::BOOLEAN) AS keeps_itself,
    COUNT(mapped.from_unit_code) > 0 AS is_mapped
  FROM valid
  LEFT JOIN mapped
    ON mapped.from_unit_code = valid.unit_code
    AND mapped.effective_on > valid.valid_from_before
    AND mapped.effective_on <= valid.valid_from
  GROUP BY
    valid.unit_code,
    valid.valid_from
), numbered AS (
  SELECT
    valid.unit_code,
    valid.unit_name,
    valid.valid_from,
    valid.valid_to,
    valid.is_simulated,
    begun.is_mapped,
    SUM(
      CASE
        WHEN valid.valid_from_before IS NULL OR begun.keeps_itself
        THEN 0
        WHEN begun.is_mapped
        THEN 1
        WHEN LOWER(TRIM(valid.unit_name)) = LOWER(TRIM(valid.name_before))
        THEN 0
        WHEN valid.place <> valid.place_before OR valid.valid_from > valid.valid_to_before + INTERVAL '1' DAY
        THEN 1
        ELSE 0
      END
    ) OVER (
      PARTITION BY valid.unit_code
      ORDER BY valid.valid_from
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS identity_number
  FROM valid
  JOIN begun
    ON begun.unit_code = valid.unit_code AND begun.valid_from = valid.valid_from
), identity AS (
  SELECT
    unit_code,
    identity_number,
    MIN(valid_from) AS valid_from,
    MAX(valid_to) AS valid_to,
    MAX(is_simulated) AS is_simulated
  FROM numbered
  GROUP BY
    unit_code,
    identity_number
), succeeded AS (
  SELECT
    identity.*,
    LEAD(valid_from) OVER (PARTITION BY unit_code ORDER BY identity_number) AS until_on
  FROM identity
)
SELECT
  (
    succeeded.unit_code || '@' || LEAST(succeeded.valid_to, succeeded.until_on - INTERVAL '1' DAY)::DATE::TEXT
  )::TEXT AS unit_code,
  succeeded.unit_code::TEXT AS register_code,
  last.unit_name::TEXT AS unit_name,
  CASE WHEN succeeded.identity_number = 0 THEN '0001-01-01'::DATE ELSE succeeded.valid_from END::DATE AS first_on,
  succeeded.until_on::DATE AS until_on,
  next.is_mapped::BOOLEAN AS is_mapped,
  succeeded.is_simulated::BOOLEAN AS is_simulated
FROM succeeded
JOIN numbered AS last
  ON last.unit_code = succeeded.unit_code
  AND last.identity_number = succeeded.identity_number
  AND last.valid_to = succeeded.valid_to
JOIN numbered AS next
  ON next.unit_code = succeeded.unit_code AND next.valid_from = succeeded.until_on
WHERE
  NOT succeeded.until_on IS NULL
