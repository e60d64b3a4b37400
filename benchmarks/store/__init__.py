"""How fast a store answers at a million claims, on both databases: ``python -m benchmarks.store``."""
