AUDIT (
  name activity_split_adds_up
);

/* The three parts of a change add up to it, and none is given without the others. */
SELECT
  *
FROM @this_model
WHERE
  volume_effect_sek + price_effect_sek + rest_effect_sek <> change_sek
  OR (
    volume_effect_sek IS NULL
  ) <> (
    price_effect_sek IS NULL
  )
  OR (
    volume_effect_sek IS NULL
  ) <> (
    rest_effect_sek IS NULL
  )
