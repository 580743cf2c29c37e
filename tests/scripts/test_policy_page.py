"""docs/policy.md is the policy table."""

from scripts import policy


def test_the_page_says_what_the_table_says():
    assert policy.PAGE.read_text(encoding="utf-8") == policy.page(), "python -m scripts.policy"
