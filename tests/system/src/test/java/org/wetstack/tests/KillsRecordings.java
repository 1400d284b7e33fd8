package org.wetstack.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/**
 * Compares the recordings of a rig whose parts were killed with what the journal and clients say.
 */
final class KillsRecordings {

  private final KilledRig rig;
  private final KillsClient client;
  private final List<KillsChecker.Line> journal;
  private final List<String> wrong;

  /** What is wrong is added to {@code wrong}. */
  KillsRecordings(
      KilledRig rig, KillsClient client, List<KillsChecker.Line> journal, List<String> wrong) {
    this.rig = rig;
    this.client = client;
    this.journal = journal;
    this.wrong = wrong;
  }

  /** Each can be read; what was closed is whole; what was killed has all but the latest. */
  void check() throws IOException {
    Path folder = rig.data().resolve("recordings");
    for (KillsChecker.Line line : journal) {
      if (line.what().equals("recording.started")) {
        String name = line.facts().get("recording");
        boolean told =
            client.told.stream()
                .anyMatch(
                    each ->
                        each.field("running").equals("true")
                            && each.field("recording").equals(name));
        // One that was killed before it was told of need not have begun.
        if (told || Files.exists(folder.resolve(name).resolve("recording.json"))) {
          recording(line, folder.resolve(name));
        }
      }
    }
  }

  private void recording(KillsChecker.Line started, Path folder) throws IOException {
    String name = started.facts().getOrDefault("recording", "");
    List<Entry> entries = new ArrayList<>();
    Recording.Reading reading = Recording.open(folder).read(entries::add);
    if (reading.damages() > 0 || reading.missingSegments() > 0) {
      wrong.add("recording " + name + " is damaged: " + reading);
    }
    boolean ended =
        journal.stream()
            .anyMatch(
                line ->
                    line.what().equals("recording.ended")
                        && name.equals(line.facts().get("recording")));
    if (ended && !reading.whole() && !killedBefore(started, reading)) {
      wrong.add("recording " + name + " was told as ended, and is not whole: " + reading);
    }
    Instant from = Recording.open(folder).info().startedAt();
    rig.absences.stream()
        .filter(one -> one.part() == KilledRig.Part.DAEMON && one.killed().isAfter(started.at()))
        .findFirst()
        .filter(one -> !reading.whole())
        .ifPresent(
            one -> {
              long nanos = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).nanos();
              Duration lost = Duration.between(from.plusNanos(nanos), one.killed());
              // The queue of a recording, if the disk stood still meanwhile.
              if (lost.toMillis() > 5_000) {
                wrong.add("recording " + name + " has lost " + lost + " before " + one);
              }
            });
  }

  /** Whether it was a later controller that wrote down its end. */
  private boolean killedBefore(KillsChecker.Line started, Recording.Reading reading) {
    return reading.end().isEmpty()
        && rig.absences.stream()
            .anyMatch(
                one -> one.part() == KilledRig.Part.DAEMON && one.killed().isAfter(started.at()));
  }
}
