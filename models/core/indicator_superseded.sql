MODEL (
  name core.indicator_superseded,
  grain (delivery_id, row_number),
  description 'One row per delivered outcome that does not count: its delivery is replaced, a newer one gives the same indicator, organisation, period and gender, or its period is no calendar year, tertial or month',
  column_descriptions (
    is_period_odd = 'True where the newest delivery of it states no calendar year, tertial or month, or one that its text contradicts'
  ),
  tags ('working', 'delivered rows differ: only the rows that another has superseded'),
  audits (
    outcome_period_is_odd
  )
);

WITH odd_period AS (
  SELECT
    period_kind_text,
    period_start,
    period_text
  FROM (
    SELECT DISTINCT
      period_kind_text,
      period_start,
      period_text
    FROM staging.indicator_outcome
  ) AS period
  WHERE
    @odd_period(period_kind_text, period_start, period_text)
), delivered AS (
  SELECT
    source.delivery_id,
    source.row_number,
    source.indicator_code,
    source.organisation_code,
    source.period_text,
    source.period_start,
    source.period_kind_text,
    source.gender_code,
    source.is_simulated,
    delivery.known_from,
    delivery.sequence,
    delivery.loaded_at,
    COALESCE(part.is_current, FALSE) AS is_current,
    NOT odd_period.period_start IS NULL AS is_period_odd
  FROM staging.indicator_outcome AS source
  LEFT JOIN core.delivery AS delivery
    ON delivery.delivery_id = source.delivery_id
  LEFT JOIN core.delivery_part AS part
    ON part.delivery_id = source.delivery_id
    AND part.part_key = COALESCE(source.indicator_code, '') || '/' || COALESCE(source.organisation_code, '')
  LEFT JOIN odd_period
    ON odd_period.period_kind_text = source.period_kind_text
    AND odd_period.period_start = source.period_start
    AND COALESCE(odd_period.period_text, '') = COALESCE(source.period_text, '')
), contested AS (
  SELECT
    indicator_code,
    period_start,
    period_kind_text,
    is_simulated
  FROM delivered
  WHERE
    is_current AND NOT is_period_odd
  GROUP BY
    indicator_code,
    period_start,
    period_kind_text,
    is_simulated
  HAVING
    MIN(delivery_id) <> MAX(delivery_id) OR MIN(period_text) <> MAX(period_text)
), ranked AS (
  SELECT
    told.delivery_id,
    told.row_number,
    told.is_simulated,
    ROW_NUMBER() OVER (
      PARTITION BY told.indicator_code, organisation_code, told.period_start, told.period_kind_text, gender_code, told.is_simulated
      ORDER BY known_from DESC, sequence DESC, loaded_at DESC, delivery_id DESC, row_number
    ) AS place
  FROM delivered AS told
  JOIN contested
    ON contested.indicator_code = told.indicator_code
    AND contested.period_start = told.period_start
    AND contested.period_kind_text = told.period_kind_text
    AND contested.is_simulated = told.is_simulated
  WHERE
    told.is_current AND NOT told.is_period_odd
), superseded AS (
  SELECT
    delivery_id,
    row_number,
    is_current AND is_period_odd AS is_period_odd,
    is_simulated
  FROM delivered
  WHERE
    NOT is_current OR is_period_odd
  UNION ALL
  SELECT
    delivery_id,
    row_number,
    FALSE,
    is_simulated
  FROM ranked
  WHERE
    place > 1
)
SELECT
  superseded.delivery_id::TEXT AS delivery_id,
  superseded.row_number::INT AS row_number,
  superseded.is_period_odd::BOOLEAN AS is_period_odd,
  superseded.is_simulated::BOOLEAN AS is_simulated
FROM superseded
