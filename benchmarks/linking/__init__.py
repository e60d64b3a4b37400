"""The linking benchmark: ``python -m benchmarks.linking``."""
