"""What the Python client promises, against the controller at argv[1] with the token in argv[2]."""

import sys
import threading

import wetstack

address, token = sys.argv[1], open(sys.argv[2]).read().strip()


def refused(kind, call):
    try:
        call()
    except kind as e:
        return e
    raise AssertionError(f"{kind.__name__} was expected")


with wetstack.connect(address, token=token) as rig:
    state = rig.state()
    assert [c.name for c in state.cultures] == ["organoids"], state

    denied = refused(wetstack.WetstackError, lambda: wetstack.connect(address, token="wst_wrong"))
    assert "token" in str(denied), denied

    with rig.lease("culture:organoids", "a test", wait=10) as lease:
        culture = lease.culture("organoids")

        # Refused, with the rule for programs.
        too_much = refused(wetstack.Refused, lambda: culture.dose("dopamine", 3_000, 1_000))
        assert too_much.rule == "dose.volume" and too_much.limit, too_much.__dict__
        wrong = refused(wetstack.WetstackError, lambda: culture.dose("dopamine", 100, 0))
        assert not isinstance(wrong, wetstack.Unknown), wrong

        # The same key is the same dose; with other content it is refused.
        first = culture.dose("dopamine", 100, 5_000, key="python-once").wait()
        again = culture.dose("dopamine", 100, 5_000, key="python-once")
        assert first.end == "COMPLETE" and again.operation == first.operation, (first, again)
        assert refused(
            wetstack.Refused, lambda: culture.dose("dopamine", 200, 5_000, key="python-once")
        ).rule == "key.used"

        # No answer in time: it may have been done, and the key tells later.
        hasty = wetstack.connect(address, token=token)
        hasty._timeout = 1e-6
        lost = refused(
            wetstack.Unknown,
            lambda: hasty.call(
                "Work", "Dose", "python-lost", culture="organoids", epoch=lease.epoch,
                reservoir="dopamine", nanoliters=100, nanoliters_per_minute=5_000,
            ),
        )
        assert lost.key == "python-lost", lost.__dict__
        hasty._channel.close()
        assert culture.dose("dopamine", 100, 5_000, key="python-lost").wait().end == "COMPLETE"

        # A flash is lit once for its key, and refused by the name of its limit.
        lit = culture.flash(2_000, 20_000, key="python-lit").wait()
        assert (lit.end, lit.microwatts, lit.lit_at_most) == ("COMPLETE", 2_000, 20_000), lit
        assert culture.flash(2_000, 20_000, key="python-lit").operation == lit.operation
        bright = refused(wetstack.Refused, lambda: culture.flash(6_000, 20_000, light="pump/uv"))
        assert bright.rule == "flash.power", bright.__dict__

        # Samples are counted, and bytes are as many as said.
        seen = 0
        following = None
        for block in culture.samples():
            assert len(block.counts) == 2 * block.samples * len(block.electrodes), block
            assert following is None or block.first_sample - block.missed_before == following
            following = block.first_sample + block.samples
            seen += 1
            if seen == 20:
                break
        two = next(iter(culture.samples(decimation=100, electrodes=[3, 4])))
        assert two.electrodes == (3, 4) and two.samples % 2 == 0 and two.decimation == 100, two

        # Spikes of a living culture, within seconds.
        watch = culture.spikes()
        spikes = []
        for some in watch:
            spikes += some.spikes
            if spikes:
                break
        assert 0 <= spikes[0].electrode < 32 and spikes[0].sample > 0, spikes

        # A stimulus, as the hardware plays it, now and at a sample.
        pulse = culture.load(wetstack.biphasic([3], microamps=-1, microseconds=200))
        assert pulse.phases[0][0] < 0 and sum(a * t for a, t in pulse.phases) == 0, pulse
        for _ in range(10):
            fired = culture.trigger(pulse)
            assert fired.first_sample > 0, fired
            try:
                later = culture.trigger(pulse, sample=fired.first_sample + 20_000)
                break
            except wetstack.Refused as late:
                # The sample had passed when this came, on a machine that is busy.
                assert late.rule == "operation", late.__dict__
        else:
            raise AssertionError("never in time")
        assert later.first_sample in (-1, fired.first_sample + 20_000), later
        culture.unload(pulse)
        assert refused(wetstack.Refused, lambda: culture.trigger(pulse)).rule == "unknown.stimulus"

    # Without the lease nothing is done.
    assert isinstance(
        refused(wetstack.WetstackError, lambda: culture.dose("dopamine", 100, 5_000)),
        (wetstack.LeaseLost, wetstack.Refused),
    )

    # Taken away: the thread that renews finds out, and so does whoever acts.
    lease = rig.lease("culture:organoids", "to be revoked", wait=10)
    rig.call("Leases", "RevokeLease", "revoke-1", lease=lease.name, reason="a test")
    for _ in range(100):
        if lease.lost:
            break
        threading.Event().wait(0.1)
    assert lease.lost
    refused(wetstack.LeaseLost, lambda: lease.culture("organoids").dose("dopamine", 100, 5_000))
    lease.release()

print("OK")
