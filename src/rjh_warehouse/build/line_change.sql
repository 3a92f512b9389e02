WITH now AS (SELECT cost_type_code, scope_code, member_code, is_constant_on_cost FROM core.cost_line_member), changed AS (
  SELECT *, 'came' AS change FROM (SELECT * FROM now EXCEPT SELECT * FROM published_member)
  UNION ALL
  SELECT *, 'went' AS change FROM (SELECT * FROM published_member EXCEPT SELECT * FROM now)
)
SELECT
  changed.cost_type_code AS line_code, changed.scope_code, changed.member_code, changed.change,
  YEAR(cell.month) AS fiscal_year, SUM(cell.actual_sek) AS moved_sek
FROM changed
JOIN core.cost_cell AS cell ON cell.cost_type_code = changed.member_code
WHERE changed.cost_type_code IN (SELECT cost_type_code FROM now)
  AND changed.cost_type_code IN (SELECT cost_type_code FROM published_member)
  AND changed.member_code IN (SELECT member_code FROM published_member)
GROUP BY ALL HAVING SUM(cell.actual_sek) <> 0 ORDER BY ALL
