"""The registers as workbooks: a template, a dry run that names every bad row, one take-in or none."""
