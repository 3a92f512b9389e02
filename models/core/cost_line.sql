MODEL (
  name core.cost_line,
  grain (
    organisation_basis,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    month,
    is_simulated
  ),
  description 'One row per month, organisation, line and scope on each organisation basis: what the ledger and the budget in force sum to',
  column_descriptions (
    board_code = 'as organisation_board',
    cost_type_code = 'as cost_type_or_line',
    unclassified_sek = 'own: Kronor without a cost type, booked and budgeted, each account without sign, that may belong to the line or not',
    unknown_count = 'own: Cells whose amount in the line is unknown: an on-cost rate is missing'
  ),
  tags ('working', 'reach: core.cost_cell and core.unit_organisation by month'),
  audits (month_region_is_its_boards, month_bases_agree)
);

SELECT
  organisation.organisation_basis::TEXT AS organisation_basis,
  organisation.organisation_level::TEXT AS organisation_level,
  organisation.organisation_code::TEXT AS organisation_code,
  MAX(organisation.board_code)::TEXT AS board_code,
  member.cost_type_code::TEXT AS cost_type_code,
  member.scope_code::TEXT AS scope_code,
  cell.month::DATE AS month,
  SUM(
    CASE
      WHEN member.on_cost_kind <> 'none'
      THEN ROUND(
        (
          cell.actual_sek + CASE WHEN member.on_cost_kind = 'constant' THEN cell.on_cost_change_sek ELSE 0 END
        ) * organisation.share_to,
        2
      ) - ROUND(
        (
          cell.actual_sek + CASE WHEN member.on_cost_kind = 'constant' THEN cell.on_cost_change_sek ELSE 0 END
        ) * organisation.share_from,
        2
      )
    END
  )::DECIMAL(18, 2) AS actual_sek,
  SUM(
    CASE
      WHEN member.on_cost_kind = 'booked'
      THEN @part_between(cell.budget_sek, organisation.share_from, organisation.share_to)
    END
  )::DECIMAL(18, 2) AS budget_sek,
  SUM(CASE WHEN member.on_cost_kind = 'booked' THEN cell.budget_missing_count ELSE 0 END)::INT AS budget_missing_count,
  SUM(
    CASE
      WHEN member.is_uncertain
      THEN @part_between(cell.unclassified_sek, organisation.share_from, organisation.share_to)
      ELSE 0
    END
  )::DECIMAL(18, 2) AS unclassified_sek,
  SUM(
    CASE
      WHEN member.on_cost_kind <> 'none'
      THEN @part_between(cell.item_sek, organisation.share_from, organisation.share_to)
    END
  )::DECIMAL(18, 2) AS item_sek,
  SUM(
    CASE
      WHEN member.on_cost_kind <> 'none'
      THEN @part_between(cell.year_end_sek, organisation.share_from, organisation.share_to)
    END
  )::DECIMAL(18, 2) AS year_end_sek,
  SUM(
    CASE
      WHEN member.on_cost_kind <> 'none'
      THEN @part_between(cell.on_cost_sek, organisation.share_from, organisation.share_to)
    END
  )::DECIMAL(18, 2) AS on_cost_sek,
  SUM(CASE WHEN member.on_cost_kind = 'constant' AND cell.on_cost_change_sek IS NULL THEN 1 ELSE 0 END)::INT AS unknown_count,
  cell.is_simulated::BOOLEAN AS is_simulated
FROM core.cost_cell AS cell
JOIN core.unit_organisation AS organisation
  ON organisation.month = cell.month AND organisation.unit_code = cell.unit_code
JOIN core.line_member AS member
  ON member.member_code = cell.cost_type_code
GROUP BY
  organisation.organisation_basis,
  organisation.organisation_level,
  organisation.organisation_code,
  member.cost_type_code,
  member.scope_code,
  cell.month,
  cell.is_simulated
