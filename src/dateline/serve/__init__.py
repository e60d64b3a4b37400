"""The workbench: pages and an API over stores, for one person on their own machine or for a team.

:func:`dateline.serve.app.create_app` makes the application; ``dateline serve`` runs it.
"""
