package org.wetstack.lab.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Delivered;
import org.wetstack.lab.plot.Page;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;

/** Writes one HTML page about a recording; it needs nothing but a browser, and no network. */
public final class ReportPage {

  /** Electrodes farther from their predecessor than this belong to another site. */
  private static final long SITE_DISTANCE_MICROMETERS = 1_500;

  private ReportPage() {}

  /**
   * Writes the page about {@code recording} to {@code file}.
   *
   * @throws IOException if the recording cannot be read or the file cannot be written
   */
  public static void write(Recording recording, Path file) throws IOException {
    Digest digest = Digest.of(recording);
    Files.writeString(file, page(recording.info(), digest));
  }

  private static String page(RecordingInfo info, Digest digest) {
    List<Integer> sites = sites(info.layout());
    List<String> labels =
        info.layout().sites().stream().map(site -> "el " + site.electrode()).toList();
    String title = title(info);
    String body =
        template()
            .replace("{{title}}", Page.escape(title))
            .replace("{{facts}}", facts(info, digest))
            .replace("{{drawing}}", Drawing.of(digest, labels, sites))
            .replace("{{doses}}", doses(digest))
            .replace("{{lines}}", lines(digest))
            .replace("{{notes}}", Page.escape(info.notes()));
    return Page.html("Recording: " + title, body);
  }

  private static String title(RecordingInfo info) {
    return info.array().model()
        + " "
        + info.array().serialNumber()
        + ", "
        + info.startedAt().truncatedTo(ChronoUnit.SECONDS);
  }

  /** The number of the site that each channel belongs to, by the distance between electrodes. */
  static List<Integer> sites(ArrayLayout layout) {
    List<Integer> sites = new ArrayList<>();
    int site = 0;
    for (int channel = 0; channel < layout.channels(); channel++) {
      if (channel > 0) {
        ArrayLayout.Site here = layout.sites().get(channel);
        ArrayLayout.Site before = layout.sites().get(channel - 1);
        double distance =
            Math.hypot(
                here.xMicrometers() - (double) before.xMicrometers(),
                here.yMicrometers() - (double) before.yMicrometers());
        site += distance > SITE_DISTANCE_MICROMETERS ? 1 : 0;
      }
      sites.add(site);
    }
    return sites;
  }

  private static String facts(RecordingInfo info, Digest digest) {
    Recording.Reading reading = Objects.requireNonNull(digest.reading);
    double seconds = digest.extent.seconds();
    var facts = new StringBuilder();
    fact(facts, "length", String.format(Locale.ROOT, "%.1f s", seconds));
    fact(
        facts,
        "electrodes",
        info.layout().channels() + " at " + info.layout().samplesPerSecond() + " Hz");
    fact(
        facts,
        "spikes",
        String.format(
            Locale.ROOT,
            "%d, %.1f per second",
            digest.totalSpikes(),
            seconds > 0 ? digest.totalSpikes() / seconds : 0));
    fact(facts, "doses", digest.doses.isEmpty() ? "none" : doseTotals(digest));
    fact(
        facts,
        "pulses",
        digest.allPulses + " in the data, " + digest.confirmedPulses + " confirmed");
    fact(facts, "missing samples", digest.gaps == 0 ? "none" : missing(info, digest));
    fact(facts, "file", reading.whole() ? "whole" : "not whole: " + trouble(reading));
    info.seed().ifPresent(seed -> fact(facts, "emulated, seed", Long.toString(seed)));
    if (digest.unlisted > 0) {
      fact(facts, "not shown", digest.unlisted + " further entries");
    }
    return facts.toString();
  }

  /** Pump by pump: what flows from two pumps does not add up. */
  private static String doseTotals(Digest digest) {
    List<String> totals = new ArrayList<>();
    for (String pump : digest.pumps()) {
      List<Digest.Dose> doses = digest.doses(pump);
      Delivered sum =
          doses.stream().map(Digest.Dose::delivered).reduce(Delivered.NOTHING, Delivered::plus);
      totals.add(pump + " " + doses.size() + ", " + sum + " delivered");
    }
    return String.join("; ", totals);
  }

  private static String missing(RecordingInfo info, Digest digest) {
    return String.format(
        Locale.ROOT,
        "%.4f s in %d gap%s",
        (double) digest.missingSamples / info.layout().samplesPerSecond(),
        digest.gaps,
        digest.gaps == 1 ? "" : "s");
  }

  private static String trouble(Recording.Reading reading) {
    List<String> what = new ArrayList<>();
    if (reading.end().isEmpty()) {
      what.add("it was not closed");
    }
    if (reading.damages() > 0) {
      what.add(reading.damages() + " places are damaged");
    }
    if (reading.missingSegments() > 0) {
      what.add(reading.missingSegments() + " of its files are missing");
    }
    if (reading.tornBytes() > 0) {
      what.add("the last " + reading.tornBytes() + " bytes are torn");
    }
    return String.join(", ", what);
  }

  private static void fact(StringBuilder facts, String name, String value) {
    facts.append(Page.fact(name, value));
  }

  private static String doses(Digest digest) {
    if (digest.doses.isEmpty()) {
      return "<tr><td colspan=\"6\">none</td></tr>";
    }
    var rows = new StringBuilder();
    for (Digest.Dose dose : digest.doses.values()) {
      rows.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%.2f</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%016x</td></tr>%n",
              dose.fromSeconds(),
              Page.escape(dose.pump()),
              Html.volume(dose.nanoliters()),
              Html.volume(dose.delivered()),
              Html.words(dose.outcome()),
              dose.operation()));
    }
    return rows.toString();
  }

  private static String lines(Digest digest) {
    if (digest.lines.isEmpty()) {
      return "<tr><td colspan=\"2\">nothing was said</td></tr>";
    }
    var rows = new StringBuilder();
    for (Digest.Line line : digest.lines) {
      rows.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%.2f</td><td>%s</td></tr>%n",
              line.seconds(),
              Page.escape(line.text())));
    }
    return rows.toString();
  }

  private static String template() {
    try (var in = Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.html"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the page's template cannot be read", e);
    }
  }
}
