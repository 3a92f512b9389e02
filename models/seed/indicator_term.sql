MODEL (
  name seed.indicator_term,
  kind SEED (
    path '../../seeds/target/indicator_term.csv'
  ),
  columns (
    term_code TEXT,
    term_name TEXT,
    term_name_en TEXT
  ),
  grain (
    term_code
  ),
  description 'One row per kind of indicator',
  column_descriptions (term_name = 'Heading as printed', term_name_en = 'Heading in English')
)
