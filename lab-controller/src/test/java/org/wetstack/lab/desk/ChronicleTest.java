package org.wetstack.lab.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.recording.DoseOutcome;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/** A recording hears of everything that is done to its culture, and of what is around it. */
class ChronicleTest {

  private static final String RIG =
      Bench.RIG
          + "interlocks: {lid: {reads: api, unit: degC, stop: 0-50, stale: 500 s},"
          + " bath: {reads: toy/bath, stop: 30-40, stale: 5 s}}\n";

  @TempDir Path folder;

  private List<Entry> recorded(Bench bench, Archive.Kept one) throws IOException {
    bench.controller.archive().stop("ada", one.name());
    List<Entry> entries = new ArrayList<>();
    Recording.open(folder.resolve("recordings").resolve(one.name())).read(entries::add);
    return entries;
  }

  private static <T extends Entry> List<T> only(List<Entry> entries, Class<T> type) {
    return entries.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Archive.Kept record(Bench bench, Lease lease, String key) {
    return bench
        .desk()
        .record(bench.request(Bench.ADA, "record", lease.epoch(), key, "x"), "a", "title", false);
  }

  @Test
  void itHearsOfStimuliLoadedBeforeAndAfterAndOfTheirPulses() throws IOException {
    var bench = new Bench(folder);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    String before = bench.load(lease, "l1", 100);
    String gone = bench.load(lease, "l2", 101);
    bench.desk().unload(bench.request(Bench.ADA, "unload", lease.epoch(), "u", gone), "a", gone);
    Archive.Kept one = record(bench, lease, "k");
    String after = bench.load(lease, "l3", 101);
    Operation fired = bench.fire(lease, "f", after);
    List<Entry> entries = recorded(bench, one);
    List<Entry.Stimulus> stimuli = only(entries, Entry.Stimulus.class);
    assertEquals(List.of(before, after), stimuli.stream().map(Entry.Stimulus::name).toList());
    assertEquals(List.of(101), stimuli.get(1).applied().electrodes());
    assertEquals(-1_000, stimuli.get(1).applied().phases().get(0).amplitude().nanoamps());
    assertEquals(6, stimuli.get(1).applied().phases().get(0).ticks());
    Entry.Pulse pulse = only(entries, Entry.Pulse.class).get(0);
    assertEquals(after, pulse.stimulus());
    assertEquals(fired.id().value(), pulse.operation());
    assertEquals(fired.sample(), pulse.sample());
  }

  @Test
  void itHearsOfDosesFromTheirBeginningToTheirEnd() throws IOException {
    var bench = new Bench(folder);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    Archive.Kept one = record(bench, lease, "k");
    Operation given = bench.give(lease, "d", 500);
    bench.pass(5_000);
    List<Entry.Dose> doses = only(recorded(bench, one), Entry.Dose.class);
    assertEquals(
        List.of(DoseOutcome.NOT_YET, DoseOutcome.COMPLETE),
        doses.stream().map(Entry.Dose::outcome).toList());
    Entry.Dose end = doses.get(1);
    assertEquals(given.id().value(), end.operation());
    assertEquals("toy", end.pump());
    assertEquals(500, end.nanoliters());
    assertEquals(60_000, end.nanolitersPerMinute());
    assertEquals(500, end.delivered().atLeast().nanoliters());
    assertEquals(0, doses.get(0).delivered().atLeast().nanoliters());
  }

  @Test
  void itHearsOfReadingsAndAlarms() throws IOException {
    var bench = new Bench(folder, RIG);
    bench.controller.consent().reading("lid", 1);
    bench.pass(2_000);
    Lease lease = bench.lease(Bench.ADA, "culture:a");
    Archive.Kept one = record(bench, lease, "k");
    bench.controller.consent().reading("lid", 36.5);
    bench.journal.append(
        "controller",
        Kinds.ALARM_RAISED,
        java.util.Map.of("alarm", "a1", "code", "x", "detail", "y"));
    bench.pass(3_000);
    List<Entry> entries = recorded(bench, one);
    List<Entry.Reading> lid =
        only(entries, Entry.Reading.class).stream().filter(r -> r.sensor().equals("lid")).toList();
    assertEquals(1, lid.size());
    assertEquals(36.5, lid.get(0).value());
    assertEquals("degC", lid.get(0).unit());
    List<Entry.Reading> bath =
        only(entries, Entry.Reading.class).stream().filter(r -> r.sensor().equals("bath")).toList();
    assertEquals(3, bath.size(), "one a second");
    assertEquals(37.0, bath.get(0).value());
    assertEquals("y", only(entries, Entry.Alarm.class).get(0).alarm().detail());
  }
}
