"""Report × Form → files to download."""
