import sys
import wetstack

with wetstack.connect(sys.argv[1], token=open(sys.argv[2]).read().strip()) as rig, rig.lease("culture:organoids", "first", wait=10) as lease:
    culture = lease.culture("organoids")
    recording = culture.record("first")
    pulse = culture.load(wetstack.biphasic([3], microamps=-2, microseconds=200))
    print("pulse at sample", culture.trigger(pulse).first_sample)
    print(culture.dose("dopamine", nanoliters=100, nanoliters_per_minute=1000).wait())
    print(culture.finish(recording))
