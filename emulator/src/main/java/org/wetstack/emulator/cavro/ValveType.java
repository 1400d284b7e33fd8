package org.wetstack.emulator.cavro;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The valves that can be mounted, and the operand of the configuration command for each. */
public enum ValveType {
  THREE_PORT(1, 0, "iob"),
  FOUR_PORT(2, 0, "iobe"),
  DISTRIBUTION_3(3, 3, ""),
  DISTRIBUTION_4(4, 4, ""),
  DISTRIBUTION_5(5, 5, ""),
  DISTRIBUTION_6(6, 6, ""),
  DISTRIBUTION_8(7, 8, ""),
  DISTRIBUTION_9(8, 9, "");

  private final int configuration;
  private final int ports;
  private final String letters;

  ValveType(int configuration, int ports, String letters) {
    this.configuration = configuration;
    this.ports = ports;
    this.letters = letters;
  }

  /** What is sent to configure a pump for it. */
  int configuration() {
    return configuration;
  }

  /** Every position, as the pump reports it. */
  List<String> positions() {
    return distribution()
        ? IntStream.rangeClosed(1, ports).mapToObj(Integer::toString).toList()
        : List.of(letters.split(""));
  }

  boolean distribution() {
    return ports > 0;
  }

  /** The valve in words, as the configuration report has it. */
  String words() {
    return distribution()
        ? ports + "-port distribution valve"
        : this == THREE_PORT ? "3-port valve" : "4-port valve";
  }

  static Optional<ValveType> configuredBy(long operand) {
    return Arrays.stream(values()).filter(type -> type.configuration == operand).findFirst();
  }
}
