package org.wetstack.drivers.intanrhx;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.SafeState;

/**
 * A host that runs Intan RHX 3.x, with an electrode array for each band that was asked for. It runs
 * from open to close, so that stimuli can be triggered without a recording. Sample handlers, alarm
 * listeners and completions run on a link's thread or the timer's; blocking calls from there are
 * refused with {@link IllegalStateException}.
 *
 * <p>RHX has no dead-man. {@link #close} and every end that leaves the command link alive stop it;
 * but when this host dies, or its network, RHX runs on and plays a train to its end.
 *
 * <p>Alarms: {@code compliance} (a stimulator could not deliver its current), {@code samples-lost},
 * {@code foreign-stimulus} (current that this session did not ask for; until it is over, triggers
 * and uploads are refused), {@code not-stopped} (the session has ended, and RHX may run on). RHX
 * has no safe state.
 */
public final class RhxInstrument implements Instrument {

  private static final Duration CALL_LIMIT = Duration.ofSeconds(6);
  private static final Duration MEASURE_LIMIT = Duration.ofSeconds(60);
  private static final Duration FILE_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Session session;
  private final DeviceInfo info;
  private final List<Device> devices;
  private final FrameLayout layout;
  private final RhxOptions options;
  private final @Nullable RhxStimulator stimulator;

  RhxInstrument(
      Session session,
      DeviceInfo info,
      List<RhxArray> arrays,
      FrameLayout layout,
      RhxOptions options,
      @Nullable RhxStimulator stimulator) {
    this.session = session;
    this.info = info;
    this.devices = List.copyOf(arrays);
    this.layout = layout;
    this.options = options;
    this.stimulator = stimulator;
  }

  Session session() {
    return session;
  }

  @Override
  public DeviceInfo info() {
    return info;
  }

  /** None: RHX has no dead-man, no boot ids, no ledger and no schedule. */
  @Override
  public Set<Ability> abilities() {
    return Set.of();
  }

  @Override
  public List<Device> devices() {
    return devices;
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return session.ended().minimalCompletionStage();
  }

  /** Always empty: RHX has no safe state. */
  @Override
  public Optional<SafeState> safeState() {
    return Optional.empty();
  }

  /** There is nothing to clear; RHX is only asked whether it is there. */
  @Override
  public void clearSafeState() {
    session.requireBlocking();
    Reply ignored = session.await(session.conversation().ask(Message.of()), CALL_LIMIT);
  }

  @Override
  public Subscription onAlarm(Consumer<Alarm> listener) {
    Runnable forget = session.callbacks().onAlarm(listener);
    return forget::run;
  }

  /** The sample counter in microseconds; its uncertainty is the latency of RHX, about 50 ms. */
  @Override
  public DeviceClock clock() {
    DeviceClock clock = session.waveforms().clock().estimate();
    if (clock == null) {
      throw new DeviceException(
          Reason.TIMEOUT, Outcome.NOT_DONE, "no samples have come since the run began");
    }
    return clock;
  }

  /** Frames are replies and RHX blocks; missed events are gaps in the samples. */
  @Override
  public LinkHealth health() {
    Conversation conversation = session.conversation();
    return new LinkHealth(
        conversation.roundTrip(),
        conversation.replies() + session.waveforms().blocks(),
        conversation.strays(),
        0,
        session.waveforms().gaps());
  }

  /**
   * Measures the impedance of every recorded electrode. Stops the run meanwhile, for some seconds:
   * samples are missing, and triggers are refused. Needs the option {@code folder}.
   *
   * @throws IllegalStateException without that option, or from a callback
   * @throws DeviceException REJECTED/NOT_DONE if a stimulus is under way or the folder cannot be
   *     read, TIMEOUT if RHX did not write its file
   */
  public List<Impedance> measureImpedances() {
    Path folder =
        options
            .folder()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "RHX tells impedances in a file only: open it with folder=… , a folder"
                            + " that both hosts reach"));
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
                + options.remoteFolder()
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
                    Command.set("impedancefilename.path", options.remoteFolder()),
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

  @Override
  public void close() {
    session.close();
  }
}
