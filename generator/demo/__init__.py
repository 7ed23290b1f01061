"""Demonstration data: a fictional district whose agencies report, with planted faults."""

from generator.demo.making import DemoFile, make

__all__ = ["DemoFile", "make"]
