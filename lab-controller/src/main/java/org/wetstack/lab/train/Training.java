package org.wetstack.lab.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.loop.Decision;
import org.wetstack.lab.recording.RecordSink;

/**
 * A plan being carried out in a folder: {@code plan.json}, written before the first trial, and a
 * journal for each culture and arm. Runs of different seeds may go side by side.
 */
public final class Training implements AutoCloseable {

  /**
   * A culture to be trained.
   *
   * @param relives whether it was born with this process, and goes through earlier trials again
   * @param recording of what it does; closed with the subject
   * @param cpuNanos what it has cost the computer so far
   */
  public record Place(
      Subject subject, boolean relives, Optional<RecordSink> recording, LongSupplier cpuNanos) {}

  /** Where cultures come from. */
  public interface Places {
    /**
     * The culture {@code seed} for {@code arm}.
     *
     * @param begun whether an earlier process had it already: a living one is not primed twice
     */
    Place open(long seed, Arm arm, boolean begun) throws IOException;
  }

  private final Plan plan;
  private final Path folder;
  private final FileChannel channel;
  private final String head;

  private Training(Plan plan, Path folder, FileChannel channel) {
    this.plan = plan;
    this.folder = folder;
    this.channel = channel;
    head = plan.digest();
  }

  /**
   * Begins {@code plan} in {@code folder}, or goes on with it if it has been begun there.
   *
   * @throws IllegalArgumentException if another plan has been, or another process is at it
   */
  public static Training open(Plan plan, Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!locked(channel)) {
        throw new IllegalArgumentException(
            folder + " is in use by another process: let it end, or name another with --out");
      }
      write(plan, folder.resolve("plan.json"));
      return new Training(plan, folder, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Held in this very process.
      return false;
    }
  }

  private static void write(Plan plan, Path file) throws IOException {
    if (Files.exists(file)) {
      if (!Files.readString(file).equals(plan.json())) {
        throw new IllegalArgumentException(
            file + " is another plan than this: a plan is not changed; name another --out");
      }
      return;
    }
    Path made = file.resolveSibling("plan.json.new");
    try (FileChannel out =
        FileChannel.open(
            made,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var bytes = StandardCharsets.UTF_8.encode(plan.json());
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The culture {@code seed} in {@code arms}, one after the other; goes on where an earlier process
   * ended. An arm that is whole is read, not run.
   *
   * @param onTrial called after each trial, also of earlier processes; on this thread
   */
  public List<Trained> culture(long seed, List<Arm> arms, Places places, Runnable onTrial) {
    List<Trained> all = new ArrayList<>();
    for (Arm arm : arms) {
      try {
        all.add(run(seed, arm, places, onTrial));
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
    return all;
  }

  private Trained run(long seed, Arm arm, Places places, Runnable onTrial) throws IOException {
    Optional<Trained> done = finished(seed, arm);
    if (done.isPresent()) {
      for (int i = 0; i < plan.course().baseline() + plan.course().trials(); i++) {
        onTrial.run();
      }
      return done.get();
    }
    List<Decision> earned =
        arm == Arm.RANDOM
            ? finished(seed, Arm.REWARD).map(Trained::given).orElse(List.of())
            : List.of();
    try (TrialJournal journal = TrialJournal.open(file(seed, arm), head(seed, arm))) {
      var run = new Run(plan, arm, seed, earned, journal, onTrial);
      Place place = places.open(seed, arm, journal.begun());
      try (Subject subject = place.subject()) {
        Trained trained = run.all(subject, place.relives(), place.recording(), place.cpuNanos());
        Totals.write(totals(seed, arm), trained);
        return trained;
      }
    }
  }

  /** What became of the culture {@code seed} in {@code arm}, if all its trials are over. */
  public Optional<Trained> finished(long seed, Arm arm) throws IOException {
    if (!Files.exists(totals(seed, arm)) || !Files.exists(file(seed, arm))) {
      return Optional.empty();
    }
    try (TrialJournal journal = TrialJournal.open(file(seed, arm), head(seed, arm))) {
      List<TrialLine> lines = journal.earlier();
      if (lines.size() != plan.course().baseline() + plan.course().trials()) {
        return Optional.empty();
      }
      return Optional.of(Totals.read(totals(seed, arm), plan, seed, arm, lines));
    }
  }

  /** The same task asked of a learner in software, in every arm, once per seed. */
  public List<Trained> baseline(List<ArrayLayout.Site> sites, LongSupplier cpuNanos)
      throws IOException {
    List<Trained> all = new ArrayList<>();
    for (long seed = plan.firstSeed(); seed <= plan.lastSeed(); seed++) {
      List<Decision> earned = List.of();
      for (Arm arm : plan.arms()) {
        Trained one = silicon(seed, arm, earned, sites, cpuNanos);
        earned = arm == Arm.REWARD ? one.given() : earned;
        all.add(one);
      }
    }
    return all;
  }

  private Trained silicon(
      long seed,
      Arm arm,
      List<Decision> earned,
      List<ArrayLayout.Site> sites,
      LongSupplier cpuNanos) {
    var run = new Run(plan, arm, seed, earned, null, () -> {});
    try (Subject subject = new Silicon(seed, sites)) {
      return run.all(subject, true, Optional.empty(), cpuNanos);
    }
  }

  private String head(long seed, Arm arm) {
    return "{\"plan\":\"%s\",\"seed\":%d,\"arm\":\"%s\"}".formatted(head, seed, arm);
  }

  private Path file(long seed, Arm arm) {
    return folder.resolve("trials-%d-%s.jsonl".formatted(seed, arm));
  }

  private Path totals(long seed, Arm arm) {
    return folder.resolve("totals-%d-%s.json".formatted(seed, arm));
  }

  /** Lets others at the folder. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
