package org.wetstack.lab.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.culture.Ear;
import org.wetstack.lab.culture.Exchanges;
import org.wetstack.lab.culture.Observation;
import org.wetstack.lab.desk.Archive;
import org.wetstack.lab.desk.Desk;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.LeaseDesk;
import org.wetstack.lab.desk.Operation;
import org.wetstack.lab.desk.Request;
import org.wetstack.lab.desk.Taps;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.lease.Lease;
import org.wetstack.lab.rig.Action;
import org.wetstack.lab.rig.RigSpec.Task;
import org.wetstack.lab.safety.Refusal;

/** Carries out one run of a task, as an operator would: with a lease, and within all limits. */
final class Clerk {

  /** Whose name stands in the journal. */
  static final Principal SCHEDULE =
      new Principal("schedule", EnumSet.of(Role.OPERATOR), "the rig file", Instant.MAX);

  private static final Duration MARGIN = Duration.ofMinutes(2);
  private static final Duration LAST_ANSWERS = Duration.ofMillis(500);

  private final LabController controller;
  private final Timebase time;

  Clerk(LabController controller) {
    this.controller = controller;
    this.time = controller.time();
  }

  /**
   * Does it, and returns when it is over: what came of it, for people.
   *
   * @throws Refusal if it was not admitted, or somebody else works with the culture
   */
  String run(Task task, Instant due) throws InterruptedException {
    Action action = task.action();
    String resource = "culture:" + action.culture();
    String key = task.name() + "@" + due.toEpochMilli();
    LeaseDesk.Turn turn =
        controller
            .leaseDesk()
            .acquire(
                new Request(SCHEDULE, "AcquireLease", 0, key + ":lease", key),
                resource,
                "scheduled: " + task.name(),
                length(action).plus(MARGIN));
    Lease lease =
        turn.lease()
            .orElseThrow(
                () -> {
                  controller.leases().leave(resource, SCHEDULE.name());
                  return new Refusal(
                      "schedule.busy", "", resource, "somebody else works with " + resource);
                });
    try {
      return run(action, key, lease);
    } finally {
      controller.leaseDesk().release(SCHEDULE, resource, lease.epoch());
    }
  }

  private String run(Action action, String key, Lease lease) throws InterruptedException {
    if (action instanceof Action.Dose dose) {
      Operation given =
          controller
              .desk()
              .give(
                  request("Dose", lease, key),
                  dose.culture(),
                  dose.reservoir(),
                  new org.wetstack.hal.Dose(dose.volume(), dose.rate()));
      return told(await(given, lease));
    }
    if (action instanceof Action.Exchange exchange) {
      return exchange(exchange, key, lease);
    }
    if (action instanceof Action.Recording recording) {
      Archive.Kept kept =
          controller
              .desk()
              .record(request("StartRecording", lease, key), recording.culture(), key, false);
      stay(recording.length(), lease);
      controller.archive().stop(SCHEDULE.name(), kept.name());
      return "recorded as " + kept.name();
    }
    if (action instanceof Action.Observation observation) {
      return observe(observation, key, lease);
    }
    return told(await(pulse((Action.Pulses) action, key, lease), lease));
  }

  /** Out first: a well that is full must not run over. */
  private String exchange(Action.Exchange exchange, String key, Lease lease)
      throws InterruptedException {
    Operation out = give(exchange, exchange.out(), key + ":out", lease);
    if (!isComplete(out)) {
      throw new Refusal(
          "exchange.out",
          "",
          exchange.culture(),
          "nothing was put in, as it is not known that all was taken out: " + told(out));
    }
    try {
      // What the limits ask for between two doses.
      stay(controller.limits().dosing(exchange.culture()).pause().plusSeconds(1), lease);
      Operation in = give(exchange, exchange.in(), key + ":in", lease);
      if (!isComplete(in)) {
        throw new Refusal("exchange.in", "", exchange.culture(), told(in));
      }
    } catch (Refusal | DeviceException | IllegalArgumentException e) {
      String why =
          "culture "
              + exchange.culture()
              + " may be short of "
              + exchange.volume()
              + " of medium: it was taken out, and this much was not put in: "
              + e.getMessage();
      controller.raise(Exchanges.ALARM, why);
      throw new Refusal("exchange.in", "", exchange.culture(), why);
    }
    controller
        .journal()
        .append(
            SCHEDULE.name(),
            Kinds.MEDIUM_EXCHANGED,
            Map.of(
                "culture",
                exchange.culture(),
                "nanoliters",
                Long.toString(exchange.volume().nanoliters()),
                "by",
                "pump"));
    return "exchanged " + exchange.volume();
  }

