"""Talks to an XCalibur on a serial port, as programs in laboratories do, and checks what it hears.

Arguments: the port, and the manner: slow, burst, deaf, reopen, crlf.
"""

import sys
import time

import serial

STX, ETX = 0x02, 0x03


def frame(data, sequence, address=0x31, repeat=False):
    body = bytes([STX, address, 0x30 | (8 if repeat else 0) | sequence])
    body += data.encode("ascii") + bytes([ETX])
    checksum = 0
    for byte in body:
        checksum ^= byte
    return body + bytes([checksum])


def answer(port):
    """The next answer, whatever comes before it: status and data."""
    port.read_until(bytes([STX]))
    rest = port.read_until(bytes([ETX]))
    checksum = port.read(1)
    expected = STX
    for byte in rest:
        expected ^= byte
    assert checksum == bytes([expected]), (rest, checksum)
    assert rest[:1] == b"0", rest
    return rest[1:2], rest[2:-1].decode("ascii")


def ask(port, data, sequence):
    port.write(frame(data, sequence))
    return answer(port)


def ready(port):
    for _ in range(400):
        status, _data = ask(port, "Q", 7)
        if status == b"`":
            return
        assert status == b"@", status
        time.sleep(0.02)
    raise AssertionError("never ready")


def initialise(port):
    status, _data = ask(port, "ZR", 1)
    assert status == b"@", status
    ready(port)


def slow(port):
    for byte in frame("ZR", 1):
        port.write(bytes([byte]))
        port.flush()
        time.sleep(0.005)
    assert answer(port) == (b"@", "")
    ready(port)
    assert ask(port, "P300R", 2) == (b"@", "")
    ready(port)
    assert ask(port, "?", 3) == (b"`", "300")


def burst(port):
    initialise(port)
    port.write(b"".join(frame("?", 1 + n % 7) for n in range(200)))
    heard = [answer(port) for _ in range(200)]
    assert heard == [(b"`", "0")] * 200, heard
    port.write(frame("P10R", 1) + frame("P10R", 1, repeat=True) + frame("P10R", 1, repeat=True))
    for _ in range(3):
        assert answer(port)[0] == b"@"
    ready(port)
    assert ask(port, "?", 2) == (b"`", "10")


def deaf(port):
    """Never reads, as a program that only sends; then has a look."""
    port.write(frame("ZR", 1))
    time.sleep(3)
    for n in range(500):
        port.write(frame("Q", 1 + n % 7))
    port.write(frame("A50R", 1))
    for _ in range(502):
        answer(port)
    ready(port)
    assert ask(port, "?", 2) == (b"`", "50")


def reopen(port):
    initialise(port)
    name = port.port
    for n in range(20):
        port.write(frame("?76", 1 + n % 7))
        port.close()
        port = serial.Serial(name, 9600, timeout=5)
    port.write(frame("?", 2))
    for _ in range(21):
        # Answers to the twenty may come late; they say something else.
        heard = answer(port)
        if heard == (b"`", "0"):
            break
    assert heard == (b"`", "0"), heard
    port.close()


def crlf(port):
    """The terminal protocol, by hand."""
    port.write(b"\r\n/1ZR\r\n")
    assert port.read_until(b"\n") == b"/0@\x03\r\n"
    for _ in range(400):
        port.write(b"/1Q\r\n")
        heard = port.read_until(b"\n")
        if heard == b"/0`\x03\r\n":
            break
        time.sleep(0.02)
    else:
        raise AssertionError("never ready")
    port.write(b"/1?6\r/1?\r\n/1yR\r")
    assert port.read_until(b"\n") == b"/0`o\x03\r\n"
    assert port.read_until(b"\n") == b"/0`0\x03\r\n"
    assert port.read_until(b"\n") == b"/0b\x03\r\n"


if __name__ == "__main__":
    with serial.Serial(sys.argv[1], 9600, timeout=5) as opened:
        {"slow": slow, "burst": burst, "deaf": deaf, "reopen": reopen, "crlf": crlf}[sys.argv[2]](opened)
