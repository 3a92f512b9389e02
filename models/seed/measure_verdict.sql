MODEL (
  name seed.measure_verdict,
  kind SEED (
    path '../../seeds/measure_verdict.csv'
  ),
  owner controlling,
  columns (
    verdict_code TEXT,
    verdict_name TEXT,
    verdict_name_en TEXT,
    is_claim BOOLEAN,
    is_measured BOOLEAN
  ),
  grain (verdict_code),
  description 'One row per verdict on a measured effect',
  column_descriptions (
    verdict_code = 'Code of the verdict',
    verdict_name = 'Name in Swedish',
    verdict_name_en = 'Name in English',
    is_claim = 'True where something is said about the size of a change',
    is_measured = 'True where the effect could be measured at all'
  ),
  audits (
    unique_combination_of_columns(columns := (verdict_code)),
    not_null(columns := (verdict_code))
  )
);
