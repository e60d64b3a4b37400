"""Records as rows for maps: what GeoJSON, GeoPackage, GeoParquet and KML write."""
