"""What an import may write over, and the note that an assistant would hand in about it."""
