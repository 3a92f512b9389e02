MODEL (
  name quality.month_unmapped,
  grain (month, board_code, unmapped_kind),
  description 'One row per month, board and kind of code that no register knows: how many kronor of the current postings it holds',
  column_descriptions (
    board_code = 'own: Board whose file the posting came in',
    unmapped_sek = 'Kronor without regard to sign',
    codes = 'The codes, the first ten',
    limit_sek = 'own: The largest sum with which a month can be closed (seed.unmapped_limit)',
    is_over_limit = 'True when it is larger',
    stops_publication = 'True when it is larger than seed.unmapped_limit lets anything be published with',
    file_name = 'own: File of the postings'
  ),
  audits (
    not_null(columns := (unmapped_sek, limit_sek, is_over_limit, stops_publication)),
    month_unmapped_is_small,
    month_unmapped_can_be_published
  )
);

WITH unmapped AS (
  SELECT
    'cost_type' AS unmapped_kind,
    account_code AS code,
    month,
    board_code,
    amount_sek,
    delivery_id,
    is_simulated
  FROM core.ledger_entry
  WHERE
    is_current AND cost_type_code = @unclassified_code
  UNION ALL
  SELECT
    'unit',
    entry.unit_code,
    entry.month,
    entry.board_code,
    entry.amount_sek,
    entry.delivery_id,
    entry.is_simulated
  FROM core.ledger_entry AS entry
  WHERE
    entry.is_current
    AND NOT EXISTS(
      SELECT
        1
      FROM core.unit AS unit
      WHERE
        unit.unit_code = entry.unit_code
        AND COALESCE(unit.valid_from, entry.month) <= entry.month
        AND COALESCE(unit.valid_to, entry.month) >= entry.month
    )
), summed AS (
  SELECT
    unmapped.unmapped_kind,
    unmapped.month,
    unmapped.board_code,
    SUM(ABS(unmapped.amount_sek)) AS unmapped_sek,
    COUNT(*) AS entry_count,
    MAX(unmapped.delivery_id) AS delivery_id,
    BOOL_OR(unmapped.is_simulated::BOOLEAN) AS is_simulated
  FROM unmapped
  GROUP BY
    unmapped.unmapped_kind,
    unmapped.month,
    unmapped.board_code
), numbered AS (
  SELECT
    unmapped_kind,
    month,
    board_code,
    code,
    ROW_NUMBER() OVER (PARTITION BY unmapped_kind, month, board_code ORDER BY code) AS place
  FROM unmapped
  GROUP BY
    unmapped_kind,
    month,
    board_code,
    code
), listed AS (
  SELECT
    unmapped_kind,
    month,
    board_code,
    LISTAGG(code, ', '
    ORDER BY
      code) AS codes
  FROM numbered
  WHERE
    place <= 10
  GROUP BY
    unmapped_kind,
    month,
    board_code
)
SELECT
  summed.month::DATE AS month,
  summed.board_code::TEXT AS board_code,
  summed.unmapped_kind::TEXT AS unmapped_kind,
  summed.unmapped_sek::DECIMAL(18, 2) AS unmapped_sek,
  summed.entry_count::INT AS entry_count,
  listed.codes::TEXT AS codes,
  limits.closing_limit_sek::DECIMAL(18, 2) AS limit_sek,
  (
    summed.unmapped_sek > limits.closing_limit_sek
  )::BOOLEAN AS is_over_limit,
  (
    summed.unmapped_sek > limits.publication_limit_sek
  )::BOOLEAN AS stops_publication,
  delivery.file_name::TEXT AS file_name,
  summed.is_simulated::BOOLEAN AS is_simulated
FROM summed
LEFT JOIN seed.unmapped_limit AS limits
  ON limits.unmapped_kind = summed.unmapped_kind
JOIN listed
  ON listed.unmapped_kind = summed.unmapped_kind
  AND listed.month = summed.month
  AND listed.board_code = summed.board_code
JOIN core.delivery AS delivery
  ON delivery.delivery_id = summed.delivery_id
