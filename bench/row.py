"""One measured promise, with what bounds it on this machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`ours` and `floor` in `unit`. `at_least` and `at_most` bound the ratio ours ÷ floor; neither: only printed."""

    name: str
    ours: float
    floor: float
    unit: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else 0.0

    @property
    def goal(self) -> str:
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return "" if self.at_most is None else f"<= {self.at_most:g}"

    @property
    def met(self) -> bool | None:
        if self.at_least is not None:
            return self.ratio >= self.at_least
        return None if self.at_most is None else self.ratio <= self.at_most
