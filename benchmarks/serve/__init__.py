"""How fast the workbench answers over many incidents: ``python -m benchmarks.serve.fill`` makes the store."""
