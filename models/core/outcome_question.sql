MODEL (
  name core.outcome_question,
  grain (indicator_code, organisation_code, period_start, period_kind_code, gender_code, is_simulated),
  description 'One row per outcome whose size or sign is in question: a share as 0.799 where 79.9 is meant, thousands for kronor, a turned sign; held against its unit, the target, the comparison series, its own series and the other organisations; without those that somebody has confirmed',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    value = 'own: Outcome as delivered',
    reference_value = 'What it was held against, in the unit of the outcome: the target, the mean of the others; empty for the unit'
  ),
  audits (
    not_null(columns := (in_question_code, in_question_against, in_question_text))
  )
);

WITH counted AS (
  SELECT
    *
  FROM core.outcome_neighbour
), asked AS (
  SELECT
    held.indicator_code,
    held.organisation_code,
    held.period_start,
    held.period_kind_code,
    held.gender_code,
    held.is_simulated,
    held.value,
    held.period_code,
    held.delivery_id,
    held.sheet,
    held.row_number,
    COALESCE(held.stated_question, held.unit_question, series.in_question_code, peers.in_question_code) AS in_question_code,
    CASE
      WHEN NOT held.stated_question IS NULL
      THEN held.stated_code
      WHEN NOT held.unit_question IS NULL
      THEN 'against_unit'
      WHEN NOT series.in_question_code IS NULL
      THEN series.in_question_against
      ELSE peers.in_question_against
    END AS in_question_against,
    CASE
      WHEN NOT held.stated_question IS NULL
      THEN held.stated_value
      WHEN held.unit_question IS NULL
      THEN CASE WHEN series.in_question_code IS NULL THEN peers.reference_value ELSE series.reference_value END
    END AS reference_value
  FROM core.outcome_scale AS held
  LEFT JOIN counted AS series
    ON series.in_question_against = 'against_series'
    AND series.indicator_code = held.indicator_code
    AND series.organisation_code = held.organisation_code
    AND series.period_start = held.period_start
    AND series.period_kind_code = held.period_kind_code
    AND series.gender_code = held.gender_code
    AND series.is_simulated = held.is_simulated
  LEFT JOIN counted AS peers
    ON peers.in_question_against = 'against_peers'
    AND peers.indicator_code = held.indicator_code
    AND peers.organisation_code = held.organisation_code
    AND peers.period_start = held.period_start
    AND peers.period_kind_code = held.period_kind_code
    AND peers.gender_code = held.gender_code
    AND peers.is_simulated = held.is_simulated
)
SELECT
  asked.indicator_code::TEXT AS indicator_code,
  asked.organisation_code::TEXT AS organisation_code,
  asked.period_start::DATE AS period_start,
  asked.period_kind_code::TEXT AS period_kind_code,
  asked.gender_code::TEXT AS gender_code,
  asked.period_code::TEXT AS period_code,
  asked.value::DECIMAL(18, 6) AS value,
  asked.in_question_code::TEXT AS in_question_code,
  asked.in_question_against::TEXT AS in_question_against,
  asked.reference_value::DECIMAL(18, 6) AS reference_value,
  (
    question.wording || ' ' || against.wording
  )::TEXT AS in_question_text,
  (
    question.wording_en || ' ' || against.wording_en
  )::TEXT AS in_question_text_en,
  asked.is_simulated::BOOLEAN AS is_simulated,
  asked.delivery_id::TEXT AS delivery_id,
  asked.sheet::TEXT AS sheet,
  asked.row_number::INT AS row_number
FROM asked
JOIN seed.outcome_question AS question
  ON question.in_question_code = asked.in_question_code
LEFT JOIN seed.outcome_question AS against
  ON against.in_question_code = asked.in_question_against
LEFT JOIN core.outcome_confirmed AS confirmed
  ON confirmed.indicator_code = asked.indicator_code
  AND confirmed.organisation_code = asked.organisation_code
  AND confirmed.period_start = asked.period_start
  AND confirmed.period_kind_code = asked.period_kind_code
  AND confirmed.gender_code = asked.gender_code
  AND confirmed.is_simulated = asked.is_simulated
  AND confirmed.is_in_force
WHERE
  confirmed.indicator_code IS NULL
