MODEL (
  name seed.board,
  kind SEED (
    path '../../seeds/register/board.csv'
  ),
  columns (
    board_code TEXT,
    board_name TEXT,
    board_name_en TEXT,
    organisation_level TEXT,
    is_whole_region BOOLEAN,
    is_own_frame BOOLEAN,
    also_called TEXT,
    note TEXT
  ),
  grain (
    board_code
  ),
  description 'One row per board, with the region and its assembly',
  column_descriptions (
    board_name = 'own: Name in Swedish',
    board_name_en = 'Name in English',
    organisation_level = 'as region_or_board_level',
    is_whole_region = 'own: True for the one row that every board belongs to; config.py gives its code to the models as @region_code',
    is_own_frame = 'True for a board with a frame of its own',
    note = 'own: Remark'
  )
)
