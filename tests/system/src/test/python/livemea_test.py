"""A viewer of its own against the live view of the rig at argv[1], and what the samples were."""

import base64
import hashlib
import json
import os
import socket
import struct
import sys
import threading
import urllib.error
import urllib.request

import wetstack
from wetstack import finalspark, livemea

try:
    import numpy
except ImportError:
    print("numpy is not there\nOK")
    sys.exit()

address, token = sys.argv[1], open(sys.argv[2]).read().strip()
try:
    livemea.LiveService()
    raise AssertionError("no rig was named")
except wetstack.WetstackError:
    pass
finalspark.use(address, token, "organoids")


class Viewer:
    """A WebSocket by hand, as RFC 6455 has it."""

    def __init__(self, url, query="EIO=4&transport=websocket", **headers):
        host, port = url.split("//")[1].split(":")
        self.socket = socket.create_connection((host, int(port)), 20)
        self.file = self.socket.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        lines = {
            "Host": host,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            **headers,
        }
        head = f"GET /socket.io/?{query} HTTP/1.1\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        self.socket.sendall((head + "\r\n").encode())
        self.status = int(self.file.readline().split()[1])
        answer = {}
        while line := self.file.readline().strip().decode():
            name, _, value = line.partition(": ")
            answer[name.lower()] = value
        if self.status == 101:
            guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
            digest = hashlib.sha1((key + guid).encode()).digest()
            assert answer["sec-websocket-accept"] == base64.b64encode(digest).decode()

    def say(self, text):
        mask = os.urandom(4)
        data = bytes(each ^ mask[i % 4] for i, each in enumerate(text.encode()))
        length = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        self.socket.sendall(b"\x81" + length + mask + data)

    def hear(self):
        kind, length = self.file.read(2)
        if length == 126:
            (length,) = struct.unpack(">H", self.file.read(2))
        elif length == 127:
            (length,) = struct.unpack(">Q", self.file.read(8))
        payload = self.file.read(length)
        return {0x81: "text", 0x82: "binary", 0x88: "close"}[kind], payload

    def connected(self):
        kind, payload = self.hear()
        opened = json.loads(payload[1:])
        assert kind == "text" and payload[:1] == b"0" and opened["pingInterval"] == 25_000, payload
        self.say("40")
        kind, payload = self.hear()
        assert kind == "text" and payload[:2] == b"40" and json.loads(payload[2:])["sid"], payload
        return self


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as e:
        return e.code, json.load(e)


def closed(viewer, code):
    kind, payload = viewer.hear()
    while kind != "close":
        # It was on its way.
        kind, payload = viewer.hear()
    assert kind == "close" and struct.unpack(">H", payload[:2])[0] == code, (kind, payload[:200])


def listen(raw, enough):
    """What the rig itself says that the samples were; they go on while the viewer looks.

    And for three seconds more, as this stream may come behind that of the viewer.
    """
    after = 0
    rig = wetstack.connect(address, token)
    for block in rig.watch("Work", "WatchSamples", culture="organoids"):
        rows = numpy.frombuffer(block.counts, "<i2").reshape(block.samples, -1)
        raw.append((block.missed_before, rows))
        if enough.is_set():
            after += block.samples
            if after > 90_000:
                return


raw, enough = [], threading.Event()
listener = threading.Thread(target=listen, args=(raw, enough), daemon=True)
listener.start()
waited = threading.Event()
for _ in range(200):
    if raw:
        break
    waited.wait(0.1)
with livemea.LiveService(origins=["http://viewer.example"]) as live:
    assert live.address.startswith("http://127.0.0.1:") and live.meas == 1
    assert get(live.address + "/islive") == (200, {"status": True})
    assert get(live.address + "/defaultmea") == (200, {"index": 0})
    assert get(live.address + "/layoutmea/0") == (200, {"type": 1})
    assert get(live.address + "/layoutmea/1")[0] == 404
    assert Viewer(live.address, Origin="http://evil.example").status == 403
    assert Viewer(live.address, query="EIO=3&transport=websocket").status == 400
    viewer = Viewer(live.address, Origin="http://viewer.example").connected()
    viewer.say('42["meaid",0]')
    wrong = Viewer(live.address).connected()
    wrong.say('42["meaid",1]')
    closed(wrong, 1008)
    long = Viewer(live.address).connected()
    long.say("42" + "x" * 5_000)
    closed(long, 1009)
    blocks = []
    while len(blocks) < 2:
        kind, payload = viewer.hear()
        if payload == b"2":
            viewer.say("3")
            continue
        assert payload == b'451-["livedata",{"buffer":{"_placeholder":true,"num":0}}]', payload[:99]
        kind, payload = viewer.hear()
        assert kind == "binary" and len(payload) == 524_288, (kind, len(payload))
        blocks.append(numpy.frombuffer(payload, "<f4").reshape(32, 4096))
closed(viewer, 1000)
# The rig's own samples may come behind those of the viewer.
before = len(raw)
for _ in range(200):
    if len(raw) > before:
        break
    waited.wait(0.1)
enough.set()
listener.join(30)
assert not listener.is_alive(), "the rig's own samples have ended"

# Each value is the sum of eight samples, over the root of eight: some eight of those that there were.
sums = numpy.rint(numpy.stack(blocks).astype(float) * 8**0.5 / 0.195).astype(int)
assert abs(numpy.stack(blocks) - sums * 0.195 / 8**0.5).max() < 1e-3, "whole sums of counts"
gaps = [i for i, (missed, _) in enumerate(raw) if missed and i]
rows = numpy.concatenate([each for _, each in raw]).astype(int)
eights = numpy.cumsum(rows, axis=0)
eights = numpy.concatenate([eights[7:8], eights[8:] - eights[:-8]])
found = 0
for block in sums:
    # Where the first column is, of all electrodes: one of them may show the same for a while.
    starts = numpy.flatnonzero((eights[: -8 * 4_095] == block[:, 0]).all(axis=1))
    wrong = [eights[at : at + 8 * 4_096 : 8].T != block for at in starts]
    whole = any(not each.any() for each in wrong)
    found += whole
    if not whole:
        flat = [e for e in range(len(block)) if len(set(block[e])) < 10]
        others = [numpy.flatnonzero(each.any(axis=1)) for each in wrong]
        print(f"begins at {starts} of {len(rows)}; wrong electrodes {others}; flat ones {flat}")
# A busy machine may miss samples in one stream that it has in the other; without gaps, none.
assert found == 2 or gaps or live.missed, f"{found} of 2 blocks are in what the rig has sent"
print(f"{found} of 2 blocks found\nOK")
