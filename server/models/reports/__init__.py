"""`reports` gathers from the areas below and owns no table."""
