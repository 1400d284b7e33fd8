"""A client for a Harvard pump as people write them, on the port given as argument; exits with 0 if all went well."""

import sys
import time

import serial

PROMPTS = (b"\n:", b"\n>", b"\n<", b"\n*", b"\nT*")


def until_prompt(port, wanted=1):
    heard = b""
    while sum(heard.count(prompt) for prompt in PROMPTS) < wanted:
        byte = port.read(1)
        if not byte:
            raise SystemExit("silence after %r" % heard)
        heard += byte
    if heard.endswith(b"\nT"):
        heard += port.read(1)
    return heard


def expect(heard, wanted):
    if heard != wanted:
        raise SystemExit("heard %r, not %r" % (heard, wanted))


def main(path):
    port = serial.Serial(path, 115200, timeout=5)
    port.write(b"\r\n")
    expect(until_prompt(port), b"\n:")

    for byte in b"diameter 14.4300\r\n":
        port.write(bytes([byte]))
        port.flush()
        time.sleep(0.002)
    expect(until_prompt(port), b"\n:")

    # A burst, and no reading in between.
    port.write(b"irate 10 m/m\r\ntvolume 20 ul\rirate\rtvolume\r\nirate lim\r")
    expect(
        until_prompt(port, 5),
        b"\n:\n:\n10 ml/min\r\n:\n20 ul\r\n:\n25.0404 nl/min to 26.0035 ml/min\r\n:",
    )

    # Closed in the middle of an answer, and opened again.
    port.write(b"metrics\r")
    port.read(40)
    port.close()
    port = serial.Serial(path, 115200, timeout=5)
    time.sleep(0.1)
    port.reset_input_buffer()
    port.write(b"0ver\r\n")
    line = port.readline()
    expect(line, b"\n")
    expect(port.readline(), b"00:11 ELITE I/W Single 3.0.4\r\n")
    expect(port.read(3), b"00:")

    # A run to its target, told without being asked.
    port.write(b"irun\r")
    expect(port.read(2), b"\n>")
    expect(port.read(3), b"\nT*")

    # The same for a client that polls, and reads up to XON.
    port.write(b"poll on\r")
    expect(port.read_until(b"\x11"), b"\nT*\x11")
    port.write(b"cvolume\r")
    expect(port.read_until(b"\x11"), b"\nT*\x11")
    port.write(b"irun\r")
    expect(port.read_until(b"\x11"), b"\n>\x11")
    heard = b""
    while b"T*" not in heard:
        port.write(b"@ivolume\r\n")
        heard = port.read_until(b"\x11")
    # Asked once more: the target may have been reached between a volume and the prompt behind it.
    port.write(b"@ivolume\r\n")
    heard = port.read_until(b"\x11")
    expect(heard.split(b" ul\r")[0][:4], b"\n20.")
    port.close()


if __name__ == "__main__":
    main(sys.argv[1])
