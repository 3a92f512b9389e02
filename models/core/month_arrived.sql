MODEL (
  name core.month_arrived,
  kind EMBEDDED,
  grain (
    delivery_id
  ),
  description 'One row per delivery of a kind that the months need: who it is from and which month, or year, it is about',
  column_descriptions (
    board_code = 'own: Board that delivers it; RJH where the region does',
    period_text = 'own: Month (YYYYMM) or year that it is about'
  ),
  tags (
    'working'
  )
);

SELECT
  delivery.delivery_id::TEXT AS delivery_id,
  delivery.contract_code::TEXT AS contract_code,
  COALESCE(named.board_code, @region_code)::TEXT AS board_code,
  CASE WHEN requirement.period_attribute = 'fiscal_year' THEN named.year_text ELSE named.period_text END::TEXT AS period_text,
  delivery.file_name::TEXT AS file_name,
  delivery.state::TEXT AS state,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.known_from::DATE AS known_from,
  delivery.loaded_at AS loaded_at
FROM staging.month_delivery AS named
JOIN core.delivery AS delivery
  ON delivery.delivery_id = named.delivery_id
JOIN seed.needed_delivery AS requirement
  ON requirement.contract_code = delivery.contract_code
