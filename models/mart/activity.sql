MODEL (
  name mart.activity,
  grain (
    organisation_level,
    organisation_code,
    activity_code,
    period_kind,
    month,
    volume_source,
    is_simulated
  ),
  description 'One row per organisation, kind of activity and period: the volume beside the organisation''s gross cost, cost per volume, and the change since last year split into volume, price and the rest. The whole gross cost is held against each kind of activity: kinds stand beside each other and are never added. Volumes that the region has published stand apart from those of delivered months (volume_source)',
  column_descriptions (
    organisation_level = 'own: area, board or region',
    activity_code = 'as activity_kind',
    month = 'as last_month_of_period',
    period_kind = 'own: month or ytd (January to the month)',
    volume = 'own: Volume of the period; empty where a month or a part is not measured or not shown, or only its change is published',
    gross_cost_sek = 'own: Gross cost of the organisation without internal trade, kronor, cost positive here',
    prior_year_gross_cost_sek = 'The same, last year',
    cost_per_volume_sek = 'Gross cost per unit of the activity',
    prior_year_cost_per_volume_sek = 'The same, last year',
    change_sek = 'Change of the gross cost: volume_effect_sek + price_effect_sek + rest_effect_sek',
    volume_effect_sek = 'Part of the change that comes of the volume: Shapley value of volume in cost = volume × price × rest, so that no order of the three matters',
    price_effect_sek = 'Part that comes of prices, by the index of the cost (LPIK), alike',
    rest_effect_sek = 'The rest: mix, productivity, quality',
    price_growth_pct = 'Growth of the price index that the cost stands on',
    is_complete = 'own: False while a month of the period is missing'
  ),
  audits (
    activity_split_adds_up
  )
);

WITH joined AS (
  SELECT
    volume.*,
    volume.prior_year_volume AS prior_volume,
    -cost.actual_sek AS cost_sek,
    -cost.prior_year_sek AS prior_cost_sek,
    100 + cost.growth_pct AS nominal_pct,
    CASE WHEN cost.real_growth_pct > -100 THEN 100 + cost.real_growth_pct END AS real_pct,
    COALESCE(cost.is_complete, FALSE) AS is_cost_complete
  FROM core.activity_volume AS volume
  LEFT JOIN mart.cost_development AS cost
    ON cost.organisation_basis = 'as_was'
    AND cost.organisation_level = volume.organisation_level
    AND cost.organisation_code = volume.organisation_code
    AND cost.cost_type_code = 'GROSS_COST'
    AND cost.scope_code = 'without_internal'
    AND cost.period_kind = volume.period_kind
    AND cost.month = volume.month
    AND cost.is_simulated = volume.is_simulated
), comparable AS (
  SELECT
    joined.*,
    @proportion(cost_sek, prior_volume, volume, 6) AS at_prior_volume_sek,
    @proportion(cost_sek, real_pct, nominal_pct, 6) AS at_prior_price_sek,
    @proportion(prior_cost_sek, volume, prior_volume, 6) AS prior_at_volume_sek,
    @proportion(prior_cost_sek, nominal_pct, real_pct, 6) AS prior_at_price_sek
  FROM joined
  WHERE
    prior_volume > 0
    AND volume > 0
    AND prior_cost_sek > 0
    AND cost_sek > 0
    AND nominal_pct > 0
    AND real_pct > 0
), changed AS (
  SELECT
    comparable.*,
    @proportion(at_prior_volume_sek, real_pct, nominal_pct, 6) AS at_prior_both_sek
  FROM comparable
), effect AS (
  /* Each factor's part is its mean over the orders in which volume, price and the rest can be changed (Shapley). */
  SELECT
    organisation_level,
    organisation_code,
    activity_code,
    period_kind,
    month,
    volume_source,
    is_simulated,
    @quotient(
      (
        2 * prior_cost_sek + 2 * at_prior_volume_sek + prior_at_price_sek + at_prior_both_sek
      ) * (
        volume - prior_volume
      ),
      6 * prior_volume,
      2
    )::DECIMAL(18, 2) AS volume_effect,
    @quotient(
      (
        2 * prior_cost_sek + 2 * at_prior_price_sek + prior_at_volume_sek + at_prior_both_sek
      ) * (
        nominal_pct - real_pct
      ),
      6 * real_pct,
      2
    )::DECIMAL(18, 2) AS price_effect
  FROM changed
), split AS (
  SELECT
    joined.*,
    effect.volume_effect,
    effect.price_effect
  FROM joined
  LEFT JOIN effect
    ON effect.organisation_level = joined.organisation_level
    AND effect.organisation_code = joined.organisation_code
    AND effect.activity_code = joined.activity_code
    AND effect.period_kind = joined.period_kind
    AND effect.month = joined.month
    AND effect.volume_source = joined.volume_source
    AND effect.is_simulated = joined.is_simulated
)
SELECT
  split.organisation_level::TEXT AS organisation_level,
  split.organisation_code::TEXT AS organisation_code,
  split.activity_code::TEXT AS activity_code,
  kind.activity_name::TEXT AS activity_name,
  kind.activity_name_en::TEXT AS activity_name_en,
  split.period_kind::TEXT AS period_kind,
  split.month::DATE AS month,
  EXTRACT(YEAR FROM split.month)::INT AS fiscal_year,
  split.volume_source::TEXT AS volume_source,
  split.volume::DECIMAL(18, 2) AS volume,
  split.prior_volume::DECIMAL(18, 2) AS prior_year_volume,
  split.volume_change::DECIMAL(18, 2) AS volume_change,
  split.volume_growth_pct::DECIMAL(18, 2) AS volume_growth_pct,
  split.cost_sek::DECIMAL(18, 2) AS gross_cost_sek,
  split.prior_cost_sek::DECIMAL(18, 2) AS prior_year_gross_cost_sek,
  CASE WHEN split.volume > 0 THEN @quotient(split.cost_sek, split.volume, 2) END::DECIMAL(18, 2) AS cost_per_volume_sek,
  CASE WHEN prior_volume > 0 THEN @quotient(prior_cost_sek, prior_volume, 2) END::DECIMAL(18, 2) AS prior_year_cost_per_volume_sek,
  (
    split.cost_sek - split.prior_cost_sek
  )::DECIMAL(18, 2) AS change_sek,
  split.volume_effect::DECIMAL(18, 2) AS volume_effect_sek,
  split.price_effect::DECIMAL(18, 2) AS price_effect_sek,
  (
    split.cost_sek - split.prior_cost_sek - split.volume_effect - split.price_effect
  )::DECIMAL(18, 2) AS rest_effect_sek,
  @quotient(100 * (
    split.nominal_pct - split.real_pct
  ), split.real_pct, 2)::DECIMAL(18, 2) AS price_growth_pct,
  (
    split.is_complete AND split.is_cost_complete
  )::BOOLEAN AS is_complete,
  split.is_simulated::BOOLEAN AS is_simulated
FROM split
JOIN seed.activity AS kind
  ON kind.activity_code = split.activity_code
