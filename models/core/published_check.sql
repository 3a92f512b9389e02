MODEL (
  name core.published_check,
  grain (
    check_code
  ),
  description 'One row per check of the published record: what it compares and what a difference would be',
  column_descriptions (
    check_kind = 'own: What is compared: published_ and the kind of relation, or published_unit',
    difference_kind = 'own: Kind that a difference would be; a unit or a sign where reading one so makes the relation hold',
    fiscal_year = 'own: Year that the stated figure is about',
    board_code = 'own: Body of the stated figure; RJH for the region',
    unit_code = 'as printed_unit',
    note = 'own: What to know about the check, in Swedish',
    note_en = 'own: The same in English',
    is_within_rounding = 'True where the printed precision explains the difference'
  ),
  tags (
    'working'
  ),
  audits (
    not_null(columns := (check_kind, difference_kind, label, label_en)),
    foreign_key_known("column" := difference_kind, parent := seed.difference_kind, parent_column := difference_kind),
    published_relation_holds_as_delivered
  )
);

WITH named AS (
  SELECT
    side.*,
    side.period || ' (' || side.value_text || ')' AS told_period,
    CASE
      WHEN NOT doubted_id IS NULL
      THEN 'Enheten för ' || doubted_id || ' kan inte stämma: läst i ' || read_unit || ' går det ihop. '
      ELSE ''
    END AS unit_said,
    CASE
      WHEN NOT doubted_id IS NULL
      THEN 'The unit of ' || doubted_id || ' cannot be right: read in ' || read_unit || ' it holds. '
      ELSE ''
    END AS unit_said_en,
    CASE WHEN is_sign_turned THEN 'Med vänt tecken går det ihop. ' ELSE '' END AS sign_said,
    CASE WHEN is_sign_turned THEN 'With its sign turned it holds. ' ELSE '' END AS sign_said_en,
    COALESCE('Läst så: ' || assumption || '. ', '') AS reading_said,
    COALESCE('Read so: ' || assumption || '. ', '') AS reading_said_en,
    CASE WHEN is_uncertain THEN 'Minst en av siffrorna är osäker. ' ELSE '' END AS doubt_said,
    CASE WHEN is_uncertain THEN 'At least one of the figures is uncertain. ' ELSE '' END AS doubt_said_en,
    COALESCE('Gathered with the note: ' || relation_note || '.', '') AS note_said_en
  FROM core.published_check_side AS side
)
SELECT
  named.check_code::TEXT AS check_code,
  named.relation_code::TEXT AS relation_code,
  (
    'published_' || COALESCE(named.kind_code, 'unit')
  )::TEXT AS check_kind,
  CASE
    WHEN NOT named.doubted_id IS NULL
    THEN 'unit_misprinted'
    WHEN named.is_sign_turned
    THEN 'sign_misprinted'
    ELSE COALESCE(kind.difference_kind, 'arithmetic')
  END::TEXT AS difference_kind,
  named.fiscal_year::INT AS fiscal_year,
  named.body_code::TEXT AS board_code,
  (
    COALESCE(kind.kind_name, named.kind_code, 'Beloppet som tryckt mot den enhet som passar') || named.place || named.told_period
  )::TEXT AS label,
  (
    COALESCE(kind.kind_name_en, named.kind_code, 'The amount as printed against the unit that fits') || named.place_en || named.told_period
  )::TEXT AS label_en,
  named.unit_code::TEXT AS unit_code,
  NULLIF(TRIM(unit_said || sign_said || reading_said || doubt_said), '')::TEXT AS note,
  NULLIF(TRIM(unit_said_en || sign_said_en || reading_said_en || doubt_said_en || note_said_en), '')::TEXT AS note_en,
  (
    4 * named.difference::DOUBLE * named.difference::DOUBLE <= 3 * named.square_sum
  )::BOOLEAN AS is_within_rounding,
  named.is_simulated::BOOLEAN AS is_simulated
FROM named
LEFT JOIN seed.published_relation_kind AS kind
  ON kind.kind_code = named.kind_code
