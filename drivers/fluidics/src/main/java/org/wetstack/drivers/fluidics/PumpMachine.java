package org.wetstack.drivers.fluidics;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.Ability;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.PumpLimits;

/**
 * What a family of pumps must be told, as questions on a {@link Seat}. Nothing here blocks. {@link
 * #prepare} and {@link #start} are called one after the other; {@link #read} and {@link #halt} may
 * come between their questions. Futures fail with a {@link org.wetstack.hal.DeviceException}.
 */
public interface PumpMachine {

  /** Which way the plunger goes. */
  enum Direction {
    INFUSE,
    WITHDRAW
  }

  /**
   * The first thing in a session: finds out who answers, and puts the pump into the mode of
   * conversation this driver uses. Neither stops a motion nor touches its counter, so that {@link
   * #read} tells what became of a dose of an earlier session. Fails with PROTOCOL/NOT_DONE if what
   * answers is another instrument.
   */
  CompletableFuture<DeviceInfo> greet();

  /**
   * Known after {@link #greet}.
   *
   * @throws IllegalArgumentException the first time, if options ask for more than this pump can
   */
  PumpLimits limits();

  /** Without REMEMBERS_OPERATIONS: that is the ledger's. */
  Set<Ability> abilities();

  /**
   * Sets everything for {@code dose} and zeroes the counter; moves nothing that reaches the
   * culture, and may be repeated. Reads back what was set; fails with PROTOCOL/NOT_DONE if the pump
   * would do something else, REJECTED/NOT_DONE if it cannot.
   */
  CompletableFuture<Void> prepare(Direction direction, Dose dose);

  /**
   * Starts what was prepared, by one {@link Question#once} or {@link Question#marked}. Fails with
   * outcome NOT_DONE only if it is certain that nothing began.
   */
  CompletableFuture<Void> start(Direction direction, Dose dose);

  /** Asks the pump for its state and counter. Changes nothing; acknowledged alarms are kept. */
  CompletableFuture<Reading> read();

  /** Stops any motion at once, by a {@link Question#urgent}; succeeds also at rest. */
  CompletableFuture<Void> halt();

  /** Clears what {@link Reading#trouble} tells, on the decision of a person. */
  CompletableFuture<Void> clear();

  /** The last thing in a session, at rest: leaves the pump as a person expects it. */
  CompletableFuture<Void> part();

  /** The pump's own clock, of those that have one; empty also before it was heard. */
  default Optional<DeviceClock> clock() {
    return Optional.empty();
  }

  /** How long {@link #prepare} may take, filling a syringe included. */
  default Duration patience() {
    return Duration.ofSeconds(10);
  }
}
