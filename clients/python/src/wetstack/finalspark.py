"""The calls of scripts that were written for FinalSpark's Neuroplatform, on a Wetstack rig.

    from wetstack.finalspark import Experiment, IntanSofware, StimParam, StimPolarity, Trigger

    use("127.0.0.1:7400", token, culture="organoids")     # the one line that is new
    experiment = Experiment("any name")
    if experiment.start():
        ...

The names, fields, defaults and units are those of their public documentation; the code is not. What
differs, and why, is in docs/how-to/port-from-finalspark.md: above all, every stimulus goes through the
limits of the rig, and what it cannot do is refused with a reason.
"""

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any, Deque, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from ._client import Culture, Lease, Rig, connect
from ._types import Applied, LeaseLost, Phase, Refused, Stimulus, WetstackError

TRIGGERS = 16
COUNTED_MILLISECONDS = 200
OCCLUDED_MILLISECONDS = 10
_MOST_SPIKES = 1_000_000
_MOST_LOOKS = 500
# Of wetstack.api.v1.Progress.
_BEGUN, _ENDED, _NOT_DONE = 2, 3, 4
_LATE_SECONDS = 1.0
_GROUP = 8
_LIVE_VALUES = 4096


class StimPolarity(Enum):
    NegativeFirst = 0
    PositiveFirst = 1


class StimShape(Enum):
    Biphasic = 0
    BiphasicWithInterphaseDelay = 1
    Triphasic = 2


@dataclass
class StimParam:
    """Times in microseconds, amplitudes in microamperes, as there."""

    index: int = 0
    enable: bool = True
    trigger_key: int = 0
    trigger_delay: int = 0
    nb_pulse: int = 0
    pulse_train_period: int = 10_000
    post_stim_ref_period: float = 1_000.0
    stim_shape: StimShape = StimShape.Biphasic
    polarity: StimPolarity = StimPolarity.NegativeFirst
    phase_duration1: float = 100.0
    phase_duration2: float = 100.0
    phase_amplitude1: float = 1.0
    phase_amplitude2: float = 1.0
    interphase_delay: float = 0.0
    enable_amp_settle: bool = True
    pre_stim_amp_settle: float = 0.0
    post_stim_amp_settle: float = 1_000.0
    enable_charge_recovery: bool = True
    post_charge_recovery_on: float = 0.0
    post_charge_recovery_off: float = 100.0

    def stimulus(self, electrodes: Sequence[int]) -> Stimulus:
        """The same as the rig says it; ``ValueError`` for what it cannot do."""
        for name in ("trigger_delay", "pre_stim_amp_settle", "post_charge_recovery_on"):
            if getattr(self, name) != 0:
                raise ValueError(f"{name} of electrode {self.index} must be 0 on this rig")
        if not 0 <= self.trigger_key < TRIGGERS:
            raise ValueError(f"trigger_key is 0 to {TRIGGERS - 1}, not {self.trigger_key}")
        sign = -1 if self.polarity is StimPolarity.NegativeFirst else 1
        first = Phase(sign * self.phase_amplitude1, self.phase_duration1)
        second = Phase(-sign * self.phase_amplitude2, self.phase_duration2)
        triphasic = self.stim_shape is StimShape.Triphasic
        delayed = self.stim_shape is StimShape.BiphasicWithInterphaseDelay
        pulses = max(1, self.nb_pulse)
        return Stimulus(
            electrodes,
            [first, second, first] if triphasic else [first, second],
            interphase_microseconds=self.interphase_delay if delayed else 0,
            pulses=pulses,
            period_microseconds=self.pulse_train_period if pulses > 1 else 0,
            settle_microseconds=self.post_stim_amp_settle if self.enable_amp_settle else 0,
            recovery_microseconds=(
                self.post_charge_recovery_off if self.enable_charge_recovery else 0
            ),
        )


class SpikeEvent(NamedTuple):
    Time: datetime
    channel: int


