MODEL (
  name core.delivery,
  kind FULL,
  owner controlling,
  grain (delivery_id),
  description 'One row per delivery and the span of days in which it was the known version of its subject',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    contract_code = 'Contract that took the file',
    subject = 'What the file is about; two files with one subject are versions',
    version_number = 'Order among the accepted deliveries of the subject, from 1; empty for a blocked delivery',
    file_name = 'Name of the file as delivered',
    file_sha256 = 'Hash of the file''s content',
    document_code = 'Plan document that the row is printed in',
    title = 'Title of the file or document',
    heading = 'Heading of the document that the row stands under',
    source_file = 'File with the source document''s text',
    source_line_from = 'First line of the source text',
    source_line_to = 'Last line of the source text',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    decision = 'Decision as printed',
    decided_by = 'Body that decides',
    case_number = 'Case number (dnr) as printed',
    producer = 'Body that made it',
    dated_on = 'Date of the document',
    loaded_at = 'When it was loaded (UTC)',
    known_from = 'Day the delivery became known and counted: of one that was blocked, the day a person let it count',
    known_to = 'Day a newer version of the same subject became known and counted; empty for the current. The same day as known_from where a newer one counted before it',
    is_current = 'True when no newer delivery of the same subject is known',
    state = 'accepted, or blocked: counts for nothing',
    is_simulated = 'True for rows of the simulated region',
    attribute_fiscal_year = 'Budget year stated by the origin, for tables that do not print it',
    attribute_base_year = 'Base year stated by the origin'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id)),
    not_null(columns := (delivery_id)),
    row_count_matches_lake(lake_table := lake.delivery),
    knowledge_is_ordered
  )
);

WITH counted AS (
  SELECT
    delivery_id, subject, state, known_on, loaded_at,
    GREATEST(known_on, COALESCE(let_count_on, known_on)) AS counted_from
  FROM staging.delivery
), accepted_version AS (
  SELECT
    delivery_id,
    ROW_NUMBER() OVER (PARTITION BY subject ORDER BY known_on, loaded_at, delivery_id) AS version_number,
    MIN(counted_from) OVER (
      PARTITION BY subject ORDER BY known_on, loaded_at, delivery_id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS known_to
  FROM counted
  WHERE
    state = 'accepted'
)
SELECT
  delivery.delivery_id::TEXT AS delivery_id,
  delivery.contract_code::TEXT AS contract_code,
  delivery.subject::TEXT AS subject,
  accepted_version.version_number::INT AS version_number,
  delivery.file_name::TEXT AS file_name,
  delivery.file_sha256::TEXT AS file_sha256,
  delivery.document_code::TEXT AS document_code,
  delivery.title::TEXT AS title,
  delivery.heading::TEXT AS heading,
  delivery.source_file::TEXT AS source_file,
  delivery.source_line_from::INT AS source_line_from,
  delivery.source_line_to::INT AS source_line_to,
  delivery.status::TEXT AS status,
  delivery.decision::TEXT AS decision,
  delivery.decided_by::TEXT AS decided_by,
  delivery.case_number::TEXT AS case_number,
  delivery.producer::TEXT AS producer,
  delivery.dated_on::DATE AS dated_on,
  delivery.loaded_at::TIMESTAMP AS loaded_at,
  LEAST(counted.counted_from, COALESCE(accepted_version.known_to, counted.counted_from))::DATE AS known_from,
  accepted_version.known_to::DATE AS known_to,
  (
    NOT accepted_version.delivery_id IS NULL AND accepted_version.known_to IS NULL
  )::BOOLEAN AS is_current,
  delivery.state::TEXT AS state,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  delivery.attribute_fiscal_year::INT AS attribute_fiscal_year,
  delivery.attribute_base_year::INT AS attribute_base_year
FROM staging.delivery AS delivery
JOIN counted
  ON counted.delivery_id = delivery.delivery_id
LEFT JOIN accepted_version
  ON accepted_version.delivery_id = delivery.delivery_id
