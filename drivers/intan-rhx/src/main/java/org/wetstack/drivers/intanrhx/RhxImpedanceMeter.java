package org.wetstack.drivers.intanrhx;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.Impedance;
import org.wetstack.hal.ImpedanceMeter;

/**
 * Has RHX measure impedances, which it tells by a file only. Stops the run meanwhile, for some
 * seconds: samples are missing, and triggers are refused.
 */
final class RhxImpedanceMeter implements ImpedanceMeter {

  private static final Duration CALL_LIMIT = Duration.ofSeconds(6);
  private static final Duration MEASURE_LIMIT = Duration.ofSeconds(60);
  private static final Duration FILE_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Session session;
  private final FrameLayout layout;
  private final Path folder;
  private final String remoteFolder;
  private final @Nullable RhxStimulator stimulator;

  /**
   * @param folder where the file is to be read
   * @param remoteFolder the same, as RHX names it
   */
  RhxImpedanceMeter(
      Session session,
      FrameLayout layout,
      Path folder,
      String remoteFolder,
      @Nullable RhxStimulator stimulator) {
    this.session = session;
    this.layout = layout;
    this.folder = folder;
    this.remoteFolder = remoteFolder;
    this.stimulator = stimulator;
  }

  @Override
  public List<Impedance> measure() {
    session.requireBlocking();
    var file = new ImpedanceFile(folder);
    session.await(session.turns().take(() -> measure(file)), MEASURE_LIMIT.plus(CALL_LIMIT));
    long deadline = session.time().nanoTime() + FILE_LIMIT.toNanos();
    while (true) {
      Optional<List<Impedance>> found = file.read(layout.channels());
      if (found.isPresent()) {
        return found.get();
      }
      if (session.time().nanoTime() - deadline > 0) {
        throw new DeviceException(
            Reason.TIMEOUT,
            Outcome.UNKNOWN,
            "RHX has written no impedances to "
                + remoteFolder
                + " that could be read in "
                + folder
                + ": is it the same folder, and may RHX write there?");
      }
      session.await(Run.pause(session.time(), POLL), CALL_LIMIT);
    }
  }

  /** In a turn. */
  private CompletableFuture<Void> measure(ImpedanceFile file) {
    if (stimulator != null && stimulator.triggers().busy()) {
      return CompletableFuture.failedFuture(
          new DeviceException(
              Reason.REJECTED, Outcome.NOT_DONE, "a stimulus is under way: wait, or stop it"));
    }
    List<Message> save =
        new ArrayList<>(
            List.of(
                Message.of(
                        Command.execute("measureimpedance"),
                        Command.get("impedanceshavebeenmeasured"))
                    .within(MEASURE_LIMIT),
                Message.of(
                    Command.set("impedancefilename.path", remoteFolder),
                    Command.set("impedancefilename.basefilename", file.baseName()),
                    Command.execute("saveimpedance"),
                    Command.get("impedancefilename.basefilename"))));
    return session
        .run()
        .halt()
        .thenCompose(halted -> Run.pause(session.time(), Run.REST))
        .thenCompose(rested -> Programming.askAll(save, session.conversation()::ask))
        .handle((replies, failure) -> failure)
        .thenCompose(
            failure ->
                session
                    .run()
                    .begin()
                    .thenCompose(
                        begun ->
                            failure == null
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.failedFuture(failure)));
  }
}
