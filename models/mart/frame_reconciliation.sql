MODEL (
  name mart.frame_reconciliation,
  grain (
    check_code
  ),
  description 'One row per check of a stated amount against the amounts that should give it, in the documents, in the months and in what the region has published; verdict by 3σ of the stated precision',
  column_descriptions (
    check_kind = 'own: What is compared. Documents: row_sum, column_sum, same_amount, parts_to_total, partition, roll_forward, transfer, internal_counterpart or a rule of the plan; months: see seed.delivery_check_kind; the published record: published_ and a kind of seed.published_relation_kind, or published_unit',
    document_code = 'own: Document of the stated side; empty for checks on the months and the published record',
    label = 'as check_label',
    unit = 'own: Unit in which the stated side is printed',
    stated_amount_sek = 'Stated amount in kronor, revenue + and cost −',
    computed_amount_sek = 'Sum of the amounts it is compared with',
    difference_sek = 'own: Stated less computed; empty where one side is missing (a counterpart that has booked nothing counts as zero)',
    sigma_sek = 'Standard deviation of the rounding error: √(Σ precision²)/√12 over both sides',
    tolerance_sek = 'own: 3 × sigma_sek: a difference within it is rounding',
    worst_case_sek = 'Largest difference that rounding alone can give: half the sum of the precisions; shown, it excuses nothing',
    verdict = 'own: exact, rounding, within_tolerance (within 3σ, but beyond the worst case: rounding alone cannot give it), pressure (a cost beyond its financing: a pressure on coming frames, no broken sum), ambiguous (a reading of a text with several, none of which need be a break), unexplained, not_comparable or not_checkable',
    explanation = 'own: The verdict in a Swedish sentence',
    difference_kind = 'own: Kind of the difference; empty when there is none',
    is_beyond_worst_case = 'own: True when the difference is larger than rounding alone can give',
    stated_cell_count = 'Cells on the stated side',
    computed_cell_count = 'Cells on the computed side',
    label_en = 'as check_label_en',
    status = 'own: draft, adopted or revised, of the document that the stated side stands in; a document without a decision paragraph is a draft; empty for checks on the months and the published record',
    finding_code = 'own: What the check finds: readings of one step between two years are one finding, every other check is its own',
    is_finding = 'True for one check of each finding: of several readings of the text the one that leaves least; count and sum findings by it',
    reading_count = 'own: Readings of the finding, with the flat indexation and the transfers alone beside them; 1 where there is only one',
    stated_number = 'Stated side where it is no money: per cent or a count, in the printed unit',
    computed_number = 'Computed side alike',
    difference_number = 'Stated less computed, alike',
    tolerance_number = '3σ of the printed precision, alike'
  ),
  tags (
    'binary floating point (sigma, tolerance, sigma_sek, tolerance_sek, tolerance_number, explanation, explanation_en): a root of a sum of squares, right to 1e-12 of itself'
  ),
  audits (
    verdict_follows_rule,
    foreign_key_known("column" := verdict, parent := seed.verdict, parent_column := verdict_code),
    not_null(columns := (verdict, explanation, explanation_en)),
    internal_trade,
    verdict_and_words_agree
  )
);

