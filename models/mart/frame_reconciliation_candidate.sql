MODEL (
  name mart.frame_reconciliation_candidate,
  grain (check_code, delivery_id, sheet, row_number, column_name, change_code),
  tags (
    'binary floating point (residual_square_root_sek): a root, right to 1e-12 of itself',
    'grain may be empty (sheet): a text file has no sheet'
  ),
  description 'One row per unexplained sum × row × change of it that alone would explain the sum and every other unexplained sum of its table, over all years (or months) at once. A sum along a row is explained by one of its cells',
  column_descriptions (
    change_code = 'own: omitted (left out of the printed sum), counted_twice, or sign_turned; of the published record also unit_kr, unit_tkr, unit_mkr and unit_mdkr: read in that unit',
    read_unit = 'own: The unit that would fit; empty for the other changes',
    amount_sek = 'own: The row''s amount in this check',
    difference_sek = 'own: The check''s difference as it stands',
    residual_sek = 'Difference that is left when the row alone is changed so',
    tolerance_sek = 'own: 3σ of the stated precision',
    check_count = 'Unexplained checks that the change explains at once',
    exact_count = 'Checks that it explains to the last öre',
    residual_square_root_sek = 'Root of the sum of the squared residuals over the checks, for the order',
    candidate_rank = 'Order of the candidates of the table, the smallest residuals first'
  ),
  audits (
    candidate_is_within_tolerance
  )
);

WITH figure AS (
  SELECT
    check_code,
    figure_id,
    MIN(row_label) AS row_label,
    COALESCE(MAX(CASE WHEN side = 'stated' THEN amount_sek END), MAX(amount_sek)) AS amount_sek,
    MIN(delivery_id) AS delivery_id,
    MIN(sheet) AS sheet,
    MIN(row_number) AS row_number
  FROM core.published_check_cell
  GROUP BY
    check_code,
    figure_id
), candidate AS (
  SELECT
    candidate.*,
    NULL::TEXT AS read_unit
  FROM mart.sum_candidate AS candidate
  UNION ALL BY NAME
  SELECT
    checked.check_code,
    figure.row_label,
    reading.change_code || COALESCE('_' || reading.read_unit, '') AS change_code,
    figure.amount_sek,
    checked.difference_sek,
    reading.residual::DECIMAL(18, 2) AS residual_sek,
    reading.tolerance::DECIMAL(18, 2) AS tolerance_sek,
    1 AS check_count,
    CASE WHEN reading.residual::DECIMAL(18, 2) = 0 THEN 1 ELSE 0 END AS exact_count,
    ABS(reading.residual)::DECIMAL(18, 2) AS residual_square_root_sek,
    reading.reading_rank AS candidate_rank,
    checked.is_simulated,
    figure.delivery_id,
    figure.sheet,
    figure.row_number,
    'value' AS column_name,
    reading.read_unit
  FROM core.published_reading_ranked AS reading
  JOIN mart.frame_reconciliation AS checked
    ON checked.check_code = 'PUBLISHED/' || reading.relation_code AND checked.verdict = 'unexplained'
  JOIN figure
    ON figure.check_code = checked.check_code AND figure.figure_id = reading.figure_id
)
SELECT
  check_code::TEXT AS check_code,
  row_label::TEXT AS row_label,
  change_code::TEXT AS change_code,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  difference_sek::DECIMAL(18, 2) AS difference_sek,
  residual_sek::DECIMAL(18, 2) AS residual_sek,
  tolerance_sek::DECIMAL(18, 2) AS tolerance_sek,
  check_count::INT AS check_count,
  exact_count::INT AS exact_count,
  residual_square_root_sek::DECIMAL(18, 2) AS residual_square_root_sek,
  candidate_rank::INT AS candidate_rank,
  document_code::TEXT AS document_code,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  column_name::TEXT AS column_name,
  read_unit::TEXT AS read_unit
FROM candidate
