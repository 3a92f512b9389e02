MODEL (
  name mart.cost_development,
  grain (
    organisation_basis,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    period_kind,
    month,
    is_simulated
  ),
  description 'One row per month, period kind, organisation, cost type (or line that sums them) and scope on each organisation basis: what it cost against budget and last year. Levels, bases, periods, scopes and totals stand beside each other: choose one of each before summing (organisation_basis, organisation_level, period_kind, scope_code, is_total)',
  column_descriptions (
    month = 'as last_month_of_period',
    organisation_name = 'own: Name of the organisation in the month',
    board_code = 'own: Board of the organisation in the month; RJH for the region. A period of several months stands where its last month does: where a unit has moved in it, only single months sum to areas and boards',
    area_code = 'own: Area of the unit, department or area in the month; empty for boards, the region and a department code of several areas',
    cost_type_code = 'own: Cost type, or a line that sums them (GROSS_COST, REVENUE, NET_COST, PERSONNEL_TOTAL, PERSONNEL_CONSTANT_PO)',
    is_total = 'own: True for a line that sums cost types (or restates one): do not add it to them',
    actual_sek = 'own: Booked in kronor, revenue + and cost −; empty where the month is not delivered, or a rate that the line stands on',
    budget_sek = 'own: Budget in force in kronor; empty where none is stated or a year of the period has none',
    prior_year_sek = 'own: The same period last year; empty where a month of it is not in the ledger, or an amount of it without a cost type may belong to the line, or the code was another units then',
    prior_year_missing_reason = 'Why there is no last year, in Swedish; empty where there is one',
    prior_year_missing_reason_en = 'The same in English',
    deviation_sek = 'own: Actual less budget: positive is better on every line; empty while a boards month is missing',
    growth_sek = 'Growth of the quantity itself: a cost that grows is positive',
    growth_pct = 'Growth against the same period last year in per cent, −100 for what has ceased; empty for a zero base, a missing month or a quantity whose sign has flipped',
    index_code = 'own: Price index of the real growth',
    real_growth_pct = 'Growth when last years months are put in this years prices: each month with its years index, nothing interpolated; empty where a months index is missing',
    item_sek = 'own: Of the actual, items affecting comparability',
    actual_excluding_items_sek = 'Actual without items affecting comparability',
    prior_year_excluding_items_sek = 'Last year without items affecting comparability',
    growth_excluding_items_pct = 'Growth in per cent without items affecting comparability',
    real_growth_excluding_items_pct = 'Real growth without items affecting comparability',
    is_complete = 'own: False while a boards month of the period is missing (the sum is then too small), or the on-cost rate of a line that stands on it, or while unclassified_sek may belong to the line',
    unclassified_sek = 'own: Kronor of the organisation and period without a cost type, booked and budgeted, each account without sign, that may belong to the line or not: the sum lacks up to so much. 0 where none, and where it is known that they belong',
    prior_year_unclassified_sek = 'The same of last years period, whose sum is then not given',
    budget_missing_count = 'own: Budget cells of the period in which no amount is stated, and cells booked on a unit that the board''s budget leaves out'
  ),
  tags (
    'reach: core.cost_line by organisation_basis, organisation_level, organisation_code'
  ),
  audits (
    month_net_is_gross_and_revenue,
    month_deviation_is_signed,
    month_is_classified,
    month_parts_sum_to_the_whole
  )
);

