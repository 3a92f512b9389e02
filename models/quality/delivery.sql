MODEL (
  name quality.delivery,
  grain (
    delivery_id
  ),
  description 'One row per delivery, every version: who sent what, what was loaded, and whether it counts',
  column_descriptions (
    version_number = 'own: Order among the accepted deliveries of the subject; empty for a blocked delivery',
    known_to = 'own: Day a newer version of the same subject became known; empty for the current',
    rows_read = 'own: Records read = loaded + rejected',
    rejected_sek = 'own: Kronor that the month or budget lacks: sum of the amounts of rejected rows, totals apart, where the amount can be read, revenue + and cost −; 0 where nothing was rejected; empty where no amount can be read, in tables without one column of money, about persons, and for files loaded before it was kept',
    rejected_unknown_count = 'own: Rejected rows, totals apart, whose amount cannot be read and is in no sum; empty where rejected_sek has no meaning'
  ),
  audits (
    rows_are_accounted_for
  )
);

WITH person_contract AS (
  SELECT DISTINCT
    contract_code
  FROM seed.person_contract
)
SELECT
  delivery.delivery_id::TEXT AS delivery_id,
  delivery.contract_code::TEXT AS contract_code,
  delivery.subject::TEXT AS subject,
  known.version_number::INT AS version_number,
  known.is_current::BOOLEAN AS is_current,
  known.known_from::DATE AS known_from,
  known.known_to::DATE AS known_to,
  delivery.state::TEXT AS state,
  delivery.file_name::TEXT AS file_name,
  delivery.file_sha256::TEXT AS file_sha256,
  delivery.document_code::TEXT AS document_code,
  delivery.title::TEXT AS title,
  delivery.producer::TEXT AS producer,
  delivery.status::TEXT AS status,
  delivery.dated_on::DATE AS dated_on,
  delivery.loaded_at::TIMESTAMP AS loaded_at,
  delivery.rows_read::BIGINT AS rows_read,
  delivery.rows_loaded::BIGINT AS rows_loaded,
  delivery.rows_rejected::BIGINT AS rows_rejected,
  CASE WHEN person_contract.contract_code IS NULL THEN delivery.rejected_sek END::DECIMAL(18, 2) AS rejected_sek,
  CASE WHEN person_contract.contract_code IS NULL THEN delivery.rejected_unknown_count END::BIGINT AS rejected_unknown_count,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  delivery.note::TEXT AS note
FROM staging.delivery AS delivery
JOIN core.delivery AS known
  ON known.delivery_id = delivery.delivery_id
LEFT JOIN person_contract
  ON person_contract.contract_code = delivery.contract_code
