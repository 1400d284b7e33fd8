package org.wetstack.lab.desk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.lab.journal.Journal;
import org.wetstack.lab.journal.JournalException;
import org.wetstack.lab.lease.Leases;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.safety.DeadMan;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.supervise.Station;

/**
 * What everything at the desk works with.
 *
 * @param executor where tasks may block
 * @param names of new operations, each made of the words of a wish
 * @param stations by name
 */
record Parts(
    Timebase time,
    Executor executor,
    Journal journal,
    Operations operations,
    Outcomes outcomes,
    Leases leases,
    Interlocks interlocks,
    Latch stop,
    Stops stops,
    DeadMan deadMan,
    Custody custody,
    Function<String, OperationId> names,
    Map<String, Station> stations) {

  /**
   * A name for what {@code request} makes next: {@code wanted}, or one of its own.
   *
   * @throws Refusal if there is one of that name
   */
  OperationId name(Request request, Optional<OperationId> wanted) {
    return operations.fresh(wanted, () -> name(request));
  }

  OperationId name(Request request) {
    return names.apply(operations.wish(request));
  }

  /** The names of what {@code request} has made before; none if it has not come yet. */
  List<String> made(Request request) {
    return operations.made(request.who().name(), request.key(), request.fingerprint());
  }

  /**
   * Parts of the controller that give no sign of life. Of the journal itself is asked: the watch
   * that vouches for it may only be late.
   */
  List<String> unhealthy() {
    List<String> ill = deadMan.unhealthy(time.nanoTime());
    boolean writes = journal.failure().isEmpty();
    return writes ? ill.stream().filter(each -> !each.equals(Vigil.JOURNAL_PART)).toList() : ill;
  }

  /**
   * That {@code culture} is this controller's, and stays.
   *
   * @throws Refusal {@code culture.leaving}, {@code culture.away} or {@code culture.awaited}
   */
  void requireHere(String culture) {
    Custody.State state = custody.of(culture);
    switch (state.place()) {
      case HERE -> {}
      case LEAVING ->
          throw new Refusal(
              "culture.leaving",
              "",
              state.leaving().map(Custody.Leaving::to).orElse(""),
              "culture " + culture + " leaves for another rig: finish that move, or cancel it");
      case AWAY ->
          throw new Refusal(
              "culture.away",
              "",
              state.gone().map(Custody.Gone::to).orElse(""),
              "culture " + culture + " is at another rig: ask there, or move it back");
      case AWAITED ->
          throw new Refusal(
              "culture.awaited",
              "",
              culture,
              "culture " + culture + " has not come yet: move it here from where it is");
    }
  }

  /** Has {@code work} done where it may block, and soon. */
  void later(Runnable work) {
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (JournalException e) {
              // The vigil stops everything. What was to be told is asked for after the next start.
            }
          });
    } catch (RejectedExecutionException e) {
      // The controller is being closed.
    }
  }
}
