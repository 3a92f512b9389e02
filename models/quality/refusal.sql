MODEL (
  name quality.refusal,
  kind FULL,
  owner controlling,
  grain (file_sha256),
  description 'One row per file that could not be read against any contract and is not a delivery.',
  column_descriptions (
    file_name = 'Name of the file',
    file_sha256 = 'Its content',
    refused_at = 'When it was last refused (UTC)',
    code = 'Why, as in the catalogue of messages',
    sheet = 'Sheet of the workbook',
    row_number = 'Row of the file or sheet',
    column_name = 'Column',
    found = 'What was found; of a file without a header, whose first rows may be about persons, no text with a number in it',
    expected = 'What was expected'
  ),
  audits (
    not_null(columns := (file_name, file_sha256, refused_at, code)),
    unique_values(columns := (file_sha256))
  )
);

SELECT
  file_name::TEXT AS file_name,
  file_sha256::TEXT AS file_sha256,
  refused_at::TIMESTAMP AS refused_at,
  code::TEXT AS code,
  sheet::TEXT AS sheet,
  row_number::INTEGER AS row_number,
  column_name::TEXT AS column_name,
  CASE WHEN code = 'error.header_missing' THEN @text_without_numbers(found) ELSE found END::TEXT AS found,
  expected::TEXT AS expected
FROM lake.refusal
