MODEL (
  name seed.label,
  kind SEED (
    path '../../seeds/label.csv'
  ),
  owner controlling,
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
    label = 'Label as printed; compared without hyphens, spaces, case and punctuation',
    code = 'Code it stands for',
    reason = 'Why, where the reading is a choice'
  ),
  audits (
    unique_combination_of_columns(columns := (label_kind, label)),
    not_null(columns := (label_kind, label))
  )
);
