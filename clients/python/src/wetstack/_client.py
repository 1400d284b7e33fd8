"""The rig, leases and cultures, as a program works with them."""

import threading
import uuid
from types import TracebackType
from typing import Any, Callable, Iterator, List, Optional, Sequence, Type, TypeVar

import grpc

from ._schema import Schema
from ._types import (
    Alarm,
    Applied,
    DoseRun,
    FlashRun,
    LeaseLost,
    Recording,
    Refused,
    Samples,
    Spike,
    Spikes,
    Stimulus,
    Train,
    Unknown,
    WetstackError,
    nanoamps,
    nanos,
    optional,
)

_MOST_WAIT_SECONDS = 60.0
_MOST_ANSWERS_LATE = 20

_Run = TypeVar("_Run", DoseRun, FlashRun)

_MAY_HAVE_HAPPENED = (
    grpc.StatusCode.DEADLINE_EXCEEDED,
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.INTERNAL,
)

_NEVER_HAPPENED = (
    grpc.StatusCode.INVALID_ARGUMENT,
    grpc.StatusCode.PERMISSION_DENIED,
    grpc.StatusCode.UNAUTHENTICATED,
)


def connect(
    address: str,
    token: str,
    root_certificates: Optional[bytes] = None,
    client_certificate: Optional[bytes] = None,
    client_key: Optional[bytes] = None,
    timeout: float = 10.0,
) -> "Rig":
    """The rig at ``address`` (host:port).

    With ``root_certificates`` (PEM) the connection is encrypted and the controller must show a
    certificate of them; without, it must be on this computer. ``timeout`` is for each request.
    """
    if root_certificates is None:
        channel = grpc.insecure_channel(address)
    else:
        channel = grpc.secure_channel(
            address,
            grpc.ssl_channel_credentials(root_certificates, client_key, client_certificate),
        )
    channel = grpc.intercept_channel(channel, _Bearer(token))
    try:
        return Rig(channel, Schema.ask(channel, timeout), timeout)
    except grpc.RpcError as e:
        channel.close()
        raise _told(e, "") from None


class Rig:
    """A rig. Closing it ends the connection; leases that are still held are released first."""

    def __init__(self, channel: grpc.Channel, schema: Schema, timeout: float) -> None:
        self._channel = channel
        self._schema = schema
        self._timeout = timeout
        self._leases: List["Lease"] = []

    def call(self, service: str, method: str, key: str = "", **fields: Any) -> Any:
        """Any method of the API, with fields of its request by name; its reply as a message."""
        if key:
            fields["key"] = key
        try:
            return self._schema.method(self._channel, service, method)(self._timeout, **fields)
        except grpc.RpcError as e:
            raise _told(e, key, self._schema) from None

    def watch(self, service: str, method: str, **fields: Any) -> Iterator[Any]:
        """Messages of a stream of the API, until it ends or the loop over it does."""
        stream = self._schema.method(self._channel, service, method)(**fields)
        try:
            yield from stream
        except grpc.RpcError as e:
            raise _told(e, "", self._schema) from None
        finally:
            stream.cancel()

    def state(self) -> Any:
        """Everything about the rig as it is now: a ``RigState``."""
        return self.call("Rig", "GetRig")

    def lease(self, resource: str, purpose: str, seconds: int = 3600, wait: float = 0) -> "Lease":
        """The lease of ``rig`` or ``culture:NAME``; waits in the queue at most ``wait`` seconds."""
        key = _key()
        waited = threading.Event()
        left = wait
        while True:
            reply = self.call(
                "Leases", "AcquireLease", key, resource=resource, purpose=purpose, seconds=seconds
            )
            if reply.WhichOneof("answer") == "lease":
                lease = Lease(self, reply.lease)
                self._leases.append(lease)
                return lease
            if left <= 0:
                raise LeaseLost(f"{resource} is in use, and {reply.waiting} wait before you")
            step = min(1.0, left)
            waited.wait(step)
            left -= step

    def emergency_stop(self, reason: str) -> Any:
        """Stops every output of the rig, and keeps it so until two people release it."""
        return self.call("Rig", "EmergencyStop", _key(), reason=reason)

    def alarms(self) -> List[Alarm]:
        return [
            Alarm(each.alarm, each.code, each.detail)
            for each in self.call("Rig", "ListAlarms").alarms
        ]

    def dose(self, operation: str, wait_seconds: float = 0) -> DoseRun:
        """What became of a dose, once it is over or after ``wait_seconds``."""
        return self._until_over("GetDose", self._dose, operation, wait_seconds)

    def flash(self, operation: str, wait_seconds: float = 0) -> FlashRun:
        """What became of a flash, once it is over or after ``wait_seconds``."""
        return self._until_over("GetFlash", self._flash, operation, wait_seconds)

    def _until_over(
        self, method: str, made: Callable[[Any], _Run], operation: str, wait_seconds: float
    ) -> _Run:
        left = wait_seconds
        while True:
            step = max(0.0, min(left, self._timeout / 2, _MOST_WAIT_SECONDS))
            state = self.call(
                "Work", method, operation=operation, wait_milliseconds=int(step * 1000)
            )
            run = made(state)
            left -= step
            if run.over or left <= 0:
                return run

    def _flash(self, state: Any) -> FlashRun:
        return FlashRun(
            state.operation,
            _progress(state),
            state.microwatts,
            state.microseconds,
            state.lit_at_least_microseconds,
            state.lit_at_most_microseconds,
            state.end,
            state.reason,
            self.flash,
        )

    def _dose(self, state: Any) -> DoseRun:
        return DoseRun(
            state.operation,
            _progress(state),
            state.nanoliters,
            state.delivered_at_least_nanoliters,
            state.delivered_at_most_nanoliters,
            state.end,
            state.reason,
            self.dose,
        )

    def close(self) -> None:
        for lease in list(self._leases):
            lease.release()
        self._channel.close()

    def __enter__(self) -> "Rig":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()


