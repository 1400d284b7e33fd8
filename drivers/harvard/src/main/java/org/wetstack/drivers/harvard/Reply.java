package org.wetstack.drivers.harvard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of a pump.
 *
 * @param address as it stands before the lines and the prompt; 0 if none does
 * @param lines without it
 * @param prompt {@code :} at rest, {@code >} infusing, {@code <} withdrawing, {@code *} stalled,
 *     {@code T*} target reached; empty if there is none
 * @param polled whether an XON ended it: whether the pump is in the mode {@code poll on}
 */
record Reply(int address, List<String> lines, String prompt, boolean polled) {

  private static final Pattern PROMPT = Pattern.compile("(\\d\\d)?(T\\*|[:<>*])");
  private static final Pattern ADDRESSED = Pattern.compile("(\\d\\d):(.*)");
  private static final Pattern BREAK = Pattern.compile("[\r\n\\x11]+");

  static Reply parse(byte[] frame) {
    var lines = new ArrayList<String>();
    String prompt = "";
    int address = 0;
    for (String line : BREAK.split(new String(frame, StandardCharsets.ISO_8859_1), -1)) {
      Matcher asPrompt = PROMPT.matcher(line);
      Matcher addressed = ADDRESSED.matcher(line);
      if (asPrompt.matches()) {
        prompt = asPrompt.group(2);
        address = asPrompt.group(1) == null ? 0 : Integer.parseInt(asPrompt.group(1));
      } else if (addressed.matches()) {
        address = Integer.parseInt(addressed.group(1));
        lines.add(addressed.group(2));
      } else if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    boolean polled = frame.length > 0 && frame[frame.length - 1] == HarvardCodec.XON;
    return new Reply(address, List.copyOf(lines), prompt, polled);
  }

  /** Whether it says nothing but how the pump is. */
  boolean bare() {
    return lines.isEmpty() && !prompt.isEmpty();
  }

  /** Why the pump refuses, if it does. */
  Optional<String> refusal() {
    for (String line : lines) {
      if (line.startsWith("Command error") || line.startsWith("Argument error")) {
        return Optional.of(String.join(" ", lines.stream().map(String::strip).toList()));
      }
    }
    return Optional.empty();
  }

  /** The first line that {@code form} matches as a whole. */
  Optional<Matcher> find(Pattern form) {
    for (String line : lines) {
      Matcher matcher = form.matcher(line.strip());
      if (matcher.matches()) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }
}
