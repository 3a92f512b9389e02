MODEL (
  name seed.document_board,
  kind SEED (
    path '../../seeds/document_board.csv'
  ),
  owner controlling,
  columns (
    document_code TEXT,
    board_code TEXT,
    reason TEXT
  ),
  grain (document_code),
  description 'One row per plan document and the board it is about',
  column_descriptions (
    document_code = 'Plan document',
    board_code = 'Board, or RJH for the whole region',
    reason = 'Why'
  ),
  audits (
    unique_combination_of_columns(columns := (document_code)),
    not_null(columns := (document_code))
  )
);
