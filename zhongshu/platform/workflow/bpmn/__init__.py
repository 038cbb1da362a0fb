"""The process language: a stated subset of BPMN 2.0, read, compiled and checked without a database."""
