package org.wetstack.emulator.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.Cable;
import org.wetstack.emulator.CableFaults;
import org.wetstack.emulator.World;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.VirtualTimebase;

class SerialLineTest {

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 1, 1);

  /** Repeats what it hears, behind its own name. */
  private static final class Parrot implements LineDevice {
    private final String name;
    private Voice line = bytes -> {};

    Parrot(String name) {
      this.name = name;
    }

    @Override
    public void join(Voice voice) {
      line = voice;
    }

    @Override
    public void hear(byte[] bytes) {
      String heard = new String(bytes, StandardCharsets.US_ASCII);
      line.say((name + heard).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void cyclePower() {}
  }

  /** A host that keeps what it hears. */
  private static final class Ear implements LinkHandler {
    final StringBuilder heard = new StringBuilder();

    @Override
    public void onBytes(Link link, ByteBuffer bytes) {
      heard.append(StandardCharsets.US_ASCII.decode(bytes));
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {}
  }

  private Link open(SerialLine line, Ear ear, Link.Delivery delivery) {
    return new Cable(time, 1, delivery, CableFaults.none())
        .provider(line::plug)
        .open(URI.create("cable:line"), ear);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void everyInstrumentHearsAndEveryHostListens() {
    var line = new SerialLine(world, List.of(new Parrot("a:"), new Parrot(" b:")));
    var first = new Ear();
    var second = new Ear();
    Link one = open(line, first, Link.Delivery.RELIABLE_BYTES);
    Link two = open(line, second, Link.Delivery.RELIABLE_BYTES);
    one.send(bytes("x"));
    time.advance(Duration.ofSeconds(1));
    two.send(bytes("y"));
    time.advance(Duration.ofSeconds(1));
    assertEquals("a:x b:xa:y b:y", first.heard.toString());
    assertEquals("a:y b:y", second.heard.toString(), "from when it first spoke");
    one.close();
    time.advance(Duration.ofSeconds(1));
    two.send(bytes("z"));
    time.advance(Duration.ofSeconds(1));
    assertEquals("a:x b:xa:y b:y", first.heard.toString());
  }

  @Test
  void aSerialPortHasOneHost() {
    var line = new SerialLine(world, List.of(new Parrot("a:")));
    var first = new Ear();
    var second = new Ear();
    open(line, first, Link.Delivery.RAW_BYTES).send(bytes("x"));
    time.advance(Duration.ofSeconds(1));
    open(line, second, Link.Delivery.RAW_BYTES).send(bytes("y"));
    time.advance(Duration.ofSeconds(1));
    assertEquals("a:x", first.heard.toString());
    assertEquals("a:y", second.heard.toString());
  }
}