WITH measured AS (
  SELECT
    compared.*,
    COALESCE(step.finding_code, compared.check_code) AS finding_code,
    COALESCE(NOT step.flat_percent IS NULL OR step.is_transfers_only, FALSE) AS is_beside
  FROM core.check_compared AS compared
  LEFT JOIN core.roll_forward_reading AS step
    ON step.check_code = compared.check_code
), verdict_given AS (
  SELECT
    measured.*,
    CASE
      WHEN comparability = 'not_checkable' OR difference IS NULL OR is_cell_missing
      THEN 'not_checkable'
      WHEN comparability = 'not_comparable'
      THEN 'not_comparable'
      WHEN difference = 0
      THEN 'exact'
      WHEN 4 * difference::DOUBLE * difference::DOUBLE <= 3 * precision_square_sum
      THEN CASE WHEN 2 * ABS(difference) > precision_sum THEN 'within_tolerance' ELSE 'rounding' END
      WHEN check_kind = 'rule_financing' AND difference < 0
      THEN 'pressure'
      WHEN check_kind = 'roll_forward' AND difference_kind = 'ambiguous_basis'
      THEN 'ambiguous'
      ELSE 'unexplained'
    END AS verdict,
    COALESCE(2 * ABS(difference) > precision_sum, FALSE) AS is_beyond_worst_case,
    SQRT(precision_square_sum / 12)::DECIMAL(24, 6) AS sigma,
    CAST(3 * SQRT(precision_square_sum / 12) AS DECIMAL(24, 6)) AS tolerance
  FROM measured
), judged AS (
  SELECT
    verdict_given.*,
    verdict = 'ambiguous'
    AND COUNT(CASE WHEN NOT is_beside AND verdict IN ('exact', 'rounding', 'within_tolerance') THEN 1 END) OVER finding = 0 AS is_no_reading
  FROM verdict_given
  WINDOW finding AS (PARTITION BY finding_code)
)
SELECT
  judged.check_code::TEXT AS check_code,
  judged.check_kind::TEXT AS check_kind,
  judged.document_code::TEXT AS document_code,
  judged.fiscal_year::INT AS fiscal_year,
  judged.board_code::TEXT AS board_code,
  judged.label::TEXT AS label,
  judged.unit::TEXT AS unit,
  judged.stated_amount_sek::DECIMAL(18, 2) AS stated_amount_sek,
  judged.computed_amount_sek::DECIMAL(18, 2) AS computed_amount_sek,
  judged.difference_sek::DECIMAL(18, 2) AS difference_sek,
  CASE WHEN judged.is_money THEN judged.sigma END::DECIMAL(18, 2) AS sigma_sek,
  CASE WHEN judged.is_money THEN judged.tolerance END::DECIMAL(18, 2) AS tolerance_sek,
  CASE WHEN judged.is_money THEN 0.5 * judged.precision_sum END::DECIMAL(18, 2) AS worst_case_sek,
  judged.verdict::TEXT AS verdict,
  @verdict_text(
    verdict.sentence,
    judged.note,
    lacking.sentence_text,
    torn.sentence_text,
    judged.difference,
    judged.tolerance,
    0.5 * judged.precision_sum,
    judged.unit,
    judged.is_money
  )::TEXT AS explanation,
  @verdict_text_en(
    verdict.sentence_en,
    judged.note_en,
    lacking.sentence_text_en,
    torn.sentence_text_en,
    judged.difference,
    judged.tolerance,
    0.5 * judged.precision_sum,
    judged.unit,
    judged.is_money
  )::TEXT AS explanation_en,
  CASE WHEN judged.verdict <> 'exact' THEN judged.difference_kind END::TEXT AS difference_kind,
  judged.is_beyond_worst_case::BOOLEAN AS is_beyond_worst_case,
  judged.stated_cell_count::INT AS stated_cell_count,
  judged.computed_cell_count::INT AS computed_cell_count,
  judged.check_group::TEXT AS check_group,
  judged.label_en::TEXT AS label_en,
  judged.is_simulated::BOOLEAN AS is_simulated,
  verdict.verdict_name::TEXT AS verdict_name,
  verdict.verdict_name_en::TEXT AS verdict_name_en,
  kind.difference_kind_name::TEXT AS difference_kind_name,
  kind.difference_kind_name_en::TEXT AS difference_kind_name_en,
  document.status::TEXT AS status,
  judged.record_kind::TEXT AS record_kind,
  judged.stated_number::DECIMAL(24, 6) AS stated_number,
  judged.computed_number::DECIMAL(24, 6) AS computed_number,
  judged.difference_number::DECIMAL(24, 6) AS difference_number,
  CASE WHEN NOT judged.is_money THEN judged.tolerance END::DECIMAL(24, 6) AS tolerance_number,
  judged.finding_code::TEXT AS finding_code,
  (
    ROW_NUMBER() OVER (PARTITION BY finding_code ORDER BY is_beside, ABS(difference), check_code) = 1
  )::BOOLEAN AS is_finding,
  (
    COUNT(*) OVER (PARTITION BY finding_code)
  )::INT AS reading_count
FROM judged
JOIN seed.verdict AS verdict
  ON verdict.verdict_code = judged.verdict
  AND verdict.is_beyond_worst_case = (
    judged.is_beyond_worst_case AND judged.verdict <> 'exact'
  )
LEFT JOIN core.document AS document
  ON document.document_code = judged.document_code
LEFT JOIN seed.difference_kind AS kind
  ON kind.difference_kind = judged.difference_kind AND judged.verdict <> 'exact'
LEFT JOIN seed.sentence AS lacking
  ON judged.is_cell_missing AND lacking.sentence_code = 'check_cell_missing'
LEFT JOIN seed.sentence AS torn
  ON judged.is_no_reading AND torn.sentence_code = 'check_no_reading'
