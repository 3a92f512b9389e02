SELECT board.board_code, region.board_code
FROM seed.board AS board
CROSS JOIN seed.board AS region
WHERE board.organisation_level = 'board' AND region.is_whole_region
