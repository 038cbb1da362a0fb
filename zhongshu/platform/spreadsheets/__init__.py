"""Spreadsheets that people bring and take along (表格导入导出): opened within limits, headings understood, written as text."""
