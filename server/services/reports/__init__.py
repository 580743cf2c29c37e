"""What is gathered for the desk from all areas below."""
