MODEL (
  name seed.responsible_body,
  kind SEED (
    path '../../seeds/responsible_body.csv'
  ),
  owner controlling,
  columns (
    responsible_text TEXT,
    board_code TEXT,
    printed_order INTEGER,
    reason TEXT
  ),
  grain (responsible_text, board_code),
  description 'One row per parenthesis of responsible boards as printed and board it names',
  column_descriptions (
    responsible_text = 'Parenthesis as printed',
    board_code = 'Board',
    printed_order = 'Order in the parenthesis',
    reason = 'Why, where the reading is a choice'
  ),
  audits (
    unique_combination_of_columns(columns := (responsible_text, board_code)),
    not_null(columns := (responsible_text, board_code))
  )
);
