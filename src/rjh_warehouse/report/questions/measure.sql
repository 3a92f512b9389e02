SELECT
  measure.measure_code, measure.measure_name, measure.board_code, measure.status_name, measure.status_name_en,
  measure.decided_to_date_sek, measure.carried_out_sek, measure.verified_sek, evaluation.smallest_measurable_sek,
  evaluation.method_code, measure.measured_wording, measure.measured_wording_en, measure.missing_text,
  measure.missing_text_en, measure.is_simulated, delivery.file_name, measure.sheet, measure.row_number
FROM mart.measure_status AS measure
LEFT JOIN mart.measure_evaluation AS evaluation
  ON evaluation.measure_code = measure.measure_code AND evaluation.is_default
LEFT JOIN quality.delivery AS delivery ON delivery.delivery_id = measure.delivery_id
WHERE $board = $region OR measure.board_code = $board
ORDER BY measure.board_code, measure.measure_code
