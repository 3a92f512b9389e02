MODEL (
  name core.activity_delivered,
  kind EMBEDDED,
  grain (area_code, month, activity_code, is_simulated),
  description 'One row per area, month and kind of activity as delivered, with its place in the order by which small numbers and their cover are hidden',
  column_descriptions (
    activity_code = 'as activity_kind',
    volume = 'own: Volume of the month as delivered',
    board_code = 'own: Board of the area; empty text where it has none, or several',
    few_count = 'How many of the board have a number too small to show',
    place = 'own: Order in which numbers are hidden: the small ones first, then by an unpublished choice that stays the same'
  )
);

WITH area AS (
  SELECT
    area_code,
    month_start.month,
    MIN(board_code) AS board_code,
    unit.is_simulated
  FROM core.unit AS unit
  JOIN (
    SELECT DISTINCT
      month
    FROM staging.activity_month
  ) AS month_start
    ON unit.valid_from <= month_start.month
    AND COALESCE(unit.valid_to, '9999-12-31'::DATE) >= month_start.month
  GROUP BY
    area_code,
    month_start.month,
    unit.is_simulated
  HAVING
    MIN(board_code) = MAX(board_code)
), counted AS (
  SELECT
    activity.area_code AS area_code,
    COALESCE(area.board_code, '') AS board_code,
    activity.month,
    activity.activity_code,
    activity.volume,
    delivery.is_simulated
  FROM staging.activity_month AS activity
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = activity.delivery_id AND delivery.is_current
  LEFT JOIN area
    ON area.area_code = activity.area_code
    AND area.month = activity.month
    AND area.is_simulated = delivery.is_simulated
  WHERE
    activity.row_kind = 'data'
)
SELECT
  counted.area_code,
  counted.board_code,
  counted.month,
  counted.activity_code,
  counted.volume,
  counted.is_simulated,
  SUM(CASE WHEN kind.is_about_persons AND counted.volume < 5 THEN 1 ELSE 0 END) OVER together AS few_count,
  ROW_NUMBER() OVER (
    PARTITION BY counted.board_code, counted.month, counted.activity_code, counted.is_simulated
    ORDER BY CASE WHEN counted.volume < 5 THEN 0 ELSE 1 END, MD5(counted.area_code || known.secret), counted.area_code
  ) AS place
FROM counted
JOIN seed.activity AS kind
  ON kind.activity_code = counted.activity_code
CROSS JOIN (
  SELECT
    MAX(secret) AS secret
  FROM staging.disclosure_key
) AS known
WINDOW together AS (PARTITION BY counted.board_code, counted.month, counted.activity_code, counted.is_simulated)
