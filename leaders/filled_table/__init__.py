"""Tables that people fill in and give back: CSV, TSV or a workbook, in any order of columns."""

from leaders.filled_table.accounts import AccountFinder
from leaders.filled_table.table import Mistake, Row, Table, read_table, settle

__all__ = ["AccountFinder", "Mistake", "Row", "Table", "read_table", "settle"]
