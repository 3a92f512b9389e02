MODEL (
  name quality.refusal,
  grain (
    file_sha256
  ),
  description 'One row per file that could not be read against any contract and is not a delivery.',
  column_descriptions (
    file_sha256 = 'own: Its content',
    refused_at = 'When it was last refused (UTC)',
    code = 'own: Why, as in the catalogue of messages',
    column_name = 'own: Column',
    found = 'own: What was found; of a file without a header, whose first rows may be about persons, no text with a number in it'
  ),
  audits (not_null(columns := (file_name, refused_at, code)), unique_values(columns := (
      file_sha256
  )))
);

SELECT
  file_name::TEXT AS file_name,
  file_sha256::TEXT AS file_sha256,
  refused_at::TIMESTAMP AS refused_at,
  code::TEXT AS code,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  column_name::TEXT AS column_name,
  CASE WHEN code = 'error.header_missing' THEN @text_without_numbers(found) ELSE found END::TEXT AS found,
  expected::TEXT AS expected
FROM lake.refusal
