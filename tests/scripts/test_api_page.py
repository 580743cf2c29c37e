"""The page of the API says what the routes say."""

from scripts import api_page


def test_the_page_is_what_the_routes_say():
    assert api_page.PAGE.read_text(encoding="utf-8") == api_page.page(), "python -m scripts.api_page"
