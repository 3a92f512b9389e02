MODEL (
  name seed.responsible_body,
  kind SEED (
    path '../../seeds/plan/responsible_body.csv'
  ),
  columns (
    responsible_text TEXT,
    board_code TEXT,
    printed_order INT,
    reason TEXT
  ),
  grain (responsible_text, board_code),
  description 'One row per parenthesis of responsible boards as printed and board it names',
  column_descriptions (responsible_text = 'as responsible_parenthesis', reason = 'as reason_of_choice')
)
