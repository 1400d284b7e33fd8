"""Reads an .rhs file with neo and writes what it read for a test to compare: a file of 16-bit numbers for each channel,
one of 32-bit times, header.txt. Usage: read_rhs.py FILE OUTPUT."""

import sys
from pathlib import Path

import numpy as np
from neo.rawio import IntanRawIO

recording, output = Path(sys.argv[1]), Path(sys.argv[2])
reader = IntanRawIO(filename=str(recording))
reader.parse_header()
for stream in range(reader.signal_streams_count()):
    raw = reader.get_analogsignal_chunk(stream_index=stream)
    identity = reader.header["signal_streams"][stream]["id"]
    channels = [c for c in reader.header["signal_channels"] if c["stream_id"] == identity]
    for index, channel in enumerate(channels):
        raw[:, index].astype("<u2").tofile(output / channel["name"])
np.asarray(reader._raw_data["timestamp"].flatten()).astype("<i4").tofile(output / "time")
with open(output / "header.txt", "w", encoding="utf-8") as out:
    info = reader._global_info
    print(info["sampling_rate"], round(float(info["stim_step_size"]) * 1e9), info["note1"], "|", info["note3"], file=out)
