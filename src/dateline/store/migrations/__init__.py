"""The migrations of the schema, oldest first. One that has been published is never changed: a new one follows it."""
