"""A case as tables and back, with nothing lost: XLSX workbooks and folders of CSV files.

The tables follow the schema of the case file by themselves: a section is a table, an entry a row, what is nested in an
entry a table of its own whose first columns say to which row it belongs. A key that the schema gains is a column.
"""

from holdfast.casefile.sheets.back import Back as Back
from holdfast.casefile.sheets.back import from_grids as from_grids
from holdfast.casefile.sheets.spread import to_grids as to_grids
