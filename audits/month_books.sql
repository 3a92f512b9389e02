AUDIT (
  name period_missing,
  blocking FALSE
);

/* A board's month was not there when the month's report was written, though another board's was: that report is too small. */
SELECT
  late.board_code,
  late.month,
  late.reported_on,
  late.first_known_on,
  late.delivery_id,
  late.is_simulated
FROM @this_model AS late
WHERE
  (
    late.first_known_on IS NULL OR late.first_known_on > late.reported_on
  )
  AND EXISTS(
    SELECT
      1
    FROM @this_model AS other
    WHERE
      other.month = late.month
      AND other.is_simulated = late.is_simulated
      AND other.first_known_on <= late.reported_on
  );

AUDIT (
  name internal_trade,
  blocking FALSE
);

/* What one unit has sold to another is booked by both: internal revenue is internal cost per counterpart. */
SELECT
  *
FROM @this_model
WHERE
  check_kind = 'internal_trade' AND verdict <> 'exact';

AUDIT (
  name month_report_now_is_what_is_booked
);

/* What a report says now is what is booked now, month by month. */
SELECT
  said.report_month,
  said.month,
  said.board_code
FROM (
  SELECT
    report_month,
    month,
    board_code,
    SUM(now_sek) AS now_sek
  FROM @this_model
  WHERE
    quantity_kind = 'actual'
  GROUP BY
    report_month,
    month,
    board_code
) AS said
JOIN (
  SELECT
    month,
    board_code,
    SUM(amount_sek) AS amount_sek
  FROM core.cost_month
  WHERE
    is_current
  GROUP BY
    month,
    board_code
) AS booked
  ON booked.month = said.month AND booked.board_code = said.board_code
WHERE
  said.now_sek <> booked.amount_sek OR said.now_sek IS NULL
