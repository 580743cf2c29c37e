"""Gear: the list, scans, checks, labels, and the page that a label opens."""

from server.routes.gear import checks, labels, scans, stranger, things

HANDLERS = [*things.HANDLERS, *scans.HANDLERS, *checks.HANDLERS, *labels.HANDLERS, *stranger.HANDLERS]
