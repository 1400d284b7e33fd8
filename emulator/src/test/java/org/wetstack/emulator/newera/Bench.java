package org.wetstack.emulator.newera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeDrive.Direction;
import org.wetstack.hal.spi.VirtualTimebase;

/** A pump on the bench: deeds as the tables write them, and what it says. */
final class Bench {

  private static final double BORE = 4.699;

  final VirtualTimebase time = new VirtualTimebase();
  final World world = new World(time, 1, 1);
  final NewEraPump pump;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  Bench(NewEraSpec spec) {
    pump = new NewEraPump(world, spec);
    pump.join(said::writeBytes);
  }

  /** The pump of the tables, changed as the first {@code deeds} say; they are removed. */
  static Bench of(List<String> deeds) {
    NewEraModel model = NewEraModel.NE_1000;
    var options = new ArrayList<Boolean>();
    for (int i = 0; i < 11; i++) {
      options.add(i != 0 && i != 4);
    }
    int address = 0;
    int safe = 0;
    while (!deeds.isEmpty() && deeds.get(0).startsWith("!")) {
      String[] deed = deeds.get(0).substring(1).split("=", 2);
      switch (deed[0]) {
        case "model" -> model = deed[1].equals("NE500") ? NewEraModel.NE_500 : NewEraModel.NE_4000;
        case "address" -> address = Integer.parseInt(deed[1]);
        case "safe" -> safe = Integer.parseInt(deed[1]);
        case "alarm" -> options.set(0, true);
        case "refuseLong" -> options.set(2, false);
        case "keeps" -> options.set(4, true);
        case "oldUnits" -> options.set(6, false);
        case "restarts" -> options.set(7, false);
        case "loopsMore" -> options.set(8, false);
        default -> {
          return new Bench(spec(model, address, safe, options));
        }
      }
      deeds.remove(0);
    }
    return new Bench(spec(model, address, safe, options));
  }

  private static NewEraSpec spec(NewEraModel model, int address, int safe, List<Boolean> likely) {
    return NewEraSpec.of(model, BORE, 57)
        .at(address)
        .safe(safe)
        .with(
            new NewEraOptions(
                likely.get(0),
                likely.get(1),
                likely.get(2),
                likely.get(3),
                likely.get(4),
                likely.get(5),
                likely.get(6),
                likely.get(7),
                likely.get(8),
                likely.get(9),
                likely.get(10)));
  }

  void pass(double seconds) {
    time.advance(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  /** Does what a table's column {@code before} says. */
  void perform(String deed) {
    if (deed.startsWith("@")) {
      pass(Double.parseDouble(deed.substring(1, deed.length() - 1)));
    } else if (deed.startsWith("!")) {
      atTheBench(deed.substring(1));
    } else if (deed.startsWith("~")) {
      ask(deed.substring(1) + "<0D>");
    } else {
      String answer = ask(deed + "<0D>");
      assertFalse(answer.contains("?") || answer.isEmpty(), deed + " was answered by " + answer);
    }
  }

  private void atTheBench(String deed) {
    String[] words = deed.split("=", 2);
    switch (words[0]) {
      case "key" -> pump.pressStartStop();
      case "choose" -> pump.choose(Integer.parseInt(words[1]));
      case "occlude" -> pump.bench().occlude();
      case "open" -> pump.bench().open();
      case "empty" -> pump.bench().emptyReservoir();
      case "power" -> pump.cyclePower();
      case "raw" -> hear(words[1]);
      case "half" -> half();
      default -> pin(words[0], words[1].equals("1"));
    }
  }

  private void pin(String name, boolean high) {
    int pin = name.charAt(name.length() - 1) - '0';
    if (name.startsWith("is")) {
      assertEquals(high, pump.pins().high(pin), name);
    } else {
      pump.pins().drive(pin, high);
    }
  }

  /** Pushes 500 µL out, and forgets that it did. */
  private void half() {
    String direction = ask("DIR<0D>").substring(7, 10);
    perform("DIRINF");
    perform("VOL500");
    perform("RAT800UM");
    perform("RUN");
    pass(60);
    perform("CLDINF");
    perform("VOL0");
    perform("DIR" + direction);
    perform("RAT600UM");
  }

  private void hear(String text) {
    world.run(() -> pump.hear(bytes(text)));
  }

  /** What it answers at once, in the notation of the tables. */
  String ask(String request) {
    said.reset();
    hear(request);
    return said();
  }

  /** What it has said since it was last asked. */
  String said() {
    var text = new StringBuilder();
    for (byte b : said.toByteArray()) {
      boolean plain = b > ' ' && b < 127 && b != '<' && b != '>';
      text.append(plain ? String.valueOf((char) b) : "<%02X>".formatted(b & 0xff));
    }
    said.reset();
    return text.toString();
  }

  double dispensed(Direction way) {
    String answer = ask("0DIS<0D>");
    String[] volumes = answer.substring(8, answer.length() - 6).split("W", -1);
    return Double.parseDouble(volumes[way == Direction.INFUSE ? 0 : 1]);
  }

  /** The bytes of a table's text. */
  static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at++) {
      if (text.charAt(at) == '<') {
        bytes.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
        at += 3;
      } else {
        bytes.writeBytes(text.substring(at, at + 1).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return bytes.toByteArray();
  }
}
