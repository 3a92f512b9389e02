MODEL (
  name seed.month_financial_target,
  kind SEED (
    path '../../seeds/month_financial_target.csv'
  ),
  owner controlling,
  columns (
    organisation_code TEXT,
    quantity_code TEXT,
    fiscal_year INTEGER,
    target_growth_pct DECIMAL(9, 2),
    indicator_code TEXT,
    document_code TEXT,
    source_line INTEGER
  ),
  grain (organisation_code, quantity_code, fiscal_year, indicator_code),
  description 'One row per financial target of the cost development and the organisation that it is for',
  column_descriptions (
    organisation_code = 'Organisation that the target is for',
    quantity_code = 'GROSS_COST or NET_COST',
    fiscal_year = 'Year of the target',
    target_growth_pct = 'Highest growth against the year before, in per cent',
    indicator_code = 'Indicator as printed, shortened',
    document_code = 'Plan document that prints it',
    source_line = 'Line of the documents text'
  ),
  audits (
    unique_combination_of_columns(columns := (organisation_code, quantity_code, fiscal_year, indicator_code)),
    not_null(columns := (organisation_code, quantity_code, fiscal_year, indicator_code))
  )
);
