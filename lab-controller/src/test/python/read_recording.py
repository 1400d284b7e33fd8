#!/usr/bin/env python3
"""Reads a Wetstack recording and prints what it found as JSON.

Follows docs/reference/recording-format.md; needs nothing but Python 3.
Usage: read_recording.py FOLDER
"""
import json
import os
import re
import struct
import sys

SYNC = b"\xa5WET"


def crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte >> 1) ^ 0x82F63B78 if byte & 1 else byte >> 1
        table.append(byte)
    return table


TABLE = crc_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = TABLE[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


class Payload:
    """Takes fields off a payload; complains when it is too short or too long."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def take(self, layout):
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def text(self):
        (length,) = self.take("H")
        return self.take(f"{length}s")[0].decode("utf-8")

    def done(self):
        if self.at != len(self.data):
            raise struct.error("payload too long")


def decode(kind, data, info):
    """The name and the fields of a record; raises struct.error or ValueError if it is not sound."""
    p = Payload(data)
    channels = len(info["sites"])
    if kind == 1:
        name, fields = "begin", p.take("HHII")
        if fields != (1, channels, info["samplesPerSecond"], info["nanovoltsPerCount"]):
            raise ValueError("another recording")
    elif kind == 2:
        first, missed, samples, width = p.take("QQIH")
        if width != channels:
            raise ValueError("another layout")
        name, fields = "samples", (first, missed, samples, p.take(f"{samples * width}h"))
    elif kind == 3:
        name, fields = "gap", p.take("QQII")
    elif kind == 4:
        name, fields = "mark", p.take("QQ")
    elif kind == 5:
        name, fields = "pulse", p.take("QQ") + (p.text(),)
    elif kind == 6:
        name, fields = "spike", p.take("QH")
    elif kind == 7:
        name, fields = "dose", p.take("QQQQQB") + (p.text(),)
    elif kind == 8:
        name, fields = "note", (p.text(),)
    elif kind == 9:
        name, fields = "alarm", p.take("B") + (p.text(), p.text(), p.text())
    elif kind == 10:
        name, fields = "end", p.take("QQQQ") + (p.text(),)
    elif kind == 11:
        name, fields = "earlier", p.take("QQQ")
    elif kind == 12:
        name, fields = "plan", (p.text(),)
    elif kind == 13:
        name, fields = "trial", p.take("QQQd") + (p.text(), p.text())
    elif kind == 14:
        name, fields = "reading", p.take("d") + (p.text(), p.text())
    elif kind == 15:
        times = p.take("IIIIII")
        phases = [p.take("iI") for _ in range(p.take("B")[0])]
        electrodes = p.take(f"{p.take('H')[0]}I")
        name, fields = "stimulus", (times, phases, electrodes, p.text())
    else:
        return "unknown", ()
    p.done()
    return name, fields


def sound(data, at, info, longest):
    """(number, time, name, fields, next offset) of the record at an offset, or None."""
    if data[at : at + 4] != SYNC or at + 25 > len(data):
        return None
    length, number, time, kind = struct.unpack_from("<IIqB", data, at + 4)
    end = at + 21 + length
    if length > longest or end + 4 > len(data):
        return None
    if crc32c(data[at + 4 : end]) != struct.unpack_from("<I", data, end)[0]:
        return None
    try:
        name, fields = decode(kind, data[at + 21 : end], info)
    except (struct.error, ValueError):
        return None
    return number, time, name, fields, end + 4


def segments(folder):
    """The names of the files with samples, by their numbers."""
    files = {}
    for name in os.listdir(folder):
        later = re.fullmatch(r"samples-(\d{6,9})\.wet", name)
        if name == "samples.wet" or later:
            files[int(later[1]) if later else 0] = name
    if not files:
        sys.exit("no samples.wet in " + folder)
    return files


def read(folder):
    with open(os.path.join(folder, "recording.json"), encoding="utf-8") as file:
        info = json.load(file)
    if info["format"] != "wetstack-recording" or info["version"] != 1:
        sys.exit("not a recording of version 1")
    longest = max(8192, 22 + 2 * len(info["sites"]) * info["maxSamplesPerBlock"])
    entries, damage, unsound, missing, expected = [], [], [], 0, 0
    files = segments(folder)
    following_segment = 0
    for segment in sorted(files):
        if segment > following_segment:
            missing += segment - following_segment
            unsound.append({"segment": following_segment, "offset": 0, "bytes": 0})
        following_segment = segment + 1
        with open(os.path.join(folder, files[segment]), "rb") as file:
            data = file.read()
        at = 0
        while at < len(data):
            start = at
            found = sound(data, at, info, longest)
            while found is None and at < len(data):
                nearest = data.find(SYNC, at + 1)
                at = len(data) if nearest < 0 else nearest
                found = sound(data, at, info, longest)
            if at > start:
                unsound.append({"segment": segment, "offset": start, "bytes": at - start})
            if found is None:
                break
            number, time, name, fields, following = found
            lost = (number - expected) % 2**32
            if lost and not unsound:
                unsound.append({"segment": segment, "offset": start, "bytes": 0})
            for place in unsound:
                damage.append({**place, "records": lost})
                lost = 0
            unsound = []
            entries.append({"name": name, "time": time, "fields": fields})
            expected, at = (number + 1) % 2**32, following
    return {
        "info": info,
        "entries": entries,
        "damage": damage,
        "torn": sum(place["bytes"] for place in unsound),
        "missing": missing,
        "finished": bool(entries) and entries[-1]["name"] == "end",
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    json.dump(read(sys.argv[1]), sys.stdout)