  private Operation give(Action.Exchange exchange, String reservoir, String key, Lease lease)
      throws InterruptedException {
    return await(
        controller
            .desk()
            .give(
                request("Dose", lease, key),
                exchange.culture(),
                reservoir,
                new org.wetstack.hal.Dose(exchange.volume(), exchange.rate())),
        lease);
  }

  private static boolean isComplete(Operation operation) {
    return operation.end().equals(DoseReport.End.COMPLETE.name());
  }

  /** Fires a train, and stays until it is over. */
  private Operation pulse(Action.Pulses pulses, String key, Lease lease)
      throws InterruptedException {
    Desk.Loaded loaded =
        controller
            .desk()
            .load(request("LoadStimulus", lease, key), pulses.culture(), pulses.stimulus());
    Operation fired =
        controller
            .desk()
            .fire(
                request("Trigger", lease, key + ":fire"),
                pulses.culture(),
                loaded.name(),
                OptionalLong.empty());
    stay(pulses.length(), lease);
    return fired;
  }

  private String observe(Action.Observation observation, String key, Lease lease)
      throws InterruptedException {
    String culture = observation.culture();
    Taps.Stream stream = controller.desk().stream(culture);
    var ear =
        new Ear(
            stream.tap().layout(), controller.desk().electrodes(culture), observation.probing());
    long first = -1;
    Instant began = time.now();
    try (var listening = stream.spikes().listen(ear)) {
      stay(observation.length(), lease);
      if (observation.probe().isPresent()) {
        ear.probe();
        Operation fired = pulse(observation.probe().get(), key, lease);
        Operation over = controller.desk().operation(fired.id(), pause());
        if (over.sample() < 0) {
          return "not observed: the probe is " + over.progress() + ": " + over.reason();
        }
        first = over.sample();
        // The last answers are still to come.
        stay(LAST_ANSWERS, lease);
      }
    }
    Observation seen =
        ear.observation(
            began,
            first,
            observation.probe().map(Action.Pulses::pulses).orElse(0),
            observation.probe().map(Action.Pulses::period).orElse(Duration.ZERO));
    controller.lives().observed(culture, seen);
    return String.format(
        Locale.ROOT,
        "%.1f spikes/s, %d of %d electrodes active",
        seen.spikesPerSecond(),
        seen.active(),
        seen.electrodes());
  }

  /** Waits until nothing more is to be told of {@code operation}, staying the holder. */
  private Operation await(Operation operation, Lease lease) throws InterruptedException {
    Operation now = operation;
    Instant last = lease.until();
    while (now.unresolved() && time.now().isBefore(last)) {
      now = controller.desk().operation(operation.id(), pause());
      controller.leaseDesk().renew(SCHEDULE, lease.resource(), lease.epoch());
    }
    return now;
  }

  private static String told(Operation now) {
    return now.progress() + (now.reason().isEmpty() ? " " + now.end() : ": " + now.reason());
  }

  private void stay(Duration length, Lease lease) throws InterruptedException {
    long until = time.nanoTime() + length.toNanos();
    while (time.nanoTime() < until) {
      long left = Math.min(until - time.nanoTime(), pause().toNanos());
      try {
        time.await(new CompletableFuture<Void>(), Duration.ofNanos(Math.max(1, left)));
      } catch (TimeoutException e) {
        controller.leaseDesk().renew(SCHEDULE, lease.resource(), lease.epoch());
      }
    }
  }

  private Duration pause() {
    return controller.rig().leases().silence().dividedBy(4);
  }

  private static Request request(String verb, Lease lease, String key) {
    return new Request(SCHEDULE, verb, lease.epoch(), key, key);
  }

  private Duration length(Action action) {
    if (action instanceof Action.Recording recording) {
      return recording.length();
    }
    if (action instanceof Action.Pulses pulses) {
      return pulses.length();
    }
    if (action instanceof Action.Observation observation) {
      return observation.whole();
    }
    if (action instanceof Action.Exchange exchange) {
      return flow(exchange.volume(), exchange.rate())
          .multipliedBy(2)
          .plus(controller.limits().dosing(exchange.culture()).pause());
    }
    Action.Dose dose = (Action.Dose) action;
    return flow(dose.volume(), dose.rate());
  }

  private static Duration flow(Volume volume, FlowRate rate) {
    long perMinute = Math.max(1, rate.nanolitersPerMinute());
    return Duration.ofSeconds(volume.nanoliters() * 60 / perMinute + 1);
  }
}
