"""Work with a rig that a Wetstack lab controller runs.

    import wetstack

    with wetstack.connect("127.0.0.1:7400", token="wst_...") as rig:
        with rig.lease("culture:organoids", "a first look") as lease:
            culture = lease.culture("organoids")
            print(culture.dose("dopamine", nanoliters=100, nanoliters_per_minute=500).wait())

Nothing here repeats a request by itself. Every request that acts carries a key; to repeat one whose
answer was lost, give the same ``key=`` again, and it is not done twice.
"""

from ._client import Culture, Lease, Rig, connect
from ._schema import Schema
from ._types import (
    Alarm,
    Applied,
    DoseRun,
    FlashRun,
    LeaseLost,
    Phase,
    Recording,
    Refused,
    Samples,
    Spike,
    Spikes,
    Stimulus,
    Train,
    Unknown,
    WetstackError,
    biphasic,
)

__all__ = [
    "Alarm",
    "Applied",
    "Culture",
    "DoseRun",
    "FlashRun",
    "Lease",
    "LeaseLost",
    "Phase",
    "Recording",
    "Refused",
    "Rig",
    "Samples",
    "Schema",
    "Spike",
    "Spikes",
    "Stimulus",
    "Train",
    "Unknown",
    "WetstackError",
    "biphasic",
    "connect",
]
