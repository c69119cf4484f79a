"""What was promised, what was measured, and whether it holds."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Goal:
    """One promise: a figure, its unit, and the bar it must not cross."""

    name: str
    measured: float
    bar: float
    unit: str = ""
    at_least: bool = False

    @property
    def held(self) -> bool:
        return self.measured >= self.bar if self.at_least else self.measured <= self.bar

    @property
    def line(self) -> str:
        sign = "≥" if self.at_least else "≤"
        mark = "✓" if self.held else "✗"
        return f"{mark} {self.name:<64}{self.measured:>9.2f} {self.unit:<8}{sign} {self.bar:g}"


@dataclass
class Goals:
    """All of one run, told as they come and once more at the end."""

    found: list[Goal] = field(default_factory=list)

    def add(self, *goals: Goal) -> None:
        for goal in goals:
            self.found.append(goal)
            print("  " + goal.line, flush=True)

    @property
    def held(self) -> bool:
        return all(goal.held for goal in self.found)

    def tell(self) -> None:
        print("\nthe goals of this run:")
        for goal in self.found:
            print(goal.line)
