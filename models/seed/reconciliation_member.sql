MODEL (
  name seed.reconciliation_member,
  kind SEED (
    path '../../seeds/reconciliation_member.csv'
  ),
  owner controlling,
  columns (
    check_code TEXT,
    side TEXT,
    document_code TEXT,
    table_code TEXT,
    amount_kind TEXT,
    fiscal_year INTEGER,
    area_code TEXT,
    part_code TEXT,
    cost_type_code TEXT,
    is_total BOOLEAN,
    coefficient INTEGER
  ),
  grain (check_code, side, document_code, table_code, amount_kind, fiscal_year, area_code, part_code, cost_type_code, is_total),
  description 'One row per cell that a pair of statements compares',
  column_descriptions (
    check_code = 'Check',
    side = 'stated or computed',
    document_code = 'Document that states the amount',
    table_code = 'Lake table',
    amount_kind = 'Kind of amount',
    fiscal_year = 'Budget year',
    area_code = 'Area; empty for the board',
    part_code = 'Part of the frame',
    cost_type_code = 'Cost type or NET',
    is_total = 'True for a row that is printed as a total',
    coefficient = 'What the amount is multiplied by in the check: +1 or −1'
  ),
  audits (
    unique_combination_of_columns(columns := (check_code, side, document_code, table_code, amount_kind, fiscal_year, area_code, part_code, cost_type_code, is_total))
  )
);
