package org.wetstack.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.spi.Link;
import org.wetstack.hal.spi.LinkHandler;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.SystemTimebase;

/**
 * One session of the real driver with an emulated RHX, of which all messages and answers of the
 * command socket are written down in their order: the table with which {@code loop.c} is an RHX.
 */
final class RhxRehearsal {

  /** Of the driver's endpoint: what the frames of {@code rhx.h} hold. */
  static final String OPTIONS = "&stimulate=A-000&blocks=1";

  private static final String PRESS = "execute manualstimtriggerpulse";

  private RhxRehearsal() {}

  /** Writes the table; returns how many bytes a trigger has on the wire. */
  static int write(Stream stream, Path table) throws IOException {
    int each = stream.channels() / 4;
    String ports = "A:%1$d,B:%1$d,C:%1$d,D:%1$d".formatted(each);
    var ear = new Ear(Instruments.link(URI.create("tcp://127.0.0.1")));
    try (var emulator =
            EmulatorProcess.start(
                "--controller",
                "stim-record",
                "--ports",
                ports,
                "--sample-rate",
                Integer.toString(ScriptedBoard.RATE));
        Instrument instrument =
            Instruments.driver("intan-rhx")
                .open(URI.create(emulator.endpoint() + OPTIONS), ear, SystemTimebase.shared())) {
      ElectrodeArray array = instrument.device(ElectrodeArray.class);
      try (LoadedStimulus pulse = Rehearsal.load(array);
          var recording = array.record(stream.samples(), block -> {})) {
        // Its message is what counts. On a busy machine the pulse may be seen too late for a
        // receipt.
        var unused = pulse.trigger();
      }
    }
    List<Exchange> exchanges = ear.exchanges();
    Files.write(table, exchanges.stream().map(Exchange::line).toList());
    return exchanges.stream()
        .filter(exchange -> exchange.message.startsWith(PRESS))
        .findFirst()
        .orElseThrow()
        .message
        .length();
  }

  /** A message, and all that was said until the next one. */
  private static final class Exchange {

    private final String message;
    private final StringBuilder answer = new StringBuilder();

    Exchange(String message) {
      this.message = message;
    }

    /** Without the run mode at the end of an answer, which the board knows better. */
    String line() {
      String rest = answer.toString().replaceFirst("Return: RunMode \\w+$", "");
      return "0 " + hex(message) + " " + (rest.isEmpty() ? "-" : hex(rest));
    }

    private static String hex(String text) {
      return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Listens to the command link, which the driver opens first. */
  private static final class Ear implements LinkProvider {

    private final LinkProvider real;
    private final List<Exchange> exchanges = new ArrayList<>();
    private boolean isOpen;

    Ear(LinkProvider real) {
      this.real = real;
    }

    synchronized List<Exchange> exchanges() {
      return List.copyOf(exchanges);
    }

    @Override
    public Set<String> schemes() {
      return real.schemes();
    }

    @Override
    public Link open(URI endpoint, LinkHandler handler) {
      if (isOpen) {
        return real.open(endpoint, handler);
      }
      isOpen = true;
      return new Heard(real.open(endpoint, new Answers(handler)));
    }

    private static String text(ByteBuffer bytes) {
      return StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
    }

    private synchronized void said(String message) {
      exchanges.add(new Exchange(message));
    }

    private synchronized void answered(String text) {
      exchanges.get(exchanges.size() - 1).answer.append(text);
    }

    /** The way out. */
    private final class Heard implements Link {

      private final Link link;

      Heard(Link link) {
        this.link = link;
      }

      @Override
      public Delivery delivery() {
        return link.delivery();
      }

      @Override
      public void send(ByteBuffer bytes) {
        said(text(bytes));
        link.send(bytes);
      }

      @Override
      public void close() {
        link.close();
      }
    }

    /** The way back. */
    private final class Answers implements LinkHandler {

      private final LinkHandler driver;

      Answers(LinkHandler driver) {
        this.driver = driver;
      }

      @Override
      public void onBytes(Link from, ByteBuffer bytes) {
        answered(text(bytes));
        driver.onBytes(from, bytes);
      }

      @Override
      public void onClosed(@Nullable Throwable cause) {
        driver.onClosed(cause);
      }
    }
  }
}
