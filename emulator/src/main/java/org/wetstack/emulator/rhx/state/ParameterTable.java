package org.wetstack.emulator.rhx.state;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The table of all parameters, {@code parameters.tsv}, as it reads for one setup. */
final class ParameterTable {

  private static final String FILE = "parameters.tsv";
  private static final Pattern TAB = Pattern.compile("\t");
  private static final Pattern TILDE = Pattern.compile("~");
  private static final Pattern SEMICOLON = Pattern.compile(";");
  private static final Pattern BAR = Pattern.compile("\\|");
  private static final Pattern RANGE = Pattern.compile("\\.\\.");

  private record Row(
      String scope, String name, String kind, String lock, String acceptable, String value) {}

  private final Setup setup;
  private final List<Row> rows;

  private ParameterTable(Setup setup, List<Row> rows) {
    this.setup = setup;
    this.rows = rows;
  }

  static ParameterTable load(Setup setup) {
    try (InputStream in = ParameterTable.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing beside this class");
      }
      var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines();
      return new ParameterTable(
          setup, lines.filter(line -> !line.startsWith("#")).map(ParameterTable::row).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }

  private static Row row(String line) {
    String[] cells = TAB.split(line, -1);
    return new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
  }

  /** The program's own parameters. */
  Items globals() {
    Map<String, String> start = new HashMap<>();
    start.put("Type", setup.controller().type());
    start.put("StimStepSizeMicroAmps", setup.controller().stimulates() ? setup.stimStep() : "Min");
    start.put("SampleRateHertz", Integer.toString(setup.samplesPerSecond()));
    Items items = items("global", start);
    items.get("ExpanderConnected").force(setup.expander());
    return items;
  }

  /** Parameters of {@code scope}; {@code words} has the defaults that the table leaves open. */
  Items items(String scope, Map<String, String> words) {
    List<Item> items = new ArrayList<>();
    for (Row row : rows) {
      if (row.scope().equals(scope)) {
        items.add(item(row, words));
      }
    }
    return new Items(items);
  }

  private Item item(Row row, Map<String, String> words) {
    Item.Kind kind = Item.Kind.valueOf(row.kind().toUpperCase(Locale.ROOT));
    boolean number = kind == Item.Kind.INTEGER || kind == Item.Kind.REAL;
    String[] range = number ? RANGE.split(resolve(row.acceptable()), 2) : new String[] {"0", "0"};
    var item =
        new Item(
            row.name(),
            kind,
            Lock.of(row.lock()),
            kind == Item.Kind.CHOICE ? choices(resolve(row.acceptable())) : List.of(),
            Double.parseDouble(range[0]),
            Double.parseDouble(range[1]));
    String value = value(row, words);
    item.force(number && value.isEmpty() ? "0" : value);
    return item;
  }

  private String value(Row row, Map<String, String> words) {
    if (row.value().startsWith("{")) {
      return words.getOrDefault(row.name(), "");
    }
    String[] both = TILDE.split(row.value(), -1);
    return both[setup.controller().stimulates() ? 0 : both.length - 1];
  }

  private static List<List<String>> choices(String text) {
    return Arrays.stream(SEMICOLON.split(text)).map(each -> List.of(BAR.split(each))).toList();
  }

  private String resolve(String text) {
    int nyquist = setup.samplesPerSecond() / 2;
    return text.replace("{nyquist-10}", Integer.toString(nyquist - 10))
        .replace("{nyquist}", Integer.toString(nyquist))
        .replace("{rates}", join(setup.controller().sampleRates().stream().map(String::valueOf)))
        .replace("{inputs}", join(inputs()))
        .replace("{sources}", join(sources()));
  }

  private Stream<String> inputs() {
    Controller controller = setup.controller();
    return Stream.concat(
        IntStream.range(0, setup.digitalLines())
            .mapToObj(i -> controller.lineName(SignalKind.DIGITAL_IN, i)),
        IntStream.range(0, setup.analogLines())
            .mapToObj(i -> controller.lineName(SignalKind.ANALOG_IN, i)));
  }

  /** Trigger sources of a stimulus are named alike whatever lines there are. */
  private static Stream<String> sources() {
    return Stream.of(
            IntStream.rangeClosed(1, 16)
                .mapToObj(i -> String.format(Locale.ROOT, "DigitalIn%02d", i)),
            IntStream.rangeClosed(1, 8)
                .mapToObj(i -> String.format(Locale.ROOT, "AnalogIn%02d", i)),
            IntStream.rangeClosed(1, 8).mapToObj(i -> "KeyPressF" + i))
        .flatMap(each -> each);
  }

  private static String join(Stream<String> words) {
    return words.collect(Collectors.joining(";"));
  }
}
