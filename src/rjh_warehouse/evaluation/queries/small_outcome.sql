WITH delivered AS (
  SELECT
    definition.disclosure_group_code AS figure_code, source.indicator_code, source.organisation_code,
    source.period_start, source.period_kind_text, source.gender_code, source.is_simulated, source.person_count,
    source.value, source.value_decimals, EXTRACT(YEAR FROM source.period_start) AS fiscal_year,
    definition.is_cumulative, definition.share_base, definition.is_person_count,
    definition.is_about_persons AND NOT definition.is_person_count AS is_measured_on_persons
  FROM staging.indicator_outcome AS source
  JOIN core.indicator_definition AS definition
    ON definition.indicator_code = source.indicator_code AND definition.is_simulated = source.is_simulated
    AND source.period_start BETWEEN definition.valid_from AND definition.valid_to
  LEFT JOIN core.indicator_superseded AS superseded
    ON superseded.delivery_id = source.delivery_id AND superseded.row_number = source.row_number
  WHERE superseded.delivery_id IS NULL AND source.row_kind = 'data'
), lacking AS ( -- a share or mean of women or men, without how many they are
  SELECT DISTINCT indicator_code, is_simulated, organisation_code, period_start, period_kind_text
  FROM delivered
  WHERE person_count IS NULL AND NOT value IS NULL AND NOT is_person_count
), split_value AS (
  SELECT delivered.indicator_code, delivered.is_simulated, delivered.organisation_code, delivered.period_start,
    delivered.period_kind_text, POWER(0.1, MAX(delivered.value_decimals)) AS step,
    MAX(CASE WHEN gender_code = 'T' THEN person_count END) AS total,
    MAX(CASE WHEN gender_code = 'K' THEN person_count END) AS women,
    MAX(CASE WHEN gender_code = 'M' THEN person_count END) AS men,
    MAX(CASE WHEN gender_code = 'T' THEN CAST(value AS DOUBLE) END) AS total_value,
    MAX(CASE WHEN gender_code = 'K' THEN CAST(value AS DOUBLE) END) AS women_value,
    MAX(CASE WHEN gender_code = 'M' THEN CAST(value AS DOUBLE) END) AS men_value
  FROM delivered
  JOIN lacking
    ON lacking.indicator_code = delivered.indicator_code AND lacking.is_simulated = delivered.is_simulated
    AND lacking.organisation_code = delivered.organisation_code AND lacking.period_start = delivered.period_start
    AND lacking.period_kind_text = delivered.period_kind_text
  GROUP BY delivered.indicator_code, delivered.is_simulated, delivered.organisation_code, delivered.period_start,
    delivered.period_kind_text
), split_share AS ( -- the total's value lies between those of women and men as their numbers weigh
  SELECT split_value.*, COALESCE(total, women + men) AS known_total, COALESCE(women, total - men) AS known_women,
    CASE
      WHEN ABS(women_value - men_value) > step THEN (total_value - men_value) / (women_value - men_value)
    END AS share,
    CASE WHEN ABS(women_value - men_value) > step THEN 2 * step / (ABS(women_value - men_value) - step) END AS doubt
  FROM split_value
), split_range AS (
  SELECT split_share.*,
    COALESCE(known_total, CAST(ROUND(CASE WHEN share > 0 AND share <= 1 THEN women / share END, 0) AS BIGINT),
      CAST(ROUND(CASE WHEN share >= 0 AND share < 1 THEN men / (1 - share) END, 0) AS BIGINT)) AS whole,
    GREATEST(CAST(CEIL(known_total * (share - doubt)) AS BIGINT), 0) AS low,
    LEAST(CAST(FLOOR(known_total * (share + doubt)) AS BIGINT), known_total) AS high
  FROM split_share
), told AS ( -- of a range that may be few, the few; one of ten numbers or more tells nothing
  SELECT indicator_code, is_simulated, organisation_code, period_start, period_kind_text, whole,
    CASE
      WHEN NOT known_women IS NULL THEN known_women
      WHEN known_total IS NULL THEN whole - men
      WHEN high < low OR high - low >= 2 * $limit - 1 THEN NULL
      WHEN low < $limit THEN low
      WHEN known_total - high < $limit THEN high
      ELSE CAST(ROUND(known_total * share, 0) AS BIGINT)
    END AS women
  FROM split_range
), unnumbered AS (
  SELECT *
  FROM delivered
  WHERE person_count IS NULL AND NOT is_person_count
), fewest AS ( -- a unit's share that one to four persons can give is presumed to be of so many: 33,3 % of three
  SELECT unnumbered.*,
    CASE
      WHEN NOT is_measured_on_persons OR share_base > 100 OR organisation_code IN (SELECT board_code FROM seed.board)
      THEN NULL
      {fractions}
    END AS fewest_count
  FROM unnumbered
), valued AS (
  SELECT figure_code, indicator_code, organisation_code, period_start, period_kind_text, gender_code, is_simulated,
    fiscal_year, value, person_count AS delivered_count, is_cumulative, share_base, is_measured_on_persons,
    person_count, CASE WHEN is_person_count THEN CAST(FLOOR(value) AS BIGINT) END AS case_count
  FROM delivered
  WHERE NOT person_count IS NULL OR is_person_count
  UNION ALL
  SELECT fewest.figure_code, fewest.indicator_code, fewest.organisation_code, fewest.period_start,
    fewest.period_kind_text, fewest.gender_code, fewest.is_simulated, fewest.fiscal_year, fewest.value,
    NULL, fewest.is_cumulative, fewest.share_base, fewest.is_measured_on_persons,
    COALESCE(CASE fewest.gender_code
      WHEN 'T' THEN told.whole WHEN 'K' THEN told.women ELSE told.whole - told.women END, fewest.fewest_count), NULL
  FROM fewest
  LEFT JOIN told
    ON told.indicator_code = fewest.indicator_code AND told.is_simulated = fewest.is_simulated
    AND told.organisation_code = fewest.organisation_code AND told.period_start = fewest.period_start
    AND told.period_kind_text = fewest.period_kind_text
), shared AS (
  SELECT valued.*,
    CASE
      WHEN value >= 0 AND (share_base > 100 OR value <= share_base)
      THEN CAST(ROUND(value * person_count / share_base, 0) AS BIGINT)
    END AS within_count
  FROM valued
), counted AS (
  SELECT shared.*, CASE WHEN share_base <= 100 THEN person_count - within_count END AS outside_count
  FROM shared
), few AS ( -- how few persons any indicator counts at an organisation in a year: presumed where another gives no number
  SELECT organisation_code, gender_code, fiscal_year, is_simulated, MIN(person_count) AS person_count
  FROM counted
  WHERE person_count < $limit
  GROUP BY organisation_code, gender_code, fiscal_year, is_simulated
), step AS (
  SELECT indicator_code, is_simulated, organisation_code, gender_code, period_kind_text, period_start, is_cumulative,
    fiscal_year, case_count, case_count - LAG(case_count) OVER (
      PARTITION BY indicator_code, is_simulated, organisation_code, gender_code, period_kind_text, fiscal_year
      ORDER BY period_start
    ) AS increase
  FROM counted
  WHERE NOT case_count IS NULL AND period_kind_text <> 'år'
), cumulative AS ( -- a period holds the earlier ones of its year: its words say so, or none is below the one before
  SELECT indicator_code, is_simulated, period_kind_text, fiscal_year
  FROM step
  GROUP BY indicator_code, is_simulated, period_kind_text, fiscal_year
  HAVING BOOL_OR(is_cumulative) OR (COUNT(increase) >= $proof AND MIN(increase) >= 0 AND MAX(increase) > 0)
), increase AS (
  SELECT step.*, COALESCE(step.increase, step.case_count) AS increase_count
  FROM step
  JOIN cumulative
    ON cumulative.indicator_code = step.indicator_code AND cumulative.is_simulated = step.is_simulated
    AND cumulative.period_kind_text = step.period_kind_text AND cumulative.fiscal_year = step.fiscal_year
), outcome AS (
  SELECT figure_code, indicator_code, organisation_code, period_start, period_kind_text, gender_code, is_simulated,
    fiscal_year, case_count, within_count, outside_count, CAST(NULL AS BIGINT) AS increase_count, value,
    delivered_count, person_count
  FROM counted
  WHERE case_count IS NULL AND NOT person_count IS NULL
  UNION ALL
  SELECT counted.figure_code, counted.indicator_code, counted.organisation_code, counted.period_start,
    counted.period_kind_text, counted.gender_code, counted.is_simulated, counted.fiscal_year, counted.case_count,
    counted.within_count, counted.outside_count, increase.increase_count, counted.value, counted.delivered_count,
    COALESCE(counted.person_count, CASE WHEN counted.is_measured_on_persons THEN few.person_count END)
  FROM counted
  LEFT JOIN few
    ON few.organisation_code = counted.organisation_code AND few.gender_code = counted.gender_code
    AND few.fiscal_year = counted.fiscal_year AND few.is_simulated = counted.is_simulated
  LEFT JOIN increase
    ON increase.indicator_code = counted.indicator_code AND increase.is_simulated = counted.is_simulated
    AND increase.organisation_code = counted.organisation_code AND increase.gender_code = counted.gender_code
    AND increase.period_kind_text = counted.period_kind_text AND increase.period_start = counted.period_start
  WHERE NOT counted.case_count IS NULL OR counted.person_count IS NULL
), split AS ( -- where a reader adds a count to others: by gender, and to the whole above it
  SELECT indicator_code, is_simulated, period_start, period_kind_text, organisation_code,
    MAX(CASE WHEN gender_code = 'T' THEN COALESCE(case_count, person_count) END) AS total,
    MAX(CASE WHEN gender_code = 'K' THEN COALESCE(case_count, person_count) END) AS women,
    MAX(CASE WHEN gender_code = 'M' THEN COALESCE(case_count, person_count) END) AS men
  FROM outcome
  GROUP BY indicator_code, is_simulated, period_start, period_kind_text, organisation_code
), below AS (
  SELECT split.indicator_code, split.is_simulated, split.period_start, split.period_kind_text,
    CASE WHEN board.organisation_level = 'board' THEN region.board_code ELSE unit.board_code END AS above_code,
    SUM(split.total) AS total, SUM(split.women) AS women, SUM(split.men) AS men
  FROM split
  LEFT JOIN core.unit AS unit
    ON unit.unit_code = split.organisation_code AND unit.is_last
  LEFT JOIN seed.board AS board
    ON board.board_code = split.organisation_code
  JOIN seed.board AS region
    ON region.is_whole_region
  GROUP BY split.indicator_code, split.is_simulated, split.period_start, split.period_kind_text,
    CASE WHEN board.organisation_level = 'board' THEN region.board_code ELSE unit.board_code END
), left_over AS ( -- what is not delivered and would be small: one gender of a total, the rest of a whole
  SELECT indicator_code, is_simulated, period_start
  FROM split
  WHERE (men IS NULL AND total - women BETWEEN 0 AND $limit - 1)
    OR (women IS NULL AND total - men BETWEEN 0 AND $limit - 1)
  UNION
  SELECT whole.indicator_code, whole.is_simulated, whole.period_start
  FROM split AS whole
  JOIN below
    ON below.indicator_code = whole.indicator_code AND below.is_simulated = whole.is_simulated
    AND below.period_start = whole.period_start AND below.period_kind_text = whole.period_kind_text
    AND below.above_code = whole.organisation_code
  WHERE whole.total - below.total BETWEEN 1 AND $limit - 1 OR whole.women - below.women BETWEEN 1 AND $limit - 1
    OR whole.men - below.men BETWEEN 1 AND $limit - 1
), several AS ( -- periods that may be added to one another
  SELECT indicator_code, is_simulated, fiscal_year
  FROM outcome
  GROUP BY indicator_code, is_simulated, fiscal_year
  HAVING MIN(period_kind_text) <> MAX(period_kind_text)
), among AS (
  SELECT outcome.*
  FROM outcome
  JOIN several
    ON several.indicator_code = outcome.indicator_code AND several.is_simulated = outcome.is_simulated
    AND several.fiscal_year = outcome.fiscal_year
), measured AS (
  SELECT 'person' AS measure, person_count AS number, among.* FROM among
  UNION ALL
  SELECT 'case' AS measure, case_count AS number, among.* FROM among
  UNION ALL
  SELECT 'within' AS measure, within_count AS number, among.* FROM among
  UNION ALL
  SELECT 'outside' AS measure, outside_count AS number, among.* FROM among
), third AS (
  SELECT indicator_code, is_simulated, organisation_code, gender_code, fiscal_year, measure,
    CEIL(EXTRACT(MONTH FROM period_start) / 4.0) AS tertial,
    MAX(CASE WHEN period_kind_text = 'tertial' THEN number END) AS whole,
    SUM(CASE WHEN period_kind_text = 'månad' THEN number END) AS months,
    COUNT(CASE WHEN period_kind_text = 'månad' THEN number END) AS month_count
  FROM measured
  WHERE period_kind_text IN ('tertial', 'månad')
  GROUP BY indicator_code, is_simulated, organisation_code, gender_code, fiscal_year, measure,
    CEIL(EXTRACT(MONTH FROM period_start) / 4.0)
), thirds AS (
  SELECT indicator_code, is_simulated, organisation_code, gender_code, fiscal_year, measure,
    SUM(COALESCE(whole, months)) AS number,
    SUM(CASE WHEN NOT whole IS NULL OR month_count = 4 THEN 1 ELSE 0 END) AS whole_count
  FROM third
  GROUP BY indicator_code, is_simulated, organisation_code, gender_code, fiscal_year, measure
), period_left AS ( -- what is not delivered and would be small: the period that a longer one's others leave
  SELECT indicator_code, is_simulated, fiscal_year
  FROM third
  WHERE whole - months BETWEEN 0 AND $limit - 1 AND month_count < 4
  UNION
  SELECT year.indicator_code, year.is_simulated, year.fiscal_year
  FROM measured AS year
  JOIN thirds
    ON thirds.indicator_code = year.indicator_code AND thirds.is_simulated = year.is_simulated
    AND thirds.organisation_code = year.organisation_code AND thirds.gender_code = year.gender_code
    AND thirds.fiscal_year = year.fiscal_year AND thirds.measure = year.measure
  WHERE year.period_kind_text = 'år' AND thirds.whole_count < 3
    AND year.number - thirds.number BETWEEN 0 AND $limit - 1
  UNION
  SELECT several.indicator_code, several.is_simulated, several.fiscal_year
  FROM several
  JOIN cumulative
    ON cumulative.indicator_code = several.indicator_code AND cumulative.is_simulated = several.is_simulated
    AND cumulative.fiscal_year = several.fiscal_year
), before AS ( -- once hidden, looked at for ever
  SELECT DISTINCT indicator_code, is_simulated, EXTRACT(YEAR FROM period_start) AS fiscal_year
  FROM staging.disclosed_outcome
  WHERE is_hidden
), small AS (
  SELECT definition.disclosure_group_code AS figure_code, left_over.is_simulated,
    EXTRACT(YEAR FROM left_over.period_start) AS fiscal_year
  FROM left_over
  JOIN core.indicator_definition AS definition
    ON definition.indicator_code = left_over.indicator_code AND definition.is_simulated = left_over.is_simulated
    AND left_over.period_start BETWEEN definition.valid_from AND definition.valid_to
  UNION
  SELECT definition.disclosure_group_code, other.is_simulated, other.fiscal_year
  FROM (SELECT * FROM period_left UNION SELECT * FROM before) AS other
  JOIN core.indicator_definition AS definition
    ON definition.indicator_code = other.indicator_code AND definition.is_simulated = other.is_simulated
    AND other.fiscal_year BETWEEN EXTRACT(YEAR FROM definition.valid_from) AND EXTRACT(YEAR FROM definition.valid_to)
  UNION
  SELECT figure_code, is_simulated, fiscal_year
  FROM outcome
  WHERE person_count < $limit OR case_count < $limit OR within_count < $limit OR outside_count < $limit
    OR increase_count < $limit
)
SELECT outcome.figure_code, outcome.is_simulated, outcome.period_start, outcome.period_kind_text,
  outcome.indicator_code, outcome.organisation_code, outcome.gender_code,
  outcome.person_count, outcome.case_count, outcome.within_count, outcome.outside_count, outcome.increase_count,
  outcome.value, outcome.delivered_count, CASE WHEN known.has_earlier THEN {digest} END AS digest
FROM outcome
CROSS JOIN (
  SELECT MAX(secret) AS secret, (SELECT COUNT(*) FROM staging.disclosed_outcome) > 0 AS has_earlier
  FROM staging.disclosure_key
) AS known
JOIN small
  ON small.figure_code = outcome.figure_code AND small.is_simulated = outcome.is_simulated
  AND small.fiscal_year = outcome.fiscal_year
ORDER BY 1, 2, 3, 4, 6, 7, 5
