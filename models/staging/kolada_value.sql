MODEL (
  name staging.kolada_value,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per Kolada indicator, region or municipality, year and gender as fetched',
  column_descriptions (
    value = 'own: Value in the indicator''s own unit; empty where Kolada has none'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.kolada_value)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.kpi_code::TEXT AS kpi_code,
  source.municipality_code::TEXT AS municipality_code,
  source.fiscal_year::INT AS fiscal_year,
  source.gender_code::TEXT AS gender_code,
  source.value::DECIMAL(18, 6) AS value,
  source.value_decimals::INT AS value_decimals,
  source.status_text::TEXT AS status_text,
  source.count::BIGINT AS source_count,
  source.fetched_on::DATE AS fetched_on
FROM lake.kolada_value AS source
