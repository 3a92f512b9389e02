MODEL (
  name core.indicator,
  grain (indicator_code, fiscal_year, delivery_id),
  tags (
    'grain may be empty (fiscal_year): a follow-up text need not print its year'
  ),
  description 'One row per printed indicator and budget year, with what the text means for a computation',
  column_descriptions (
    scope_code = 'as indicator_scope',
    target_value = 'own: Target as printed; empty where none is printed, or words without a number that can be held against the outcome of the whole year',
    printed_value = 'Number of the target as printed, also of a bound against the indicator''s direction',
    bound_direction_code = 'UP for a bound from below (minst), DOWN for one from above (högst), empty for a target that is no bound. Held against the direction of the definition that a period falls in',
    is_target_in_words = 'True where the target is words: a direction, a range, or a bound against the direction of the year''s definition',
    printed_unit_text = 'Unit printed with the target; empty where none is printed',
    unit_text = 'as target_unit_text',
    base_year = 'as base_year_of_change',
    direction_code = 'own: UP when higher is better, DOWN when lower is better: by the definition that the year falls in, as its first day',
    is_in_force = 'own: True for the one document whose row counts for the year: one with a target before one without, revised before adopted before draft, then the latest dated'
  ),
  audits (not_null(columns := (decided_by_code, term_code)), target_has_one_value)
);

WITH delivery AS (
  SELECT
    *,
    CASE status WHEN 'revised' THEN 1 WHEN 'adopted' THEN 2 ELSE 3 END AS force_rank
  FROM core.delivery
), body AS (
  SELECT
    @label_key(label) AS label_key,
    code
  FROM seed.label
  WHERE
    label_kind = 'board'
), printed AS (
  SELECT
    source.*,
    CASE
      WHEN LOWER(target_text) LIKE 'minst%'
      OR LOWER(target_text) LIKE 'lägst%'
      OR target_text LIKE '≥%'
      OR target_text LIKE '>=%'
      THEN 'UP'
      WHEN LOWER(target_text) LIKE 'högst%'
      OR LOWER(target_text) LIKE 'max%'
      OR target_text LIKE '≤%'
      OR target_text LIKE '<=%'
      THEN 'DOWN'
    END AS bound_direction_code
  FROM staging.indicator AS source
)
SELECT
  known.indicator_code::TEXT AS indicator_code,
  printed.fiscal_year::INT AS fiscal_year,
  printed.indicator_text::TEXT AS indicator_text,
  term.term_code::TEXT AS term_code,
  target_area.target_area_code::TEXT AS target_area_code,
  body.code::TEXT AS decided_by_code,
  printed.decided_by_text::TEXT AS decided_by_text,
  known.scope_code::TEXT AS scope_code,
  known.scope_source::TEXT AS scope_source,
  printed.group_text::TEXT AS group_text,
  CASE
    WHEN printed.bound_direction_code IS NULL
    OR printed.bound_direction_code = COALESCE(definition.direction_code, known.direction_code)
    THEN printed.target
  END::DECIMAL(18, 6) AS target_value,
  printed.target::DECIMAL(18, 6) AS printed_value,
  printed.bound_direction_code::TEXT AS bound_direction_code,
  printed.target_text::TEXT AS target_text,
  (
    COALESCE(@label_key(printed.target_text), '') <> ''
    AND (
      printed.target IS NULL
      OR COALESCE(printed.bound_direction_code <> COALESCE(definition.direction_code, known.direction_code, ''), FALSE)
    )
  )::BOOLEAN AS is_target_in_words,
  printed.target_unit::TEXT AS printed_unit_text,
  printed.target_decimals::INT AS target_decimals,
  known.unit_text::TEXT AS unit_text,
  known.target_form::TEXT AS target_form,
  known.base_year::INT AS base_year,
  known.comparison_code::TEXT AS comparison_code,
  COALESCE(definition.direction_code, known.direction_code)::TEXT AS direction_code,
  known.direction_source::TEXT AS direction_source,
  printed.direction_text::TEXT AS direction_text,
  known.is_by_gender::BOOLEAN AS is_by_gender,
  known.kolada_kpi::TEXT AS kolada_kpi,
  delivery.document_code::TEXT AS document_code,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  (
    delivery.is_current
    AND ROW_NUMBER() OVER (
      PARTITION BY known.indicator_code, printed.fiscal_year, delivery.is_current
      ORDER BY printed.target_text IS NULL, force_rank, dated_on DESC, known_from DESC, printed.delivery_id, printed.row_number
    ) = 1
  )::BOOLEAN AS is_in_force,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  printed.delivery_id::TEXT AS delivery_id,
  printed.sheet::TEXT AS sheet,
  printed.row_number::INT AS row_number,
  printed.source_line::INT AS source_line
FROM printed
JOIN delivery
  ON delivery.delivery_id = printed.delivery_id
LEFT JOIN seed.indicator_term AS term
  ON term.term_name = printed.term_text
LEFT JOIN seed.target_area AS target_area
  ON target_area.target_area_name = printed.target_area_text
LEFT JOIN body
  ON body.label_key = @label_key(printed.decided_by_text)
LEFT JOIN seed.indicator AS known
  ON known.term_code = term.term_code
  AND known.target_area_code = target_area.target_area_code
  AND @label_key(known.indicator_label) = @label_key(printed.indicator_text)
LEFT JOIN seed.target_definition AS definition
  ON definition.indicator_code = known.indicator_code
  AND MAKE_DATE(printed.fiscal_year, 1, 1) >= COALESCE(definition.valid_from, '1900-01-01'::DATE)
  AND MAKE_DATE(printed.fiscal_year, 1, 1) <= COALESCE(definition.valid_to, '9999-12-31'::DATE)
