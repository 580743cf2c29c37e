"""The house's own rules that no other tool knows, each small enough to be read before it is argued with."""
