"""Telling people: what ends a notice, what an answer means, what a phone is sent."""
