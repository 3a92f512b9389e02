MODEL (
  name seed.reconciliation_member,
  kind SEED (
    path '../../seeds/check/reconciliation_member.csv'
  ),
  columns (
    check_code TEXT,
    side TEXT,
    document_code TEXT,
    table_code TEXT,
    amount_kind TEXT,
    fiscal_year INT,
    area_code TEXT,
    part_code TEXT,
    cost_type_code TEXT,
    is_total BOOLEAN,
    coefficient INT
  ),
  grain (
    check_code,
    side,
    document_code,
    table_code,
    amount_kind,
    fiscal_year,
    area_code,
    part_code,
    cost_type_code,
    is_total
  ),
  tags (
    'grain may be empty (area_code): a member that is about the whole board has no area'
  ),
  description 'One row per cell that a pair of statements compares',
  column_descriptions (
    document_code = 'own: Document that states the amount',
    amount_kind = 'own: Kind of amount',
    part_code = 'own: Part of the frame',
    cost_type_code = 'own: Cost type or NET',
    is_total = 'own: True for a row that is printed as a total'
  )
)