class _Session:
    """One rig and culture, for all objects of a script: theirs find it by themselves too."""

    def __init__(self, rig: Rig, culture: str, queue_seconds: float) -> None:
        self.rig = rig
        self.name = culture
        self.queue_seconds = queue_seconds
        self.lease: Optional[Lease] = None
        self.params: Dict[int, StimParam] = {}
        self.loaded: Dict[int, List[Applied]] = {}
        self.counted: Sequence[int] = ()
        self.latest_count: Optional[int] = None
        self.spikes: Deque[Tuple[int, int]] = deque(maxlen=_MOST_SPIKES)
        self.clock: Optional[Tuple[int, datetime]] = None
        self._heard = threading.Condition()
        state = rig.state()
        mine = [each for each in state.cultures if each.name == culture]
        if not mine:
            known = [each.name for each in state.cultures]
            raise ValueError(f"the rig has no culture '{culture}'; it has {known}")
        self.electrodes: List[int] = list(mine[0].electrodes)
        instrument, _, device = mine[0].array.partition("/")
        layouts = [
            each.layout
            for one in state.instruments
            if one.name == instrument
            for each in one.devices
            if each.layout.samples_per_second and device in ("", each.name)
        ]
        if not layouts:
            raise WetstackError(f"array {mine[0].array} of {culture} is not there now: try again")
        self.samples_per_second: int = layouts[0].samples_per_second
        self.nanovolts_per_count: int = layouts[0].nanovolts_per_count

    def culture(self) -> Culture:
        if self.lease is None:
            raise LeaseLost("start() the experiment first")
        return self.lease.culture(self.name)

    def start(self) -> bool:
        if self.lease is not None:
            return True
        try:
            self.lease = self.rig.lease(
                f"culture:{self.name}", "a Neuroplatform script", wait=self.queue_seconds
            )
        except LeaseLost:
            return False
        threading.Thread(target=self._listen, name="wetstack-spikes", daemon=True).start()
        return True

    def stop(self) -> None:
        lease, self.lease = self.lease, None
        self.loaded.clear()
        self.params.clear()
        if lease is not None:
            lease.release()

    def _listen(self) -> None:
        lease = self.lease
        if lease is None:
            return
        try:
            for some in lease.culture(self.name).spikes():
                if self.lease is not lease:
                    return
                with self._heard:
                    for each in some.spikes:
                        self.spikes.append((each.sample, each.electrode))
                        # The earliest that a sample can have been is what is nearest the truth.
                        at = datetime.now(timezone.utc)
                        zero = at - timedelta(seconds=each.sample / self.samples_per_second)
                        if self.clock is None or zero < self.clock[1]:
                            self.clock = (0, zero)
                    self._heard.notify_all()
        except WetstackError:
            # The stream has ended; who acts next is told why.
            return

    def count(self, first: int) -> List[int]:
        """Spikes from 10 to 200 ms after ``first``, waiting until they must have come."""
        begin = first + OCCLUDED_MILLISECONDS * self.samples_per_second // 1_000
        end = first + COUNTED_MILLISECONDS * self.samples_per_second // 1_000
        with self._heard:
            self._heard.wait_for(
                lambda: bool(self.spikes) and self.spikes[-1][0] >= end,
                COUNTED_MILLISECONDS / 1_000 + _LATE_SECONDS,
            )
            counts = [0] * (max(self.electrodes) + 1)
            for sample, electrode in reversed(self.spikes):
                if sample < begin:
                    break
                if sample < end:
                    counts[electrode] += 1
        return counts

    def between(self, start: datetime, stop: datetime) -> List[SpikeEvent]:
        with self._heard:
            known = list(self.spikes)
            zero = self.clock[1] if self.clock else datetime.now(timezone.utc)
        events = [
            SpikeEvent(zero + timedelta(seconds=sample / self.samples_per_second), electrode)
            for sample, electrode in known
        ]
        return [each for each in events if start <= each.Time < stop]


