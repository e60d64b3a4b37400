"""The situation brief and the statistics: cited text, charts and maps, from the store's queries and records alone."""
