"""Workbooks (.xlsx .xlsb .ods .xls) inside stated bounds, one file per format, and the fast way of regular sheets."""
