"""How the shipped linking model is trained: ``python -m training.linking``."""
