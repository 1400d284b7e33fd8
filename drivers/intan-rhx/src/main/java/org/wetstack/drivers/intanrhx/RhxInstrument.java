package org.wetstack.drivers.intanrhx;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
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

  private final Session session;
  private final DeviceInfo info;
  private final List<Device> devices;

  RhxInstrument(Session session, DeviceInfo info, List<RhxArray> arrays) {
    this.session = session;
    this.info = info;
    this.devices = List.copyOf(arrays);
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

  @Override
  public void close() {
    session.close();
  }
}
