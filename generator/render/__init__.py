"""Reports and forms → pages: pure functions, no disk, no MkDocs."""
