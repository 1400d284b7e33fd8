"""A client of New Era pumps as laboratories write them: raw pyserial, and no manners."""

import sys
import time

import serial

STX, ETX = b"\x02", b"\x03"


def crc(data):
    value = 0
    for byte in data:
        value ^= byte << 8
        for _ in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def packet(text):
    data = text.encode()
    return STX + bytes([len(data) + 4]) + data + crc(data).to_bytes(2, "big") + ETX


def answer(port):
    return port.read_until(ETX)


def check(got, wanted, what):
    if got != wanted:
        sys.exit(f"{what}: {got!r} instead of {wanted!r}")
    print("ok", what)


path = sys.argv[1]
port = serial.Serial(path, 19200, timeout=5)

port.write(b"00 DIA 15.00\r\n")
check(answer(port), b"\x0200A?R\x03", "the first command meets the alarm")

for byte in b"00 dia 26.59\r\n":
    port.write(bytes([byte]))
    port.flush()
    time.sleep(0.002)
check(answer(port), b"\x0200S\x03", "byte by byte, lower case, with blanks and CR LF")

port.write(b"0RAT 750.0 MH\r0VOL 0.5\r0DIRINF\r0RAT\r0VOL\r")
check(answer(port) + answer(port) + answer(port), b"\x0200S\x03" * 3, "a burst of settings")
check(answer(port), b"\x0200S750.0MH\x03", "rate in the burst")
check(answer(port), b"\x0200S0.500ML\x03", "volume in the burst")

for _ in range(300):
    port.write(b"0VER\r\n")
port.flush()
time.sleep(0.2)
read = port.read(300 * 17)
check(read, b"\x0200SNE1000V3.934\x03" * 300, "300 questions before the first look")

port.write(b"0DIS\r")
port.close()
port = serial.Serial(path, 19200, timeout=0.3)
port.read(1000)
port.reset_input_buffer()
port.timeout = 5
port.write(b"\r")
heard = answer(port)
if heard.startswith(b"\x0200SI"):
    # The answer to what was asked before came late.
    heard = answer(port)
check(heard, b"\x0200S\x03", "reopened in the middle of an answer")

port.write(b"0RA")
port.close()
port = serial.Serial(path, 19200, timeout=5)
port.write(b"\r0\r")
check(answer(port), b"\x0200S?\x03", "half a command from before it was reopened")
check(answer(port), b"\x0200S\x03", "and the next one")

port.timeout = 0.3
port.write(b"7VER\r")
check(port.readline(), b"", "nobody is at that address")
port.timeout = 5
port.write(b"0DIR\r")
check(port.readline(), b"\x0200SINF\x03", "readline waits in vain for a line's end")
port.timeout = 5

port.write(packet("0SAF20"))
check(port.read(8), packet("00S"), "safe mode")
port.write(packet("0DIA"))
check(port.read(13), packet("00S26.59"), "a packet")
port.write(packet("0DIA")[:-2] + b"\x00\x03")
check(port.read(12), packet("00S?COM"), "a damaged packet")
port.write(packet("0VOL50"))
check(port.read(8), packet("00S"), "a volume that lasts")
port.write(packet("0RUN"))
check(port.read(8), packet("00I"), "run")
port.write(packet("0STP"))
check(port.read(8), packet("00P"), "pause")
port.write(packet("0STP"))
check(port.read(8), packet("00S"), "stop")
port.write(packet("SAF0"))
check(answer(port), b"\x0200S\x03", "basic mode again")
port.close()
