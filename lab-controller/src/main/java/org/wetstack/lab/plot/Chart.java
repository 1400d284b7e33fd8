package org.wetstack.lab.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One panel: two axes, and lines, bars, bands and dots in up to six colours between them. What is
 * outside the axes is drawn on their edge; what is not a number is left out.
 */
public final class Chart {

  private static final int LEFT = 46;
  private static final int TOP = 34;
  private static final int RIGHT = 14;
  private static final int BELOW = 34;
  private static final int KEY = 14;

  /**
   * An axis.
   *
   * @param label what it is, with its unit
   */
  public record Scale(String label, double from, double to) {
    public Scale {
      if (!(to > from) || !Double.isFinite(to - from)) {
        throw new IllegalArgumentException(
            "an axis must go from less to more, not from " + from + " to " + to + ": " + label);
      }
    }

    /** From 0 to a round number at or above {@code most}. */
    public static Scale upTo(String label, double most) {
      double top = most > 0 && Double.isFinite(most) ? most : 1;
      double step = Axis.step(top, 4);
      return new Scale(label, 0, Math.ceil(top / step - 1e-9) * step);
    }
  }

  private final Svg svg = new Svg();
  private final String title;
  private final Scale across;
  private final Scale up;
  private final int width;
  private final int height;
  private final List<String> legend = new ArrayList<>();
  private boolean named;

  /**
   * An empty panel.
   *
   * @param width of the whole picture, in units of which text is 10 high
   */
  public Chart(String title, Scale across, Scale up, int width, int height) {
    this.title = title;
    this.across = across;
    this.up = up;
    this.width = width;
    this.height = height;
    grid();
  }

  private void grid() {
    double step = Axis.step(up.to() - up.from(), 4);
    for (double at = Math.ceil(up.from() / step - 1e-9) * step;
        at <= up.to() + step * 1e-6;
        at += step) {
      svg.line("grid", LEFT, y(at), width - RIGHT, y(at));
      svg.text("row", LEFT - 5.0, y(at) + 3, Axis.label(at, step));
    }
  }

  /** Writes {@code names} below the panel, one at each whole number, instead of numbers. */
  public Chart names(List<String> names) {
    named = true;
    for (int i = 0; i < names.size(); i++) {
      svg.text("xlabel", x(i), height - BELOW + 14.0, names.get(i));
    }
    return this;
  }

  /** A line through points. */
  public Chart curve(int colour, double[] xs, double[] ys) {
    svg.path(kind(colour, "curve"), through(xs, ys));
    return this;
  }

  /** The same, thin: for what is one of many, or has many points. */
  public Chart thin(int colour, double[] xs, double[] ys) {
    svg.path(kind(colour, "thin"), through(xs, ys));
    return this;
  }

  private String through(double[] xs, double[] ys) {
    var path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < xs.length; i++) {
      boolean number = Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
      if (number) {
        path.append(String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x(xs[i]), y(ys[i])));
      }
      pen = number;
    }
    return path.toString();
  }

  /** The area between two lines. */
  public Chart band(int colour, double[] xs, double[] lows, double[] highs) {
    var path = new StringBuilder();
    for (int i = 0; i < xs.length; i++) {
      path.append(
          String.format(Locale.ROOT, "%s%.1f %.1f", i == 0 ? "M" : "L", x(xs[i]), y(lows[i])));
    }
    for (int i = xs.length - 1; i >= 0; i--) {
      path.append(String.format(Locale.ROOT, "L%.1f %.1f", x(xs[i]), y(highs[i])));
    }
    svg.path(kind(colour, "band"), path.isEmpty() ? path : path.append('Z'));
    return this;
  }

  /** A bar from the bottom to each of {@code ys}, from x to x + {@code wide}. */
  public Chart bars(int colour, double[] xs, double wide, double[] ys) {
    double floor = y(Math.max(0, up.from()));
    for (int i = 0; i < xs.length; i++) {
      if (Double.isFinite(ys[i])) {
        double left = x(xs[i]);
        double top = Math.min(y(ys[i]), floor);
        double tall = Math.abs(floor - y(ys[i]));
        svg.rect(
            kind(colour, "bar"),
            left,
            top,
            Math.max(0.5, x(xs[i] + wide) - left - 0.6),
            tall,
            String.format(Locale.ROOT, "%.4g: %.4g", xs[i], ys[i]));
      }
    }
    return this;
  }

  /** A dot at each point, which tells its value when pointed at. */
  public Chart dots(int colour, double[] xs, double[] ys) {
    for (int i = 0; i < xs.length; i++) {
      if (Double.isFinite(xs[i]) && Double.isFinite(ys[i])) {
        String words = String.format(Locale.ROOT, "%.4g: %.4g", xs[i], ys[i]);
        svg.dot(kind(colour, "dot"), x(xs[i]), y(ys[i]), 2.4, words);
      }
    }
    return this;
  }

  /** A short upright line at each point: the raster of spikes. */
  public Chart marks(int colour, double[] xs, double row) {
    var path = new StringBuilder();
    double tall = Math.max(2, y(0) - y(0.7));
    for (double at : xs) {
      path.append(String.format(Locale.ROOT, "M%.1f %.1fv%.1f", x(at), y(row) - tall / 2, tall));
    }
    svg.path(kind(colour, "tickmark"), path);
    return this;
  }

  /** A dashed line across at {@code value}. */
  public Chart level(double value) {
    svg.line("level", LEFT, y(value), width - RIGHT, y(value));
    return this;
  }

  /** Tells what the next colour, from 0 on, stands for. */
  public Chart legend(String words) {
    legend.add(words);
    return this;
  }

  /** The picture. */
  public String svg() {
    svg.text("title", LEFT - 40.0, 12, title);
    svg.text("rowrate", LEFT - 40.0, TOP - 10.0, up.label());
    svg.text("tick end", width - RIGHT, height - 6.0, across.label());
    svg.line("axis", LEFT, height - BELOW, width - RIGHT, height - BELOW);
    if (!named) {
      double step = Axis.step(across.to() - across.from(), 8);
      for (double at = Math.ceil(across.from() / step - 1e-9) * step;
          at <= across.to() + step * 1e-6;
          at += step) {
        svg.line("axis", x(at), height - BELOW, x(at), height - BELOW + 4.0);
        svg.text("xlabel", x(at), height - BELOW + 14.0, Axis.label(at, step));
      }
    }
    double at = width - RIGHT;
    for (int i = legend.size() - 1; i >= 0; i--) {
      at -= 5.4 * legend.get(i).length() + KEY;
      svg.rect(kind(i, "key"), at, 5, 8, 8, "");
      svg.text("rowrate", at + 11, 12, legend.get(i));
    }
    return svg.picture(width, height, title + ": " + up.label() + " over " + across.label());
  }

  private static String kind(int colour, String shape) {
    return "s" + Math.floorMod(colour, 6) + " " + shape;
  }

  private double x(double value) {
    double part = (value - across.from()) / (across.to() - across.from());
    return LEFT + Math.max(0, Math.min(1, part)) * (width - LEFT - RIGHT);
  }

  private double y(double value) {
    double part = (value - up.from()) / (up.to() - up.from());
    return height - BELOW - Math.max(0, Math.min(1, part)) * (height - BELOW - TOP);
  }
}
