"""The values that pass between the stages: immutable, and knowing nothing but each other."""
