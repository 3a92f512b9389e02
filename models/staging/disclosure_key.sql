MODEL (
  name staging.disclosure_key,
  kind VIEW,
  grain (
    secret
  ),
  description 'One row per secret: the one that decides what is hidden for the sake of small numbers; not published',
  column_descriptions (
    secret = 'The lake''s secret; whoever knows it can reckon which cells are the small ones'
  )
);

SELECT
  secret::TEXT AS secret
FROM lake.disclosure_key
