MODEL (
  name core.personnel_month,
  grain (unit_code, month),
  tags (
    'delivered sums differ (own_fte, hired_fte, sick_hours, worked_hours): small numbers of persons are not told'
  ),
  description 'One row per unit and month of the personnel system',
  column_descriptions (
    own_fte = 'own: Own full-time equivalents; empty with the other figures where they are under five, or stand for others of the board in a month with such a unit',
    hired_fte = 'own: Hired full-time equivalents; empty also where they are under five',
    is_too_few = 'own: True where the figures are about so few that they are not shown, or would with a total give such figures back; which is not told'
  )
);

WITH placed AS (
  SELECT
    personnel.*,
    COALESCE(former.unit_code, personnel.unit_code) AS identity_code,
    delivery.is_simulated,
    COALESCE(unit.board_code, '') AS board_code
  FROM staging.personnel_month AS personnel
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = personnel.delivery_id
  JOIN core.delivery_part AS part
    ON part.delivery_id = personnel.delivery_id
    AND part.part_key = COALESCE(personnel.unit_code, '')
    AND part.is_current
  LEFT JOIN core.unit_former AS former
    ON former.register_code = personnel.unit_code
    AND personnel.month >= former.first_on
    AND personnel.month < former.until_on
  LEFT JOIN core.unit AS unit
    ON unit.unit_code = COALESCE(former.unit_code, personnel.unit_code)
    AND unit.valid_from <= personnel.month
    AND COALESCE(unit.valid_to, '9999-12-31'::DATE) >= personnel.month
  WHERE
    personnel.row_kind = 'data'
), ranked AS (
  /* a board's total less its other units would give a small one back: one that a secret names is hidden with it */
  SELECT
    placed.*,
    SUM(CASE WHEN own_fte < 5 THEN 1 ELSE 0 END) OVER (PARTITION BY board_code, month, is_simulated) AS few_count,
    ROW_NUMBER() OVER (
      PARTITION BY board_code, month, is_simulated
      ORDER BY CASE WHEN COALESCE(own_fte, 0) < 5 THEN 0 ELSE 1 END, MD5(unit_code || known.secret), unit_code
    ) AS place
  FROM placed
  CROSS JOIN (
    SELECT
      MAX(secret) AS secret
    FROM staging.disclosure_key
  ) AS known
), judged AS (
  SELECT
    ranked.*,
    few_count > 0 AND place <= few_count + 1 AS is_too_few
  FROM ranked
)
SELECT
  judged.identity_code::TEXT AS unit_code,
  judged.month::DATE AS month,
  CASE WHEN NOT judged.is_too_few THEN judged.own_fte END::DECIMAL(18, 2) AS own_fte,
  CASE WHEN NOT judged.is_too_few AND judged.hired_fte >= 5 THEN judged.hired_fte END::DECIMAL(18, 2) AS hired_fte,
  CASE WHEN NOT judged.is_too_few THEN judged.sick_hours END::DECIMAL(18, 2) AS sick_hours,
  CASE WHEN NOT judged.is_too_few THEN judged.worked_hours END::DECIMAL(18, 2) AS worked_hours,
  judged.is_too_few::BOOLEAN AS is_too_few,
  judged.delivery_id::TEXT AS delivery_id,
  judged.row_number::INT AS row_number,
  judged.is_simulated::BOOLEAN AS is_simulated
FROM judged
