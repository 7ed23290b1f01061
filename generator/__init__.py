"""gongkai (公开): from what agencies send to a searchable disclosure portal."""

__version__ = "0.1.0"
