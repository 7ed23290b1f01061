"""What the documents that we write, and the readers that take them back, must agree on.

A report leaves as a Word file or a workbook and comes back changed by people. The statutory body
stands in it as anybody would write it. Everything else that a record holds stands on a visible
annex (附页). Nothing is hidden, and a figure comes from the cell that people see and from nowhere
else. What paragraphs are is told by the names of their styles, which Word, WPS and LibreOffice
keep.
"""