class Lease:
    """The right to work with a culture or the rig; renewed by a thread while it is held."""

    def __init__(self, rig: Rig, message: Any) -> None:
        self._rig = rig
        self.resource: str = message.resource
        self.name: str = message.lease
        self.epoch: int = message.epoch
        self._ended = threading.Event()
        self._lost: Optional[WetstackError] = None
        pause = max(0.05, message.silence_milliseconds / 3000.0)
        self._renewing = threading.Thread(
            target=self._renew, args=(pause,), name="wetstack-lease", daemon=True
        )
        self._renewing.start()

    def _renew(self, pause: float) -> None:
        while not self._ended.wait(pause):
            try:
                self._rig.call("Leases", "RenewLease", lease=self.name, epoch=self.epoch)
            except Refused as e:
                self._lost = e
                return
            except WetstackError:
                # The line may come back before the lease lapses; the controller decides.
                continue

    @property
    def lost(self) -> bool:
        return self._lost is not None

    def culture(self, name: str) -> "Culture":
        return Culture(self._rig, self, name)

    def release(self) -> None:
        """Ends the lease; everything under it is switched off. Idempotent."""
        if self._ended.is_set():
            return
        self._ended.set()
        self._renewing.join(5)
        if self in self._rig._leases:
            self._rig._leases.remove(self)
        if self._lost is None:
            try:
                self._rig.call(
                    "Leases", "ReleaseLease", _key(), lease=self.name, epoch=self.epoch
                )
            except Refused:
                # It has ended by itself in the meantime.
                return

    def __enter__(self) -> "Lease":
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.release()


