MODEL (
  name core.published_term,
  kind EMBEDDED,
  grain (
    figure_id
  ),
  description 'One row per real figure of the published record that has a value, as a term of the relations that it can stand in',
  column_descriptions (
    base_value = 'own: Value in kronor, or as it is where it is not money, in the sign of the record',
    term = 'Number of the figure, with a minus where cost is printed negative',
    told_key = 'Page, body, period, comparison, kind of value and of unit: what can be added up'
  )
);

WITH figure AS (
  SELECT
    *,
    CASE
      WHEN value_kind = 'level' AND sign_convention = 'cost printed negative'
      THEN '-' || figure_id
      ELSE figure_id
    END AS term
  FROM core.published_figure
  WHERE
    NOT base_value IS NULL AND NOT is_simulated
), placed AS (
  SELECT
    *,
    page_code || '/' || body_code || '/' || comparison || '/' || value_kind || '/' || period_kind AS told_where,
    COALESCE(period_from::TEXT, '') || '/' || COALESCE(period_to::TEXT, '') || '/' || COALESCE(unit_kind, '') AS told_when
  FROM figure
)
SELECT
  figure_id,
  page_code,
  source_title,
  url,
  published_text,
  published_on,
  told_on,
  body_code,
  period_from,
  period_to,
  period_kind,
  fiscal_year,
  measure_code,
  nature,
  comparison,
  value_kind,
  series_code,
  value_text,
  value,
  unit_text,
  unit_kind,
  money_unit,
  unit_factor,
  base_value,
  base_precision,
  canonical_sign,
  amount_sek,
  sign_convention,
  is_certain,
  note,
  printed_precision,
  number_format,
  date_basis,
  source_kind,
  is_simulated,
  delivery_id,
  sheet,
  row_number,
  term,
  told_where,
  told_when,
  told_where || '/' || told_when AS told_key
FROM placed
