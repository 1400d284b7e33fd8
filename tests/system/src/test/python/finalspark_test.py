"""A script as it is written for FinalSpark's Neuroplatform, against the rig at argv[1]."""

import sys
from datetime import datetime, timedelta, timezone

import wetstack
from wetstack import finalspark
from wetstack.finalspark import (
    Database,
    Experiment,
    IntanSofware,
    StimParam,
    StimPolarity,
    StimShape,
    Trigger,
)


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError(f"{kind.__name__} was expected")


address, token = sys.argv[1], open(sys.argv[2]).read().strip()
refused(wetstack.WetstackError, lambda: Experiment("none yet"))
refused(ValueError, lambda: finalspark.use(address, token, "nowhere"))
finalspark.use(address, token, "organoids", queue_seconds=30)

experiment, intan, trigger = Experiment("fs000"), IntanSofware(), Trigger()
assert len(experiment.electrodes) == 32, experiment.electrodes
refused(wetstack.LeaseLost, lambda: intan.send_stimparam([StimParam(index=0)]))
began = datetime.now(timezone.utc)
assert experiment.start()
try:
    params = []
    for electrode in range(4):
        param = StimParam(index=electrode, trigger_key=0)
        param.polarity = StimPolarity.NegativeFirst
        param.phase_duration1 = param.phase_duration2 = 200
        param.phase_amplitude1 = param.phase_amplitude2 = 1.5
        params.append(param)
    other = StimParam(index=8, trigger_key=1, nb_pulse=3, pulse_train_period=20_000)
    other.stim_shape = StimShape.BiphasicWithInterphaseDelay
    other.interphase_delay = 100
    intan.send_stimparam(params + [other])

    # Four electrodes with one pulse are one stimulus; the other is its own.
    loaded = finalspark._session.loaded
    assert [len(loaded[key]) for key in (0, 1)] == [1, 1], loaded
    assert loaded[0][0].electrodes == (0, 1, 2, 3) and loaded[0][0].phases[0][0] == -1_500
    assert loaded[1][0].pulses == 3 and loaded[1][0].interphase_ticks == 3, loaded

    intan.set_count([0])
    refused(wetstack.WetstackError, intan.read_count)
    refused(ValueError, lambda: trigger.send([1] * 4))
    heard = 0
    for _ in range(5):
        trigger.send([1, 1] + [0] * 14)
        counts = intan.read_count()
        heard += sum(counts)
        assert len(counts) >= 32, counts
    assert heard > 0, "a living culture fires"

    # The array plays one train at a time: what comes while a long one is played waits for its end.
    long = StimParam(index=9, trigger_key=2, nb_pulse=20, pulse_train_period=20_000)
    last = StimParam(index=10, trigger_key=3)
    for param in (long, last):
        param.phase_amplitude1 = param.phase_amplitude2 = 1.5
    intan.send_stimparam([long, last])
    intan.set_count([3])
    trigger.send([0, 0, 1, 1] + [0] * 12)
    assert len(intan.read_count()) >= 32

    # Unbalanced, or more than this rig allows: refused, and what its trigger had is gone.
    unbalanced = StimParam(index=0, phase_amplitude2=0.5)
    wrong = refused(wetstack.Refused, lambda: intan.send_stimparam([unbalanced]))
    assert "each pulse leaves -50.0 pC" in str(wrong), wrong
    assert 0 not in loaded and 1 in loaded, loaded
    refused(ValueError, lambda: intan.send_stimparam([StimParam(index=1, trigger_delay=5)]))
    refused(ValueError, lambda: intan.send_stimparam([StimParam(index=99)]))
    trigger.send([1] + [0] * 15)

    events = Database().get_spike_event(began, datetime.now(timezone.utc), "fs000")
    assert len(events) >= heard, (len(events), heard)
    assert abs(events[-1].Time - datetime.now(timezone.utc)) < timedelta(seconds=10), events[-1]
    counted = Database().get_spike_count(began, datetime.now(timezone.utc), "fs000")
    assert sum(n for _, _, n in counted) >= len(events), counted
finally:
    experiment.stop()
assert not finalspark._session.loaded

try:
    import numpy
except ImportError:
    print("numpy is not there")
else:
    block = next(finalspark.live_view())
    assert block.shape == (32, 4096) and block.dtype == numpy.float32, block.shape
    assert 5 < numpy.median(block.std(axis=1)) < 100, "microvolts of noise"
print("OK")
