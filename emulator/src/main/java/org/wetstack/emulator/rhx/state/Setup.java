package org.wetstack.emulator.rhx.state;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an operator chooses when the program starts, and what is plugged in.
 *
 * @param samplesPerSecond one of {@link Controller#sampleRates()}; 3333 stands for 10000/3
 * @param stimStep the choice of {@code StimStepSizeMicroAmps}, such as {@code 0.5}; a recording
 *     controller says {@code Min}
 * @param amplifiers how many amplifier channels are on each port, by its letter
 * @param expander whether the I/O expander is there: 8 analog and 16 digital lines instead of 2
 */
public record Setup(
    Controller controller,
    int samplesPerSecond,
    String stimStep,
    Map<Character, Integer> amplifiers,
    boolean expander) {

  /** All step sizes, as the program names them. */
  public static final List<String> STIM_STEPS =
      List.of("Min", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10", "Max");

  public Setup {
    amplifiers = Map.copyOf(new TreeMap<>(amplifiers));
    if (!controller.sampleRates().contains(samplesPerSecond)) {
      throw new IllegalArgumentException(
          controller.type()
              + " samples at one of "
              + controller.sampleRates()
              + " Hz, not "
              + samplesPerSecond);
    }
    if (!STIM_STEPS.contains(stimStep)) {
      throw new IllegalArgumentException(
          "a stimulation step is one of " + STIM_STEPS + " (µA), not '" + stimStep + "'");
    }
    amplifiers.forEach((port, count) -> check(controller, port, count));
  }

  private static void check(Controller controller, char port, int count) {
    if (port < 'A' || port >= 'A' + controller.ports()) {
      throw new IllegalArgumentException(
          controller.type() + " has ports A to " + lastPort(controller) + ", no port " + port);
    }
    if (count < 0 || count > controller.channelsPerPort() || count % 16 != 0) {
      throw new IllegalArgumentException(
          "port "
              + port
              + " takes 16 channels a chip, at most "
              + controller.channelsPerPort()
              + ", not "
              + count);
    }
  }

  private static char lastPort(Controller controller) {
    return (char) ('A' + controller.ports() - 1);
  }

  /** The demonstration with which the program starts: ports A and B with 32 amplifiers each. */
  public static Setup demo(Controller controller) {
    boolean stimulates = controller.stimulates();
    return new Setup(
        controller,
        stimulates ? 30_000 : 20_000,
        stimulates ? "0.5" : "Min",
        Map.of('A', 32, 'B', 32),
        true);
  }

  /** Hertz, exactly. */
  public double sampleRate() {
    return samplesPerSecond == 3_333 ? 10_000.0 / 3.0 : samplesPerSecond;
  }

  int analogLines() {
    return expander ? 8 : 2;
  }

  int digitalLines() {
    return expander ? 16 : 2;
  }
}
