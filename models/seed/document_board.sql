MODEL (
  name seed.document_board,
  kind SEED (
    path '../../seeds/plan/document_board.csv'
  ),
  columns (
    document_code TEXT,
    board_code TEXT,
    reason TEXT
  ),
  grain (
    document_code
  ),
  description 'One row per plan document and the board it is about',
  column_descriptions (document_code = 'own: Plan document', board_code = 'as region_or_board_code')
)