_session: Optional[_Session] = None


def use(
    address: str,
    token: str,
    culture: str,
    queue_seconds: float = 0,
    root_certificates: Optional[bytes] = None,
) -> None:
    """Says which rig and culture all objects of this script are about, before any is made."""
    global _session
    if _session is not None:
        _session.stop()
        _session.rig.close()
    rig = connect(address, token, root_certificates)
    try:
        _session = _Session(rig, culture, queue_seconds)
    except Exception:
        rig.close()
        raise


def _now() -> _Session:
    if _session is None:
        raise WetstackError("say which rig with wetstack.finalspark.use(address, token, culture)")
    return _session


class Experiment:
    """The right to work with the culture. The token of their platform is only a name here."""

    def __init__(self, token: str) -> None:
        self.exp_name = token
        self.electrodes = list(_now().electrodes)

    def start(self) -> bool:
        """False if somebody else has it."""
        return _now().start()

    def stop(self) -> None:
        """Everything off, and what was uploaded is gone."""
        _now().stop()


class IntanSofware:
    """Uploads parameters and counts spikes; spelt as theirs."""

    def send_stimparam(self, params: Sequence[StimParam]) -> None:
        """Takes over ``params``, one an electrode: a second with its index replaces the first.

        If any is refused, nothing of what its triggers had is loaded any more, and it is raised.
        """
        session = _now()
        culture = session.culture()
        for one in params:
            if one.index not in session.electrodes:
                raise ValueError(f"the culture has no electrode {one.index}")
            one.stimulus([one.index])
        before = [session.params[one.index] for one in params if one.index in session.params]
        touched = {one.trigger_key for one in [*params, *before]}
        for key in touched:
            for each in session.loaded.pop(key, []):
                culture.unload(each)
        wanted = {**session.params, **{one.index: one for one in params}}
        session.params = {
            index: one for index, one in wanted.items() if one.trigger_key not in touched
        }
        for key in sorted(touched):
            mine = {i: p for i, p in wanted.items() if p.trigger_key == key and p.enable}
            loaded: List[Applied] = []
            try:
                for alike in _alike(list(mine.values())):
                    stimulus = alike[0].stimulus(sorted(one.index for one in alike))
                    loaded.append(culture.load(stimulus))
            except WetstackError:
                for each in loaded:
                    culture.unload(each)
                raise
            session.loaded[key] = loaded
            session.params.update({i: p for i, p in wanted.items() if p.trigger_key == key})

    def set_count(self, triggers: Sequence[int]) -> None:
        """After which triggers spikes are counted."""
        _now().counted = list(triggers)

    def read_count(self) -> List[int]:
        """Spikes of each electrode, 10 to 200 ms after the latest trigger that is counted."""
        session = _now()
        if session.latest_count is None:
            raise WetstackError("no trigger that is counted was sent: set_count([0, …]) first")
        return session.count(session.latest_count)

    def impedance(self) -> Dict[int, float]:
        """Ohms of each electrode at 1 kHz; takes up to a minute."""
        session = _now()
        culture = session.culture()
        told = culture._act("MeasureImpedances", "")
        wait = threading.Event()
        for _ in range(600):
            told = session.rig.call("Work", "GetImpedances", culture=session.name)
            if told.state != 1:
                break
            wait.wait(0.1)
        if told.state != 2:
            raise WetstackError(f"impedances were not measured: {told.reason or 'no answer'}")
        return {each.electrode: each.ohms for each in told.electrodes}

    def close(self) -> None:
        """What is uploaded stays until the experiment stops."""


