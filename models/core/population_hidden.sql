MODEL (
  name core.population_hidden,
  kind EMBEDDED,
  grain (organisation_code, fiscal_year, is_simulated),
  description 'One row per organisation and year whose numbers of persons are not shown: a figure there is hidden, or is a share without its number',
  column_descriptions (organisation_code = 'as indicator_organisation', fiscal_year = 'as period_year')
);

WITH unnumbered AS (
  /* a share or mean of women, men or a unit, without how many they are: numbers beside it or above it would tell */
  SELECT DISTINCT
    source.organisation_code,
    EXTRACT(YEAR FROM source.period_start)::INT AS fiscal_year,
    source.is_simulated
  FROM staging.indicator_outcome AS source
  JOIN core.indicator_definition AS definition
    ON definition.indicator_code = source.indicator_code
    AND definition.is_simulated = source.is_simulated
    AND source.period_start BETWEEN definition.valid_from AND definition.valid_to
  LEFT JOIN seed.board AS board
    ON board.board_code = source.organisation_code
  WHERE
    source.person_count IS NULL
    AND NOT source.value IS NULL
    AND source.row_kind = 'data'
    AND definition.is_about_persons
    AND NOT definition.is_person_count
    AND (
      source.gender_code <> 'T' OR board.board_code IS NULL
    )
)
SELECT
  organisation_code,
  EXTRACT(YEAR FROM period_start)::INT AS fiscal_year,
  is_simulated
FROM core.indicator_cell_hidden
UNION
SELECT
  organisation_code,
  fiscal_year,
  is_simulated
FROM unnumbered
UNION
SELECT
  unit.board_code,
  unnumbered.fiscal_year,
  unnumbered.is_simulated
FROM unnumbered
JOIN core.unit AS unit
  ON unit.unit_code = unnumbered.organisation_code
WHERE
  NOT unit.board_code IS NULL
UNION
SELECT
  @region_code,
  fiscal_year,
  is_simulated
FROM unnumbered
