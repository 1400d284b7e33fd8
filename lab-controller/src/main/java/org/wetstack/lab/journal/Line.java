package org.wetstack.lab.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How an entry is written: the canonical form of docs/reference/journal.md. There is one line for
 * an entry and a previous hash, and one entry for a line.
 */
final class Line {

  /** With the hash and the newline. */
  static final int MOST_BYTES = 65_536;

  private static final String BEFORE_HASH = ",\"hash\":\"";
  private static final String AFTER_HASH = "\"}";
  private static final int TAIL_BYTES = BEFORE_HASH.length() + 2 * Hash.BYTES + AFTER_HASH.length();

  /** What a number has more digits than 1 has, at most. */
  private static final int NUMBER_ROOM = 18;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
  private static final JsonMapper JSON = new JsonMapper();

  private Line() {}

  /** An entry and its hash. */
  record Read(Entry entry, Hash hash) {}

  /** Why a line is not the one that belongs there. */
  static final class WrongException extends Exception {

    private static final long serialVersionUID = 1L;

    WrongException(String why) {
      super(why);
    }

    WrongException(String why, Throwable cause) {
      super(why, cause);
    }
  }

  /** The time as it can be written. */
  static Instant millis(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * That an entry of these would have a line.
   *
   * @throws IllegalArgumentException if not
   */
  static void check(Instant at, String who, String what, Map<String, String> facts) {
    if (who.isEmpty() || what.isEmpty()) {
      throw new IllegalArgumentException(
          "an entry needs somebody who did something: who '" + who + "', what '" + what + "'");
    }
    for (String name : facts.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' cannot name a fact: take up to 64 of A-Z a-z 0-9 . _ -, a letter first");
      }
    }
    long bytes =
        canonical(new Entry(1, millis(at), who, what, facts)).length
            + (long) NUMBER_ROOM
            + TAIL_BYTES;
    if (bytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "an entry '"
              + what
              + "' of "
              + bytes
              + " bytes is too long: write at most "
              + MOST_BYTES);
    }
  }

  /** The bytes that the hash of {@code entry} is about, after the previous hash. */
  static byte[] canonical(Entry entry) {
    StringBuilder text = new StringBuilder(256);
    text.append("{\"n\":").append(entry.number());
    text.append(",\"at\":\"").append(MILLIS.format(entry.at()));
    string(text.append("\",\"who\":"), entry.who());
    string(text.append(",\"what\":"), entry.what());
    text.append(",\"facts\":{");
    String between = "";
    for (var fact : entry.facts().entrySet()) {
      string(text.append(between), fact.getKey());
      string(text.append(':'), fact.getValue());
      between = ",";
    }
    return text.append("}}").toString().getBytes(US_ASCII);
  }

  /** The line with its newline. */
  static byte[] with(Hash hash, byte[] canonical) {
    String tail = BEFORE_HASH + hash + AFTER_HASH + "\n";
    byte[] line = Arrays.copyOf(canonical, canonical.length - 1 + tail.length());
    System.arraycopy(tail.getBytes(US_ASCII), 0, line, canonical.length - 1, tail.length());
    return line;
  }

  /**
   * The entry {@code number} in {@code line}, which has no newline.
   *
   * @throws WrongException if it is another, or its hash is not over {@code previous} and itself
   */
  static Read read(byte[] line, long number, Hash previous) throws WrongException {
    Entry entry = parse(line);
    if (entry.number() != number) {
      throw new WrongException("entry " + entry.number() + " stands there");
    }
    byte[] canonical = canonical(entry);
    Hash hash = previous.then(canonical);
    byte[] right = with(hash, canonical);
    if (!Arrays.equals(line, Arrays.copyOf(right, right.length - 1))) {
      throw new WrongException(
          startsAlike(line, canonical)
              ? "its hash does not follow from what it says and from the entry before"
              : "it is not written in the canonical form");
    }
    return new Read(entry, hash);
  }

  private static boolean startsAlike(byte[] line, byte[] canonical) {
    int length = canonical.length - 1;
    return line.length > length && Arrays.equals(line, 0, length, canonical, 0, length);
  }

  /** The entry in {@code line}, whatever its number and hash. */
  static Entry parse(byte[] line) throws WrongException {
    try {
      JsonNode root = JSON.readTree(line);
      JsonNode facts = root.get("facts");
      JsonNode number = root.get("n");
      if (facts == null || !facts.isObject() || number == null || !number.isIntegralNumber()) {
        throw new WrongException("it is no line of a journal");
      }
      Map<String, String> map = new TreeMap<>();
      for (var fact : facts.properties()) {
        map.put(fact.getKey(), text(fact.getValue()));
      }
      return new Entry(
          number.longValue(),
          Instant.parse(text(root.get("at"))),
          text(root.get("who")),
          text(root.get("what")),
          map);
    } catch (JacksonException | DateTimeException e) {
      throw new WrongException("it is no line of a journal", e);
    }
  }

  private static String text(@Nullable JsonNode node) throws WrongException {
    if (node == null || !node.isString()) {
      throw new WrongException("it is no line of a journal");
    }
    return node.stringValue();
  }

  /** As JSON in ASCII: short escapes where there are some, and lower case hexadecimal digits. */
  private static void string(StringBuilder into, String text) {
    into.append('"');
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      int known = "\"\\\b\f\n\r\t".indexOf(next);
      if (known >= 0) {
        into.append('\\').append("\"\\bfnrt".charAt(known));
      } else if (next < ' ' || next > '~') {
        into.append("\\u").append(HexFormat.of().toHexDigits(next));
      } else {
        into.append(next);
      }
    }
    into.append('"');
  }
}
