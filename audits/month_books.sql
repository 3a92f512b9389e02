AUDIT (name period_missing, blocking false);
-- A board's month was not there when the month's report was written, though another board's was: that report is too small.
SELECT late.board_code, late.month, late.reported_on, late.first_known_on, late.delivery_id, late.is_simulated
FROM @this_model AS late
WHERE (late.first_known_on IS NULL OR late.first_known_on > late.reported_on)
  AND EXISTS (
    SELECT 1
    FROM @this_model AS other
    WHERE other.month = late.month AND other.is_simulated = late.is_simulated AND other.first_known_on <= late.reported_on
  );

AUDIT (name internal_trade, blocking false);
-- What one unit has sold to another is booked by both: internal revenue is internal cost per counterpart.
SELECT *
FROM @this_model
WHERE check_kind = 'internal_trade' AND verdict <> 'exact';
