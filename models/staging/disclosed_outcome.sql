MODEL (
  name staging.disclosed_outcome,
  kind VIEW,
  grain (
    publication,
    indicator_code,
    organisation_code,
    period_start,
    period_kind_text,
    gender_code,
    is_simulated
  ),
  tags (
    'grain may repeat: the register is kept as it was written, an outcome of two rows in two'
  ),
  description 'One row per publication and outcome that the register of publications holds: what was shown, or a digest of what was hidden; not published',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    publication = 'Number of the publication',
    is_hidden = 'True where the publication did not show it',
    value = 'own: The outcome as shown; empty where it was hidden',
    person_count = 'own: Persons as shown; empty where the outcome was hidden',
    digest = 'What tells whether a hidden outcome is still the same, without telling it'
  )
);

SELECT
  publication::INT AS publication,
  indicator_code::TEXT AS indicator_code,
  organisation_code::TEXT AS organisation_code,
  period_start::DATE AS period_start,
  period_kind_text::TEXT AS period_kind_text,
  gender_code::TEXT AS gender_code,
  is_simulated::BOOLEAN AS is_simulated,
  is_hidden::BOOLEAN AS is_hidden,
  value::DECIMAL(18, 6) AS value,
  person_count::BIGINT AS person_count,
  digest::TEXT AS digest
FROM lake.disclosed_outcome
