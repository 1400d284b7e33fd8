package org.wetstack.lab.desk;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.lab.desk.Operation.Kind;

/**
 * Begins what was admitted and is in the journal: doses and flashes in one way, whichever of a
 * stop, a refusal or silence comes between.
 */
final class Beginning {

  private final Parts parts;
  private final Kind kind;

  Beginning(Parts parts, Kind kind) {
    this.parts = parts;
    this.kind = kind;
  }

  /** Withdraws an intent of which nothing was sent. */
  void withdraw(OperationId id, String reason) {
    parts.outcomes().notDone(kind, id, reason);
  }

  /**
   * Has a device begin, unless it was stopped since {@code mark}.
   *
   * @param start asks the device, and returns once it has begun
   * @param stop stops the device
   * @param ask asks the device what became of it, if its answer was not clear
   * @return what was begun; empty if it was not, or nobody knows, which is written down
   */
  <R> Optional<R> begin(
      OperationId id,
      Stops.Mark mark,
      Subject.Spot place,
      Supplier<R> start,
      Runnable stop,
      Runnable ask) {
    if (parts.stops().since(mark)) {
      withdraw(id, "it was stopped before it had begun");
      return Optional.empty();
    }
    R run;
    try {
      run = start.get();
    } catch (IllegalArgumentException e) {
      withdraw(id, String.valueOf(e.getMessage()));
      return Optional.empty();
    } catch (RuntimeException e) {
      if (e instanceof DeviceException known && known.outcome() == Outcome.NOT_DONE) {
        withdraw(id, String.valueOf(e.getMessage()));
      } else {
        stopIfStopped(mark, place, stop);
        parts.outcomes().unknown(kind, id, String.valueOf(e.getMessage()));
        ask.run();
      }
      return Optional.empty();
    }
    stopIfStopped(mark, place, stop);
    return Optional.of(run);
  }

  /** A stop, or the end of the lease, may have come between the admission and the beginning. */
  private void stopIfStopped(Stops.Mark mark, Subject.Spot place, Runnable stop) {
    if (parts.stops().since(mark)) {
      try {
        stop.run();
      } catch (DeviceException e) {
        parts.stops().owe(place.station().name());
      }
    }
  }

  /** Has {@code ended} write down the report once it comes, or writes down that none will. */
  <R> void follow(OperationId id, CompletionStage<R> report, Consumer<R> ended) {
    report.whenComplete(
        (told, failure) ->
            parts.later(
                () -> {
                  if (told != null) {
                    ended.accept(told);
                    return;
                  }
                  DeviceException why =
                      Waiting.failure(
                          failure == null ? new IllegalStateException("nobody said") : failure);
                  parts.outcomes().unknown(kind, id, String.valueOf(why.getMessage()));
                }));
  }
}
