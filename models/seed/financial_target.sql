MODEL (
  name seed.financial_target,
  kind SEED (
    path '../../seeds/plan/financial_target.csv'
  ),
  columns (
    organisation_code TEXT,
    quantity_code TEXT,
    fiscal_year INT,
    target_growth_pct DECIMAL(9, 2),
    indicator_code TEXT,
    document_code TEXT,
    source_line INT
  ),
  grain (organisation_code, quantity_code, fiscal_year, indicator_code),
  description 'One row per financial target of the cost development and the organisation that it is for',
  column_descriptions (
    organisation_code = 'own: Organisation that the target is for',
    quantity_code = 'GROSS_COST or NET_COST',
    fiscal_year = 'own: Year of the target',
    target_growth_pct = 'Highest growth against the year before, in per cent',
    indicator_code = 'own: Indicator as printed, shortened',
    document_code = 'own: Plan document that prints it'
  )
)
