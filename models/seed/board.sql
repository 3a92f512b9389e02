MODEL (
  name seed.board,
  kind SEED (
    path '../../seeds/board.csv'
  ),
  owner controlling,
  columns (
    board_code TEXT,
    board_name TEXT,
    board_name_en TEXT,
    organisation_level TEXT,
    is_own_frame BOOLEAN,
    note TEXT
  ),
  grain (board_code),
  description 'One row per board, with the region and its assembly',
  column_descriptions (
    board_code = 'Code of the board',
    board_name = 'Name in Swedish',
    board_name_en = 'Name in English',
    organisation_level = 'region or board',
    is_own_frame = 'True for a board with a frame of its own',
    note = 'Remark'
  ),
  audits (
    unique_combination_of_columns(columns := (board_code)),
    not_null(columns := (board_code))
  )
);
