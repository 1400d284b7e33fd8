package org.wetstack.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.MadeUpStream;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.recording.Recording;
import org.wetstack.lab.recording.RecordingInfo;

class ReportPageTest {

  private static final int RATE = 10_000;
  private static final int BLOCK = 100;
  private static final String NASTY = "<script>alert('1')</script> & \"more\"";
  private static final Dose DOSE =
      new Dose(Volume.nanoliters(250), FlowRate.nanolitersPerMinute(60_000));

  @TempDir private Path folder;
  private final VirtualTimebase time = new VirtualTimebase();

  private Recorder begin() throws Exception {
    return Recorder.create(
        folder.resolve("rec"),
        new RecordingInfo(
            Instant.parse("2026-03-01T00:00:00Z"),
            new DeviceInfo("MEA " + NASTY, "1", "0", 1, false),
            MadeUpStream.layout(4, RATE, BLOCK),
            OptionalLong.of(7),
            NASTY),
        time,
        failure -> {
          throw new IllegalStateException(failure);
        });
  }

  private String page() throws Exception {
    Path file = folder.resolve("report.html");
    ReportPage.write(Recording.open(folder.resolve("rec")), file);
    return Files.readString(file);
  }

  private static Document drawing(String page) throws Exception {
    int from = page.indexOf("<svg");
    String svg = page.substring(from, page.indexOf("</svg>") + 6);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new org.xml.sax.InputSource(new StringReader(svg)));
  }

  private static List<Element> ofClass(Document drawing, String tag, String kind) {
    NodeList all = drawing.getElementsByTagName(tag);
    return java.util.stream.IntStream.range(0, all.getLength())
        .mapToObj(i -> (Element) all.item(i))
        .filter(element -> element.getAttribute("class").equals(kind))
        .toList();
  }

  /** Ten seconds with a gap, two doses and three pulses. */
  private void recordTenSeconds() throws Exception {
    var stream = new MadeUpStream(4, 10 * RATE).noise(10, new Random(1));
    stream.mark(RATE, 1);
    stream.mark(5 * RATE, 2);
    stream.mark(9 * RATE + 55, 3);
    try (Recorder recorder = begin()) {
      for (int at = 0; at < 10 * RATE; at += BLOCK) {
        time.advance(java.time.Duration.ofMillis(10));
        if (at == 3 * RATE) {
          at += RATE;
          time.advance(java.time.Duration.ofSeconds(1));
          recorder.onBlock(stream.block(at, at + BLOCK, RATE));
        } else {
          recorder.onBlock(stream.block(at, at + BLOCK, 0));
        }
        if (at == 2 * RATE) {
          dose(recorder, 11, DoseReport.End.NOT_YET, 0, 0);
        } else if (at == 5 * RATE / 2) {
          dose(recorder, 11, DoseReport.End.COMPLETE, 250, 250);
        } else if (at == 7 * RATE) {
          dose(recorder, 12, DoseReport.End.NOT_YET, 0, 0);
          recorder.alarm(new Alarm("dopamine", "occlusion", NASTY, true));
        }
      }
      for (int i = 0; i < 40; i++) {
        recorder.spike(MadeUpStream.START + (long) i * RATE / 4, 2);
      }
    }
  }

  private static void dose(
      Recorder recorder, long operation, DoseReport.End end, long atLeast, long atMost) {
    dose(recorder, "dopamine", operation, end, atLeast, atMost);
  }

  private static void dose(
      Recorder recorder,
      String pump,
      long operation,
      DoseReport.End end,
      long atLeast,
      long atMost) {
    recorder.dose(
        pump,
        new DoseReport(
            new OperationId(operation),
            DOSE,
            new Delivered(Volume.nanoliters(atLeast), Volume.nanoliters(atMost)),
            end));
  }

  private static double x(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  @Test
  void everythingStandsWhereItHappenedOnOneTimeAxis() throws Exception {
    recordTenSeconds();
    Document drawing = drawing(page());
    List<Element> pulses = ofClass(drawing, "line", "pulse");
    assertEquals(3, pulses.size());
    double left = x(ofClass(drawing, "line", "axis").get(0), "x1");
    double width = x(ofClass(drawing, "line", "axis").get(0), "x2") - left;
    assertEquals(left + width * 0.1, x(pulses.get(0), "x1"), 1);
    assertEquals(left + width * 0.5, x(pulses.get(1), "x1"), 1);
    List<Element> doses = ofClass(drawing, "rect", "dose");
    assertEquals(2, doses.size());
    assertEquals(left + width * 0.2, x(doses.get(0), "x"), 2);
    assertEquals(width * 0.05, x(doses.get(0), "width"), 2);
    List<Element> missing = ofClass(drawing, "rect", "missing");
    assertEquals(1, missing.size());
    assertEquals(left + width * 0.3, x(missing.get(0), "x"), 1);
    assertEquals(width * 0.1, x(missing.get(0), "width"), 1);
    List<Element> spikes = ofClass(drawing, "path", "spike");
    assertEquals(1, spikes.size(), "only one electrode fired");
    assertEquals(40, spikes.get(0).getAttribute("d").chars().filter(c -> c == 'M').count());
  }

  @Test
  void factsAreThoseOfTheRecording() throws Exception {
    recordTenSeconds();
    String page = page();
    for (String fact :
        List.of(
            "10.0 s",
            "4 at 10000 Hz",
            "40, 4.0 per second",
            "dopamine 2, 0.25 µL delivered",
            "3 in the data, 0 confirmed",
            "1.0000 s in 1 gap<",
            ">whole<",
            "begun, end not recorded")) {
      assertTrue(page.contains(fact), () -> fact + " is not in " + page);
    }
  }

  @Test
  void whatIsMissingBeforeTheFirstSampleCountsToo() throws Exception {
    var stream = new MadeUpStream(4, RATE);
    try (Recorder recorder = begin()) {
      recorder.onBlock(stream.block(BLOCK, 2 * BLOCK, BLOCK));
      recorder.onBlock(stream.block(4 * BLOCK, 5 * BLOCK, 2 * BLOCK));
    }
    String page = page();
    assertTrue(page.contains("0.0300 s in 2 gaps<"), page);
  }

  @Test
  void whatTwoPumpsDeliveredIsNotAddedUp() throws Exception {
    try (Recorder recorder = begin()) {
      dose(recorder, 11, DoseReport.End.COMPLETE, 250, 250);
      dose(recorder, "medium", 12, DoseReport.End.COMPLETE, 250, 250);
    }
    String page = page();
    assertTrue(page.contains("dopamine 1, 0.25 µL delivered; medium 1, 0.25 µL delivered"), page);
  }

  @Test
  void whatPeopleWroteCannotBreakThePage() throws Exception {
    recordTenSeconds();
    String page = page();
    assertFalse(page.contains("<script>"), "a script from a name");
    assertTrue(page.contains("&lt;script&gt;"));
    assertFalse(page.contains("{{"), "a place of the template was left open");
  }

  @Test
  void anEmptyOrUnfinishedRecordingHasAPageToo() throws Exception {
    begin().close();
    assertTrue(page().contains("none"));
    Path samples = folder.resolve("rec").resolve("samples.wet");
    byte[] whole = Files.readAllBytes(samples);
    Files.write(samples, java.util.Arrays.copyOf(whole, whole.length - 10));
    assertTrue(page().contains("not whole: it was not closed"), this::toString);
  }

  @Test
  void electrodesFarApartAreSitesOfTheirOwn() {
    var layout =
        new ArrayLayout(
            RATE,
            195,
            BLOCK,
            List.of(
                new ArrayLayout.Site(0, 0, 0),
                new ArrayLayout.Site(1, 200, 0),
                new ArrayLayout.Site(2, 4_000, 0),
                new ArrayLayout.Site(3, 4_200, 0)));
    assertEquals(List.of(0, 0, 1, 1), ReportPage.sites(layout));
  }
}
