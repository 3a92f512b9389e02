"""The published file in the forms that others take: parquet, a data package, and planning systems' import."""
