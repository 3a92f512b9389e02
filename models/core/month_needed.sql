MODEL (
  name core.month_needed,
  kind EMBEDDED,
  grain (month, contract_code, board_code),
  description 'One row per month that some delivery is about, kind of delivery that it needs, and board: what is to come, and when',
  column_descriptions (
    board_code = 'own: Board that delivers it; RJH where the region does',
    period_text = 'own: Month (YYYYMM) or year that the delivery is about',
    due_on = 'own: Day the report is written that needs it',
    period_end = 'own: Last day of the month, or of the first month of the year',
    reason = 'own: What the month lacks without it, in Swedish',
    reason_en = 'own: The same in English'
  ),
  tags (
    'working'
  )
);

WITH told_month AS (
  SELECT DISTINCT
    calendar.month,
    calendar.fiscal_year,
    calendar.reported_on,
    calendar.last_on
  FROM core.month_arrived AS arrived
  JOIN seed.calendar AS calendar
    ON LENGTH(arrived.period_text) = 6
    AND calendar.fiscal_year = SUBSTRING(arrived.period_text, 1, 4)::INT
    AND calendar.month_number = SUBSTRING(arrived.period_text, 5, 2)::INT
)
SELECT
  told_month.month::DATE AS month,
  requirement.contract_code::TEXT AS contract_code,
  board.board_code::TEXT AS board_code,
  CASE
    WHEN requirement.period_attribute = 'fiscal_year'
    THEN told_month.fiscal_year::TEXT
    ELSE told_month.fiscal_year::TEXT || LPAD(EXTRACT(MONTH FROM told_month.month)::TEXT, 2, '0')
  END::TEXT AS period_text,
  CASE
    WHEN requirement.period_attribute = 'fiscal_year'
    THEN first_month.reported_on
    ELSE told_month.reported_on
  END::DATE AS due_on,
  CASE
    WHEN requirement.period_attribute = 'fiscal_year'
    THEN first_month.last_on
    ELSE told_month.last_on
  END::DATE AS period_end,
  requirement.starts_with_first::BOOLEAN AS starts_with_first,
  requirement.reason::TEXT AS reason,
  requirement.reason_en::TEXT AS reason_en
FROM told_month
JOIN seed.calendar AS first_month
  ON first_month.fiscal_year = told_month.fiscal_year AND first_month.month_number = 1
CROSS JOIN seed.needed_delivery AS requirement
JOIN seed.board AS board
  ON (
    requirement.is_per_board AND board.organisation_level = 'board'
  )
  OR (
    NOT requirement.is_per_board
    AND board.organisation_level = 'region'
    AND board.board_code = @region_code
  )
