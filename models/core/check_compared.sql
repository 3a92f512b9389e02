MODEL (
  name core.check_compared,
  kind EMBEDDED,
  grain (
    check_code
  ),
  description 'One row per check of core.check_listed: the sums of both sides, what lies between them, and the precision of all their cells',
  column_descriptions (
    unit = 'own: Unit in which the stated side is printed',
    difference = 'own: Stated less computed, in kronor or in the printed unit',
    is_money = 'False where it is per cent or a count',
    is_cell_missing = 'True where a cell that the check stands on is not there',
    precision_square_sum = 'Sum of the squared precisions of the cells',
    precision_sum = 'Sum of the precisions'
  ),
  tags (
    'working',
    'binary floating point (precision_square_sum): a sum of squares, right to 1e-12 of itself'
  )
);

WITH side_sum AS (
  SELECT
    check_code,
    SUM(CASE WHEN side = 'stated' THEN amount_sek END) AS stated_amount_sek,
    SUM(CASE WHEN side = 'computed' THEN amount_sek END) AS computed_amount_sek,
    SUM(CASE WHEN side = 'stated' THEN number END) AS stated_number,
    SUM(CASE WHEN side = 'computed' THEN number END) AS computed_number,
    SUM(CASE WHEN side = 'stated' THEN 1 ELSE 0 END) AS stated_cell_count,
    SUM(CASE WHEN side = 'computed' THEN 1 ELSE 0 END) AS computed_cell_count,
    SUM(
      COALESCE(precision_sek, number_precision)::DOUBLE * COALESCE(precision_sek, number_precision)::DOUBLE
    ) AS precision_square_sum,
    SUM(COALESCE(precision_sek, number_precision)) AS precision_sum,
    MAX(CASE WHEN side = 'stated' THEN unit_code END) AS stated_unit_code
  FROM core.check_cell
  GROUP BY
    check_code
), expected_member AS (
  SELECT
    check_code,
    COUNT(*) AS member_count
  FROM seed.reconciliation_member
  GROUP BY
    check_code
), compared AS (
  SELECT
    checked.*,
    side_sum.stated_amount_sek,
    side_sum.computed_amount_sek,
    CASE
      WHEN checked.is_absence_zero
      THEN COALESCE(side_sum.stated_amount_sek, 0) - COALESCE(side_sum.computed_amount_sek, 0)
      ELSE side_sum.stated_amount_sek - side_sum.computed_amount_sek
    END AS difference_sek,
    side_sum.stated_number,
    side_sum.computed_number,
    side_sum.stated_number - side_sum.computed_number AS difference_number,
    side_sum.stated_cell_count,
    side_sum.computed_cell_count,
    side_sum.precision_square_sum,
    side_sum.precision_sum,
    side_sum.stated_unit_code,
    COALESCE(expected_member.member_count > side_sum.stated_cell_count + side_sum.computed_cell_count, FALSE) AS is_cell_missing
  FROM core.check_listed AS checked
  JOIN side_sum
    ON side_sum.check_code = checked.check_code
  LEFT JOIN expected_member
    ON expected_member.check_code = checked.check_code
)
SELECT
  check_code::TEXT AS check_code,
  record_kind::TEXT AS record_kind,
  check_kind::TEXT AS check_kind,
  check_group::TEXT AS check_group,
  document_code::TEXT AS document_code,
  fiscal_year::INT AS fiscal_year,
  board_code::TEXT AS board_code,
  label::TEXT AS label,
  label_en::TEXT AS label_en,
  note::TEXT AS note,
  note_en::TEXT AS note_en,
  difference_kind::TEXT AS difference_kind,
  comparability::TEXT AS comparability,
  COALESCE(unit_code, stated_unit_code)::TEXT AS unit,
  stated_amount_sek::DECIMAL(18, 2) AS stated_amount_sek,
  computed_amount_sek::DECIMAL(18, 2) AS computed_amount_sek,
  difference_sek::DECIMAL(18, 2) AS difference_sek,
  stated_number::DECIMAL(24, 6) AS stated_number,
  computed_number::DECIMAL(24, 6) AS computed_number,
  difference_number::DECIMAL(24, 6) AS difference_number,
  COALESCE(difference_sek, difference_number) AS difference,
  (
    difference_number IS NULL
  )::BOOLEAN AS is_money,
  stated_cell_count::INT AS stated_cell_count,
  computed_cell_count::INT AS computed_cell_count,
  is_cell_missing::BOOLEAN AS is_cell_missing,
  precision_square_sum,
  precision_sum,
  is_simulated::BOOLEAN AS is_simulated
FROM compared
