package org.wetstack.lab.report;

import java.util.List;
import java.util.Locale;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.plot.Axis;
import org.wetstack.lab.plot.Svg;

/**
 * The panels of a report as one SVG picture: raster, rate, doses and pulses over the same seconds.
 */
final class Drawing {

  private static final int LEFT = 92;
  private static final int WIDTH = 880;
  private static final int RIGHT = 56;
  private static final int ROW = 9;
  private static final int SITE_GAP = 6;
  private static final int RATE_HEIGHT = 90;
  private static final int LANE = 26;
  private static final int PANEL_GAP = 34;

  private final Svg svg = new Svg();
  private final Digest digest;
  private final List<String> labels;
  private final List<Integer> groups;
  private int y = 22;

  /**
   * @param labels one for each channel
   * @param groups of each channel: where it changes, the raster leaves a gap
   */
  private Drawing(Digest digest, List<String> labels, List<Integer> groups) {
    this.digest = digest;
    this.labels = labels;
    this.groups = groups;
  }

  static String of(Digest digest, List<String> labels, List<Integer> groups) {
    return new Drawing(digest, labels, groups).draw();
  }

  private String draw() {
    raster();
    rate();
    lanes();
    axis();
    int height = y + 34;
    return svg.picture(LEFT + WIDTH + RIGHT, height, "Spikes, rate, doses and pulses over time");
  }

  private void raster() {
    text(LEFT, y - 8, "title", "spikes by electrode");
    int top = y;
    double column = (double) WIDTH / Digest.COLUMNS;
    for (int channel = 0; channel < labels.size(); channel++) {
      if (channel > 0 && !groups.get(channel).equals(groups.get(channel - 1))) {
        y += SITE_GAP;
      }
      if (labels.size() <= 64 || channel % 8 == 0) {
        text(LEFT - 8, y + ROW - 2, "row", labels.get(channel));
      }
      text(
          LEFT + WIDTH + 6,
          y + ROW - 2,
          "rowrate",
          String.format(Locale.ROOT, "%.1f", digest.spikes[channel] / seconds()));
      var path = new StringBuilder();
      for (int at = digest.raster[channel].nextSetBit(0);
          at >= 0;
          at = digest.raster[channel].nextSetBit(at + 1)) {
        path.append(String.format(Locale.ROOT, "M%.1f %dv%d", LEFT + at * column, y, ROW - 2));
      }
      svg.path("spike", path);
      y += ROW;
    }
    text(LEFT + WIDTH + 6, top - 8, "rowrate", "Hz");
    missing(top, y);
    y += PANEL_GAP;
  }

  private void missing(int top, int bottom) {
    for (Digest.Missing gap : digest.missing) {
      double from = x(gap.fromSeconds());
      double width = Math.max(1, x(gap.toSeconds()) - from);
      svg.rect(
          "missing",
          from,
          top,
          width,
          (double) bottom - top,
          String.format(
              Locale.ROOT, "%.3f s missing, %s", gap.toSeconds() - gap.fromSeconds(), gap.why()));
    }
  }

  private void rate() {
    text(LEFT, y - 8, "title", "spikes per second, all electrodes");
    double most = 1;
    int full = (int) (seconds() / digest.binSeconds);
    for (int bin = 0; bin < full; bin++) {
      most = Math.max(most, digest.spikesPerBin[bin] / digest.binSeconds);
    }
    double step = Axis.step(most, 3);
    double top = Math.ceil(most / step) * step;
    for (double value = 0; value <= top + step / 2; value += step) {
      double at = y + RATE_HEIGHT - value / top * RATE_HEIGHT;
      line("grid", LEFT, at, LEFT + WIDTH, at);
      text(LEFT - 8, (int) at + 4, "row", Axis.label(value, step));
    }
    var path = new StringBuilder();
    for (int bin = 0; bin < full; bin++) {
      double value = digest.spikesPerBin[bin] / digest.binSeconds;
      double height = y + RATE_HEIGHT - value / top * RATE_HEIGHT;
      path.append(
          String.format(
              Locale.ROOT,
              bin == 0 ? "M%.1f %.1fH%.1f" : "L%.1f %.1fH%.1f",
              x(bin * digest.binSeconds),
              height,
              x((bin + 1) * digest.binSeconds)));
    }
    svg.path("rate", path);
    y += RATE_HEIGHT + PANEL_GAP;
  }

  private void lanes() {
    text(LEFT, y - 8, "title", "doses and pulses");
    for (String pump : digest.pumps()) {
      text(LEFT - 8, y + 16, "row", pump);
      line("grid", LEFT, y + LANE - 4.0, LEFT + WIDTH, y + LANE - 4.0);
      for (Digest.Dose dose : digest.doses.values()) {
        if (dose.pump().equals(pump)) {
          dose(dose);
        }
      }
      y += LANE;
    }
    text(LEFT - 8, y + 16, "row", "pulses");
    line("grid", LEFT, y + LANE - 4.0, LEFT + WIDTH, y + LANE - 4.0);
    for (double pulse : digest.pulses) {
      line("pulse", x(pulse), y + 2, x(pulse), y + LANE - 4.0);
    }
    y += LANE;
  }

  private void dose(Digest.Dose dose) {
    double from = x(dose.fromSeconds());
    svg.rect(
        "dose",
        from,
        y + 4.0,
        Math.max(2, x(dose.toSeconds()) - from),
        LANE - 8.0,
        String.format(
            Locale.ROOT,
            "%s at %.2f s: %s of %s, %s",
            dose.pump(),
            dose.fromSeconds(),
            dose.delivered(),
            Volume.nanoliters(dose.nanoliters()),
            Html.words(dose.outcome())));
  }

  private void axis() {
    line("axis", LEFT, y, LEFT + WIDTH, y);
    double step = Axis.step(seconds(), 10);
    for (double at = 0; at <= seconds() + 1e-9; at += step) {
      line("axis", x(at), y, x(at), y + 5.0);
      text((int) x(at), y + 18, "tick", Axis.label(at, step));
    }
    text(LEFT + WIDTH + 8, y + 18, "rowrate", "s");
  }

  private double seconds() {
    return Math.max(1e-3, digest.extent.seconds());
  }

  private double x(double seconds) {
    return LEFT + Math.max(0, Math.min(1, seconds / seconds())) * WIDTH;
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    svg.line(kind, x1, y1, x2, y2);
  }

  private void text(int x, int at, String kind, String words) {
    svg.text(kind, x, at, words);
  }
}
