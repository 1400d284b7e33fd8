package org.wetstack.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import picocli.CommandLine.Option;

/** Which Intan controller is emulated, and what is plugged into it. */
final class ControllerOptions {

  private static final Pattern PORT = Pattern.compile("([A-Za-z]):([0-9]{1,3})");
  private static final Pattern COMMA = Pattern.compile(",");

  @Option(
      names = "--controller",
      paramLabel = "KIND",
      defaultValue = "stim-record",
      description = {
        "stim-record (RHS), record-usb3 or record-usb2 (RHD), or as RHX calls its type;",
        "default ${DEFAULT-VALUE}"
      })
  private String controller = "";

  @Option(
      names = "--sample-rate",
      paramLabel = "HERTZ",
      description = "default 30000 for stim-record, 20000 for the others")
  private @Nullable Integer sampleRate;

  @Option(
      names = "--stim-step",
      paramLabel = "STEP",
      defaultValue = "0.5",
      description = "one stimulation step in microamperes; default ${DEFAULT-VALUE}")
  private String stimStep = "";

  @Option(
      names = "--ports",
      paramLabel = "PORTS",
      defaultValue = "A:32,B:32",
      description = "amplifier channels on each headstage port; default ${DEFAULT-VALUE}")
  private String ports = "";

  @Option(names = "--no-expander", description = "2 analog and 2 digital lines instead of 8 and 16")
  private boolean withoutExpander;

  /**
   * The controller that is wanted.
   *
   * @throws IllegalArgumentException if there is none like that; it says which there are
   */
  Setup setup() {
    Controller kind = controller(controller);
    return new Setup(
        kind,
        sampleRate == null ? (kind.stimulates() ? 30_000 : 20_000) : sampleRate,
        stimStep,
        ports(ports),
        !withoutExpander);
  }

  private static Controller controller(String name) {
    return Arrays.stream(Controller.values())
        .filter(each -> option(each).equals(name) || each.type().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--controller is one of "
                        + Arrays.stream(Controller.values())
                            .map(ControllerOptions::option)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + name
                        + "'"));
  }

  private static String option(Controller controller) {
    return controller.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Map<Character, Integer> ports(String text) {
    Map<Character, Integer> ports = new TreeMap<>();
    for (String each : COMMA.split(text, -1)) {
      Matcher port = PORT.matcher(each);
      if (!port.matches()) {
        throw new IllegalArgumentException(
            "--ports is as in A:32,B:32: a letter and its number of channels; not '" + each + "'");
      }
      char letter = Character.toUpperCase(port.group(1).charAt(0));
      if (ports.put(letter, Integer.valueOf(port.group(2))) != null) {
        throw new IllegalArgumentException("--ports names port " + letter + " twice");
      }
    }
    return ports;
  }
}
