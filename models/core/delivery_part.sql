MODEL (
  name core.delivery_part,
  grain (delivery_id, part_key),
  description 'One row per accepted delivery and part that it covers, with the span of days in which it was the known version of that part',
  column_descriptions (
    known_from = 'own: Day the delivery became known and counted: of one that was blocked, the day a person let it count',
    known_to = 'own: Day a newer version of the part became known and counted; empty for the current. The same day as known_from where a newer one counted before it',
    is_current = 'own: True when no newer delivery of the part is known'
  ),
  audits (
    part_has_one_version
  )
);

WITH counted AS (
  SELECT
    delivery.delivery_id,
    delivery.subject,
    COALESCE(part.part_key, '') AS part_key,
    delivery.known_on,
    delivery.sequence,
    delivery.loaded_at,
    GREATEST(delivery.known_on, COALESCE(delivery.let_count_on, delivery.known_on)) AS counted_from
  FROM staging.delivery AS delivery
  LEFT JOIN staging.delivery_part AS part
    ON part.delivery_id = delivery.delivery_id
  WHERE
    delivery.state = 'accepted'
), superseded AS (
  SELECT
    delivery_id,
    subject,
    part_key,
    counted_from,
    MIN(counted_from) OVER (
      PARTITION BY subject, part_key
      ORDER BY known_on, sequence, loaded_at, delivery_id
      ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS known_to
  FROM counted
)
SELECT
  superseded.delivery_id::TEXT AS delivery_id,
  superseded.subject::TEXT AS subject,
  superseded.part_key::TEXT AS part_key,
  LEAST(superseded.counted_from, COALESCE(superseded.known_to, superseded.counted_from))::DATE AS known_from,
  superseded.known_to::DATE AS known_to,
  (
    superseded.known_to IS NULL
  )::BOOLEAN AS is_current
FROM superseded
