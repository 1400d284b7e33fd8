package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.Light;
import org.wetstack.hal.OperationId;
import org.wetstack.lab.desk.Operation.Kind;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/** Flashes lights as was admitted, and writes down what became of it. */
final class Flashes {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Parts parts;
  private final Beginning beginning;

  /** Of these no light can say any more that it was not lit. */
  private final Set<OperationId> beforeABoot = ConcurrentHashMap.newKeySet();

  Flashes(Parts parts) {
    this.parts = parts;
    beginning = new Beginning(parts, Kind.FLASH);
  }

  /** A flash that is in the journal and not yet asked for. */
  record Intended(OperationId id, Subject.Spot place, Light light, Flash flash, Stops.Mark mark) {}

  /**
   * Looks at the limits, and writes the intent down. Holds the lock of the admission.
   *
   * @throws Refusal if a limit is against it
   */
  Intended intend(Request request, Subject subject, Desk.Step.Shine asked, Stops.Mark mark) {
    Subject.Spot place = subject.light(asked.light());
    Light light = place.light();
    Flash flash = light.limits().quantise(asked.flash());
    subject.illumination().admit(flash, parts.time().now());
    OperationId id = parts.name(request, asked.name());
    parts
        .journal()
        .append(
            request.who().name(),
            Kinds.FLASH_INTENDED,
            request.facts(
                id.toString(),
                Map.of(
                    "operation", id.toString(),
                    "culture", subject.name(),
                    "light", place.name(),
                    "microwatts", Long.toString(flash.power().microwatts()),
                    "micros", Long.toString(flash.duration().toNanos() / 1_000),
                    "picojoules", Long.toString(flash.energy().picojoules()))));
    return new Intended(id, place, light, flash, mark);
  }

  /** Withdraws an intent of which nothing was sent. */
  void withdraw(Intended intended, String reason) {
    beginning.withdraw(intended.id(), reason);
  }

  /** Has the light lit; what becomes of it is written down as it happens. */
  void begin(Intended intended) {
    OperationId id = intended.id();
    Light light = intended.light();
    beginning
        .begin(
            id,
            intended.mark(),
            intended.place(),
            () -> light.flash(id, intended.flash()),
            light::stop,
            () -> parts.operations().find(id).ifPresent(flash -> resolve(flash, light, true)))
        .ifPresent(
            run -> {
              parts.outcomes().flashBegun(id, run.applied().energy());
              beginning.follow(id, run.report(), parts.outcomes()::flashEnded);
            });
  }

  /**
   * Asks {@code light} what became of a flash.
   *
   * @param sameBoot whether it has had power ever since: without it, it forgets what it has done
   */
  void resolve(Operation flash, Light light, boolean sameBoot) {
    OperationId id = flash.id();
    if (!sameBoot) {
      beforeABoot.add(id);
    }
    Optional<FlashReport> report;
    try {
      report = light.report(id);
    } catch (DeviceException e) {
      parts.outcomes().unknown(Kind.FLASH, id, String.valueOf(e.getMessage()));
      return;
    }
    if (report.isEmpty() && (flash.begun() || beforeABoot.contains(id))) {
      parts
          .outcomes()
          .unknown(Kind.FLASH, id, "the light may have been restarted since, and forgotten it");
    } else if (report.isEmpty()) {
      parts.outcomes().notDone(Kind.FLASH, id, "the light was never lit for it");
    } else if (report.get().end() == FlashReport.End.NOT_YET) {
      parts.time().after(LOOK_AGAIN, () -> parts.later(() -> resolve(flash, light, true)));
    } else {
      parts.outcomes().flashEnded(report.get());
    }
  }
}
