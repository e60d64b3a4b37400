"""What one machine codes with one process and with two, from JSON Lines to Parquet."""
