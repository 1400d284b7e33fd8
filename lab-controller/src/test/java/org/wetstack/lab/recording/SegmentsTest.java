package org.wetstack.lab.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.MadeUpStream;

@Timeout(60)
class SegmentsTest {

  private static final int BLOCKS = 7;
  private static final int BEGIN_BYTES = 37;

  /** A begin record and three blocks of 20 samples. */
  private static final int SEGMENT_BYTES = BEGIN_BYTES + 3 * (25 + 22 + 2 * 3 * 20);

  @TempDir private Path folder;
  private final MadeUpStream stream = Recorded.stream(20 * BLOCKS, 5);

  @BeforeEach
  void record() throws IOException {
    InfoFile.write(folder.resolve("recording.json"), Recorded.INFO);
    var segments = new Segments(make(0), this::make, Recorded.LAYOUT, SEGMENT_BYTES, null);
    try (Recorder recorder =
        Recorded.recorder(segments, 1 << 20, Duration.ofSeconds(30), e -> {})) {
      for (int b = 0; b < BLOCKS; b++) {
        recorder.onBlock(stream.block(20 * b, 20 * b + 20, 0));
      }
    }
  }

  private Disk make(int segment) throws IOException {
    return Disk.create(folder.resolve(RecordFormat.segmentFile(segment)));
  }

  @Test
  void filesAreOfTheSizeThatWasAskedForAndReadAsOne() throws IOException {
    SortedMap<Integer, Path> files = SegmentFiles.in(folder);
    assertEquals(List.of(0, 1, 2), List.copyOf(files.keySet()));
    assertTrue(Files.exists(folder.resolve("samples-000001.wet")));
    for (int segment = 0; segment < 2; segment++) {
      assertEquals(SEGMENT_BYTES, Files.size(files.get(segment)), "segment " + segment);
    }
    List<Entry> entries = new ArrayList<>();
    Recording.Reading reading = read(entries);
    assertTrue(reading.whole(), reading.toString());
    assertEquals(3, reading.segments());
    assertEquals(3 + BLOCKS + 1, reading.records());
    assertEquals(20 * BLOCKS, reading.end().orElseThrow().samples());
    long expected = MadeUpStream.START;
    for (int b = 0; b < BLOCKS; b++) {
      Entry.Block block = (Entry.Block) entries.get(b);
      assertEquals(expected, block.firstSample());
      assertEquals(stream.at(20 * b + 19, 2), block.counts().raw(19, 2));
      expected = block.end();
    }
  }

  @Test
  void everySegmentIsSoundAlone() throws IOException {
    SortedMap<Integer, Path> files = SegmentFiles.in(folder);
    for (int segment = 0; segment < 2; segment++) {
      Path alone = Files.createDirectory(folder.resolve("alone-" + segment));
      Files.copy(folder.resolve("recording.json"), alone.resolve("recording.json"));
      Files.copy(files.get(segment), alone.resolve("samples.wet"));
      List<Entry> entries = new ArrayList<>();
      Recording.Reading reading = Recording.open(alone).read(entries::add);
      assertEquals(4, reading.records());
      assertEquals(0, reading.damagedBytes() + reading.tornBytes());
      if (segment > 0) {
        Entry.Damage before = (Entry.Damage) entries.get(0);
        assertEquals(4L * segment, before.records());
      }
    }
  }

  @Test
  void aMissingSegmentIsToldWithWhatItHeld() throws IOException {
    Files.delete(folder.resolve("samples-000001.wet"));
    List<Entry> entries = new ArrayList<>();
    Recording.Reading reading = read(entries);
    assertFalse(reading.whole());
    assertEquals(1, reading.missingSegments());
    assertEquals(1, reading.damages());
    Entry.Damage damage = (Entry.Damage) entries.get(3);
    assertEquals(1, damage.segment());
    assertEquals(0, damage.bytes());
    assertEquals(4, damage.records());
    Files.delete(folder.resolve("samples.wet"));
    assertEquals(2, Recording.open(folder).read(e -> {}).missingSegments());
  }

  @Test
  void theLastSegmentMissingLeavesTheRecordingUnfinished() throws IOException {
    Files.delete(folder.resolve("samples-000002.wet"));
    Recording.Reading reading = Recording.open(folder).read(e -> {});
    assertTrue(reading.end().isEmpty());
    assertFalse(reading.whole());
  }

  @Test
  void aTornMiddleIsDamageAndATornEndIsTornWhereverItIsCut() throws IOException {
    Recording recording = Recording.open(folder);
    for (int segment : new int[] {1, 2}) {
      Path file = folder.resolve(RecordFormat.segmentFile(segment));
      byte[] whole = Files.readAllBytes(file);
      for (int length = whole.length - 1; length >= 0; length--) {
        Recorded.cut(file, length);
        List<Entry.Damage> damage = new ArrayList<>();
        Recording.Reading reading =
            recording.read(
                entry -> {
                  if (entry instanceof Entry.Damage found) {
                    damage.add(found);
                  }
                });
        int record = 25 + 22 + 120;
        int complete = length < BEGIN_BYTES ? 0 : Math.min(4, 1 + (length - BEGIN_BYTES) / record);
        int soundBytes = complete == 0 ? 0 : BEGIN_BYTES + (complete - 1) * record;
        assertFalse(reading.whole(), "cut at " + length);
        if (segment == 2) {
          assertEquals(length - soundBytes, reading.tornBytes(), "cut at " + length);
          assertEquals(0, reading.damages(), "cut at " + length);
        } else {
          assertEquals(0, reading.tornBytes(), "cut at " + length);
          assertEquals(1, damage.size(), "cut at " + length);
          assertEquals(4 - complete, damage.get(0).records(), "cut at " + length);
          assertEquals(length - soundBytes, damage.get(0).bytes(), "cut at " + length);
          assertTrue(reading.end().isPresent());
        }
      }
      Files.write(file, whole);
    }
  }

  @Test
  void aFolderWithAnySegmentIsNotWrittenTo() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.copy(folder.resolve("samples-000001.wet"), other.resolve("samples-000001.wet"));
    IOException refused = assertThrows(IOException.class, () -> create(other, 1 << 20));
    assertTrue(refused.toString().contains("holds a recording already"), refused.toString());
  }

  @Test
  void refusesSegmentsWithoutRoomForBlocks() {
    Path other = folder.resolve("other");
    var refused = assertThrows(IllegalArgumentException.class, () -> create(other, 16_433));
    assertTrue(refused.toString().contains("give it at least 16434"), refused.toString());
    assertFalse(Files.exists(other));
  }

  private static void create(Path into, long segmentBytes) throws IOException {
    Recorder.create(into, Recorded.INFO, SystemTimebase.shared(), segmentBytes, e -> {}).close();
  }

  private Recording.Reading read(List<Entry> entries) throws IOException {
    return Recording.open(folder).read(entries::add);
  }
}
