package org.wetstack.emulator.cavro;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What a pump tells of itself when asked. */
final class Reports {

  private static final String VERSION = "733085";
  private static final String CHECKSUM = "7A3C";
  private static final String TEMPERATURE = "77.0";

  /** The report of a Centris that gives its stored string 0. */
  private static final int FIRST_STRING = 80;

  private final Map<Integer, Supplier<String>> answers;
  private final Map<Character, Supplier<String>> letters;

  /**
   * Reports of the pump that these are parts of.
   *
   * @param loaded whether a string waits in the buffer
   * @param ready whether nothing is under way
   * @param inputs the two auxiliary inputs, high or low
   */
  Reports(
      CavroSpec spec,
      Memory memory,
      Valve valve,
      Plunger plunger,
      Supplier<Settings> settings,
      Supplier<Boolean> loaded,
      Supplier<Boolean> ready,
      boolean[] inputs) {
    Supplier<String> buffer = () -> loaded.get() ? "1" : "0";
    letters = Map.of('F', buffer, '&', () -> VERSION, '#', () -> CHECKSUM);
    answers =
        spec.model() == Model.XCALIBUR
            ? Map.ofEntries(
                Map.entry(0, () -> number(settings.get().reported(plunger.counter()))),
                Map.entry(1, () -> number(settings.get().start())),
                Map.entry(2, () -> number(settings.get().top())),
                Map.entry(3, () -> number(settings.get().cutoff())),
                Map.entry(4, () -> number(settings.get().reported(plunger.encoder()))),
                Map.entry(6, valve::reported),
                Map.entry(10, buffer),
                Map.entry(
                    12, () -> number(settings.get().reported(settings.get().backlashSteps()))),
                Map.entry(13, () -> inputs[0] ? "1" : "0"),
                Map.entry(14, () -> inputs[1] ? "1" : "0"),
                Map.entry(15, () -> number(memory.initializations())),
                Map.entry(16, () -> number(memory.plungerMoves())),
                Map.entry(17, () -> number(memory.valveMoves())),
                Map.entry(18, () -> number(memory.takeValveMoves())),
                Map.entry(20, () -> CHECKSUM),
                Map.entry(23, () -> VERSION),
                Map.entry(24, () -> number(settings.get().reported(settings.get().zeroGapSteps()))),
                Map.entry(25, () -> number(settings.get().slope())),
                Map.entry(29, () -> number(settings.get().mode())),
                Map.entry(76, () -> configuration(spec, memory)))
            : centris(spec, memory, valve, plunger, settings, ready, buffer);
  }

  private static Map<Integer, Supplier<String>> centris(
      CavroSpec spec,
      Memory memory,
      Valve valve,
      Plunger plunger,
      Supplier<Settings> settings,
      Supplier<Boolean> ready,
      Supplier<String> buffer) {
    var answers =
        new HashMap<Integer, Supplier<String>>(
            Map.ofEntries(
                Map.entry(1, () -> number(plunger.counter())),
                Map.entry(2, () -> number(plunger.encoder())),
                Map.entry(6, () -> number(settings.get().start())),
                Map.entry(7, () -> number(settings.get().top())),
                Map.entry(8, () -> number(settings.get().cutoff())),
                Map.entry(16, () -> number(spec.model().strokeIncrements())),
                Map.entry(17, () -> number(spec.syringeMicroliters())),
                Map.entry(18, () -> microliters(settings.get(), plunger.counter())),
                Map.entry(20, valve::reported),
                Map.entry(29, () -> ready.get() ? "0" : "1"),
                Map.entry(36, () -> microliters(settings.get(), settings.get().start())),
                Map.entry(37, () -> microliters(settings.get(), settings.get().top())),
                Map.entry(38, () -> microliters(settings.get(), settings.get().cutoff())),
                Map.entry(43, () -> number(plunger.initializations())),
                Map.entry(53, () -> TEMPERATURE),
                Map.entry(54, () -> TEMPERATURE),
                Map.entry(55, () -> TEMPERATURE),
                Map.entry(67, buffer),
                Map.entry(76, () -> configuration(spec, memory))));
    for (int i = 0; i < Memory.STRINGS; i++) {
      int string = i;
      answers.put(FIRST_STRING + i, () -> memory.string(string).orElse(""));
    }
    return answers;
  }

  /**
   * The answer to a report command.
   *
   * @throws Refusal if there is no such report
   */
  String of(String command) throws Refusal {
    Supplier<String> answer =
        command.charAt(0) == '?' ? answers.get(index(command)) : letters.get(command.charAt(0));
    if (answer == null) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return answer.get();
  }

  private static int index(String command) throws Refusal {
    String digits = command.substring(1);
    if (!digits.matches("[0-9]{0,3}")) {
      throw new Refusal(Fault.INVALID_COMMAND);
    }
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private static String configuration(CavroSpec spec, Memory memory) {
    return String.format(
        Locale.ROOT,
        "%s %s %d baud",
        spec.model() == Model.XCALIBUR ? "XCalibur" : "Centris",
        memory.valve().words(),
        memory.baud());
  }

  private static String number(long value) {
    return Long.toString(value);
  }

  private static String microliters(Settings settings, long increments) {
    return BigDecimal.valueOf(settings.thousandths(increments), 3).toPlainString();
  }
}
