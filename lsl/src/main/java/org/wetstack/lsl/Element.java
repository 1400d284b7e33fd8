package org.wetstack.lsl;

import com.sun.jna.Pointer;

/** An element of the XML that describes a stream. */
final class Element {

  private static final int LONGEST = 1_000;

  private final Liblsl lsl;
  private final Pointer at;

  Element(Liblsl lsl, Pointer at) {
    this.lsl = lsl;
    this.at = at;
  }

  /** A new element in this one. */
  Element child(String name) {
    return new Element(lsl, lsl.lsl_append_child(at, name));
  }

  /** Puts {@code text} into a new element; what XML cannot hold is shown as a question mark. */
  Element with(String name, String text) {
    lsl.lsl_append_child_value(at, name, printable(text));
    return this;
  }

  Element with(String name, Number number) {
    return with(name, number.toString());
  }

  /** {@code text} without control characters, and not endlessly long. */
  static String printable(String text) {
    String some = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return some.replaceAll("\\p{Cntrl}", "?");
  }
}
