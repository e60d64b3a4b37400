"""What formats of event data share, one row an incident: codes of codebooks, counts of deaths, sides, days and notes."""
