package org.wetstack.lab.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Instrument.Subscription;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.recording.LiveSink;
import org.wetstack.lab.recording.Recorder;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.tap.Tap;

/** Begins and ends recordings, each in a folder of its own. Thread-safe. */
public final class Archive {

  static final int MOST_RUNNING = 16;

  /** Ended ones that are remembered. */
  static final int MOST_OVER = 1_000;

  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  /**
   * A recording.
   *
   * @param missed samples that could not be kept; of one whose controller was killed, only its
   *     files tell
   */
  public record Kept(
      String name, String culture, String title, Instant started, boolean running, long missed) {

    Kept over(long missedInAll) {
      return new Kept(name, culture, title, started, false, missedInAll);
    }
  }

  private static final class Running {
    final Kept kept;
    final Tap tap;
    final Recorder recorder;
    final Subscription copy;

    Running(Kept kept, Tap tap, Recorder recorder, Subscription copy) {
      this.kept = kept;
      this.tap = tap;
      this.recorder = recorder;
      this.copy = copy;
    }
  }

  private final Parts parts;
  private final Path folder;
  private final Alarms alarms;
  private final Supplier<Space> space;
  private final BiConsumer<String, Recorder> begun;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Map<String, Running> running = new LinkedHashMap<>();
  private final Map<String, Kept> over = new LinkedHashMap<>();
  private volatile @Nullable LiveSink also;
  private final EarlierRecordings earlier = new EarlierRecordings();

  /**
   * @param begun told of the culture and its recorder when a recording has begun
   */
  Archive(
      Parts parts,
      Path folder,
      Alarms alarms,
      Supplier<Space> space,
      BiConsumer<String, Recorder> begun) {
    this.parts = parts;
    this.folder = folder;
    this.alarms = alarms;
    this.space = space;
    this.begun = begun;
  }

  /** Has each recording from now on also written by {@code sink}, into the folder {@code live}. */
  public void also(LiveSink sink) {
    also = sink;
  }

  /** What is left of the disk. */
  public Space space() {
    return space.get();
  }

  /** Ends what is recorded, whole as it is, if the disk is short. Does not wait for it. */
  void lookAtDisk() {
    if (looking.compareAndSet(false, true)) {
      parts.later(
          () -> {
            try {
              endIfShort();
            } finally {
              looking.set(false);
            }
          });
    }
  }

  private synchronized void endIfShort() {
    if (running.isEmpty()) {
      return;
    }
    Space now = space.get();
    if (now.isShort()) {
      List<String> names = List.copyOf(running.keySet());
      names.forEach(name -> stop("controller", name));
      alarms.raise(
          parts.journal(), "disk", "the disk is short: recordings " + names + " ended; " + now);
    }
  }

  /** Learns from the journal of recordings before this controller. */
  EarlierRecordings earlier() {
    return earlier;
  }

  /** Those that a controller before this one was recording when it died have ended with it. */
  synchronized void resume() {
    for (Kept one : earlier.take()) {
      if (one.running()) {
        parts
            .journal()
            .append(
                "controller",
                Kinds.RECORDING_ENDED,
                Map.of("recording", one.name(), "reason", "its controller ended"));
      }
      over.put(one.name(), one.over(one.missed()));
    }
  }

  /** Begins a recording of the array that {@code culture} lies on. */
  synchronized Kept start(
      Request request, String culture, Tap tap, String title, boolean withPast) {
    if (running.size() >= MOST_RUNNING) {
      throw new Refusal(
          "busy.recordings",
          Integer.toString(MOST_RUNNING),
          "",
          MOST_RUNNING + " recordings are running: stop one of them first");
    }
    Space room = space.get();
    if (room.isShort()) {
      throw new Refusal(
          "disk.full",
          room.keepFree() + " bytes",
          room.free() + " bytes",
          "no recording begins, as the disk is short: "
              + room
              + "; move old recordings elsewhere, for nothing is deleted by itself");
    }
    Instant now = parts.time().now();
    String name = NAME.format(now) + "-" + culture;
    parts
        .journal()
        .append(
            request.who().name(),
            Kinds.RECORDING_STARTED,
            request.facts(name, Map.of("recording", name, "culture", culture, "title", title)));
    Kept kept = new Kept(name, culture, title, now, true, 0);
    try {
      running.put(name, begin(kept, tap, withPast));
    } catch (IOException e) {
      neverBegan(kept);
      throw new UncheckedIOException("the recording could not be begun: " + e.getMessage(), e);
    } catch (Tap.OverException e) {
      neverBegan(kept);
      throw new Refusal(
          "instrument.not-ready", "", culture, "its stream has ended just now: try again");
    }
    if (tap.isOver()) {
      // Whoever looks for what it ended may have looked before this was there.
      parts.later(() -> ended(tap));
    }
    return kept;
  }

