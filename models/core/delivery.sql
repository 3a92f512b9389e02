MODEL (
  name core.delivery,
  grain (
    delivery_id
  ),
  description 'One row per delivery and the span of days in which it was the known version of its subject',
  column_descriptions (
    version_number = 'own: Order among the accepted deliveries of the subject, from 1; empty for a blocked delivery',
    known_from = 'own: Day the delivery became known and counted: of one that was blocked, the day a person let it count',
    known_to = 'own: Day a newer version of the same subject became known and counted; empty for the current. The same day as known_from where a newer one counted before it'
  ),
  audits (row_count_matches_lake(lake_table := lake.delivery), knowledge_is_ordered)
);

WITH counted AS (
  SELECT
    delivery_id,
    subject,
    state,
    known_on,
    sequence,
    loaded_at,
    GREATEST(known_on, COALESCE(let_count_on, known_on)) AS counted_from
  FROM staging.delivery
), accepted_version AS (
  SELECT
    delivery_id,
    ROW_NUMBER() OVER (PARTITION BY subject ORDER BY known_on, sequence, loaded_at, delivery_id) AS version_number,
    MIN(counted_from) OVER (
      PARTITION BY subject
      ORDER BY known_on, sequence, loaded_at, delivery_id
      ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
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
  delivery.sequence::BIGINT AS sequence,
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
