"""Workbooks that people send and take home: every fault is named, and nothing written in them runs."""

from inspectapp.shared.xlsx.columns import Column, Limits, Problem, RowRead, Table
from inspectapp.shared.xlsx.reading import read_table
from inspectapp.shared.xlsx.writing import write_table, write_template

__all__ = ["Column", "Limits", "Problem", "RowRead", "Table", "read_table", "write_table", "write_template"]
