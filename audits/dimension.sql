AUDIT (
  name dimension_key_agrees
);

/* A join by the key keeps each row and krona: every code has its member, and but where the level is not told one only. */
SELECT
  kept.level,
  kept.code,
  kept.row_count,
  kept.row_count * kept.member_count AS joined_row_count,
  @EACH(@money, x -> kept.@x AS @x),
  @EACH(@money, x -> kept.@x * kept.member_count AS joined_@x)
FROM (
  SELECT
    fact.level,
    fact.code,
    fact.row_count,
    @EACH(@money, x -> fact.@x AS @x),
    CASE WHEN @is_of_any_level THEN LEAST(COUNT(member.@key), 1) ELSE COUNT(member.@key) END AS member_count
  FROM (
    SELECT
      @column AS code,
      @level AS level,
      COUNT(*) AS row_count,
      @EACH(@money, x -> SUM(@x) AS @x)
    FROM @this_model
    GROUP BY ALL
  ) AS fact
  LEFT JOIN @dimension AS member
    ON member.@key = fact.code AND @condition
  GROUP BY ALL
) AS kept
WHERE
  kept.member_count <> 1 AND NOT (
    kept.code IS NULL AND @may_be_empty
  )
