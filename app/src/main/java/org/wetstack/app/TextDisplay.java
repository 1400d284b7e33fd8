package org.wetstack.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.units.Volume;

/** For people: a table that is drawn anew every second on a terminal, else a line every second. */
final class TextDisplay implements Display {

  private static final int RATE_SECONDS = 5;

  private final PrintWriter out;
  private final boolean live;
  private final int wantedSeconds;
  private final ArrayDeque<Snapshot> latest = new ArrayDeque<>();
  private int drawn;

  /**
   * A display that has shown nothing yet.
   *
   * @param live whether {@code out} is a terminal that understands cursor movement
   */
  TextDisplay(PrintWriter out, boolean live, int wantedSeconds) {
    this.out = out;
    this.live = live;
    this.wantedSeconds = wantedSeconds;
  }

  @Override
  public void show(Snapshot now) {
    latest.addLast(now);
    if (latest.size() > RATE_SECONDS + 1) {
      latest.removeFirst();
    }
    if (live) {
      List<String> table = table(now);
      if (drawn > 0) {
        // Up to where the table begins, and nothing below: ECMA-48.
        out.printf("\u001b[%dA\u001b[J", drawn);
      }
      table.forEach(out::println);
      drawn = table.size();
    } else {
      out.println(line(now));
    }
    out.flush();
  }

  private String line(Snapshot now) {
    return String.format(
        Locale.ROOT,
        "%5.1f s  %.1f spikes/s  %s  %s  reaction %s  %d samples missed",
        now.seconds(),
        rates(now).stream().mapToDouble(Double::doubleValue).sum(),
        String.join(
            "  ", now.pumps().stream().map(pump -> pump.name() + " " + doses(pump)).toList()),
        plural(now.counts().pulses(), "pulse"),
        now.reaction().count() == 0 ? "no pulse yet" : "p50 " + millis(now.reaction().p50Micros()),
        now.counts().missed());
  }

  private List<String> table(Snapshot now) {
    var lines = new ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "wetstack demo, emulated: %.0f of %d s    Ctrl-C stops pumps and stimulation first",
            now.seconds(),
            wantedSeconds));
    lines.add("");
    lines.add(
        now.counts().ready()
            ? "spikes per second by electrode, last " + RATE_SECONDS + " s"
            : "spikes per second by electrode: learning the noise of each electrode …");
    lines.addAll(rateRows(now));
    lines.add("  * more than its own mean is rewarded, less is corrected");
    lines.add("");
    addLoop(lines, now);
    lines.add("");
    lines.add(
        String.format(
            "%-9s %-44s %10s %7s %8s", "link", "endpoint", "round trip", "broken", "repeated"));
    for (Snapshot.LinkState link : now.links()) {
      lines.add(
          String.format(
              "%-9s %-44s %10s %7d %8d%s",
              link.name(),
              link.endpoint(),
              millis(link.roundTripMicros()),
              link.framesBroken(),
              link.requestsRepeated(),
              link.safeState().isEmpty() ? "" : "  SAFE STATE: " + link.safeState()));
    }
    return lines;
  }

  private List<String> rateRows(Snapshot now) {
    List<Double> rates = rates(now);
    var rows = new ArrayList<String>();
    for (int first = 0; first < rates.size(); first += Experiment.SITE) {
      var row =
          new StringBuilder(
              first == 0 ? "  site 1 *" : "  site " + (first / Experiment.SITE + 1) + "  ");
      double sum = 0;
      for (int channel = first; channel < first + Experiment.SITE; channel++) {
        double rate = rates.get(channel);
        sum += rate;
        row.append(rate == 0 ? "      ·" : String.format(Locale.ROOT, "%7.1f", rate));
      }
      rows.add(row.append(String.format(Locale.ROOT, "   all %5.1f", sum)).toString());
    }
    return rows;
  }

  private static void addLoop(List<String> lines, Snapshot now) {
    lines.add(
        String.format(
            "windows   %d judged, %d with samples missing; %d samples, %d missing",
            now.windows().judged(),
            now.windows().unjudged(),
            now.counts().samples(),
            now.counts().missed()));
    for (Snapshot.PumpState pump : now.pumps()) {
      lines.add(
          String.format(
              "%-9s %s%s",
              pump.name(), doses(pump), pump.trouble().isEmpty() ? "" : "  " + pump.trouble()));
    }
    lines.add(
        String.format(
            "pulses    %d, %d refused, %d unknown",
            now.counts().pulses(), now.counts().pulsesRefused(), now.counts().pulsesUnknown()));
    lines.add("reaction  " + reaction(now.reaction()) + "   decision to pulse, device clock");
  }

  private static String plural(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  /** Without the pump's name, which stands before it. */
  private static String doses(Snapshot.PumpState pump) {
    var delivered =
        new Delivered(
            Volume.nanoliters(pump.atLeastNanoliters()),
            Volume.nanoliters(pump.atMostNanoliters()));
    return plural(pump.doses(), "dose")
        + ", "
        + delivered
        + (pump.refused() == 0 ? "" : ", " + pump.refused() + " refused");
  }

  private static String reaction(Snapshot.Latency latency) {
    return latency.count() == 0
        ? "no pulse yet"
        : "p50 "
            + millis(latency.p50Micros())
            + "   p90 "
            + millis(latency.p90Micros())
            + "   p99 "
            + millis(latency.p99Micros())
            + "   max "
            + millis(latency.maxMicros());
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%.1f ms", micros / 1e3);
  }

  private List<Double> rates(Snapshot now) {
    Snapshot before = latest.getFirst();
    double span = now.seconds() - before.seconds();
    var rates = new ArrayList<Double>();
    for (int channel = 0; channel < now.spikes().size(); channel++) {
      long count = now.spikes().get(channel) - before.spikes().get(channel);
      rates.add(span <= 0 ? 0 : count / span);
    }
    return rates;
  }

  @Override
  public void end(Snapshot last, Path recording, Path report, String trouble) {
    out.println();
    out.printf(
        Locale.ROOT,
        "%.1f s recorded: %d samples of %d electrodes, %d missing; %d spikes%n",
        last.seconds(),
        last.counts().samples(),
        last.spikes().size(),
        last.counts().missed(),
        last.totalSpikes());
    last.pumps().forEach(pump -> out.printf("%-9s %s%n", pump.name(), doses(pump)));
    out.printf(
        "pulses    %d, %d refused, %d unknown%n",
        last.counts().pulses(), last.counts().pulsesRefused(), last.counts().pulsesUnknown());
    out.println("reaction  " + reaction(last.reaction()));
    out.println("recording  " + recording);
    out.println("report     " + report);
    if (!trouble.isEmpty()) {
      out.println("TROUBLE    " + trouble);
    }
    out.flush();
  }
}
