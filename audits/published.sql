AUDIT (
  name published_value_is_as_printed,
  blocking FALSE
);

/* The number and its precision are those of the printed text; numbers in words are not read. */
SELECT
  figure_id,
  value_text,
  value,
  printed_precision
FROM (
  SELECT
    *,
    REGEXP_EXTRACT(
      REGEXP_REPLACE(
        CASE WHEN number_format = 'dot_thousand' THEN REPLACE(value_text, '.', '') ELSE value_text END,
        '[\s\x{00A0}\x{202F}]',
        '',
        'g'
      ),
      '[0-9]+(?:[,.][0-9]+)?'
    ) AS digits
  FROM @this_model
) AS read
WHERE
  number_format <> 'word'
  AND (
    digits = ''
    OR TRY_CAST(REPLACE(digits, ',', '.') AS DECIMAL(18, 6)) IS DISTINCT FROM ABS(value)
    OR printed_precision <> CASE
      WHEN NOT REPLACE(digits, ',', '.') LIKE '%.%'
      THEN 1
      ELSE CAST('1e-' || (
        LENGTH(digits) - STRPOS(REPLACE(digits, ',', '.'), '.')
      ) AS DECIMAL(18, 6))
    END
  );

AUDIT (
  name published_code_is_known,
  blocking FALSE
);

/* Measure, unit, comparison, kind of period and kind of value are known: else the figure stands as printed, and in no check. */
SELECT
  figure_id,
  measure_code,
  unit_text,
  comparison,
  value_kind,
  period_kind
FROM @this_model
WHERE
  nature IS NULL
  OR unit_kind IS NULL
  OR NOT comparison IN ('none', 'prior_year', 'budget', 'forecast_before')
  OR NOT value_kind IN ('level', 'change', 'deviation', 'percent')
  OR NOT period_kind IN ('month', 'ytd', 'year', 'forecast_year', 'point_in_time');

AUDIT (
  name published_relation_is_computed,
  blocking FALSE
);

/* Every delivered relation is computed: its expressions can be read and its figures are known with their units. */
SELECT
  relation.relation_code,
  relation.left_expression,
  relation.right_expression
FROM @this_model AS checked
RIGHT JOIN core.published_relation AS relation
  ON relation.relation_code = checked.relation_code
WHERE
  relation.is_delivered AND checked.relation_code IS NULL;

AUDIT (
  name published_relation_holds_as_delivered,
  blocking FALSE
);

/* The verdict that a relation was delivered with is the computed one. */
SELECT
  checked.check_code,
  checked.is_within_rounding,
  relation.is_holding_delivered
FROM @this_model AS checked
JOIN core.published_relation AS relation
  ON relation.relation_code = checked.relation_code
WHERE
  relation.is_holding_delivered <> checked.is_within_rounding;

AUDIT (
  name result_lines_add_up
);

/* Of months every total is the sum of its lines; a line that is neither stated, computed nor implied has no amount. */
SELECT
  total.period_to,
  total.period_kind,
  total.amount_sek
FROM @this_model AS total
JOIN @this_model AS operating
  ON operating.basis_code = total.basis_code
  AND operating.period_kind = total.period_kind
  AND operating.period_to = total.period_to
  AND operating.is_simulated = total.is_simulated
  AND operating.line_code = 'OPERATING_RESULT'
JOIN @this_model AS financial
  ON financial.basis_code = total.basis_code
  AND financial.period_kind = total.period_kind
  AND financial.period_to = total.period_to
  AND financial.is_simulated = total.is_simulated
  AND financial.line_code = 'FINANCIAL_NET'
WHERE
  total.line_code = 'RESULT'
  AND total.basis_code = 'month'
  AND total.amount_sek <> operating.amount_sek + financial.amount_sek
UNION ALL
SELECT
  period_to,
  period_kind,
  amount_sek
FROM @this_model
WHERE
  (
    amount_origin IS NULL
  ) <> (
    amount_sek IS NULL
  )
