package org.wetstack.hal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One open session with one physical instrument, and the devices it carries.
 *
 * <p>An instrument is obtained open, is used until it is closed or lost, and is then discarded: it
 * never reconnects. To reconnect, open a new one and compare {@link DeviceInfo#bootId()}. All
 * methods may be called from any thread.
 */
public interface Instrument extends AutoCloseable {

  DeviceInfo info();

  /** What this instrument does by itself to keep mishaps harmless. */
  Set<Ability> abilities();

  /** Every device on this instrument, in the instrument's own order. */
  List<Device> devices();

  /**
   * The only device of {@code type}.
   *
   * @throws IllegalArgumentException if there is none or more than one; the message names them.
   */
  default <D extends Device> D device(Class<D> type) {
    return Instruments.only(this, type);
  }

  /**
   * The device of {@code type} called {@code name}.
   *
   * @throws IllegalArgumentException if there is none; the message names those there are.
   */
  default <D extends Device> D device(Class<D> type, String name) {
    return Instruments.named(this, type, name);
  }

  /**
   * Completes once, when this session has ended: with an empty value after {@link #close}, with the
   * reason after a loss. From then on every call throws {@link DeviceException}.
   */
  CompletionStage<Optional<DeviceException>> ended();

  /** Why the instrument has put itself into its safe state; empty while it has not. */
  Optional<SafeState> safeState();

  /**
   * Leaves the safe state, on the decision of a person. Starts nothing: doses stay ended and
   * stimuli stay disarmed.
   *
   * @throws DeviceException if the cause is still there, or the instrument did not answer.
   */
  void clearSafeState();

  /**
   * Calls {@code listener} on the link's thread for each alarm from now on, until the handle is
   * closed. The listener must return quickly.
   */
  Subscription onAlarm(Consumer<Alarm> listener);

  /**
   * From now on the instrument hears that its host is alive only while {@code well} says so;
   * without this it hears so for as long as the program runs, even if whatever decides in it has
   * hung. After too long a silence the instrument goes to its safe state and this session ends, as
   * it does when the host dies.
   *
   * <p>{@code well} is asked on the timer's thread before each sign of life; it must return at
   * once, and an exception is a no. The latest one counts.
   *
   * @return false, and nothing changed, for an instrument that cannot be kept waiting: it lacks
   *     {@link Ability#STOPS_WHEN_HOST_IS_SILENT}, or its driver speaks to it for another reason.
   *     Whoever needs a dead-man then has to stop it themselves.
   */
  default boolean renewWhile(BooleanSupplier well) {
    return false;
  }

  /** How the instrument's clock relates to {@code Timebase.nanoTime()} of this host. */
  DeviceClock clock();

  LinkHealth health();

  /** Stops everything on the instrument and ends the session. Idempotent; returns within 2 s. */
  @Override
  void close();

  /** Something that goes on until it is closed. Closing is idempotent. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
