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
    CASE
      WHEN cost.real_growth_pct > -100
      THEN (
        100 + cost.growth_pct
      ) / (
        100 + cost.real_growth_pct
      )
    END AS price_ratio,
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
), ratio AS (
  SELECT
    joined.*,
    CASE
      WHEN prior_volume > 0 AND volume > 0 AND prior_cost_sek > 0 AND cost_sek > 0 AND price_ratio > 0
      THEN volume / prior_volume
    END AS volume_ratio,
    CASE
      WHEN prior_volume > 0 AND volume > 0 AND prior_cost_sek > 0 AND cost_sek > 0 AND price_ratio > 0
      THEN cost_sek / prior_cost_sek / (
        volume / prior_volume
      ) / price_ratio
    END AS rest_ratio
  FROM joined
), split AS (
  SELECT
    ratio.*,
    CAST(prior_cost_sek * (
      volume_ratio - 1
    ) * (
      (
        1 + price_ratio * rest_ratio
      ) / 3 + (
        price_ratio + rest_ratio
      ) / 6
    ) AS DECIMAL(18, 2)) AS volume_effect,
    CAST(prior_cost_sek * (
      price_ratio - 1
    ) * (
      (
        1 + volume_ratio * rest_ratio
      ) / 3 + (
        volume_ratio + rest_ratio
      ) / 6
    ) AS DECIMAL(18, 2)) AS price_effect
  FROM ratio
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
  CASE WHEN split.volume > 0 THEN split.cost_sek / split.volume END::DECIMAL(18, 2) AS cost_per_volume_sek,
  CASE WHEN split.prior_volume > 0 THEN split.prior_cost_sek / split.prior_volume END::DECIMAL(18, 2) AS prior_year_cost_per_volume_sek,
  (
    split.cost_sek - split.prior_cost_sek
  )::DECIMAL(18, 2) AS change_sek,
  split.volume_effect::DECIMAL(18, 2) AS volume_effect_sek,
  split.price_effect::DECIMAL(18, 2) AS price_effect_sek,
  (
    split.cost_sek - split.prior_cost_sek - split.volume_effect - split.price_effect
  )::DECIMAL(18, 2) AS rest_effect_sek,
  (
    100 * (
      split.price_ratio - 1
    )
  )::DECIMAL(18, 2) AS price_growth_pct,
  (
    split.is_complete AND split.is_cost_complete
  )::BOOLEAN AS is_complete,
  split.is_simulated::BOOLEAN AS is_simulated
FROM split
JOIN seed.activity AS kind
  ON kind.activity_code = split.activity_code
