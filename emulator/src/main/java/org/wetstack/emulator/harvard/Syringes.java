package org.wetstack.emulator.harvard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The syringes that a pump knows by the code of their maker and their volume. */
final class Syringes {

  /** One of them. */
  record Syringe(String code, String maker, Amount volume, double diameterMillimeters) {

    String text() {
      return maker + ", " + millimeters(diameterMillimeters);
    }
  }

  static final List<Syringe> KNOWN = read();

  private static final int COLUMNS = 4;

  private Syringes() {}

  /** As all diameters are printed. */
  static String millimeters(double diameter) {
    return BigDecimal.valueOf(diameter).setScale(4, java.math.RoundingMode.HALF_UP).toPlainString()
        + " mm";
  }

  /** All of one maker; empty for a code that nobody has. */
  static List<Syringe> of(String code) {
    return KNOWN.stream().filter(syringe -> syringe.code.equals(code)).toList();
  }

  static @Nullable Syringe of(String code, Amount volume) {
    for (Syringe syringe : of(code)) {
      if (syringe.volume.femtoliters() == volume.femtoliters()) {
        return syringe;
      }
    }
    return null;
  }

  private static List<Syringe> read() {
    try (InputStream file = Syringes.class.getResourceAsStream("syringes.tsv");
        var reader =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(file, "syringes.tsv"), StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).map(Syringes::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Syringe parse(String line) {
    List<String> columns = List.of(line.split("\t", COLUMNS));
    List<String> volume = List.of(columns.get(2).split(" ", 2));
    Unit.Volume unit = Objects.requireNonNull(Unit.Volume.named(volume.get(1)), line);
    return new Syringe(
        columns.get(0),
        columns.get(1),
        new Amount(new BigDecimal(volume.get(0)), unit),
        Double.parseDouble(columns.get(3)));
  }
}
