MODEL (
  name quality.acceptance,
  kind FULL,
  owner controlling,
  grain (delivery_id, accepted_on, accepted_by),
  description 'One row per time a person let a blocked delivery (kept, not counted) count all the same.',
  column_descriptions (
    delivery_id = 'The delivery',
    accepted_by = 'Who takes the responsibility',
    reason = 'Why',
    accepted_on = 'The day it was accepted',
    expires_on = 'The last day it counts'
  ),
  audits (
    not_null(columns := (delivery_id, accepted_by, reason, accepted_on, expires_on))
  )
);

SELECT
  delivery_id::TEXT AS delivery_id,
  accepted_by::TEXT AS accepted_by,
  reason::TEXT AS reason,
  accepted_on::DATE AS accepted_on,
  expires_on::DATE AS expires_on
FROM lake.acceptance
