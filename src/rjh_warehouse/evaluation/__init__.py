"""From built tables to what SQL cannot say: measures evaluated, trends decided, small cells hidden.

Frames read and write the tables; the methods themselves live in `rjh_warehouse.statistics`.
"""
