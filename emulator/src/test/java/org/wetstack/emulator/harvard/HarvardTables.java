package org.wetstack.emulator.harvard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.wetstack.emulator.World;
import org.wetstack.emulator.fluidics.SyringeBench;
import org.wetstack.hal.spi.VirtualTimebase;

/** Sessions with pumps in files, and how they go. The files' README says how they are read. */
final class HarvardTables {

  static final Path FOLDER = Path.of("src", "test", "resources", "harvard");

  private static final int COLUMNS = 4;

  /** One line of a file; what is to be heard is escaped, as in the file. */
  record Line(int number, String kind, String what, String heard, String tag) {}

  private final VirtualTimebase time = new VirtualTimebase();
  private final World world = new World(time, 1, 1);
  private final List<HarvardPump> pumps = new ArrayList<>();
  private final StringBuilder said = new StringBuilder();

  static List<Line> read(String file) throws IOException {
    var lines = new ArrayList<Line>();
    int number = 0;
    for (String text : Files.readAllLines(FOLDER.resolve(file), StandardCharsets.UTF_8)) {
      number++;
      if (!text.isEmpty() && !text.startsWith("#")) {
        String[] columns = (text + "\t\t\t").split("\t", -1);
        if (columns.length < COLUMNS) {
          throw new IllegalArgumentException(file + ":" + number);
        }
        lines.add(new Line(number, columns[0], columns[1], columns[2], columns[3]));
      }
    }
    return lines;
  }

  /** What is heard when this line is played after those before it. */
  String play(Line line) {
    said.setLength(0);
    switch (line.kind()) {
      case "pump" -> plug(line.what());
      case "send" -> send(line.what());
      case "wait" ->
          time.advance(Duration.ofNanos(Math.round(Double.parseDouble(line.what()) * 1e9)));
      case "do" -> act(line.what());
      default -> throw new IllegalArgumentException("line " + line.number() + ": " + line.kind());
    }
    return escaped(said.toString());
  }

  private void plug(String what) {
    String[] words = what.split(" ", -1);
    Model model = Model.valueOf(words[0]);
    HarvardSpec spec =
        HarvardSpec.of(
            model,
            Integer.parseInt(words[1]),
            model.with(Double.parseDouble(words[2]), Double.parseDouble(words[3])));
    if (words.length > 4) {
      spec =
          switch (words[4]) {
            case "chained" -> spec.chained();
            case "infuse-only" -> spec.infuseOnly();
            case "older" -> spec.quirks(spec.quirks().older());
            case "taciturn" -> spec.quirks(spec.quirks().taciturn());
            case "switched" -> spec.quirks(spec.quirks().switched());
            default -> throw new IllegalArgumentException(words[4]);
          };
    }
    var pump = new HarvardPump(world, spec);
    pump.join(bytes -> said.append(new String(bytes, StandardCharsets.ISO_8859_1)));
    pumps.add(pump);
  }

  private void send(String what) {
    byte[] bytes = unescaped(what).getBytes(StandardCharsets.ISO_8859_1);
    world.run(() -> pumps.forEach(pump -> pump.hear(bytes)));
  }

  private void act(String what) {
    HarvardPump pump = Objects.requireNonNull(pumps.get(0));
    SyringeBench bench = pump.bench();
    FrontPanel panel = pump.panel();
    switch (what) {
      case "occlude" -> bench.occlude();
      case "open" -> bench.open();
      case "touch" -> panel.touch();
      case "leave quick start" -> panel.quickStart(false);
      case "quick start" -> panel.quickStart(true);
      case "press run" -> panel.pressRun();
      case "press stop" -> panel.pressStop();
      case "trigger high" -> panel.trigger(true);
      case "trigger low" -> panel.trigger(false);
      case "direction withdraw" -> panel.direction(false);
      case "direction infuse" -> panel.direction(true);
      case "cycle power" -> pump.cyclePower();
      default -> throw new IllegalArgumentException(what);
    }
  }

  static String escaped(String text) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      switch (one) {
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        default -> escaped.append(one < ' ' ? "\\x%02x".formatted((int) one) : String.valueOf(one));
      }
    }
    return escaped.toString();
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\x11", "\u0011");
  }

  /** Prints a file with what is heard now, to look at: {@code folder/file.tsv}. */
  public static void main(String[] files) throws IOException {
    for (String file : files) {
      var session = new HarvardTables();
      for (Line line : read(file)) {
        System.out.println(
            line.kind() + "\t" + line.what() + "\t" + session.play(line) + "\t" + line.tag());
      }
    }
  }
}
