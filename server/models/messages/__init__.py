"""Messages, what is attached to them, the lists kept by hand, and the links of who has no app."""
