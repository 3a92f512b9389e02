MODEL (
  name staging.requirement,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per required reduction and year',
  column_descriptions (
    percent = 'own: Least reduction in per cent, positive'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.requirement)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.board_code::TEXT AS board_code,
  source.fiscal_year::INT AS fiscal_year,
  source.requirement_text::TEXT AS requirement_text,
  source.quantity_text::TEXT AS quantity_text,
  source.percent::DECIMAL(18, 6) AS percent,
  source.percent_text::TEXT AS percent_text,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line
FROM lake.requirement AS source
