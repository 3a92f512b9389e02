MODEL (
  name seed.label,
  kind SEED (
    path '../../seeds/register/label.csv'
  ),
  columns (
    label_kind TEXT,
    label TEXT,
    code TEXT,
    reason TEXT
  ),
  grain (label_kind, label),
  description 'One row per label as printed and what it stands for',
  column_descriptions (
    label_kind = 'What the label names: area, part, cost_type, board, planning_body, change_kind ...',
    label = 'own: Label as printed; compared without hyphens, spaces, case and punctuation',
    code = 'own: Code it stands for',
    reason = 'as reason_of_choice'
  )
)