class Trigger:
    """Fires what is bound to any of the sixteen triggers."""

    def send(self, triggers: Sequence[int]) -> None:
        """One number a trigger: those that are not 0 fire, all or none of them."""
        session = _now()
        culture = session.culture()
        if len(triggers) != TRIGGERS:
            raise ValueError(f"there are {TRIGGERS} triggers, not {len(triggers)}")
        keys = [key for key, fires in enumerate(triggers) if fires]
        steps = [
            {"trigger": {"stimulus": each.name}}
            for key in keys
            for each in session.loaded.get(key, [])
        ]
        if not steps:
            return
        done = _fire(culture, steps)
        counted = any(key in session.counted for key in keys)
        if counted or len(steps) > 1:
            began = [_first_sample(culture, *each) for each in zip(steps, done)]
            if counted:
                session.latest_count = min(began)

    def close(self) -> None:
        """Nothing is kept open for triggers."""


class Database:
    """Spikes since the experiment was started; the latest million of them."""

    def get_spike_event(self, start: datetime, stop: datetime, fs_name: str) -> List[SpikeEvent]:
        return _now().between(start, stop)

    def get_spike_count(
        self, start: datetime, stop: datetime, fs_name: str
    ) -> List[Tuple[datetime, int, int]]:
        """Minute, electrode and how many spikes, for those that had any."""
        counts: Dict[Tuple[datetime, int], int] = {}
        for each in self.get_spike_event(start, stop, fs_name):
            minute = each.Time.replace(second=0, microsecond=0)
            counts[minute, each.channel] = counts.get((minute, each.channel), 0) + 1
        return [(minute, channel, n) for (minute, channel), n in sorted(counts.items())]


def live_view() -> Iterator[Any]:
    """Blocks of electrodes by 4096 values in microvolts (float32), at an eighth of the rate.

    Each value is the sum of eight samples over the root of eight, as their live view appears to be;
    needs numpy. What was missed is not in it.
    """
    import numpy

    session = _now()
    rest: Any = None
    for block in session.rig.watch("Work", "WatchSamples", culture=session.name):
        rows = numpy.frombuffer(block.counts, "<i2").reshape(block.samples, -1).astype("float32")
        rest = rows if rest is None or block.missed_before else numpy.concatenate([rest, rows])
        need = _LIVE_VALUES * _GROUP
        while len(rest) >= need:
            groups = rest[:need].reshape(_LIVE_VALUES, _GROUP, -1).sum(axis=1)
            scale = session.nanovolts_per_count / 1_000 / _GROUP**0.5
            yield (groups * numpy.float32(scale)).T
            rest = rest[need:]


def _alike(params: List[StimParam]) -> List[List[StimParam]]:
    """Those with the same pulse together: a rig holds only so many stimuli at once."""
    groups: Dict[Any, List[StimParam]] = {}
    for one in params:
        groups.setdefault(repr(one.stimulus([])), []).append(one)
    return list(groups.values())


def _fire(culture: Culture, steps: List[Any]) -> Any:
    """What came before and plays yet on the same electrodes is waited for."""
    wait = threading.Event()
    for _ in range(_MOST_LOOKS):
        try:
            return culture._act("Transact", "", steps=steps).done
        except Refused as e:
            if e.rule != "train.overlap":
                raise
            wait.wait(0.1)
    raise WetstackError("what these triggers have fired before does not end")


def _first_sample(culture: Culture, step: Any, done: Any) -> int:
    """Of the first pulse. An array plays one train at a time: one that found it busy fires again."""
    wait = threading.Event()
    told, pause = done.train, 0.02
    for _ in range(_MOST_LOOKS):
        if told.first_sample >= 0 and told.progress in (_BEGUN, _ENDED):
            return int(told.first_sample)
        wait.wait(pause)
        if told.progress == _NOT_DONE and "busy" in told.reason:
            # Each try is an entry of the journal.
            pause = min(0.2, 2 * pause)
            told = _fire(culture, [step])[0].train
        else:
            told = culture._rig.call("Work", "GetTrain", operation=told.operation)
    raise WetstackError(f"when train {told.operation} began is not known: {told.reason}")
