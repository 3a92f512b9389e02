MODEL (
  name seed.close_limit,
  kind SEED (
    path '../../seeds/close_limit.csv'
  ),
  columns (
    limit_code TEXT,
    amount_sek DECIMAL(18, 2),
    reason TEXT
  ),
  grain (
    limit_code
  ),
  description 'One row per kind of amount that must not be larger when a month is closed',
  column_descriptions (
    limit_code = 'What the amounts lack: cost_type or unit',
    amount_sek = 'own: The largest sum of a board''s month, kronor, without sign',
    reason = 'own: Why it matters'
  ),
  audits (
    not_null(columns := (
      amount_sek
    ))
  )
)
