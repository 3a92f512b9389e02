"""The month's report: one page made from a published file or a closed month, every figure of it with its origin.

`sections` says which sections and questions there are (their SQL stands in `questions/`), `source` opens the file,
`answer` asks, `page` writes HTML with `figure` and `picture`, `verify` makes a page again and compares.
"""
