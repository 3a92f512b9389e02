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

WITH change AS (
  SELECT
    'omitted' AS change_code,
    1 AS multiple
  UNION ALL
  SELECT
    'counted_twice',
    -1
  UNION ALL
  SELECT
    'sign_turned',
    2
), sum_kind AS (
  SELECT
    'column_sum' AS check_kind,
    TRUE AS is_down_rows
  UNION ALL
  SELECT
    'rows_to_total',
    TRUE
  UNION ALL
  SELECT
    'rows_to_subtotal',
    TRUE
  UNION ALL
  SELECT
    'areas_to_board',
    TRUE
  UNION ALL
  SELECT
    'row_sum',
    FALSE
  UNION ALL
  SELECT
    'months_to_year',
    FALSE
  UNION ALL
  SELECT
    'partition',
    FALSE
  UNION ALL
  SELECT
    'parts_to_total',
    FALSE
), unexplained AS (
  SELECT
    checked.check_code,
    CASE WHEN sum_kind.is_down_rows THEN checked.check_group ELSE checked.check_code END AS check_group,
    sum_kind.is_down_rows,
    checked.difference_sek,
    checked.tolerance_sek,
    checked.document_code,
    checked.is_simulated
  FROM mart.frame_reconciliation AS checked
  JOIN sum_kind
    ON sum_kind.check_kind = checked.check_kind
  WHERE
    checked.verdict = 'unexplained'
), group_size AS (
  SELECT
    check_group,
    COUNT(*) AS check_count
  FROM unexplained
  GROUP BY
    check_group
), tried AS (
  SELECT
    unexplained.*,
    part.row_number,
    part.row_label,
    part.amount_sek,
    part.delivery_id,
    part.sheet,
    part.column_name,
    change.change_code,
    part.delivery_id || '/' || COALESCE(part.sheet, '') || '/' || part.row_number::TEXT || CASE WHEN unexplained.is_down_rows THEN '' ELSE '/' || part.column_name END AS member_code,
    unexplained.difference_sek + change.multiple * part.amount_sek AS residual_sek
  FROM unexplained
  JOIN mart.frame_reconciliation_part AS part
    ON part.check_code = unexplained.check_code AND part.side = 'computed'
  CROSS JOIN change
), explaining AS (
  SELECT
    tried.check_group,
    tried.member_code,
    tried.change_code,
    MIN(tried.row_number) AS row_number,
    COUNT(*) AS check_count,
    SUM(CASE WHEN tried.residual_sek = 0 THEN 1 ELSE 0 END) AS exact_count,
    SUM(@product(tried.residual_sek, tried.residual_sek)) AS residual_square_sum
  FROM tried
  WHERE
    ABS(tried.residual_sek) <= tried.tolerance_sek
  GROUP BY
    tried.check_group,
    tried.member_code,
    tried.change_code
), ranked AS (
  SELECT
    explaining.*,
    ROW_NUMBER() OVER (
      PARTITION BY explaining.check_group
      ORDER BY explaining.residual_square_sum, explaining.row_number, explaining.member_code, explaining.change_code
    ) AS candidate_rank
  FROM explaining
  JOIN group_size
    ON group_size.check_group = explaining.check_group AND group_size.check_count = explaining.check_count
)
SELECT
  tried.check_code::TEXT AS check_code,
  tried.row_label::TEXT AS row_label,
  tried.change_code::TEXT AS change_code,
  tried.amount_sek::DECIMAL(18, 2) AS amount_sek,
  tried.difference_sek::DECIMAL(18, 2) AS difference_sek,
  tried.residual_sek::DECIMAL(18, 2) AS residual_sek,
  tried.tolerance_sek::DECIMAL(18, 2) AS tolerance_sek,
  ranked.check_count::INT AS check_count,
  ranked.exact_count::INT AS exact_count,
  SQRT(ranked.residual_square_sum)::DECIMAL(18, 2) AS residual_square_root_sek,
  ranked.candidate_rank::INT AS candidate_rank,
  tried.document_code::TEXT AS document_code,
  tried.is_simulated::BOOLEAN AS is_simulated,
  tried.delivery_id::TEXT AS delivery_id,
  tried.sheet::TEXT AS sheet,
  tried.row_number::INT AS row_number,
  tried.column_name::TEXT AS column_name,
  NULL::TEXT AS read_unit
FROM tried
JOIN ranked
  ON ranked.check_group = tried.check_group
  AND ranked.member_code = tried.member_code
  AND ranked.change_code = tried.change_code
UNION ALL
SELECT
  checked.check_code,
  part.row_label,
  reading.change_code || COALESCE('_' || reading.read_unit, ''),
  part.amount_sek,
  checked.difference_sek,
  reading.residual::DECIMAL(18, 2),
  reading.tolerance::DECIMAL(18, 2),
  1,
  CASE WHEN reading.residual::DECIMAL(18, 2) = 0 THEN 1 ELSE 0 END,
  ABS(reading.residual)::DECIMAL(18, 2),
  reading.reading_rank,
  NULL,
  checked.is_simulated,
  part.delivery_id,
  part.sheet,
  part.row_number,
  part.column_name,
  reading.read_unit
FROM core.published_reading_ranked AS reading
JOIN mart.frame_reconciliation AS checked
  ON checked.check_code = 'PUBLISHED/' || reading.relation_code AND checked.verdict = 'unexplained'
JOIN (
  SELECT
    cell.check_code,
    cell.figure_id,
    MIN(cell.row_label) AS row_label,
    COALESCE(MAX(CASE WHEN cell.side = 'stated' THEN cell.amount_sek END), MAX(cell.amount_sek)) AS amount_sek,
    MIN(cell.delivery_id) AS delivery_id,
    MIN(cell.sheet) AS sheet,
    MIN(cell.row_number) AS row_number,
    'value' AS column_name
  FROM core.published_check_cell AS cell
  GROUP BY
    cell.check_code,
    cell.figure_id
) AS part
  ON part.check_code = checked.check_code AND part.figure_id = reading.figure_id
