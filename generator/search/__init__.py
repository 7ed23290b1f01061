"""The search index that the browser reads, and the same search in Python as its reference.

``docs/search-format.md`` describes the files.
"""
