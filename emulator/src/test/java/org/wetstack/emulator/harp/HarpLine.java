package org.wetstack.emulator.harp;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.hal.spi.VirtualTimebase;

/** A device, what it has said, and virtual time. */
final class HarpLine {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  final VirtualTimebase time = new VirtualTimebase();
  final World world = new World(time, 1, 1);
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private @Nullable LineDevice device;

  /** Gives {@code added} its power and lets it boot. */
  <D extends LineDevice> D start(D added) {
    device = added;
    world.run(() -> added.join(said::writeBytes));
    pass(100);
    return added;
  }

  void pass(double millis) {
    time.advance(Duration.ofNanos(Math.round(millis * 1e6)));
  }

  void hear(byte[] bytes) {
    LineDevice hearing = requireNonNull(device);
    world.run(() -> hearing.hear(bytes));
  }

  /** Sends {@code hex} and lets {@code millis} pass. */
  String ask(String hex, double millis) {
    hear(bytes(hex));
    pass(millis);
    return said();
  }

  /** What was said since this was last called. */
  String said() {
    String text = HEX.formatHex(said.toByteArray());
    said.reset();
    return text;
  }

  /** A write of one byte, as a host would put it. */
  static String write(int address, int value) {
    byte[] frame = {2, 5, (byte) address, (byte) 0xFF, 1, (byte) value, 0};
    frame[6] = HarpFrame.checksum(frame, 6);
    return HEX.formatHex(frame);
  }

  /** A write of one 16 bit number. */
  static String write16(int address, int value) {
    byte[] frame = {2, 6, (byte) address, (byte) 0xFF, 2, (byte) value, (byte) (value >> 8), 0};
    frame[7] = HarpFrame.checksum(frame, 7);
    return HEX.formatHex(frame);
  }

  static byte[] bytes(String hex) {
    return HEX.parseHex(hex.replace(" ", ""));
  }
}
