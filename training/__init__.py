"""Making the models that the package carries, each by one command. Nothing here is installed."""
