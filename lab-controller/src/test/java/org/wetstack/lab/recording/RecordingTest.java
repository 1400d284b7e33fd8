package org.wetstack.lab.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.MadeUpStream;

class RecordingTest {

  @TempDir private Path folder;
  private MadeUpStream stream;
  private Path file;

  @BeforeEach
  void record() throws IOException {
    stream = Recorded.stream(40, 1);
    file = folder.resolve("samples.wet");
    try (Recorder recorder = create()) {
      Recorded.recordOneOfEverything(recorder, stream);
      assertEquals(0, recorder.lostSamples() + recorder.lostEvents());
    }
  }

  @Test
  void everythingComesBackAsItWasWritten() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Recording.Reading reading = Recording.open(folder).read(entries::add);
    assertEquals(Recorded.INFO, Recording.open(folder).info());
    assertTrue(reading.whole(), reading.toString());
    assertEquals(16, reading.records());
    assertEquals(
        List.of(
            "Block",
            "Mark",
            "Block",
            "Block",
            "Spike",
            "Pulse",
            "Dose",
            "Dose",
            "Note",
            "Alarm",
            "Plan",
            "Trial",
            "Reading",
            "Stimulus",
            "End"),
        entries.stream().map(e -> e.getClass().getSimpleName()).toList());
    checkBlock(entries.get(0), 0, 10, 0);
    checkBlock(entries.get(2), 10, 15, 0);
    checkBlock(entries.get(3), 20, 40, 5);
    Entry.Mark mark = (Entry.Mark) entries.get(1);
    assertEquals(MadeUpStream.START + 12, mark.sample());
    assertEquals(Recorded.OPERATION.value(), mark.operation());
    Entry.Pulse pulse = (Entry.Pulse) entries.get(5);
    assertEquals(MadeUpStream.START + 12, pulse.sample());
    assertEquals("±2 µA, 200 µs", pulse.stimulus());
    Entry.Dose dose = (Entry.Dose) entries.get(7);
    assertEquals(DoseOutcome.HOST_SILENT, dose.outcome());
    assertEquals(100, dose.delivered().atLeast().nanoliters());
    assertEquals(130, dose.delivered().atMost().nanoliters());
    assertEquals(250, dose.nanoliters());
    assertEquals(1_000, dose.nanolitersPerMinute());
    assertEquals(Recorded.PLAN, ((Entry.Plan) entries.get(10)).json());
    assertEquals(Recorded.TRIAL, ((Entry.Trial) entries.get(11)).trial());
    Entry.Reading warmth = (Entry.Reading) entries.get(12);
    assertEquals(
        "incubator degC 36.875", warmth.sensor() + " " + warmth.unit() + " " + warmth.value());
    Entry.Stimulus stimulus = (Entry.Stimulus) entries.get(13);
    assertEquals(pulse.stimulus(), stimulus.name());
    assertEquals(Recorded.APPLIED, stimulus.applied());
    Entry.End end = reading.end().orElseThrow();
    assertEquals(35, end.samples());
    assertEquals(5, end.missed());
    long last = 0;
    for (Entry entry : entries) {
      assertTrue(entry.nanos() >= last, "time runs backwards at " + entry);
      last = entry.nanos();
    }
  }

  @Test
  void whatIsNoPlanNoTrialAndNoReadingIsRefused() throws IOException {
    try (Recorder recorder =
        Recorder.create(folder.resolve("b"), Recorded.INFO, SystemTimebase.shared(), e -> {})) {
      for (String plan :
          List.of("", "[1]", "{\"a\":", "{} {}", "{\"a\": \"" + "x".repeat(8_000) + "\"}")) {
        assertThrows(IllegalArgumentException.class, () -> recorder.plan(plan), plan);
      }
      assertThrows(IllegalArgumentException.class, () -> recorder.reading("a", "b", Double.NaN));
      assertThrows(IllegalArgumentException.class, () -> new Trial(1, 10, 9, 0, "", ""));
      assertThrows(IllegalArgumentException.class, () -> new Trial(-1, 0, 9, 0, "", ""));
      recorder.plan("{\"a\": \"" + "x".repeat(7_990) + "\"}");
      recorder.close();
      recorder.trial(Recorded.TRIAL);
    }
    assertEquals(3, Recording.open(folder.resolve("b")).read(entry -> {}).records());
  }

  @Test
  void aTornTailIsToldAndEverythingBeforeItIsReadWhereverTheFileEnds() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int[] starts = starts(whole);
    Recording recording = Recording.open(folder);
    for (int length = whole.length - 1; length >= 0; length--) {
      Recorded.cut(file, length);
      int complete = 0;
      int tornFrom = 0;
      while (complete < starts.length && endOf(starts, complete, whole.length) <= length) {
        tornFrom = endOf(starts, complete, whole.length);
        complete++;
      }
      Recording.Reading reading = recording.read(entry -> {});
      assertEquals(complete, reading.records(), "cut at " + length);
      assertEquals(length - tornFrom, reading.tornBytes(), "cut at " + length);
      assertEquals(0, reading.damages(), "cut at " + length);
      assertFalse(reading.whole(), "cut at " + length);
      assertTrue(reading.end().isEmpty(), "cut at " + length);
    }
  }

  @Test
  void everySingleFlippedBitIsFoundAndCostsOneRecordOnly() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int[] starts = starts(whole);
    Recording recording = Recording.open(folder);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      Recorded.put(file, bit / 8, (byte) (whole[bit / 8] ^ 1 << bit % 8));
      Recording.Reading reading = recording.read(entry -> {});
      Recorded.put(file, bit / 8, whole[bit / 8]);
      assertFalse(reading.whole(), "bit " + bit);
      assertEquals(starts.length - 1, reading.records(), "bit " + bit);
      boolean inLast = bit / 8 >= starts[starts.length - 1];
      assertEquals(inLast ? 0 : 1, reading.damages(), "bit " + bit);
      assertEquals(inLast, reading.tornBytes() > 0, "bit " + bit);
    }
  }

  @Test
  void damageIsToldWithItsPlaceAndWhatIsMissing() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    int[] starts = starts(whole);
    byte[] cut = new byte[whole.length - (starts[4] - starts[2])];
    System.arraycopy(whole, 0, cut, 0, starts[2]);
    System.arraycopy(whole, starts[4], cut, starts[2], whole.length - starts[4]);
    Files.write(file, cut);
    List<Entry> entries = new ArrayList<>();
    Recording.Reading reading = Recording.open(folder).read(entries::add);
    Entry.Damage damage = (Entry.Damage) entries.get(1);
    assertEquals(starts[2], damage.offset());
    assertEquals(0, damage.bytes());
    assertEquals(2, damage.records());
    assertFalse(reading.whole());
  }

  @Test
  void samplesOfAnotherRecordingAreNotReadWithThisDescription() throws IOException {
    Path other = folder.resolve("other");
    RecordingInfo info = Recorded.INFO;
    var wider =
        new RecordingInfo(
            info.startedAt(),
            info.array(),
            MadeUpStream.layout(4, 20_000, 20),
            info.seed(),
            info.notes());
    Recorder.create(other, wider, SystemTimebase.shared(), e -> {}).close();
    Files.copy(other.resolve("recording.json"), folder.resolve("recording.json.new"));
    Files.move(
        folder.resolve("recording.json.new"),
        folder.resolve("recording.json"),
        StandardCopyOption.REPLACE_EXISTING);
    List<Entry> entries = new ArrayList<>();
    assertFalse(Recording.open(folder).read(entries::add).whole());
    assertTrue(entries.stream().noneMatch(Entry.Block.class::isInstance));
  }

  @Test
  void refusesToWriteOverARecording() {
    IOException refused = assertThrows(IOException.class, this::create);
    assertTrue(refused.toString().contains("holds a recording already"), refused.toString());
  }

  @Test
  void saysWhatIsInTheWayOfARecording() {
    IOException refused =
        assertThrows(
            IOException.class,
            () -> Recorder.create(file, Recorded.INFO, SystemTimebase.shared(), e -> {}));
    assertEquals(
        "cannot begin a recording in "
            + file
            + ": "
            + file
            + ": it is there already; choose another folder",
        refused.getMessage());
  }

  /** Killed at any moment of its beginning, a recording is not there or can be read. */
  @Test
  void describesARecordingLast() throws IOException {
    Path begun = folder.resolve("begun");
    Files.createDirectories(begun.resolve("recording.json.new"));
    assertThrows(
        IOException.class, () -> SegmentFiles.create(begun, Recorded.INFO, Recorder.SEGMENT_BYTES));
    assertTrue(Files.exists(begun.resolve("samples.wet")));
    assertFalse(Files.exists(begun.resolve("recording.json")));
  }

  @Test
  void saysThatAFolderHoldsNone() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    IOException refused = assertThrows(IOException.class, () -> Recording.open(empty));
    assertEquals("no recording in " + empty + ": there is no recording.json", refused.getMessage());
    Files.delete(file);
    Recording cut = Recording.open(folder);
    refused = assertThrows(IOException.class, () -> cut.read(entry -> {}));
    assertEquals("no recording in " + folder + ": there is no samples.wet", refused.getMessage());
  }

  @Test
  void saysWhichMemberOfADescriptionIsWrong() throws IOException {
    Path json = folder.resolve("recording.json");
    Files.writeString(json, Files.readString(json).replace("20000", "2.5"));
    IOException refused = assertThrows(IOException.class, () -> Recording.open(folder));
    assertTrue(
        refused.toString().endsWith("\"samplesPerSecond\" is not a whole number: 2.5"),
        refused.toString());
  }

  @Test
  void refusesADescriptionThatIsNone() throws IOException {
    Path json = folder.resolve("recording.json");
    String good = Files.readString(json);
    for (String bad :
        List.of(
            "",
            "{}",
            "[]",
            good.replace("\"version\" : 1", "\"version\" : 2"),
            good.replace("bootId", "id"),
            good.replace("20000", "\"fast\""),
            good.replace("2026-03-01T", ""),
            good.substring(0, good.length() / 2))) {
      Files.writeString(json, bad);
      assertThrows(IOException.class, () -> Recording.open(folder), bad);
    }
  }

  @Test
  void aLostStreamIsNoted() throws IOException {
    Path other = folder.resolve("other");
    try (Recorder recorder =
        Recorder.create(other, Recorded.INFO, SystemTimebase.shared(), e -> {})) {
      recorder.onEnd(
          Optional.of(
              new DeviceException(
                  DeviceException.Reason.LINK_LOST,
                  DeviceException.Outcome.UNKNOWN,
                  "the cable is out")));
    }
    List<String> notes = new ArrayList<>();
    Recording.open(other)
        .read(
            entry -> {
              if (entry instanceof Entry.Note note) {
                notes.add(note.text());
              }
            });
    assertEquals(1, notes.size());
    assertTrue(notes.get(0).contains("the cable is out"), notes.get(0));
  }

  private Recorder create() throws IOException {
    return Recorder.create(folder, Recorded.INFO, SystemTimebase.shared(), e -> {});
  }

  private void checkBlock(Entry entry, int from, int to, long missed) {
    Entry.Block block = (Entry.Block) entry;
    assertEquals(MadeUpStream.START + from, block.firstSample());
    assertEquals(MadeUpStream.START + to, block.end());
    assertEquals(missed, block.missedBefore());
    for (int s = from; s < to; s++) {
      for (int c = 0; c < Recorded.CHANNELS; c++) {
        assertEquals(stream.at(s, c), block.counts().raw(s - from, c), "sample " + s);
      }
    }
  }

  /** Where the records begin, found by their lengths. */
  private static int[] starts(byte[] whole) {
    List<Integer> starts = new ArrayList<>();
    for (int at = 0; at < whole.length; ) {
      starts.add(at);
      at += 25 + (whole[at + 4] & 0xFF) + ((whole[at + 5] & 0xFF) << 8);
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int endOf(int[] starts, int record, int length) {
    return record + 1 < starts.length ? starts[record + 1] : length;
  }
}
