MODEL (
  name core.delivery,
  grain (
    delivery_id
  ),
  description 'One row per delivery and the span of days in which it was the known version of its subject',
  column_descriptions (
    version_number = 'own: Order among the accepted deliveries of the subject, from 1; empty for a blocked delivery',
    known_from = 'own: Day the delivery became known and counted: of one that was blocked, the day a person let it count',
    known_to = 'own: Day from which newer versions count for all that it covers; empty while some of it counts. The same day as known_from where a newer one counted before it',
    is_current = 'own: True when no newer delivery is known of something that it covers (core.delivery_part)'
  ),
  audits (row_count_matches_lake(lake_table := lake.delivery), knowledge_is_ordered)
);

WITH version AS (
  SELECT
    delivery_id,
    ROW_NUMBER() OVER (PARTITION BY subject ORDER BY known_on, sequence, loaded_at, delivery_id) AS version_number
  FROM staging.delivery
  WHERE
    state = 'accepted'
), known AS (
  SELECT
    delivery_id,
    MIN(known_from) AS known_from,
    CASE WHEN NOT BOOL_OR(is_current::BOOLEAN) THEN MAX(known_to) END AS known_to,
    BOOL_OR(is_current::BOOLEAN) AS is_current
  FROM core.delivery_part
  GROUP BY
    delivery_id
)
SELECT
  delivery.delivery_id::TEXT AS delivery_id,
  delivery.contract_code::TEXT AS contract_code,
  delivery.subject::TEXT AS subject,
  version.version_number::INT AS version_number,
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
  COALESCE(known.known_from, GREATEST(delivery.known_on, COALESCE(delivery.let_count_on, delivery.known_on)))::DATE AS known_from,
  known.known_to::DATE AS known_to,
  COALESCE(known.is_current, FALSE)::BOOLEAN AS is_current,
  delivery.state::TEXT AS state,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  delivery.attribute_fiscal_year::INT AS attribute_fiscal_year,
  delivery.attribute_base_year::INT AS attribute_base_year
FROM staging.delivery AS delivery
LEFT JOIN version
  ON version.delivery_id = delivery.delivery_id
LEFT JOIN known
  ON known.delivery_id = delivery.delivery_id
