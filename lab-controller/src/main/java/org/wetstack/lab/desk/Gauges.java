package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Supplier;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Sensor;
import org.wetstack.lab.rig.DeviceName;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.safety.Refusal;
import org.wetstack.lab.supervise.Station;

/**
 * Reads what interlocks watch from the instruments that measure it, each at most once at a time. A
 * reading that does not come makes its interlock stale; nothing is made up. Tells people when a
 * reading leaves the range in which all is well.
 */
final class Gauges {

  private static final Duration SELDOM = Duration.ofSeconds(1);
  private static final double NANOLITERS_PER_MICROLITER = 1_000;

  private final class Gauge {
    private final String interlock;
    private final DeviceName device;
    private final Station station;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean begun;
    private long lastNanos;

    Gauge(RigSpec.Interlock spec, DeviceName device) {
      this.interlock = spec.name();
      this.device = device;
      this.station = Objects.requireNonNull(parts.stations().get(device.instrument()));
    }

    private void look(long now) {
      // Four times before it is stale, so that one lost answer changes nothing.
      long everyNanos = Math.min(SELDOM.toNanos(), staleNanos(interlock) / 4);
      if ((begun && now - lastNanos < everyNanos) || !reading.compareAndSet(false, true)) {
        return;
      }
      begun = true;
      lastNanos = now;
      try {
        parts.executor().execute(this::read);
      } catch (RejectedExecutionException e) {
        // The controller is being closed.
        reading.set(false);
      }
    }

    private void read() {
      try {
        Instrument session = station.instrument();
        // From before the question: an answer that took long is as old as that.
        long asked = parts.time().nanoTime();
        double value = value(session);
        parts.interlocks().read(interlock, OfTheFile.thousandths(value), asked);
        recorded.accept(interlock, value);
      } catch (Refusal e) {
        // It has no session yet: once it has, nobody should wait for the first reading.
        begun = false;
      } catch (DeviceException e) {
        // The station tells of its instrument, and the interlock becomes stale.
      } catch (IllegalArgumentException e) {
        parts.later(() -> tell(String.valueOf(e.getMessage())));
      } finally {
        reading.set(false);
      }
    }

    private double value(Instrument session) {
      Device found =
          device.device().isPresent()
              ? session.device(Device.class, device.device().get())
              : session.device(Sensor.class);
      if (found instanceof Sensor sensor) {
        return sensor.read().value();
      }
      if (found instanceof FlowSensor flow) {
        return flow.read().nanolitersPerMinute() / NANOLITERS_PER_MICROLITER;
      }
      throw new IllegalArgumentException(found.name() + " measures nothing");
    }

    private void tell(String why) {
      alarms.raise(
          parts.journal(),
          "interlock-unread",
          "interlock " + interlock + " cannot be read from " + device + ": " + why);
    }
  }

  private final Parts parts;
  private final Alarms alarms;
  private final ObjDoubleConsumer<String> recorded;
  private final List<Gauge> gauges = new ArrayList<>();
  private final Supplier<Map<String, RigSpec.Interlock>> inForce;
  private TreeSet<String> warned = new TreeSet<>();
  private TreeSet<String> told = new TreeSet<>();
  private final long startNanos;

  /**
   * @param inForce those of the rig file as it is now: a reload may make them stale sooner
   * @param recorded told of each reading, by the name of its interlock
   */
  Gauges(
      Parts parts,
      Supplier<Map<String, RigSpec.Interlock>> inForce,
      Alarms alarms,
      ObjDoubleConsumer<String> recorded) {
    this.parts = parts;
    this.alarms = alarms;
    this.recorded = recorded;
    this.startNanos = parts.time().nanoTime();
    this.inForce = inForce;
    for (RigSpec.Interlock interlock : inForce.get().values()) {
      Optional<DeviceName> device = interlock.reads();
      device.ifPresent(name -> gauges.add(new Gauge(interlock, name)));
    }
  }

  /** On the watch's thread, every time it comes round. Does not wait for an instrument. */
  void look() {
    long now = parts.time().nanoTime();
    gauges.forEach(gauge -> gauge.look(now));
    var warnings = new TreeSet<String>();
    for (Interlocks.Fault one : parts.interlocks().warnings(now)) {
      warnings.add(one.interlock());
      // One that is stale is a fault, and told of as such.
      if (one.state() == Interlocks.State.CLOSED && !warned.contains(one.interlock())) {
        alarms.raise(parts.journal(), "interlock-warning", one.interlock() + ": " + one.reason());
      }
    }
    warned = warnings;
  }

  /** Tells of each interlock that is not closed once, until it is. */
  void tellFaults() {
    long now = parts.time().nanoTime();
    var all = new TreeSet<String>();
    for (Interlocks.Fault fault : parts.interlocks().faults(now)) {
      String name = fault.interlock();
      if (!isAwaited(name, now)) {
        all.add(name);
        if (!told.contains(name)) {
          alarms.raise(parts.journal(), "interlock", name + ": " + fault.reason());
        }
      }
    }
    told = all;
  }

  /** Whether it has not been read yet, and the controller has only just begun. */
  private boolean isAwaited(String name, long now) {
    return now - startNanos <= staleNanos(name)
        && parts.interlocks().latest(name).isEmpty()
        && parts.interlocks().state(name, now) == Interlocks.State.STALE;
  }

  private long staleNanos(String interlock) {
    RigSpec.Interlock spec = inForce.get().get(interlock);
    return spec == null ? 0 : spec.stale().toNanos();
  }
}
