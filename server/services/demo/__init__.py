"""The demo production that ships with Callboard: *The Tide Tables*, day 11 of 24 is today.

It is made by the very use cases a coordinator's and an AD's taps call, from files like those of any office; only the
hours at which things happened are told, so that last night's evening has happened when a visitor comes.
"""
