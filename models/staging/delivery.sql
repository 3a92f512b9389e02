MODEL (
  name staging.delivery,
  kind VIEW,
  grain (
    delivery_id
  ),
  description 'One row per delivery with the facts its origin states for the models',
  column_descriptions (
    unit = 'own: Unit that the whole file has',
    known_on = 'own: Day it became known',
    let_count_on = 'Day on which a person first let it count although it had been blocked; empty otherwise',
    rows_read = 'own: Records read',
    rejected_sek = 'own: Sum of the rejected rows'' amounts that can be read, kronor, revenue + and cost −; empty where none can',
    rejected_unknown_count = 'own: Rejected rows whose amount cannot be read; empty where the table has no one column of money'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.delivery)
  )
);

WITH attribute AS (
  SELECT
    delivery_id,
    MAX(CASE WHEN attribute_name = 'fiscal_year' THEN attribute_value END) AS fiscal_year,
    MAX(CASE WHEN attribute_name = 'base_year' THEN attribute_value END) AS base_year
  FROM lake.delivery_attribute
  GROUP BY
    delivery_id
), acceptance AS (
  SELECT
    delivery_id,
    MIN(accepted_on) AS let_count_on
  FROM lake.acceptance
  GROUP BY
    delivery_id
)
SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.contract_code::TEXT AS contract_code,
  source.subject::TEXT AS subject,
  source.file_name::TEXT AS file_name,
  source.file_sha256::TEXT AS file_sha256,
  source.document_code::TEXT AS document_code,
  source.title::TEXT AS title,
  source.heading::TEXT AS heading,
  source.source_file::TEXT AS source_file,
  source.source_line_from::INT AS source_line_from,
  source.source_line_to::INT AS source_line_to,
  source.unit::TEXT AS unit,
  source.status::TEXT AS status,
  source.decision::TEXT AS decision,
  source.decided_by::TEXT AS decided_by,
  source.case_number::TEXT AS case_number,
  source.producer::TEXT AS producer,
  source.dated_on::DATE AS dated_on,
  source.known_on::DATE AS known_on,
  acceptance.let_count_on::DATE AS let_count_on,
  source.loaded_at::TIMESTAMP AS loaded_at,
  source.sequence::BIGINT AS sequence,
  source.is_simulated::BOOLEAN AS is_simulated,
  source.state::TEXT AS state,
  source.rows_read::BIGINT AS rows_read,
  source.rows_loaded::BIGINT AS rows_loaded,
  source.rows_rejected::BIGINT AS rows_rejected,
  source.rejected_sek::DECIMAL(18, 2) AS rejected_sek,
  source.rejected_unknown_count::BIGINT AS rejected_unknown_count,
  source.note::TEXT AS note,
  attribute.fiscal_year::INT AS attribute_fiscal_year,
  attribute.base_year::INT AS attribute_base_year
FROM lake.delivery AS source
LEFT JOIN attribute
  ON attribute.delivery_id = source.delivery_id
LEFT JOIN acceptance
  ON acceptance.delivery_id = source.delivery_id
