"""A sheet's frozen page, what differs between two of them, whom that concerns and in which words they are told."""
