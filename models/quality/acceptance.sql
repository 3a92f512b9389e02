MODEL (
  name quality.acceptance,
  grain (delivery_id, accepted_on, accepted_by),
  tags (
    'grain may repeat: a person may accept a delivery twice on a day'
  ),
  description 'One row per time a person let a blocked delivery (kept, not counted) count all the same.',
  column_descriptions (
    delivery_id = 'as delivery',
    accepted_by = 'Who takes the responsibility',
    accepted_on = 'The day it was accepted',
    expires_on = 'The last day it counts'
  ),
  audits (
    not_null(columns := (reason, expires_on))
  )
);

SELECT
  delivery_id::TEXT AS delivery_id,
  accepted_by::TEXT AS accepted_by,
  reason::TEXT AS reason,
  accepted_on::DATE AS accepted_on,
  expires_on::DATE AS expires_on
FROM lake.acceptance
