"""Messages to a list: send, hold, tell again, read, and the lists kept by hand."""
