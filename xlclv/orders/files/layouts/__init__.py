"""Reports that are no plain table: recognised by how they are built, and turned into one, a module a layout."""
