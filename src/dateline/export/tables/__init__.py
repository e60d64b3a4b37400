"""Records as flat tables, one a layer: what the CSV and workbook formats write."""
