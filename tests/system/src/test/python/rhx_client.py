"""A client of Intan RHX on plain sockets, that knows nothing of this repository.

Written from Intan's published TCP guide: python3 rhx_client.py COMMAND_PORT WAVEFORM_PORT
Prints what it saw, as JSON.
"""

import json
import socket
import struct
import sys
import threading
import time

MAGIC = 0x2EF07A08


class Rhx:
    def __init__(self, command, waveform):
        self.command = socket.create_connection(("127.0.0.1", command), 5)
        self.command.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # No effect where an operator has done it.
        self.ask("execute connecttcpwaveformdataoutput;"
                 "get tcpwaveformdataoutputconnectionstatus;", "Pending")
        self.waveform = socket.create_connection(("127.0.0.1", waveform), 5)
        self.data = bytearray()
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self):
        self.waveform.settimeout(None)
        while True:
            got = self.waveform.recv(65536)
            if not got:
                return
            self.data += got

    def send(self, text):
        self.command.sendall(text.encode("latin-1"))

    def ask(self, text, until, limit=10.0):
        """Everything that is said until ``until`` is."""
        self.send(text)
        said, end = "", time.monotonic() + limit
        while until not in said:
            if time.monotonic() > end:
                raise SystemExit(f"no {until!r} in {said!r} after {text!r}")
            self.command.settimeout(limit)
            said += self.command.recv(65536).decode("latin-1")
        return said

    def get(self, name):
        return self.ask(f"get {name};", "Return: ").split("Return: ", 1)[1]

    def upload(self, channel):
        """What is said while a channel is uploaded, until that is over."""
        return self.ask(
            f"execute uploadstimparameters {channel};get uploadinprogress;",
            "Return: UploadInProgress False",
        ).split("Return: ")[0]


def frames(data, words):
    """Of each frame its timestamp and its words."""
    size = 4 + 128 * (4 + 2 * words)
    for at in range(0, len(data) - size + 1, size):
        if struct.unpack_from("<I", data, at)[0] != MAGIC:
            raise SystemExit(f"no block begins at byte {at}")
        for i in range(128):
            yield struct.unpack_from("<I%dH" % words, data, at + 4 + i * (4 + 2 * words))


def program(rhx, channel, **other):
    wanted = dict(
        source="keypressf1", shape="biphasic", polarity="negativefirst",
        triggeredgeorlevel="edge", triggerhighorlow="high", posttriggerdelaymicroseconds=0,
        pulseortrain="singlepulse", firstphasedurationmicroseconds=100,
        secondphasedurationmicroseconds=100, firstphaseamplitudemicroamps=2,
        secondphaseamplitudemicroamps=2, enableampsettle="true", maintainampsettle="false",
        prestimampsettlemicroseconds=0, poststimampsettlemicroseconds=1000,
        enablechargerecovery="false", refractoryperiodmicroseconds=1000, stimenabled="true")
    wanted.update(other)
    rhx.send("".join(f"set {channel}.{name} {value};" for name, value in wanted.items()))
    return rhx.upload(channel)


def trigger(rhx, key="f1"):
    """What is said of it within half a second; the real program says nothing, ever."""
    rhx.send(f"execute manualstimtriggerpulse {key};")
    time.sleep(0.5)
    return rhx.ask("get type;", "Return: Type").split("Return: ")[0]


def refused(rhx, key="f1"):
    """What is said of a trigger that cannot be; waits for it."""
    said = rhx.ask(f"execute manualstimtriggerpulse {key};", f"Error - {key.upper()}")
    return (said + rhx.ask("get type;", "Return: Type")).split("Return: ")[0]


def main():
    rhx = Rhx(int(sys.argv[1]), int(sys.argv[2]))
    seen = {name: rhx.get(name) for name in ("type", "sampleratehertz", "stimstepsizemicroamps")}
    rhx.send("set a-003.tcpdataoutputenabled true;set a-003.tcpdataoutputenabledstim true;")
    seen["uploaded"] = [program(rhx, "a-003"), program(rhx, "a-004")]
    rhx.send("set runmode run;")
    time.sleep(1)
    seen["mode"] = rhx.get("runmode")
    seen["triggered"] = trigger(rhx)
    wrong = {
        "strong": dict(firstphaseamplitudemicroamps=5.02, secondphaseamplitudemicroamps=5.02),
        "charge": dict(firstphasedurationmicroseconds=5000, secondphasedurationmicroseconds=5000),
        "unbalanced": dict(secondphaseamplitudemicroamps=1),
        "between steps": dict(firstphaseamplitudemicroamps=2.01, secondphaseamplitudemicroamps=2.01),
        "between ticks": dict(firstphasedurationmicroseconds=120, secondphasedurationmicroseconds=120),
        "level": dict(triggeredgeorlevel="level"),
        "line": dict(source="digitalin01"),
        "delay": dict(posttriggerdelaymicroseconds=1000),
        "maintained": dict(maintainampsettle="true"),
        "no number": dict(firstphaseamplitudemicroamps="nan"),
    }
    seen["refused"] = {what: program(rhx, "a-004", **how) for what, how in wrong.items()}
    seen["after a refusal"] = refused(rhx)
    seen["beyond"] = rhx.ask(
        "set a-004.stimenabled false;execute uploadstimparameters a-004;get runmode;", "RunMode")
    seen["other waveform"] = program(rhx, "a-004", firstphaseamplitudemicroamps=1,
                                     secondphaseamplitudemicroamps=1)
    seen["differing"] = refused(rhx)
    seen["stopped"] = rhx.ask("set runmode stop;get runmode;", "RunMode Stop")
    seen["while stopped"] = trigger(rhx)
    seen["settings"] = rhx.ask("execute uploadbandwidthsettings;get type;", "Return: Type")
    time.sleep(0.3)
    all_frames = list(frames(bytes(rhx.data), 2))
    seen["first"] = all_frames[0][0]
    seen["count"] = len(all_frames)
    seen["gaps"] = sum(b[0] - a[0] != 1 for a, b in zip(all_frames, all_frames[1:]))
    begins = [
        i for i in range(1, len(all_frames))
        if all_frames[i][2] & 0xFF and not all_frames[i - 1][2] & 0xFF
    ]
    seen["onsets"] = [all_frames[i][0] for i in begins]
    if begins:
        seen["words"] = [f[2] for f in all_frames[begins[0] - 1 : begins[0] + 38]]
    print(json.dumps(seen))


main()
