"""What users of the client see. Volumes are nanolitres, currents microamperes, times microseconds."""

from dataclasses import dataclass, field
from typing import Callable, Dict, List, Optional, Sequence, Tuple


class WetstackError(Exception):
    """Something was not done, or is not known to have been."""


class Refused(WetstackError):
    """Not admitted: nothing was done. ``rule``, ``limit`` and ``value`` say why."""

    def __init__(self, message: str, rule: str, limit: str, value: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.limit = limit
        self.value = value


class Unknown(WetstackError):
    """It may have been done. Ask before it is done again; with the same key it never is twice."""

    def __init__(self, message: str, key: str, operation: str) -> None:
        super().__init__(message)
        self.key = key
        self.operation = operation


class LeaseLost(WetstackError):
    """The lease is no longer held, and everything under it was switched off."""


@dataclass(frozen=True)
class Phase:
    """A constant current; cathodic is negative."""

    microamps: float
    microseconds: float


@dataclass(frozen=True)
class Stimulus:
    """A pulse of one to three phases on some electrodes, repeated as a train."""

    electrodes: Sequence[int]
    phases: Sequence[Phase]
    interphase_microseconds: float = 0
    pulses: int = 1
    period_microseconds: float = 0
    settle_microseconds: float = 0
    recovery_microseconds: float = 0


def biphasic(
    electrodes: Sequence[int],
    microamps: float,
    microseconds: float,
    pulses: int = 1,
    hertz: float = 0,
) -> Stimulus:
    """A charge-balanced pulse: ``microamps`` first (negative: cathodic), then its opposite."""
    if pulses > 1 and hertz <= 0:
        raise ValueError("a train of several pulses needs its rate in hertz")
    return Stimulus(
        electrodes,
        [Phase(microamps, microseconds), Phase(-microamps, microseconds)],
        pulses=pulses,
        period_microseconds=1e6 / hertz if pulses > 1 else 0,
    )


@dataclass(frozen=True)
class Applied:
    """A loaded stimulus, as the hardware plays it: phases in nanoamperes and ticks."""

    name: str
    electrodes: Tuple[int, ...]
    phases: Tuple[Tuple[int, int], ...]
    interphase_ticks: int
    pulses: int
    period_ticks: int
    ticks_per_second: int


@dataclass(frozen=True)
class Train:
    """A train that was fired. ``first_sample`` is -1 while the device has not told.

    ``progress`` is INTENDED until then, BEGUN or ENDED once it has begun, and UNKNOWN if nobody can say.
    """

    operation: str
    first_sample: int
    progress: str


@dataclass
class DoseRun:
    """A dose: how far it is when this was asked."""

    operation: str
    progress: str
    nanoliters: int
    delivered_at_least: int
    delivered_at_most: int
    end: str
    reason: str
    _ask: Callable[[str, float], "DoseRun"] = field(repr=False)

    @property
    def over(self) -> bool:
        return self.progress in ("ENDED", "NOT_DONE")

    def wait(self, seconds: float = 60) -> "DoseRun":
        """The same dose when its flow has ended, or as it is after ``seconds``."""
        return self._ask(self.operation, seconds)


@dataclass
class FlashRun:
    """A flash of a light: how far it is when this was asked. Times in microseconds."""

    operation: str
    progress: str
    microwatts: int
    microseconds: int
    lit_at_least: int
    lit_at_most: int
    end: str
    reason: str
    _ask: Callable[[str, float], "FlashRun"] = field(repr=False)

    @property
    def over(self) -> bool:
        return self.progress in ("ENDED", "NOT_DONE")

    def wait(self, seconds: float = 60) -> "FlashRun":
        """The same flash when its light is out, or as it is after ``seconds``."""
        return self._ask(self.operation, seconds)


@dataclass(frozen=True)
class Spike:
    electrode: int
    sample: int


@dataclass(frozen=True)
class Spikes:
    """Spikes of a moment; ``missed_before`` samples before it were looked at by nobody."""

    spikes: List[Spike]
    missed_before: int


@dataclass(frozen=True)
class Samples:
    """Raw 16-bit little-endian counts: all electrodes of one sample, then of the next.

    With decimation each group of ``decimation`` samples is two rows, its least and its greatest
    counts; before a gap a message holds one group that may be smaller.
    """

    first_sample: int
    missed_before: int
    electrodes: Tuple[int, ...]
    samples: int
    counts: bytes
    decimation: int


@dataclass(frozen=True)
class Recording:
    recording: str
    title: str
    running: bool
    missed: int


@dataclass(frozen=True)
class Alarm:
    alarm: str
    code: str
    detail: str


def nanos(microseconds: float) -> int:
    whole = round(microseconds * 1000)
    if whole < 0:
        raise ValueError(f"a time of {microseconds} microseconds lies in the past")
    return whole


def nanoamps(microamps: float) -> int:
    whole = round(microamps * 1000)
    if abs(whole - microamps * 1000) > 1e-6:
        raise ValueError(f"{microamps} microamperes are no whole number of nanoamperes")
    return whole


def optional(value: Optional[int], name: str) -> Dict[str, int]:
    return {} if value is None else {name: value}
