"""Static pages for analysts, made from a published file: `inventory` asks it, `pages` writes HTML with `templates/`.

They work from the disk: no server, no network, one small script for the search. Data is never markup.
"""
