MODEL (
  name staging.published_indicator,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per published indicator, body and period as delivered',
  column_descriptions (
    period_text = 'own: Period as printed or inferred',
    target_text = 'own: Target as the page prints it',
    status_text = 'own: Colour or word as printed',
    is_certain = 'own: False where something was cut or is doubtful',
    note = 'own: A short note of our own',
    url = 'own: Address of the page'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.published_indicator)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.indicator_id::TEXT AS indicator_id,
  source.indicator_name::TEXT AS indicator_name,
  source.body_code::TEXT AS body_code,
  source.period::TEXT AS period_text,
  source.target_text::TEXT AS target_text,
  source.outcome_text::TEXT AS outcome_text,
  source.status_text::TEXT AS status_text,
  source.better_direction::TEXT AS better_direction,
  source.target_other_years::TEXT AS target_other_years_text,
  source.is_certain::BOOLEAN AS is_certain,
  source.note::TEXT AS note,
  source.source_title::TEXT AS source_title,
  source.url::TEXT AS url
FROM lake.published_indicator AS source
