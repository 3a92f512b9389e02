MODEL (
  name core.slice_account_month,
  grain (unit_code, account_code, month, is_simulated),
  description 'One row per unit of today''s organisation, account that some slice names, and delivered month: what the evaluations compare; without postings of a year''s closing, which belong to no month''s running',
  column_descriptions (
    unit_code = 'own: Unit of today''s organisation; a past unit''s cost stands on its successors',
    board_code = 'own: Board of the unit',
    amount_sek = 'own: Booked amount, revenue + and cost −; 0 where the unit has postings in the month but none on the account',
    item_sek = 'own: Of it, items affecting comparability'
  )
);

WITH slice_account AS (
  SELECT DISTINCT
    account_code,
    is_simulated
  FROM core.measure_slice_cell
), placed AS (
  SELECT
    month,
    unit_code AS past_unit_code,
    organisation_code AS unit_code,
    board_code,
    SUM(share_to - share_from) AS share
  FROM core.unit_organisation
  WHERE
    organisation_basis = 'restated'
    AND organisation_level = 'unit'
    AND NOT organisation_code IN ('UNMAPPED', 'UNKNOWN')
  GROUP BY
    month,
    unit_code,
    organisation_code,
    board_code
), restated AS (
  SELECT
    placed.unit_code,
    placed.board_code,
    cost.account_code,
    cost.month,
    cost.is_simulated,
    SUM(cost.amount_sek * placed.share) AS amount_sek
  FROM core.cost_month AS cost
  JOIN placed
    ON placed.past_unit_code = cost.unit_code AND placed.month = cost.month
  WHERE
    cost.is_current AND NOT cost.is_year_end
  GROUP BY
    placed.unit_code,
    placed.board_code,
    cost.account_code,
    cost.month,
    cost.is_simulated
), unit_month AS (
  SELECT
    unit_code,
    month,
    is_simulated,
    MIN(board_code) AS board_code
  FROM restated
  GROUP BY
    unit_code,
    month,
    is_simulated
), booked AS (
  SELECT
    restated.unit_code,
    restated.account_code,
    restated.month,
    restated.is_simulated,
    SUM(restated.amount_sek)::DECIMAL(18, 2) AS amount_sek
  FROM restated
  JOIN slice_account
    ON slice_account.account_code = restated.account_code
    AND slice_account.is_simulated = restated.is_simulated
  GROUP BY
    restated.unit_code,
    restated.account_code,
    restated.month,
    restated.is_simulated
), unit_account AS (
  SELECT DISTINCT
    unit_code,
    account_code,
    is_simulated
  FROM booked
), item AS (
  SELECT
    placed.unit_code,
    source.account_from AS account_code,
    source.month,
    source.is_simulated,
    SUM(source.amount_sek * placed.share)::DECIMAL(18, 2) AS item_sek
  FROM core.comparability_item AS source
  JOIN placed
    ON placed.past_unit_code = source.unit_code AND placed.month = source.month
  GROUP BY
    placed.unit_code,
    source.account_from,
    source.month,
    source.is_simulated
)
SELECT
  unit_month.unit_code::TEXT AS unit_code,
  unit_month.board_code::TEXT AS board_code,
  account.account_code::TEXT AS account_code,
  unit_month.month::DATE AS month,
  COALESCE(booked.amount_sek, 0)::DECIMAL(18, 2) AS amount_sek,
  COALESCE(item.item_sek, 0)::DECIMAL(18, 2) AS item_sek,
  unit_month.is_simulated::BOOLEAN AS is_simulated
FROM unit_month
JOIN slice_account AS account
  ON account.is_simulated = unit_month.is_simulated
JOIN unit_account
  ON unit_account.unit_code = unit_month.unit_code
  AND unit_account.account_code = account.account_code
  AND unit_account.is_simulated = unit_month.is_simulated
LEFT JOIN booked
  ON booked.unit_code = unit_month.unit_code
  AND booked.account_code = account.account_code
  AND booked.month = unit_month.month
  AND booked.is_simulated = unit_month.is_simulated
LEFT JOIN item
  ON item.unit_code = unit_month.unit_code
  AND item.account_code = account.account_code
  AND item.month = unit_month.month
  AND item.is_simulated = unit_month.is_simulated
