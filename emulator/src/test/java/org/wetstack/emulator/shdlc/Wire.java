package org.wetstack.emulator.shdlc;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.hal.spi.VirtualTimebase;

/** The instruments on a line, in virtual time, and all that they say. */
final class Wire {

  final VirtualTimebase time = new VirtualTimebase();
  final World world;
  private final List<? extends LineDevice> devices;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  /** One cable, awake. */
  static Wire with(ShdlcSpec spec) {
    var wire = new Wire(1, spec);
    wire.pass(spec.quirks().bootMillis());
    return wire;
  }

  Wire(long seed, ShdlcSpec... specs) {
    world = new World(time, seed, 1);
    devices = Arrays.stream(specs).map(spec -> new ShdlcFlowSensor(world, spec)).toList();
    world.run(() -> devices.forEach(device -> device.join(said::writeBytes)));
  }

  ShdlcFlowSensor sensor() {
    return (ShdlcFlowSensor) devices.get(0);
  }

  void pass(double millis) {
    time.advance(Duration.ofNanos((long) (millis * 1e6)));
  }

  void hear(byte[] bytes) {
    world.run(() -> devices.forEach(device -> device.hear(bytes)));
  }

  /** What is said within a millisecond after {@code request}, in hex; - for nothing. */
  String ask(String request) {
    hear(bytes(request));
    pass(1);
    return heard();
  }

  /** What was said since last asked. */
  String heard() {
    String hex = hex(said.toByteArray());
    said.reset();
    return hex.isEmpty() ? "-" : hex;
  }

  static byte[] bytes(String hex) {
    String[] words = hex.trim().split(" ", -1);
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = (byte) Integer.parseInt(words[i], 16);
    }
    return bytes;
  }

  static String hex(byte[] bytes) {
    var hex = new StringBuilder();
    for (byte each : bytes) {
      hex.append(hex.isEmpty() ? "" : " ").append(String.format("%02X", each));
    }
    return hex.toString();
  }
}
