package org.wetstack.emulator.cavro;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.wetstack.emulator.World;
import org.wetstack.emulator.line.LineDevice;
import org.wetstack.hal.spi.VirtualTimebase;

/** Pumps on a wire in virtual time, and what a host hears of them. */
final class Wire {

  private final VirtualTimebase time = new VirtualTimebase();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final World world = new World(time, 1, 1);
  private List<? extends LineDevice> pumps = List.of();
  private int sequence;

  World world() {
    return world;
  }

  /** Joins {@code device}, and waits until it is awake. */
  <D extends LineDevice> D plug(D device) {
    plug(List.of(device));
    return device;
  }

  void plug(List<? extends LineDevice> several) {
    pumps = several;
    pumps.forEach(pump -> pump.join(heard::writeBytes));
    pass(1_100);
    take();
  }

  void pass(long millis) {
    time.advance(Duration.ofMillis(millis));
  }

  void say(byte[] bytes) {
    world.run(() -> pumps.forEach(pump -> pump.hear(bytes)));
  }

  /** Everything heard since this was asked last. */
  byte[] take() {
    byte[] bytes = heard.toByteArray();
    heard.reset();
    return bytes;
  }

  /** Sends a message of the OEM protocol to {@code address}, and gives status and data. */
  String ask(int address, String data) {
    sequence = sequence % 7 + 1;
    return exchange(address, sequence, false, data);
  }

  /** Sends a message to the first pump. */
  String ask(String data) {
    return ask(0x31, data);
  }

  String exchange(int address, int number, boolean repeat, String data) {
    say(oem(address, number, repeat, data));
    pass(5);
    String answer = new String(take(), StandardCharsets.ISO_8859_1);
    return answer.isEmpty() ? "" : answer.substring(2, answer.length() - 2);
  }

  static byte[] oem(int address, int number, boolean repeat, String data) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(0x02);
    bytes.write(address);
    bytes.write(0x30 | (repeat ? 0x08 : 0) | number);
    bytes.writeBytes(data.getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(0x03);
    int sum = 0;
    for (byte each : bytes.toByteArray()) {
      sum ^= each;
    }
    bytes.write(sum);
    return bytes.toByteArray();
  }
}
