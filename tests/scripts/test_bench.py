"""The benchmarks' own tables keep up with the sheet that they are measured against."""

from bench._bare import FIELDS, TABLES, BenchLine


def test_a_line_has_a_column_for_each_of_its_fields():
    assert [column._meta.name for column in BenchLine._meta.columns][4:] == list(FIELDS)
    assert all(f" {field} " in TABLES for field in FIELDS)
