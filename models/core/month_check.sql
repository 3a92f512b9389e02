MODEL (
  name core.month_check,
  grain (
    check_code
  ),
  description 'One row per check on the months: what it compares',
  column_descriptions (board_code = 'own: Board; RJH for an exchange inside the region', unit_code = 'as printed_unit'),
  tags (
    'working'
  ),
  audits (
    not_null(columns := (check_kind, difference_kind, label, label_en)),
    foreign_key_known("column" := difference_kind, parent := seed.difference_kind, parent_column := difference_kind)
  )
);

WITH checked AS (
  SELECT
    check_code,
    MAX(check_kind) AS check_kind,
    MAX(check_group) AS check_group,
    MAX(board_code) AS board_code,
    MAX(fiscal_year) AS fiscal_year,
    MAX(place) AS place,
    MAX(place_en) AS place_en,
    MAX(unit_code) AS unit_code,
    BOOL_OR(is_simulated::BOOLEAN) AS is_simulated
  FROM core.budget_check_cell
  GROUP BY
    check_code
  UNION ALL
  SELECT
    check_code,
    MAX(check_kind),
    check_code,
    MAX(board_code),
    MAX(fiscal_year),
    MAX(place),
    MAX(place_en),
    MAX(unit_code),
    BOOL_OR(is_simulated::BOOLEAN)
  FROM core.frame_check_cell
  GROUP BY
    check_code
  UNION ALL
  SELECT
    check_code,
    MAX(check_kind),
    check_code,
    MAX(board_code),
    MAX(fiscal_year),
    MAX(place),
    MAX(place),
    MAX(unit_code),
    BOOL_OR(is_simulated::BOOLEAN)
  FROM core.exchange_check_cell
  GROUP BY
    check_code
)
SELECT
  checked.check_code::TEXT AS check_code,
  checked.check_kind::TEXT AS check_kind,
  checked.check_group::TEXT AS check_group,
  kind.difference_kind::TEXT AS difference_kind,
  checked.fiscal_year::INT AS fiscal_year,
  checked.board_code::TEXT AS board_code,
  (
    kind.label || ': ' || checked.place
  )::TEXT AS label,
  (
    kind.label_en || ': ' || checked.place_en
  )::TEXT AS label_en,
  checked.unit_code::TEXT AS unit_code,
  kind.is_absence_zero::BOOLEAN AS is_absence_zero,
  checked.is_simulated::BOOLEAN AS is_simulated
FROM checked
JOIN seed.delivery_check_kind AS kind
  ON kind.check_kind = checked.check_kind
