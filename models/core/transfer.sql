MODEL (
  name core.transfer,
  grain (case_number, row_number, board_code),
  tags (
    'delivered rows differ: a transfer stands once for each of its two boards'
  ),
  description 'One row per transfer of frame and board that it concerns: the givers row and the receivers sum to zero',
  column_descriptions (
    other_board_code = 'Board at the other end',
    side_code = 'giving or receiving',
    month = 'as month_in_force',
    amount_sek = 'own: Net cost of a whole year that the board gets (−, its cost rises) or is rid of (+)'
  ),
  audits (
    month_transfer_sums_to_zero,
    foreign_key_known("column" := board_code, parent := seed.board, parent_column := board_code)
  )
);

WITH moved AS (
  SELECT
    transfer.*,
    delivery.is_simulated
  FROM staging.frame_transfer AS transfer
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = transfer.delivery_id AND delivery.is_current
  WHERE
    transfer.row_kind = 'data'
), end_of_transfer AS (
  SELECT
    case_number,
    fiscal_year,
    month,
    giving_board_code AS board_code,
    receiving_board_code AS other_board_code,
    'giving' AS side_code,
    -amount_sek AS amount_sek,
    reason_text,
    delivery_id,
    row_number,
    is_simulated
  FROM moved
  UNION ALL
  SELECT
    case_number,
    fiscal_year,
    month,
    receiving_board_code,
    giving_board_code,
    'receiving',
    amount_sek,
    reason_text,
    delivery_id,
    row_number,
    is_simulated
  FROM moved
)
SELECT
  end_of_transfer.case_number::TEXT AS case_number,
  end_of_transfer.board_code::TEXT AS board_code,
  end_of_transfer.other_board_code::TEXT AS other_board_code,
  end_of_transfer.side_code::TEXT AS side_code,
  end_of_transfer.fiscal_year::INT AS fiscal_year,
  end_of_transfer.month::DATE AS month,
  end_of_transfer.amount_sek::DECIMAL(18, 2) AS amount_sek,
  end_of_transfer.reason_text::TEXT AS reason_text,
  end_of_transfer.delivery_id::TEXT AS delivery_id,
  end_of_transfer.row_number::INT AS row_number,
  end_of_transfer.is_simulated::BOOLEAN AS is_simulated
FROM end_of_transfer
