"""Messages: what may be attached, and when and how loudly a person is told."""
