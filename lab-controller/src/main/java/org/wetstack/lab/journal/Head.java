package org.wetstack.lab.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a journal had come: without it, entries cut off at the end would not be missed. */
record Head(long number, Hash hash) {

  /** The head of a journal without entries. */
  static final Head NONE = new Head(0, Hash.NONE);

  private static final Pattern TEXT =
      Pattern.compile("\\{\"n\":(0|[1-9][0-9]{0,17}),\"hash\":\"([0-9a-f]{64})\"}\n");

  byte[] bytes() {
    return ("{\"n\":" + number + ",\"hash\":\"" + hash + "\"}\n").getBytes(ISO_8859_1);
  }

  static Optional<Head> of(byte[] bytes) {
    Matcher text = TEXT.matcher(new String(bytes, ISO_8859_1));
    return text.matches()
        ? Optional.of(new Head(Long.parseLong(text.group(1)), Hash.parse(text.group(2))))
        : Optional.empty();
  }
}