WITH place AS (
  SELECT
    organisation_basis,
    organisation_level,
    organisation_code,
    month,
    MIN(organisation_name) AS organisation_name,
    MAX(board_code) AS board_code,
    CASE WHEN COUNT(DISTINCT parent_organisation_code) = 1 THEN MAX(parent_organisation_code) END AS parent_organisation_code,
    CASE WHEN COUNT(DISTINCT area_code) = 1 THEN MAX(area_code) END AS area_code
  FROM core.unit_organisation
  GROUP BY
    organisation_basis,
    organisation_level,
    organisation_code,
    month
), compared_place AS (
  SELECT
    place.*,
    organisation_name || '/' || board_code || '/' || COALESCE(parent_organisation_code, '') || '/' || COALESCE(area_code, '') AS described_as,
    LAG(
      organisation_name || '/' || board_code || '/' || COALESCE(parent_organisation_code, '') || '/' || COALESCE(area_code, '')
    ) OVER (PARTITION BY organisation_basis, organisation_level, organisation_code ORDER BY month) AS described_before
  FROM place
), span AS (
  SELECT
    organisation_basis,
    organisation_level,
    organisation_code,
    organisation_name,
    board_code,
    parent_organisation_code,
    area_code,
    CASE WHEN described_before IS NULL THEN '0001-01-01'::DATE ELSE month END AS month_from,
    COALESCE(
      LEAD(month) OVER (PARTITION BY organisation_basis, organisation_level, organisation_code ORDER BY month),
      '9999-12-31'::DATE
    ) AS month_until
  FROM compared_place
  WHERE
    described_before IS NULL OR described_before <> described_as
), reused AS (
  SELECT
    unit.unit_code,
    calendar.month_index AS begins_index,
    COUNT(mapping.to_unit_code) > 0 AS has_mapped_past
  FROM (
    SELECT DISTINCT
      unit_code,
      reused_from
    FROM core.unit
    WHERE
      NOT reused_from IS NULL
  ) AS unit
  JOIN seed.month_calendar AS calendar
    ON unit.reused_from BETWEEN calendar.month AND calendar.last_on
  LEFT JOIN core.unit_mapping AS mapping
    ON mapping.to_unit_code = unit.unit_code
  GROUP BY
    unit.unit_code,
    calendar.month_index
), delivered AS (
  SELECT
    month,
    month_index,
    fiscal_year,
    month_number,
    board_code,
    CASE WHEN is_delivered THEN 0 ELSE 1 END AS missing_count
  FROM core.ledger_month
  UNION ALL
  SELECT
    month,
    month_index,
    fiscal_year,
    month_number,
    every_board.board_code,
    SUM(CASE WHEN is_delivered THEN 0 ELSE 1 END)
  FROM core.ledger_month
  CROSS JOIN (
    SELECT DISTINCT
      board_code
    FROM span
    WHERE
      NOT board_code IN (
        SELECT
          board_code
        FROM core.ledger_month
      )
  ) AS every_board
  GROUP BY
    month,
    month_index,
    fiscal_year,
    month_number,
    every_board.board_code
), board_year AS (
  SELECT
    ledger.board_code,
    ledger.fiscal_year,
    MAX(CASE WHEN budget.board_code IS NULL THEN 0 ELSE 1 END) AS has_budget
  FROM core.ledger_month AS ledger
  LEFT JOIN (
    SELECT DISTINCT
      board_code,
      fiscal_year
    FROM core.budget_month
    WHERE
      is_in_force
  ) AS budget
    ON budget.board_code = ledger.board_code AND budget.fiscal_year = ledger.fiscal_year
  GROUP BY
    ledger.board_code,
    ledger.fiscal_year
), budget_year AS (
  SELECT
    board_code,
    fiscal_year,
    has_budget
  FROM board_year
  UNION ALL
  SELECT
    every_board.board_code,
    board_year.fiscal_year,
    MIN(board_year.has_budget)
  FROM board_year
  CROSS JOIN (
    SELECT DISTINCT
      board_code
    FROM span
    WHERE
      NOT board_code IN (
        SELECT
          board_code
        FROM core.ledger_month
      )
  ) AS every_board
  GROUP BY
    every_board.board_code,
    board_year.fiscal_year
), series AS (
  SELECT
    organisation_basis,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    is_simulated,
    ROW_NUMBER() OVER (
      ORDER BY organisation_basis, organisation_level, organisation_code, cost_type_code, scope_code, is_simulated
    ) AS series_number
  FROM (
    SELECT DISTINCT
      organisation_basis,
      organisation_level,
      organisation_code,
      cost_type_code,
      scope_code,
      is_simulated
    FROM core.cost_line
  ) AS known
), line AS (
  SELECT
    series.series_number,
    cost.month,
    cost.actual_sek,
    cost.budget_sek,
    cost.budget_missing_count,
    cost.item_sek,
    cost.unknown_count,
    cost.unclassified_sek
  FROM core.cost_line AS cost
  JOIN series
    ON series.organisation_basis = cost.organisation_basis
    AND series.organisation_level = cost.organisation_level
    AND series.organisation_code = cost.organisation_code
    AND series.cost_type_code = cost.cost_type_code
    AND series.scope_code = cost.scope_code
    AND series.is_simulated = cost.is_simulated
), described AS (
  SELECT
    series.series_number,
    series.organisation_basis,
    series.organisation_level,
    series.organisation_code,
    series.cost_type_code,
    series.scope_code,
    series.is_simulated,
    reused.begins_index,
    named.expected_sign,
    named.index_code,
    named.cost_type_name,
    named.is_total
  FROM series
  LEFT JOIN reused
    ON series.organisation_level = 'unit'
    AND reused.unit_code = series.organisation_code
    AND (
      series.organisation_basis = 'as_was' OR NOT reused.has_mapped_past
    )
  JOIN seed.month_line AS named
    ON named.cost_type_code = series.cost_type_code
), series_span AS (
  SELECT
    series.series_number,
    span.organisation_name,
    span.board_code,
    span.parent_organisation_code,
    span.area_code,
    span.month_from,
    span.month_until
  FROM series
  JOIN span
    ON span.organisation_basis = series.organisation_basis
    AND span.organisation_level = series.organisation_level
    AND span.organisation_code = series.organisation_code
), dense AS (
  SELECT
    described.series_number,
    described.begins_index,
    delivered.month,
    delivered.month_index,
    delivered.fiscal_year,
    delivered.month_number,
    delivered.missing_count,
    CASE
      WHEN delivered.missing_count = 0
      AND COALESCE(line.unknown_count, 0) = 0
      AND COALESCE(line.unclassified_sek, 0) = 0
      THEN 1
      ELSE 0
    END AS delivered_count,
    COALESCE(line.unclassified_sek, 0) AS unclassified_sek,
    CASE
      WHEN line.unknown_count > 0
      THEN NULL
      WHEN line.unclassified_sek > 0
      THEN line.actual_sek
      WHEN delivered.missing_count = 0
      THEN COALESCE(line.actual_sek, 0)
      ELSE line.actual_sek
    END AS actual_sek,
    line.budget_sek,
    COALESCE(budget_year.has_budget, 0) AS has_budget,
    COALESCE(line.budget_missing_count, 0) AS budget_missing_count,
    CASE WHEN delivered.missing_count = 0 THEN COALESCE(line.item_sek, 0) ELSE line.item_sek END AS item_sek,
    1 + price.change_percent * 0.01 AS price_factor
  FROM described
  JOIN series_span
    ON series_span.series_number = described.series_number
  JOIN delivered
    ON delivered.board_code = series_span.board_code
    AND delivered.month >= series_span.month_from
    AND delivered.month < series_span.month_until
  LEFT JOIN core.price_index AS price
    ON price.index_code = described.index_code
    AND price.fiscal_year = delivered.fiscal_year
    AND price.is_latest
  LEFT JOIN budget_year
    ON budget_year.board_code = delivered.board_code AND budget_year.fiscal_year = delivered.fiscal_year
  LEFT JOIN line
    ON line.series_number = described.series_number AND line.month = delivered.month
), with_prior AS (
  SELECT
    dense.*,
    CASE WHEN begins_index > month_index - 12 THEN NULL ELSE MAX(actual_sek) OVER year_before END AS prior_sek,
    CASE WHEN begins_index > month_index - 12 THEN NULL ELSE MAX(item_sek) OVER year_before END AS prior_item_sek,
    COALESCE(MAX(unclassified_sek) OVER year_before, 0) AS prior_unclassified_sek,
    CASE WHEN begins_index > month_index - 12 THEN 0 ELSE MAX(delivered_count) OVER year_before END AS prior_count,
    MIN(NULLIF(SIGN(actual_sek), 0)) OVER (PARTITION BY series_number) AS least_sign,
    MAX(NULLIF(SIGN(actual_sek), 0)) OVER (PARTITION BY series_number) AS greatest_sign
  FROM dense
  WINDOW year_before AS (PARTITION BY series_number ORDER BY month_index RANGE BETWEEN 12 PRECEDING AND 12 PRECEDING)
), monthly AS (
  SELECT
    with_prior.*,
    COALESCE(prior_count, 0) AS prior_delivered_count,
    CASE WHEN price_factor IS NULL THEN 0 ELSE 1 END AS priced_count,
    @product(prior_sek, price_factor)::DECIMAL(18, 2) AS prior_priced_sek,
    @product(prior_item_sek, price_factor)::DECIMAL(18, 2) AS prior_item_priced_sek
  FROM with_prior
), period AS (
  SELECT
    series_number,
    'month' AS period_kind,
    month,
    fiscal_year,
    least_sign,
    greatest_sign,
    1 AS wanted_count,
    has_budget AS budget_count,
    unclassified_sek,
    prior_unclassified_sek,
    delivered_count,
    prior_delivered_count,
    priced_count,
    missing_count,
    budget_missing_count,
    actual_sek,
    budget_sek,
    prior_sek,
    prior_priced_sek,
    item_sek,
    prior_item_sek,
    prior_item_priced_sek
  FROM monthly
  UNION ALL
  SELECT
    series_number,
    'ytd',
    month,
    fiscal_year,
    least_sign,
    greatest_sign,
    month_number,
    SUM(has_budget) OVER ytd,
    SUM(unclassified_sek) OVER ytd,
    SUM(prior_unclassified_sek) OVER ytd,
    SUM(delivered_count) OVER ytd,
    SUM(prior_delivered_count) OVER ytd,
    SUM(priced_count) OVER ytd,
    SUM(missing_count) OVER ytd,
    SUM(budget_missing_count) OVER ytd,
    SUM(actual_sek) OVER ytd,
    SUM(budget_sek) OVER ytd,
    SUM(prior_sek) OVER ytd,
    SUM(prior_priced_sek) OVER ytd,
    SUM(item_sek) OVER ytd,
    SUM(prior_item_sek) OVER ytd,
    SUM(prior_item_priced_sek) OVER ytd
  FROM monthly
  WINDOW ytd AS (
    PARTITION BY series_number, fiscal_year
    ORDER BY month_index
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
  UNION ALL
  SELECT
    series_number,
    'rolling_12',
    month,
    fiscal_year,
    least_sign,
    greatest_sign,
    12,
    SUM(has_budget) OVER twelve,
    SUM(unclassified_sek) OVER twelve,
    SUM(prior_unclassified_sek) OVER twelve,
    SUM(delivered_count) OVER twelve,
    SUM(prior_delivered_count) OVER twelve,
    SUM(priced_count) OVER twelve,
    SUM(missing_count) OVER twelve,
    SUM(budget_missing_count) OVER twelve,
    SUM(actual_sek) OVER twelve,
    SUM(budget_sek) OVER twelve,
    SUM(prior_sek) OVER twelve,
    SUM(prior_priced_sek) OVER twelve,
    SUM(item_sek) OVER twelve,
    SUM(prior_item_sek) OVER twelve,
    SUM(prior_item_priced_sek) OVER twelve
  FROM monthly
  WINDOW twelve AS (PARTITION BY series_number ORDER BY month_index RANGE BETWEEN 11 PRECEDING AND CURRENT ROW)
), compared AS (
  SELECT
    period.*,
    CASE WHEN budget_count = wanted_count THEN budget_sek END AS whole_budget_sek,
    described.organisation_basis,
    described.organisation_level,
    described.organisation_code,
    series_span.organisation_name,
    series_span.board_code,
    series_span.parent_organisation_code,
    series_span.area_code,
    described.begins_index > EXTRACT(YEAR FROM period.month) * 12 + EXTRACT(MONTH FROM period.month) - wanted_count - 12 AS is_reused,
    described.cost_type_code,
    described.scope_code,
    described.is_simulated,
    described.index_code,
    described.expected_sign,
    described.cost_type_name,
    described.is_total,
    delivered_count = wanted_count AS is_complete,
    CASE WHEN priced_count = wanted_count THEN prior_priced_sek END AS whole_priced_sek,
    CASE WHEN prior_delivered_count = wanted_count THEN prior_sek END AS prior_year_sek,
    CASE WHEN prior_delivered_count = wanted_count THEN prior_sek - prior_item_sek END AS prior_year_excluding_items_sek,
    delivered_count = wanted_count
    AND prior_delivered_count = wanted_count
    AND SIGN(actual_sek) IN (SIGN(prior_sek), 0)
    AND prior_sek <> 0
    AND (
      SIGN(prior_sek) = expected_sign OR (
        expected_sign = 0 AND least_sign = greatest_sign
      )
    ) AS has_growth,
    delivered_count = wanted_count
    AND prior_delivered_count = wanted_count
    AND SIGN(actual_sek - item_sek) IN (SIGN(prior_sek - prior_item_sek), 0)
    AND prior_sek - prior_item_sek <> 0
    AND (
      SIGN(prior_sek - prior_item_sek) = expected_sign
      OR (
        expected_sign = 0 AND least_sign = greatest_sign
      )
    ) AS has_growth_excluding_items
  FROM period
  JOIN described
    ON described.series_number = period.series_number
  JOIN series_span
    ON series_span.series_number = period.series_number
    AND period.month >= series_span.month_from
    AND period.month < series_span.month_until
  WHERE
    actual_sek <> 0
    OR prior_sek <> 0
    OR budget_sek <> 0
    OR (
      unclassified_sek + prior_unclassified_sek <> 0 AND described.is_total
    )
)
SELECT
  compared.month::DATE AS month,
  compared.period_kind::TEXT AS period_kind,
  compared.organisation_basis::TEXT AS organisation_basis,
  compared.organisation_level::TEXT AS organisation_level,
  compared.organisation_code::TEXT AS organisation_code,
  compared.organisation_name::TEXT AS organisation_name,
  compared.board_code::TEXT AS board_code,
  compared.parent_organisation_code::TEXT AS parent_organisation_code,
  compared.area_code::TEXT AS area_code,
  compared.cost_type_code::TEXT AS cost_type_code,
  compared.cost_type_name::TEXT AS cost_type_name,
  compared.is_total::BOOLEAN AS is_total,
  compared.scope_code::TEXT AS scope_code,
  compared.actual_sek::DECIMAL(18, 2) AS actual_sek,
  compared.whole_budget_sek::DECIMAL(18, 2) AS budget_sek,
  compared.prior_year_sek::DECIMAL(18, 2) AS prior_year_sek,
  CASE
    WHEN NOT compared.prior_year_sek IS NULL
    THEN NULL
    WHEN compared.is_reused
    THEN 'Koden var en annan enhets i fjol: inte jämförbart.'
    WHEN compared.prior_unclassified_sek <> 0
    THEN 'Belopp i fjol saknar kostnadsslag.'
    ELSE 'En månad i fjol finns inte i huvudboken, eller en sats som raden bygger på saknas.'
  END::TEXT AS prior_year_missing_reason,
  CASE
    WHEN NOT compared.prior_year_sek IS NULL
    THEN NULL
    WHEN compared.is_reused
    THEN 'The code was another unit''s last year: not comparable.'
    WHEN compared.prior_unclassified_sek <> 0
    THEN 'Amounts of last year have no cost type.'
    ELSE 'A month of last year is not in the ledger, or a rate that the line stands on is missing.'
  END::TEXT AS prior_year_missing_reason_en,
  CASE WHEN compared.is_complete THEN compared.actual_sek - compared.whole_budget_sek END::DECIMAL(18, 2) AS deviation_sek,
  CASE
    WHEN compared.is_complete
    THEN (
      compared.actual_sek - compared.prior_year_sek
    ) * CASE WHEN compared.expected_sign = 1 THEN 1 ELSE -1 END
  END::DECIMAL(18, 2) AS growth_sek,
  CASE WHEN compared.has_growth THEN @growth_pct(compared.actual_sek, compared.prior_sek) END::DECIMAL(18, 2) AS growth_pct,
  compared.index_code::TEXT AS index_code,
  CASE WHEN compared.has_growth THEN @growth_pct(compared.actual_sek, compared.whole_priced_sek) END::DECIMAL(18, 2) AS real_growth_pct,
  compared.item_sek::DECIMAL(18, 2) AS item_sek,
  (
    compared.actual_sek - compared.item_sek
  )::DECIMAL(18, 2) AS actual_excluding_items_sek,
  compared.prior_year_excluding_items_sek::DECIMAL(18, 2) AS prior_year_excluding_items_sek,
  CASE
    WHEN compared.has_growth_excluding_items
    THEN @growth_pct(compared.actual_sek - compared.item_sek, compared.prior_sek - compared.prior_item_sek)
  END::DECIMAL(18, 2) AS growth_excluding_items_pct,
  CASE
    WHEN compared.has_growth_excluding_items
    THEN @growth_pct(compared.actual_sek - compared.item_sek, compared.whole_priced_sek - compared.prior_item_priced_sek)
  END::DECIMAL(18, 2) AS real_growth_excluding_items_pct,
  compared.is_complete::BOOLEAN AS is_complete,
  compared.unclassified_sek::DECIMAL(18, 2) AS unclassified_sek,
  compared.prior_unclassified_sek::DECIMAL(18, 2) AS prior_year_unclassified_sek,
  compared.missing_count::INT AS missing_month_count,
  compared.budget_missing_count::INT AS budget_missing_count,
  compared.fiscal_year::INT AS fiscal_year,
  compared.is_simulated::BOOLEAN AS is_simulated
FROM compared
