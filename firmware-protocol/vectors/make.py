#!/usr/bin/env python3
"""Makes the golden vectors in this folder; see README.md.

Messages are encoded by protoc, framing is written here from SPEC.md, section 2. Nothing in here
shares a line with the Java or the C implementation.
"""

import pathlib
import struct
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
PROTO = HERE.parent / "src" / "main" / "proto"
U32 = 2**32 - 1
U64 = 2**64 - 1


def crc32c(data):
    """CRC-32C, one bit at a time."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def cobs(data):
    """Groups of at most 254 bytes, each behind its length plus one; a shorter one stands for a zero."""
    out = bytearray()
    rest = data
    while True:
        zero = rest.find(0, 0, 254)
        group = rest[:254] if zero < 0 else rest[:zero]
        out += bytes([len(group) + 1]) + group
        if zero >= 0:
            rest = rest[zero + 1 :]
        elif len(group) < len(rest):
            rest = rest[len(group) :]
        else:
            return bytes(out) + b"\0"


def waveform(electrodes, phases, interphase, pulses, period, settle, recovery):
    """Protobuf text of a Waveform, and the CRC of its canonical form (SPEC.md, 11.3)."""
    words = [len(electrodes), *electrodes, len(phases)]
    for phase in phases:
        words += phase
    words += [interphase, pulses, period, settle, recovery]
    text = "".join(f"electrodes: {e} " for e in electrodes)
    text += "".join(f"phases {{ nanoamps: {n} ticks: {t} }} " for n, t in phases)
    text += f"interphase_ticks: {interphase} pulses: {pulses} period_ticks: {period} "
    text += f"settle_ticks: {settle} recovery_ticks: {recovery}"
    return text, crc32c(struct.pack(f"<{len(words)}i", *words))


def octal(data):
    return "".join(f"\\{byte:03o}" for byte in data)


def noise(length):
    """Bytes that hold zeros, ones and long runs, the same ones always."""
    state = 1
    out = bytearray()
    while len(out) < length:
        state = (state * 1103515245 + 12345) % 2**31
        run = state >> 8 & 0x1FF
        if state >> 20 & 3:
            out.append(state >> 16 & 0xFF)
        else:
            out += bytes([1 + i % 255 for i in range(run)])
    return bytes(out[:length])


PAIR = waveform([17], [(-2000, 5), (2000, 5)], 0, 1, 0, 25, 0)
TRAIN = waveform(
    list(range(224, 256)),
    [(-2147483648, 10_000_000), (2147483647, 9_999_999), (-1, 1)],
    10_000_000, 10_000, 9_999_998, 9_999_997, 9_999_996,
)  # fmt: skip

HEAD = "request_id: 1234567 epoch: 42 not_after_micros: 8765432100 device: 2 "
FULL = f"request_id: {U32} epoch: {U32} not_after_micros: {U64} device: {U32} "

HOST = {
    "hello": 'request_id: 3735928559 hello { min_version: 1 max_version: 1 '
    'host_id: 0x0102030405060708 lease_millis: 2000 host_name: "bench-3" }',
    "hello-longest": f"{FULL} hello {{ min_version: {U32} max_version: {U32} host_id: {U64} "
    f'lease_millis: {U32} host_name: "{"µ" * 16}" }}',
    "heartbeat": f"{HEAD} heartbeat {{ host_nanos: {U64 - 5} }}",
    "goodbye": f"{HEAD} goodbye {{ }}",
    "describe": f"{HEAD} describe {{ }}",
    "read-sites": f"{HEAD} read_sites {{ first: 32 }}",
    "clear-safe-state": f"{HEAD} clear_safe_state {{ }}",
    "stop": f"{HEAD} stop {{ }}",
    "stop-smallest": "request_id: 1 stop { }",
    "prepare": f"{HEAD} prepare {{ operation_id: 0xA1B2C3D4E5F60718 volume_nanoliters: 1500 "
    f"rate_nanoliters_per_minute: 60000 }}",
    "prepare-largest": f"{FULL} prepare {{ operation_id: {U64} volume_nanoliters: {U32} "
    f"rate_nanoliters_per_minute: {U32} }}",
    "commit": f"{HEAD} commit {{ operation_id: 0xA1B2C3D4E5F60718 }}",
    "query-dose": f"{HEAD} query_dose {{ operation_id: 0xA1B2C3D4E5F60718 }}",
    "start-stream": f"{HEAD} start_stream {{ samples_per_block: 100 }}",
    "stop-stream": f"{HEAD} stop_stream {{ }}",
    "load-stimulus": f"{HEAD} load_stimulus {{ slot: 3 waveform {{ {PAIR[0]} }} }}",
    "load-stimulus-largest": f"{FULL} load_stimulus {{ slot: {U32} waveform {{ {TRAIN[0]} }} }}",
    "arm-stimulus": f"{HEAD} arm_stimulus {{ slot: 3 waveform_crc: {PAIR[1]} }}",
    "unload-stimulus": f"{HEAD} unload_stimulus {{ slot: 3 }}",
    "trigger": f"{HEAD} trigger {{ slot: 3 operation_id: 0x1122334455667788 }}",
    "trigger-at": f"{HEAD} trigger {{ slot: 3 operation_id: 0x1122334455667788 at_sample: {U64} }}",
    "query-stimulus": f"{HEAD} query_stimulus {{ operation_id: 0x1122334455667788 }}",
    "read-sensor": f"{HEAD} read_sensor {{ }}",
    "flash": f"{HEAD} flash {{ operation_id: 0x99AABBCCDDEEFF01 power_microwatts: 2500 duration_micros: 40000 }}",
    "flash-largest": f"{FULL} flash {{ operation_id: {U64} power_microwatts: {U32} duration_micros: {U32} }}",
    "query-flash": f"{HEAD} query_flash {{ operation_id: 0x99AABBCCDDEEFF01 }}",
    "read-register": f"{HEAD} read_register {{ bank: 1 address: 44 }}",
    "write-register": f"{HEAD} write_register {{ bank: 1 address: 44 value: {U32} }}",
}

REPLY = "in_reply_to: 1234567 epoch: 42 device_micros: 8765000000 device: 2 "
EVENT = "epoch: 42 device_micros: 8765000000 device: 2 event_number: 7 "
MOST = f"in_reply_to: {U32} epoch: {U32} device_micros: {U64} device: {U32} event_number: {U32} "
SAFE = 'safe_state { cause: CAUSE_INTERLOCK detail: "' + "lid open " * 8 + '12345678" }'

DEVICE = {
    "refused": f'{REPLY} refused {{ reason: REASON_HOURLY_LIMIT detail: "{"d" * 80}" }}',
    "refused-unknown-reason": f"{REPLY} refused {{ reason: 2000 }}",
    "welcome": f"in_reply_to: 3735928559 epoch: 42 device_micros: 8765000000 welcome {{ version: 1 epoch: 42 "
    f"lease_millis: 2000 command_window: 4 max_host_message: 512 boot_id: 0x0102030405060708 device_count: 3 "
    f'manufacturer: "Wetstack" model: "pump" serial_number: "0001" firmware_version: "1.0" }}',
    "welcome-longest": f"{MOST} welcome {{ version: {U32} epoch: {U32} lease_millis: {U32} command_window: {U32} "
    f'max_host_message: {U32} boot_id: {U64} device_count: {U32} manufacturer: "{"m" * 32}" model: "{"µ" * 16}" '
    f'serial_number: "{"€" * 10}ab" firmware_version: "{"f" * 32}" {SAFE} }}',
    "heartbeat-reply": f"{REPLY} heartbeat_reply {{ host_nanos: {U64 - 5} received_micros: 8764999000 "
    f"sent_micros: 8765000000 last_event_number: 7 }}",
    "heartbeat-reply-longest": f"{MOST} heartbeat_reply {{ host_nanos: {U64} received_micros: {U64} "
    f"sent_micros: {U64} last_event_number: {U32} {SAFE} }}",
    "done": f"{REPLY} done {{ }}",
    "description-pump": f'{REPLY} description {{ name: "dopamine" pump {{ step_nanoliters: 25 '
    f"max_volume_nanoliters: 1000000 max_volume_per_hour_nanoliters: 5000000 min_rate_nanoliters_per_minute: 1000 "
    f"max_rate_nanoliters_per_minute: 60000000 rate_step_nanoliters_per_minute: 1000 }} }}",
    "description-array": f'{REPLY} description {{ name: "mea-1" array {{ samples_per_second: 25000 '
    f"nanovolts_per_count: 195 channels: 64 max_samples_per_block: 128 stimulator {{ max_electrodes: 8 "
    f"max_amplitude_nanoamps: 3000 step_nanoamps: 20 max_phase_picocoulombs: 3000 ticks_per_second: 50000 "
    f"max_pulses_per_second: 200 max_pulses: 1000 slots: 16 max_schedule_samples: 250000 }} }} }}",
    "description-array-without-stimulator": f'{REPLY} description {{ name: "mea-2" array {{ '
    f"samples_per_second: 25000 nanovolts_per_count: 195 channels: 1024 max_samples_per_block: 8 }} }}",
    "description-array-largest": f'{MOST} description {{ name: "{"a" * 32}" array {{ samples_per_second: {U32} '
    f"nanovolts_per_count: {U32} channels: {U32} max_samples_per_block: {U32} stimulator {{ max_electrodes: {U32} "
    f"max_amplitude_nanoamps: {U32} step_nanoamps: {U32} max_phase_picocoulombs: {U32} ticks_per_second: {U32} "
    f"max_pulses_per_second: {U32} max_pulses: {U32} slots: {U32} max_schedule_samples: {U32} }} }} }}",
    "description-sensor": f'{REPLY} description {{ name: "bath" sensor {{ quantity: "temperature-bath" '
    f'unit: "degC" nano_units_per_count: 10000000 }} }}',
    "description-light": f'{REPLY} description {{ name: "blue" light {{ wavelength_nanometers: 470 '
    f"max_power_microwatts: {U32} }} }}",
    "description-light-flashing": f'{REPLY} description {{ name: "uv" light {{ wavelength_nanometers: 365 '
    f"max_power_microwatts: 10000 power_step_microwatts: 10 max_flash_micros: 1000000 max_flash_microjoules: 5000 }} }}",
    "sites": f"{REPLY} sites {{ first: 32 sites {{ electrode: 32 x_micrometers: -700 y_micrometers: 700 }} "
    f"sites {{ electrode: 33 }} }}",
    "sites-none": f"{REPLY} sites {{ first: 64 }}",
    "sites-largest": f"{MOST} sites {{ first: {U32} "
    + "".join(
        f"sites {{ electrode: {U32 - i} x_micrometers: {-(2**31)} y_micrometers: {2**31 - 1} }} " for i in range(32)
    )
    + "}",
    "alarm": f'{EVENT} alarm {{ code: "occlusion" detail: "pressure 212 kPa" '
    f'safe_state {{ cause: CAUSE_FAULT detail: "occlusion" }} }}',
    "alarm-longest": f'{MOST} alarm {{ code: "{"c" * 32}" detail: "{"d" * 80}" {SAFE} }}',
    "dose-status": f"{EVENT} dose_status {{ operation_id: 0xA1B2C3D4E5F60718 state: STATE_POWER_LOST "
    f"applied_volume_nanoliters: 1500 applied_rate_nanoliters_per_minute: 60000 delivered_lower_nanoliters: 750 "
    f"delivered_upper_nanoliters: 1000 }}",
    "dose-status-largest": f"{MOST} dose_status {{ operation_id: {U64} state: STATE_COMPLETE "
    f"applied_volume_nanoliters: {U32} applied_rate_nanoliters_per_minute: {U32} "
    f"delivered_lower_nanoliters: {U32} delivered_upper_nanoliters: {U32} }}",
    "stream-started": f"{REPLY} stream_started {{ first_sample: {U64} samples_per_block: 128 channels: 64 }}",
    "samples": f"{EVENT.replace('event_number: 7', '')} samples {{ first_sample: 25000000 sample_count: 2 "
    f"discarded_before: 128 marks {{ offset: 1 operation_id: 0x1122334455667788 }} "
    f'data: "{octal(struct.pack("<8h", 0, 1, -1, 32767, -32768, 256, -256, 10))}" }}',
    "samples-largest": f"{MOST} samples {{ first_sample: {U64} sample_count: {U32} discarded_before: {U32} "
    + "".join(f"marks {{ offset: {U32 - i} operation_id: {U64 - i} }} " for i in range(16))
    + f'data: "{octal(noise(61440))}" }}',
    "samples-silence": f'epoch: 42 samples {{ sample_count: 128 data: "{octal(bytes(1024))}" }}',
    "stimulus-loaded": f"{REPLY} stimulus_loaded {{ slot: 3 waveform {{ {PAIR[0]} }} waveform_crc: {PAIR[1]} }}",
    "stimulus-loaded-largest": f"{MOST} stimulus_loaded {{ slot: {U32} waveform {{ {TRAIN[0]} }} "
    f"waveform_crc: {TRAIN[1]} }}",
    "stimulus-status": f"{EVENT} stimulus_status {{ operation_id: 0x1122334455667788 state: STATE_RUNNING "
    f"first_sample: 25000001 pulses_begun: 1 }}",
    "sensor-reading": f"{REPLY} sensor_reading {{ counts: -2147483648 measured_micros: 8764000000 }}",
    "flash-status": f"{EVENT} flash_status {{ operation_id: 0x99AABBCCDDEEFF01 state: STATE_STOPPED "
    f"power_microwatts: 2500 duration_micros: 40000 began_micros: 8764990000 lit_micros: 10001 }}",
    "flash-status-largest": f"{MOST} flash_status {{ operation_id: {U64} state: STATE_POWER_LOST "
    f"power_microwatts: {U32} duration_micros: {U32} began_micros: {U64} lit_micros: {U32} }}",
    "register-value": f"{REPLY} register_value {{ bank: 1 address: 44 value: {U32} }}",
}


def encode(envelope, text):
    command = ["protoc", f"--proto_path={PROTO}", f"--encode=wetstack.firmware.v1.{envelope}"]
    command.append("wetstack/firmware/v1/firmware.proto")
    return subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout


def write(name, envelope, text):
    message = encode(envelope, text)
    framed = cobs(message + struct.pack("<I", crc32c(message)))
    prefixed = struct.pack(">I", len(message)) + message
    header = f"# proto-file: wetstack/firmware/v1/firmware.proto\n# proto-message: wetstack.firmware.v1.{envelope}\n"
    (HERE / f"{name}.txtpb").write_text(header + text.strip() + "\n", encoding="utf-8")
    lines = [("message", message), ("cobs", framed), ("length", prefixed)]
    (HERE / f"{name}.hex").write_text("".join(f"{key} {data.hex()}\n" for key, data in lines))


def main():
    assert crc32c(b"123456789") == 0xE3069283
    for old in [*HERE.glob("*.txtpb"), *HERE.glob("*.hex")]:
        old.unlink()
    for prefix, envelope, cases in [("host", "HostMessage", HOST), ("device", "DeviceMessage", DEVICE)]:
        for name, text in cases.items():
            write(f"{prefix}-{name}", envelope, text)
    print(f"{len(HOST)} host and {len(DEVICE)} device messages", file=sys.stderr)


if __name__ == "__main__":
    main()
