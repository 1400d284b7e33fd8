package org.wetstack.lab.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.wetstack.lab.culture.Exchanges;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.rig.RigSpec;

/**
 * Looks whether medium is to be exchanged: tells people when it is overdue, once for each time it
 * was due, and writes down what a person did not do before the next was due. What pumps do is a
 * task of the schedule, which tells of its own runs.
 */
final class MediumWatch {

  private final LabController controller;

  MediumWatch(LabController controller) {
    this.controller = controller;
  }

  /** May wait for the journal. */
  void look() {
    Instant now = controller.time().now();
    for (RigSpec.Culture culture : controller.rig().cultures().values()) {
      culture
          .exchange()
          .filter(exchange -> controller.medium().isOurs(culture.name()))
          .ifPresent(exchange -> look(culture.name(), exchange, now));
    }
  }

  private void look(String culture, RigSpec.Exchange exchange, Instant now) {
    Exchanges.State state = controller.medium().state(culture).orElseThrow();
    // Before anybody told of one, nobody knows which were done.
    if (exchange.pumps().isEmpty() && state.last().isPresent()) {
      miss(culture, exchange.every(), state, now);
    }
    if (state.overdue()) {
      String detail =
          "the medium of culture "
              + culture
              + " was due at "
              + state.due()
              + " and is not exchanged: "
              + exchange.volume()
              + (exchange.pumps().isEmpty()
                  ? " by hand; tell of it with 'wetstack culture " + culture + " --exchanged'"
                  : " by pump; look at the alarms of the schedule");
      if (!controller.medium().exchanges().isTold(detail)) {
        controller.raise(Exchanges.ALARM, detail);
      }
    }
  }

  private void miss(String culture, Duration every, Exchanges.State state, Instant now) {
    long periods = Math.max(0, Duration.between(state.due(), now).toMillis() / every.toMillis());
    long fresh = periods - controller.medium().exchanges().missedSince(culture);
    if (fresh > 0) {
      controller
          .journal()
          .append(
              Clerk.SCHEDULE.name(),
              Kinds.TASK_MISSED,
              Map.of(
                  "task",
                  RigSpec.Exchange.task(culture),
                  "due",
                  Long.toString(state.due().plus(every.multipliedBy(periods - 1)).toEpochMilli()),
                  "times",
                  Long.toString(fresh),
                  "reason",
                  "nobody told that it was done before the next was due"));
    }
  }
}
