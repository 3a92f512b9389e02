MODEL (
  name staging.kolada_value,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per Kolada indicator, region or municipality, year and gender as fetched',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    kpi_code = 'Kolada''s id of the indicator',
    municipality_code = 'Region or municipality, four digits as text; 0000 is the nation',
    fiscal_year = 'Year of the value',
    gender_code = 'T total, K women, M men',
    value = 'Value in the indicator''s own unit; empty where Kolada has none',
    value_decimals = 'Decimals of the value',
    status_text = 'Why a value is missing, as Kolada says',
    source_count = 'How many municipalities or units the value is a mean of, as Kolada says',
    fetched_on = 'Day of the fetch'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.kolada_value)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.kpi_code::TEXT AS kpi_code,
  source.municipality_code::TEXT AS municipality_code,
  source.fiscal_year::INTEGER AS fiscal_year,
  source.gender_code::TEXT AS gender_code,
  source.value::DECIMAL(18, 6) AS value,
  source.value_decimals::INTEGER AS value_decimals,
  source.status_text::TEXT AS status_text,
  source.count::BIGINT AS source_count,
  source.fetched_on::DATE AS fetched_on
FROM lake.kolada_value AS source
