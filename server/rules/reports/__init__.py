"""Rules of what is gathered for the desk."""
