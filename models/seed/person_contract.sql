MODEL (
  name seed.person_contract,
  kind SEED (
    path '../../seeds/target/person_contract.csv'
  ),
  columns (
    contract_code TEXT,
    shown_column_name TEXT,
    reason TEXT
  ),
  grain (contract_code, shown_column_name),
  description 'One row per contract whose figures are about persons, and column whose texts are shown as delivered; numbers in its other texts are not published',
  column_descriptions (
    contract_code = 'own: Contract',
    shown_column_name = 'Column, by its name or as a sheet heads it',
    reason = 'own: Why it is shown'
  )
)
