MODEL (
  name seed.sentence,
  kind SEED (
    path '../../seeds/check/sentence.csv'
  ),
  columns (
    sentence_code TEXT,
    sentence_text TEXT,
    sentence_text_en TEXT
  ),
  grain (
    sentence_code
  ),
  description 'One row per sentence by which a mart says why a figure is missing, or what it stands on',
  column_descriptions (
    sentence_code = 'Code of the sentence, begun by what it is about',
    sentence_text = 'The sentence in Swedish',
    sentence_text_en = 'The sentence in English'
  )
)