  private Running begin(Kept kept, Tap tap, boolean withPast) throws IOException {
    String name = kept.name();
    Recorder recorder =
        tap.record(folder.resolve(name), kept.title(), withPast, failure -> failed(name, failure));
    try {
      begun.accept(kept.culture(), recorder);
      return new Running(kept, tap, recorder, copy(name, tap, kept.title()));
    } catch (RuntimeException e) {
      tap.finish(recorder);
      throw e;
    }
  }

  private void neverBegan(Kept one) {
    parts
        .journal()
        .append(
            "controller", Kinds.RECORDING_ENDED, Map.of("recording", one.name(), "missed", "0"));
    isOver(one.over(0));
  }

  private void isOver(Kept kept) {
    over.put(kept.name(), kept);
    if (over.size() > MOST_OVER) {
      over.remove(over.keySet().iterator().next());
    }
  }

  private Subscription copy(String name, Tap tap, String title) {
    @Nullable LiveSink sink = also;
    return sink == null
        ? () -> {}
        : tap.copy(
            sink,
            folder.resolveSibling("live").resolve(name + sink.suffix()),
            title,
            failure ->
                parts.later(
                    () ->
                        alarms.raise(
                            parts.journal(),
                            "live",
                            "the live copy of recording "
                                + name
                                + " broke off, and the recording goes on: "
                                + failure.getMessage())));
  }

  /**
   * Ends a recording.
   *
   * @throws Refusal {@code unknown.recording} if it is not running
   */
  public synchronized Kept stop(String who, String name) {
    Running one = running.remove(name);
    if (one == null) {
      Kept before = over.get(name);
      if (before == null) {
        throw new Refusal("unknown.recording", "", name, "there is no recording '" + name + "'");
      }
      return before;
    }
    one.copy.close();
    try {
      one.tap.finish(one.recorder);
    } catch (IOException e) {
      failed(name, e);
    }
    // Only now nothing more is lost.
    long missed = one.recorder.lostSamples();
    Kept kept = one.kept.over(missed);
    isOver(kept);
    parts
        .journal()
        .append(
            who, Kinds.RECORDING_ENDED, Map.of("recording", name, "missed", Long.toString(missed)));
    return kept;
  }

  /** What {@code name} is now. */
  synchronized Kept find(String name) {
    return list().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal("unknown.recording", "", name, "there is no recording '" + name + "'"));
  }

  /** Those that are known, in the order in which they were begun. */
  public synchronized List<Kept> list() {
    List<Kept> all = new ArrayList<>(over.values());
    for (Running one : running.values()) {
      all.add(
          new Kept(
              one.kept.name(),
              one.kept.culture(),
              one.kept.title(),
              one.kept.started(),
              true,
              one.recorder.lostSamples()));
    }
    all.sort(java.util.Comparator.comparing(Kept::started));
    return all;
  }

  /** Ends all that are running. */
  synchronized void close() {
    for (String name : List.copyOf(running.keySet())) {
      stop("controller", name);
    }
  }

  /** The stream of {@code tap} is over: so is what was recorded of it. */
  synchronized void ended(Tap tap) {
    List<String> names =
        running.values().stream()
            .filter(one -> one.tap == tap)
            .map(one -> one.kept.name())
            .toList();
    for (String name : names) {
      stop("controller", name);
      alarms.raise(
          parts.journal(), "recording", "recording " + name + " ended: its array was lost");
    }
  }

  private void failed(String name, IOException failure) {
    alarms.raise(
        parts.journal(), "disk", "recording " + name + " broke off: " + failure.getMessage());
  }
}
