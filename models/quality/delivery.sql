MODEL (
  name quality.delivery,
  kind FULL,
  owner controlling,
  grain (delivery_id),
  description 'One row per delivery, every version: who sent what, what was loaded, and whether it counts',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    contract_code = 'Contract that took the file',
    subject = 'What the file is about; two files with one subject are versions',
    version_number = 'Order among the accepted deliveries of the subject; empty for a blocked delivery',
    is_current = 'True when no newer delivery of the same subject is known',
    known_from = 'Day the delivery became known',
    known_to = 'Day a newer version of the same subject became known; empty for the current',
    state = 'accepted, or blocked: counts for nothing',
    file_name = 'Name of the file as delivered',
    file_sha256 = 'Hash of the file''s content',
    document_code = 'Plan document that the row is printed in',
    title = 'Title of the file or document',
    producer = 'Body that made it',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    dated_on = 'Date of the document',
    loaded_at = 'When it was loaded (UTC)',
    rows_read = 'Records read = loaded + rejected',
    rows_loaded = 'Records loaded',
    rows_rejected = 'Records rejected',
    rejected_sek = 'Kronor that the month or budget lacks: sum of the amounts of rejected rows, totals apart, where the amount can be read, revenue + and cost −; 0 where nothing was rejected; empty where no amount can be read, in tables without one column of money, about persons, and for files loaded before it was kept',
    rejected_unknown_count = 'Rejected rows, totals apart, whose amount cannot be read and is in no sum; empty where rejected_sek has no meaning',
    is_simulated = 'True for rows of the simulated region',
    note = 'Remark of the origin'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id)),
    not_null(columns := (delivery_id)),
    rows_are_accounted_for
  )
);

WITH person_contract AS (
  SELECT DISTINCT contract_code FROM seed.person_contract
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
