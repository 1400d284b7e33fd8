"""Talks to a flow sensor on a serial port as programs of others do. Prints what it read."""
import struct
import sys
import time

import serial

STUFFED = (0x7E, 0x7D, 0x11, 0x13)


def frame(address, command, data=b""):
    body = bytes([address, command, len(data)]) + bytes(data)
    body += bytes([~sum(body) & 0xFF])
    out = bytearray([0x7E])
    for byte in body:
        out += bytes([0x7D, byte ^ 0x20]) if byte in STUFFED else bytes([byte])
    return bytes(out) + b"\x7e"


def read_reply(port):
    """The data of the next frame, which must be whole and without an error."""
    raw = bytearray()
    while raw.count(0x7E) < 2:
        byte = port.read(1)
        if not byte:
            raise SystemExit("time-out after " + raw.hex())
        raw += byte
        if raw == b"\x7e\x7e":
            del raw[0]
    body, escaped = bytearray(), False
    for byte in raw.strip(b"\x7e"):
        if byte == 0x7D:
            escaped = True
        else:
            body.append(byte ^ 0x20 if escaped else byte)
            escaped = False
    if sum(body) & 0xFF != 0xFF or body[3] != len(body) - 5 or body[2] != 0:
        raise SystemExit("bad reply " + raw.hex())
    return bytes(body[4:-1])


def ask(port, command, data=b""):
    port.write(frame(0, command, data))
    return read_reply(port)


def main(name):
    with serial.Serial(name, 115200, timeout=5) as port:
        # Slow, byte by byte.
        for byte in frame(0, 0xD0, [1]):
            port.write(bytes([byte]))
            port.flush()
            time.sleep(0.002)
        print(read_reply(port).rstrip(b"\0").decode())
        # With line ends around it.
        port.write(b"\r\n" + frame(0, 0x50) + b"\r\n")
        print(read_reply(port).rstrip(b"\0").decode())
        # In one burst, read afterwards.
        scale, measure, last = frame(0, 0x53, b"\x36\x08"), b"\x00\x64\x36\x08", frame(0, 0x35, [3])
        port.write(scale + frame(0, 0x33, measure))
        print(*struct.unpack(">HHH", read_reply(port)))
        assert read_reply(port) == b""
        while not ask(port, 0x35, [3]):
            time.sleep(0.02)
        # Without reading in between.
        for _ in range(20):
            port.write(last)
        flows = [struct.unpack(">hhH", read_reply(port)) for _ in range(20)]
        assert all(temperature == 4600 for _, temperature, _ in flows), flows
        # Closed in the middle of a reply.
        port.write(frame(0, 0x36, [3]))
        port.read(3)
    with serial.Serial(name, 115200, timeout=5) as port:
        time.sleep(0.2)
        port.reset_input_buffer()
        lost, remaining, signals = struct.unpack(">IHH", ask(port, 0x36, [3])[:8])
        print(lost, signals)
        assert remaining % 6 == 0
        ask(port, 0x34)
        print(struct.unpack(">I", ask(port, 0x91))[0])


if __name__ == "__main__":
    main(sys.argv[1])
