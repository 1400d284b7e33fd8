"""Reads Intan recordings with neo, a library by others, and writes what it read for a test to compare.

Usage: read_intan.py RECORDING OUTPUT, where RECORDING is an .rhs or .rhd file: of the traditional format, or the info
file of the others, beside which lie their .dat files. OUTPUT gets one file of 16-bit numbers per channel, one of 32-bit
numbers of the times, and header.txt.
"""

import sys
from pathlib import Path

import numpy as np
from neo.rawio import IntanRawIO
from neo.rawio import intanrawio

recording, output = Path(sys.argv[1]), Path(sys.argv[2])


def keep(name, values, kind="<u2"):
    np.asarray(values).astype(kind).tofile(output / name)


def keep_header(info, channels):
    with open(output / "header.txt", "w", encoding="utf-8") as out:
        for name in ("major_version", "minor_version", "sampling_rate", "note1", "note3"):
            print(name, info[name], file=out)
        for channel in channels:
            print(channel["native_channel_name"], channel["signal_type"], channel["units"], channel["sampling_rate"], file=out)


def traditional():
    reader = IntanRawIO(filename=str(recording))
    reader.parse_header()
    for stream in range(reader.signal_streams_count()):
        raw = reader.get_analogsignal_chunk(stream_index=stream)
        identity = reader.header["signal_streams"][stream]["id"]
        channels = [c for c in reader.header["signal_channels"] if c["stream_id"] == identity]
        for index, channel in enumerate(channels):
            keep(channel["name"], raw[:, index])
    keep("time", reader._raw_data["timestamp"].flatten(), "<i4")
    for word in ("DIGITAL-IN", "DIGITAL-OUT"):
        if word in reader._raw_data.dtype.names:
            keep(word, reader._raw_data[word].flatten())
    keep_header(reader._global_info, reader._ordered_channels)


def separate():
    read = intanrawio.read_rhs if recording.suffix == ".rhs" else intanrawio.read_rhd
    info, channels, _, header_size, _ = read(str(recording))
    assert header_size == recording.stat().st_size, "something follows the header"
    folder = recording.parent
    amplifiers = [c["native_channel_name"] for c in channels if c["signal_type"] == 0]
    if (folder / "amplifier.dat").exists():
        frames = np.fromfile(folder / "amplifier.dat", "<i2").reshape(-1, len(amplifiers))
        for index, name in enumerate(amplifiers):
            keep(name, frames[:, index].astype(np.int32) + 32768)
    else:
        for name in amplifiers:
            keep(name, np.fromfile(folder / f"amp-{name}.dat", "<i2").astype(np.int32) + 32768)
    keep("time", np.fromfile(folder / "time.dat", "<i4"), "<i4")
    keep_header(info, channels)


if recording.name.startswith("info."):
    separate()
else:
    traditional()
