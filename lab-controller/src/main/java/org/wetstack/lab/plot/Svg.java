package org.wetstack.lab.plot;

import java.util.Locale;

/**
 * An SVG picture under way. What a shape looks like is left to the {@code kind} it is given, a
 * class of the style sheet of {@link Page}.
 */
public final class Svg {

  private final StringBuilder shapes = new StringBuilder(1 << 14);

  /** A straight line. */
  public void line(String kind, double x1, double y1, double x2, double y2) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        kind, x1, y1, x2, y2);
  }

  /** Words; how they lie about {@code x} is a matter of their kind. */
  public void text(String kind, double x, double y, String words) {
    add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", kind, x, y, Page.escape(words));
  }

  /** A path in the language of the {@code d} attribute; nothing if it is empty. */
  public void path(String kind, CharSequence d) {
    if (!d.isEmpty()) {
      add("<path class=\"%s\" d=\"%s\"/>", kind, d);
    }
  }

  /** A rectangle that tells {@code words} when pointed at; no words, no telling. */
  public void rect(String kind, double x, double y, double width, double height, String words) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">%s</rect>",
        kind, x, y, width, height, told(words));
  }

  /** A dot, likewise. */
  public void dot(String kind, double x, double y, double radius, String words) {
    add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\">%s</circle>",
        kind, x, y, radius, told(words));
  }

  /** The whole picture, as wide as the page lets it be. */
  public String picture(int width, int height, String about) {
    return String.format(
        Locale.ROOT,
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s</svg>%n",
        width,
        height,
        Page.escape(about),
        shapes);
  }

  private static String told(String words) {
    return words.isEmpty() ? "" : "<title>" + Page.escape(words) + "</title>";
  }

  private void add(String format, Object... what) {
    shapes.append(String.format(Locale.ROOT, format, what)).append('\n');
  }
}
