MODEL (
  name staging.indicator,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per printed indicator',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    target_area_text = 'Target area as printed',
    term_text = 'Heading of the table: long-term, short-term or financial',
    indicator_text = 'Indicator as printed',
    decided_by_text = 'Deciding body as printed',
    target = 'Target as printed; empty where none is printed',
    target_text = 'Target as delivered',
    target_unit = 'Unit printed with the target; empty where none is printed',
    target_decimals = 'Decimals printed',
    direction_text = 'Words that say the direction',
    scope_text = 'Words that say for whom',
    group_text = 'Words that say which group of people',
    comparison_text = 'Words that say what it is compared with',
    fiscal_year = 'Budget year that the figure is about',
    heading = 'Heading of the document that the row stands under',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
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
  source.target_decimals::SMALLINT AS target_decimals,
  source.direction_text::TEXT AS direction_text,
  source.scope_text::TEXT AS scope_text,
  source.group_text::TEXT AS group_text,
  source.comparison_text::TEXT AS comparison_text,
  source.fiscal_year::INT AS fiscal_year,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line
FROM lake.indicator AS source
