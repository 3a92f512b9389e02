MODEL (
  name seed.follow_up_part,
  kind SEED (
    path '../../seeds/follow_up_part.csv'
  ),
  owner controlling,
  columns (
    part_code TEXT,
    part_name TEXT,
    part_name_en TEXT,
    sort_order INTEGER
  ),
  grain (part_code),
  description 'One row per part that a follow-up of an indicator holds, by the plan',
  column_descriptions (
    part_code = 'Code of the part',
    part_name = 'Part in Swedish',
    part_name_en = 'Part in English',
    sort_order = 'Order in the plan'
  ),
  audits (
    unique_combination_of_columns(columns := (part_code)),
    not_null(columns := (part_code))
  )
);
