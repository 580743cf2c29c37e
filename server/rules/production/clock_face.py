"""A time of day as its reader's clock shows it."""


def face(minutes: int, *, twelve: bool) -> str:
    """What the reader's clock shows at these minutes of a day: `06:12`, or `6:12A`."""
    hour, minute = divmod(minutes % 1_440, 60)
    return f"{(hour - 1) % 12 + 1}:{minute:02}{'A' if hour < 12 else 'P'}" if twelve else f"{hour:02}:{minute:02}"
