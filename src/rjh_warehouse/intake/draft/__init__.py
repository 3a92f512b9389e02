"""`rjh contract draft`: from a sample file to a proposed contract and the questions it leaves open."""