class Culture:
    """A culture under a lease."""

    def __init__(self, rig: Rig, lease: Lease, name: str) -> None:
        self._rig = rig
        self._lease = lease
        self.name = name

    def _act(self, method: str, key: str, service: str = "Work", **fields: Any) -> Any:
        if self._lease.lost:
            raise LeaseLost(f"the lease of {self._lease.resource} has ended") from self._lease._lost
        return self._rig.call(
            service, method, key or _key(), culture=self.name, epoch=self._lease.epoch, **fields
        )

    def dose(
        self, reservoir: str, nanoliters: int, nanoliters_per_minute: int, key: str = ""
    ) -> DoseRun:
        """Begins a dose; ``wait()`` on what is returned for its end."""
        return self._rig._dose(
            self._act(
                "Dose",
                key,
                reservoir=reservoir,
                nanoliters=nanoliters,
                nanoliters_per_minute=nanoliters_per_minute,
            )
        )

    def flash(
        self, microwatts: int, microseconds: int, light: str = "", key: str = ""
    ) -> FlashRun:
        """Flashes a light, the only one of the culture if none is named; it goes out by itself."""
        return self._rig._flash(
            self._act(
                "Flash", key, light=light, microwatts=microwatts, microseconds=microseconds
            )
        )

    def load(self, stimulus: Stimulus, key: str = "") -> Applied:
        """Uploads and arms a stimulus; what is returned is what the hardware made of it."""
        reply = self._act(
            "LoadStimulus",
            key,
            stimulus={
                "electrodes": list(stimulus.electrodes),
                "phases": [
                    {"nanoamps": nanoamps(p.microamps), "nanoseconds": nanos(p.microseconds)}
                    for p in stimulus.phases
                ],
                "interphase_nanoseconds": nanos(stimulus.interphase_microseconds),
                "pulses": stimulus.pulses,
                "period_nanoseconds": nanos(stimulus.period_microseconds),
                "settle_nanoseconds": nanos(stimulus.settle_microseconds),
                "recovery_nanoseconds": nanos(stimulus.recovery_microseconds),
            },
        )
        applied = reply.applied
        return Applied(
            reply.stimulus,
            tuple(applied.electrodes),
            tuple((p.nanoamps, p.ticks) for p in applied.phases),
            applied.interphase_ticks,
            applied.pulses,
            applied.period_ticks,
            applied.ticks_per_second,
        )

    def trigger(self, stimulus: Applied, sample: Optional[int] = None, key: str = "") -> Train:
        """Fires a loaded stimulus, now or at a sample of the array.

        Waits some seconds for a device that is to fire now and does not answer.
        """
        reply = self._act(
            "Trigger", key, stimulus=stimulus.name, **optional(sample, "sample")
        )
        if sample is None:
            # Due at once: a device that has not answered yet will soon.
            pause = threading.Event()
            for _ in range(_MOST_ANSWERS_LATE):
                if _progress(reply) != "INTENDED":
                    break
                pause.wait(0.25)
                reply = self._rig.call("Work", "GetTrain", operation=reply.operation)
        if _progress(reply) == "NOT_DONE":
            raise Refused(reply.reason, "operation", "", "")
        return Train(reply.operation, reply.first_sample, _progress(reply))

    def unload(self, stimulus: Applied, key: str = "") -> None:
        self._act("UnloadStimulus", key, stimulus=stimulus.name)

    def stop(self, reason: str) -> None:
        """Stops what runs on this culture; needs no lease."""
        self._rig.call("Work", "StopCulture", _key(), culture=self.name, reason=reason)

    def record(self, title: str, seconds_before: int = 0, key: str = "") -> "Recording":
        """Begins a recording, with the last seconds before if they are wanted and still known."""
        return _recording(
            self._act("StartRecording", key, title=title, seconds_before=seconds_before)
        )

    def finish(self, recording: Recording) -> Recording:
        return _recording(
            self._rig.call("Work", "StopRecording", _key(), recording=recording.recording)
        )

    def plan(self, experiment: str, plan: str, key: str = "") -> List[str]:
        """Has the controller remember an experiment; the lines of its trials until now.

        They go along if the culture is moved to another rig. Raises ``Refused`` if the latest
        experiment on this culture is called the same and has another plan.
        """
        self._act("PlanExperiment", key, "Experiments", experiment=experiment, plan=plan)
        lines: List[str] = []
        while True:
            page = self._rig.call(
                "Experiments", "GetExperiment", culture=self.name, **{"from": len(lines)}
            )
            lines.extend(page.lines)
            if not page.lines or len(lines) >= page.trials:
                return lines

    def tell(self, experiment: str, trial: int, line: str, key: str = "") -> None:
        """Has the controller remember a trial: the next, before its consequences."""
        self._act(
            "TellTrial", key, "Experiments", experiment=experiment, trial=trial, line=line
        )

    def spikes(self) -> Iterator[Spikes]:
        """Spikes from now on."""
        for each in self._rig.watch("Work", "WatchSpikes", culture=self.name):
            yield Spikes([Spike(s.electrode, s.sample) for s in each.spikes], each.missed_before)

    def samples(
        self, decimation: int = 1, electrodes: Sequence[int] = ()
    ) -> Iterator[Samples]:
        """Samples from now on, of all electrodes unless some are named."""
        for each in self._rig.watch(
            "Work",
            "WatchSamples",
            culture=self.name,
            decimation=decimation,
            electrodes=list(electrodes),
        ):
            yield Samples(
                each.first_sample,
                each.missed_before,
                tuple(each.electrodes),
                each.samples,
                each.counts,
                each.decimation,
            )


class _Bearer(
    grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor  # type: ignore[misc]
):
    """Shows the token with each request."""

    def __init__(self, token: str) -> None:
        self._header = ("authorization", f"Bearer {token}")

    def _shown(self, call: Any) -> Any:
        return _Details(
            call.method,
            call.timeout,
            list(call.metadata or []) + [self._header],
            call.credentials,
            call.wait_for_ready,
            call.compression,
        )

    def intercept_unary_unary(self, proceed: Any, call: Any, request: Any) -> Any:
        return proceed(self._shown(call), request)

    def intercept_unary_stream(self, proceed: Any, call: Any, request: Any) -> Any:
        return proceed(self._shown(call), request)


class _Details(grpc.ClientCallDetails):  # type: ignore[misc]
    def __init__(
        self,
        method: str,
        timeout: Optional[float],
        metadata: Any,
        credentials: Any,
        wait_for_ready: Any,
        compression: Any,
    ) -> None:
        self.method = method
        self.timeout = timeout
        self.metadata = metadata
        self.credentials = credentials
        self.wait_for_ready = wait_for_ready
        self.compression = compression


def _recording(message: Any) -> Recording:
    return Recording(
        message.recording, message.title, message.running, message.missed
    )


def _progress(state: Any) -> str:
    kinds = state.DESCRIPTOR.fields_by_name["progress"].enum_type
    return str(kinds.values_by_number[state.progress].name)


def _key() -> str:
    return uuid.uuid4().hex


def _told(error: grpc.RpcError, key: str, schema: Optional[Schema] = None) -> WetstackError:
    """What the controller said, as one of our exceptions."""
    code = error.code()
    message = f"{error.details()}"
    reason, more = schema.refusal(error.trailing_metadata()) if schema else ("", {})
    if code == grpc.StatusCode.UNKNOWN or (key and not reason and code in _MAY_HAVE_HAPPENED):
        return Unknown(message, key, more.get("operation", ""))
    if reason or code in _NEVER_HAPPENED:
        rule = reason or code.name.lower().replace("_", "-")
        return Refused(message, rule, more.get("limit", ""), more.get("value", ""))
    return WetstackError(f"{code.name}: {message}")
