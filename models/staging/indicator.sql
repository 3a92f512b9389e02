MODEL (
  name staging.indicator,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per printed indicator',
  column_descriptions (
    term_text = 'Heading of the table: long-term, short-term or financial',
    target = 'Target as printed; empty where none is printed',
    target_unit = 'Unit printed with the target; empty where none is printed',
    scope_text = 'Words that say for whom',
    comparison_text = 'Words that say what it is compared with'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.indicator)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.target_area_text::TEXT AS target_area_text,
  source.term_text::TEXT AS term_text,
  source.indicator_text::TEXT AS indicator_text,
  source.decided_by_text::TEXT AS decided_by_text,
  source.target::DECIMAL(18, 6) AS target,
  source.target_text::TEXT AS target_text,
  source.target_unit::TEXT AS target_unit,
  source.target_decimals::INT AS target_decimals,
  source.direction_text::TEXT AS direction_text,
  source.scope_text::TEXT AS scope_text,
  source.group_text::TEXT AS group_text,
  source.comparison_text::TEXT AS comparison_text,
  source.fiscal_year::INT AS fiscal_year,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line
FROM lake.indicator AS source
