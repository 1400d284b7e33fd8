"""Reads an emulated recording's exports with h5py and neo. Each electrode shows which sample it is (NumberedTissue): even
ones the lower 15 bits of its number, odd ones the next 15, each plus 37 times its electrode. So every value is checked
against what the emulator made, with nothing of the exporter in between. Usage: exported_values.py FILE.nwb FOLDER-OF-RHS"""

import sys
from pathlib import Path

import h5py
import numpy as np
from neo.rawio import IntanRawIO

BITS = (1 << 15) - 1


def made(numbers, electrode):
    """What the emulator showed at an electrode in the samples of these numbers, in counts."""
    return ((numbers if electrode % 2 == 0 else numbers >> 15) + 37 * electrode) & BITS


def compared(what, first, offsets, channels):
    """All values of all channels; the offsets are of the samples from the first."""
    numbers = first + offsets
    for electrode, values in enumerate(channels):
        wrong = np.flatnonzero(values.astype(np.int64) != made(numbers, electrode))
        assert not wrong.size, f"{what}: electrode {electrode}, row {wrong[0]}: {values[wrong[0]]}"
    print(what, "samples", len(offsets), "channels", len(channels), "equal")


def first_of(channels):
    """The number of the first sample, as two electrodes tell it together."""
    return int((channels[0][0]) & BITS) | int(((int(channels[1][0]) - 37) & BITS) << 15)


with h5py.File(sys.argv[1], "r") as file:
    series = file["/acquisition/ElectricalSeries"]
    assert abs(series["data"].attrs["conversion"] - 195e-9) < 1e-15
    columns = list(series["data"][()].T)
    if "timestamps" in series:
        rows = np.rint((series["timestamps"][()] - series["timestamps"][0]) * 30_000).astype(np.int64)
    else:
        assert series["starting_time"].attrs["rate"] == 30_000
        rows = np.arange(len(columns[0]), dtype=np.int64)
    start = first_of(columns)
    compared("nwb", start, rows, columns)

(rhs,) = Path(sys.argv[2]).glob("*.rhs")
reader = IntanRawIO(filename=str(rhs))
reader.parse_header()
stream = next(i for i, each in enumerate(reader.header["signal_streams"]) if "amplifier" in each["name"].lower())
raw = reader.get_analogsignal_chunk(stream_index=stream)
times = np.asarray(reader._raw_data["timestamp"].flatten(), dtype=np.int64)
signals = [raw[:, i].astype(np.int64) - 32_768 for i in range(raw.shape[1])]
# A file of 128-sample blocks may begin and end with rows of padding outside of the recording.
inside = np.isin(times - times[0], rows)
compared("rhs", start, (times - times[0])[inside], [each[inside] for each in signals])
assert inside.sum() == len(rows), f"rhs: {inside.sum()} of {len(rows)} samples"
