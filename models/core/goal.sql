MODEL (
  name core.goal,
  grain (target_area_code, delivery_id),
  description 'One row per overall goal of a target area'
);

SELECT
  target_area.target_area_code::TEXT AS target_area_code,
  goal.target_area_text::TEXT AS target_area_text,
  goal.goal_text::TEXT AS goal_text,
  delivery.document_code::TEXT AS document_code,
  delivery.is_current::BOOLEAN AS is_current,
  goal.delivery_id::TEXT AS delivery_id,
  goal.sheet::TEXT AS sheet,
  goal.row_number::INT AS row_number,
  goal.source_line::INT AS source_line
FROM staging.goal AS goal
JOIN core.delivery AS delivery
  ON delivery.delivery_id = goal.delivery_id
LEFT JOIN seed.target_area AS target_area
  ON target_area.target_area_name = goal.target_area_text
