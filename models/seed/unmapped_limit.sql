MODEL (
  name seed.unmapped_limit,
  kind SEED (
    path '../../seeds/month/unmapped_limit.csv'
  ),
  columns (
    unmapped_kind TEXT,
    closing_limit_sek DECIMAL(18, 2),
    publication_limit_sek DECIMAL(18, 2),
    reason TEXT
  ),
  grain (
    unmapped_kind
  ),
  description 'One row per kind of code that no register knows, with how many kronor of a board''s month may stand on such',
  column_descriptions (
    closing_limit_sek = 'The largest sum of a board''s month with which it can be closed, without sign',
    publication_limit_sek = 'The largest sum of a board''s month with which anything is published, without sign',
    reason = 'own: Why it matters'
  ),
  audits (
    not_null(columns := (closing_limit_sek, publication_limit_sek))
  )
)
