package org.wetstack.lab.desk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.rig.RigChange;
import org.wetstack.lab.rig.RigChange.Difference;
import org.wetstack.lab.rig.RigFile;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Refusal;

/**
 * Takes over another version of the rig file while the rig runs: all of it, or nothing. Nothing is
 * admitted meanwhile, and it is in the journal before it holds. Thread-safe.
 */
public final class Reload {

  /** Reads the rig file as it is now. */
  public interface Source {
    RigFile.Version read() throws IOException;
  }

  /** Something that goes by the rig file. */
  public interface Part {
    /**
     * Makes ready for {@code next}.
     *
     * @return puts it in force, and cannot fail
     * @throws IOException if that is not possible; it says why
     */
    Runnable prepare(RigSpec next) throws IOException;
  }

  /** A difference, and the line where it stands in the new file, or where it would. */
  public record Placed(int line, Difference difference) {}

  /**
   * What came of it.
   *
   * @param applied whether the file holds now
   * @param file its SHA-256
   */
  public record Outcome(boolean applied, String file, List<Placed> differences) {

    /** Those that are in the way. */
    public List<Placed> refused() {
      return differences.stream().filter(one -> !one.difference().appliesNow()).toList();
    }
  }

  private static final int MOST_WORDS = 8_000;

  private final Parts parts;
  private final Admission admission;
  private final Consumer<RigSpec> adopt;
  private final List<Part> followers = new CopyOnWriteArrayList<>();
  private RigSpec inForce;
  private volatile @Nullable Source source;

  /**
   * @param adopt puts a rig in force at the desk
   */
  Reload(Parts parts, Admission admission, RigSpec inForce, Consumer<RigSpec> adopt) {
    this.parts = parts;
    this.admission = admission;
    this.inForce = inForce;
    this.adopt = adopt;
  }

  /** From where another version is read. */
  public void from(Source rigFile) {
    source = rigFile;
  }

  /** Has {@code part} go by whatever is taken over. */
  public void follow(Part part) {
    followers.add(part);
  }

  /**
   * Reads the rig file again, and takes it over if all that differs may change while the rig runs.
   *
   * @throws IllegalArgumentException if it describes no rig; it says what is wrong, and where
   * @throws Refusal {@code reload.file} if it, or a file that it names, cannot be used
   */
  public Outcome reload(Request request) {
    Source file = source;
    if (file == null) {
      throw new Refusal("reload.file", "", "", "this controller was not started from a rig file");
    }
    return before(request)
        .orElseGet(
            () -> {
              RigFile.Version next = read(file);
              return admission.alone(
                  () -> before(request).orElseGet(() -> takeOver(request, next)));
            });
  }

  /** What the same wish has come to before. */
  private Optional<Outcome> before(Request request) {
    return parts.made(request).stream().findFirst().map(file -> new Outcome(true, file, List.of()));
  }

  private static RigFile.Version read(Source file) {
    try {
      return file.read();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static Refusal unusable(IOException why) {
    return new Refusal(
        "reload.file", "", why.toString(), "nothing was taken over, as a file is no good: " + why);
  }

  private Outcome takeOver(Request request, RigFile.Version next) {
    String who = request.who().name();
    RigSpec rig = next.rig();
    List<Placed> differences =
        RigChange.between(inForce, rig).differences().stream()
            .map(one -> new Placed(next.line(one.path()), one))
            .toList();
    Outcome outcome = new Outcome(false, rig.sha256(), differences);
    if (!outcome.refused().isEmpty()) {
      admission
          .refusals()
          .note(who, request.verb(), "", "reload.restart", "", words(outcome.refused()));
      return outcome;
    }
    List<Runnable> effects = new ArrayList<>();
    for (Part part : followers) {
      try {
        effects.add(part.prepare(rig));
      } catch (IOException e) {
        throw unusable(e);
      }
    }
    parts
        .journal()
        .append(
            who,
            Kinds.RELOADED,
            request.naming(
                rig.sha256(), Map.of("file", rig.sha256(), "changes", words(differences))));
    effects.forEach(Runnable::run);
    adopt.accept(rig);
    inForce = rig;
    return new Outcome(true, rig.sha256(), differences);
  }

  private static String words(List<Placed> differences) {
    String all =
        differences.stream()
            .map(one -> one.difference().path() + ": " + one.difference().what())
            .collect(Collectors.joining("; "));
    return all.length() <= MOST_WORDS ? all : all.substring(0, MOST_WORDS) + "…";
  }
}
