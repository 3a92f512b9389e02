MODEL (
  name seed.needed_delivery,
  kind SEED (
    path '../../seeds/month/needed_delivery.csv'
  ),
  columns (
    contract_code TEXT,
    period_attribute TEXT,
    is_per_board BOOLEAN,
    starts_with_first BOOLEAN,
    reason TEXT,
    reason_en TEXT
  ),
  grain (
    contract_code
  ),
  description 'One row per kind of delivery that a month needs before it can be closed',
  column_descriptions (
    period_attribute = 'What the file''s name says of its period: a month, or fiscal_year for a file of the whole year',
    is_per_board = 'True where each board with a frame of its own delivers one; false where the region does',
    starts_with_first = 'True where it is needed from the first period on that any of its kind was delivered for; false where always',
    reason = 'own: What the month lacks without it, in Swedish',
    reason_en = 'own: The same in English'
  ),
  audits (
    not_null(columns := (period_attribute, is_per_board, starts_with_first))
  )
)
