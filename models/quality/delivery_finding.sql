MODEL (
  name quality.delivery_finding,
  kind FULL,
  owner controlling,
  grain (delivery_id, code, sheet, row_number, column_name, cell),
  description 'One row per thing to know about a delivery that rejects nothing by itself, such as a hidden column.',
  column_descriptions (
    delivery_id = 'The delivery',
    code = 'What was found, as in the catalogue of messages',
    sheet = 'Sheet of the workbook',
    row_number = 'Row of the file or sheet',
    column_name = 'Column heading as delivered',
    cell = 'Address of the cell',
    found = 'The text as delivered',
    expected = 'What was expected'
  ),
  audits (
    not_null(columns := (delivery_id, code))
  )
);

SELECT
  delivery_id::TEXT AS delivery_id,
  code::TEXT AS code,
  sheet::TEXT AS sheet,
  row_number::INTEGER AS row_number,
  column_name::TEXT AS column_name,
  cell::TEXT AS cell,
  found::TEXT AS found,
  expected::TEXT AS expected
FROM lake.delivery_finding
