MODEL (
  name mart.sum_candidate,
  kind EMBEDDED,
  grain (check_code, delivery_id, sheet, row_number, column_name, change_code),
  tags ('working', 'binary floating point (residual_square_root_sek): a root, right to 1e-12 of itself'),
  description 'One row per unexplained sum × row × fault of it that alone would explain the sum and every other unexplained sum of its table: the candidates of mart.frame_reconciliation_candidate in documents and months'
);

WITH unexplained AS (
  SELECT
    checked.check_code,
    CASE WHEN sum_kind.is_down_rows THEN checked.check_group ELSE checked.check_code END AS check_group,
    sum_kind.is_down_rows,
    checked.difference_sek,
    checked.tolerance_sek,
    checked.document_code,
    checked.is_simulated
  FROM mart.frame_reconciliation AS checked
  JOIN seed.sum_kind AS sum_kind
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
    CONCAT_WS(
      '/',
      part.delivery_id,
      COALESCE(part.sheet, ''),
      part.row_number::TEXT,
      CASE WHEN NOT unexplained.is_down_rows THEN part.column_name END
    ) AS member_code,
    unexplained.difference_sek + change.multiple * part.amount_sek AS residual_sek
  FROM unexplained
  JOIN mart.frame_reconciliation_part AS part
    ON part.check_code = unexplained.check_code AND part.side = 'computed'
  CROSS JOIN seed.sum_change AS change
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
  tried.column_name::TEXT AS column_name
FROM tried
JOIN ranked
  ON ranked.check_group = tried.check_group
  AND ranked.member_code = tried.member_code
  AND ranked.change_code = tried.change_code
