MODEL (
  name mart.measure,
  grain (
    measure_code
  ),
  description 'One row per measure, programme or direction of the plans, with or without an amount',
  column_descriptions (
    board_code = 'as listed_board',
    list_heading = 'own: Words that introduce the list; empty for a table',
    is_amount_stated = 'own: False when no amount is printed: no amount is not zero',
    is_consequence_stated = 'own: False when no consequence text is printed',
    is_risk_assessed = 'own: False: no risk assessment is in the documents'
  )
);

WITH planned AS (
  SELECT
    measure_code,
    MIN(document_code) AS document_code,
    MIN(board_code) AS board_code,
    MIN(measure_type_text) AS measure_type_text,
    MIN(measure_name) AS measure_name,
    MIN(consequence_text) AS consequence_text,
    MIN(fiscal_year) AS planning_year_from,
    MAX(fiscal_year) AS planning_year_to,
    COUNT(level_sek) AS amount_count,
    MIN(status) AS status,
    BOOL_OR(is_simulated::BOOLEAN) AS is_simulated,
    MIN(delivery_id) AS delivery_id,
    MIN(sheet) AS sheet,
    MIN(row_number) AS row_number,
    MIN(source_line) AS source_line
  FROM core.measure_effect
  WHERE
    is_current
  GROUP BY
    measure_code
)
SELECT
  measure_code::TEXT AS measure_code,
  document_code::TEXT AS document_code,
  board_code::TEXT AS board_code,
  'åtgärd'::TEXT AS entry_kind,
  measure_type_text::TEXT AS measure_type_text,
  measure_name::TEXT AS measure_name,
  NULL::TEXT AS programme_name,
  consequence_text::TEXT AS consequence_text,
  NULL::TEXT AS list_heading,
  planning_year_from::INT AS planning_year_from,
  planning_year_to::INT AS planning_year_to,
  (
    amount_count > 0
  )::BOOLEAN AS is_amount_stated,
  (
    NOT consequence_text IS NULL
  )::BOOLEAN AS is_consequence_stated,
  FALSE::BOOLEAN AS is_risk_assessed,
  status::TEXT AS status,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  source_line::INT AS source_line
FROM planned
UNION ALL
SELECT
  measure_code::TEXT,
  document_code::TEXT,
  board_code::TEXT,
  entry_kind::TEXT,
  NULL::TEXT,
  measure_name::TEXT,
  programme_name::TEXT,
  NULL::TEXT,
  list_heading::TEXT,
  planning_year_from::INT,
  planning_year_to::INT,
  FALSE::BOOLEAN,
  FALSE::BOOLEAN,
  FALSE::BOOLEAN,
  status::TEXT,
  is_simulated::BOOLEAN,
  delivery_id::TEXT,
  sheet::TEXT,
  row_number::INT,
  source_line::INT
FROM core.measure_listed
WHERE
  is_current
