MODEL (
  name core.exchange_check_cell,
  grain (check_code, side, delivery_id, row_number),
  description 'One row per check on what two parts of the region exchange × side × row: trade between two units in a month, a transfer of frame between two boards',
  column_descriptions (
    check_kind = 'own: internal_trade or transfers_to_zero',
    side = 'own: stated: the first unit, or the giving board; computed: the other',
    board_code = 'own: RJH: the exchange is between parts of the region',
    place = 'own: Who exchanges with whom, and when',
    amount_sek = 'own: Amount in kronor as the stated side sees it: what the other side books is turned',
    unit_code = 'as money_unit',
    row_label = 'own: Unit and account, or board'
  ),
  tags (
    'working'
  ),
  audits (
    not_null(columns := (check_kind, amount_sek))
  )
);

WITH trade AS (
  SELECT
    entry.month,
    entry.unit_code,
    entry.amount_sek,
    entry.is_simulated,
    entry.delivery_id,
    entry.row_number,
    entry.unit_code || ' ' || entry.account_code AS row_label,
    CASE
      WHEN entry.counterparty_code IS NULL
      THEN entry.unit_code
      ELSE LEAST(entry.unit_code, entry.counterparty_code)
    END AS first_code,
    CASE
      WHEN entry.counterparty_code IS NULL
      THEN 'UTAN MOTPART'
      ELSE GREATEST(entry.unit_code, entry.counterparty_code)
    END AS other_code
  FROM core.ledger_entry AS entry
  JOIN seed.cost_type AS cost_type
    ON cost_type.cost_type_code = entry.cost_type_code AND cost_type.is_internal
  WHERE
    entry.is_current AND entry.amount_sek <> 0
), every_cell AS (
  SELECT
    'INTERNAL/' || month::TEXT || '/' || first_code || '/' || other_code AS check_code,
    'internal_trade' AS check_kind,
    CASE WHEN unit_code = first_code THEN 'stated' ELSE 'computed' END AS side,
    EXTRACT(YEAR FROM month) AS fiscal_year,
    first_code || ' och ' || other_code || ' ' || SUBSTRING(month::TEXT, 1, 7) AS place,
    CASE WHEN unit_code = first_code THEN amount_sek ELSE -amount_sek END AS amount_sek,
    'kr' AS unit_code,
    is_simulated,
    delivery_id,
    row_number,
    row_label
  FROM trade
  UNION ALL
  SELECT
    'TRANSFER-MONTH/' || case_number,
    'transfers_to_zero',
    CASE WHEN side_code = 'giving' THEN 'stated' ELSE 'computed' END,
    fiscal_year,
    case_number,
    CASE WHEN side_code = 'giving' THEN amount_sek ELSE -amount_sek END,
    'tkr',
    is_simulated,
    delivery_id,
    row_number,
    board_code
  FROM core.transfer
)
SELECT
  check_code::TEXT AS check_code,
  check_kind::TEXT AS check_kind,
  side::TEXT AS side,
  @region_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  place::TEXT AS place,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  unit_code::TEXT AS unit_code,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  row_number::INT AS row_number,
  row_label::TEXT AS row_label
FROM every_cell
