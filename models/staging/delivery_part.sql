MODEL (
  name staging.delivery_part,
  kind VIEW,
  grain (delivery_id, part_key),
  description 'One row per delivery and part that its rows cover, of contracts whose deliveries replace no more than that'
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.part_key::TEXT AS part_key
FROM @covered_parts() AS source
