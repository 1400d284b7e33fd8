package org.wetstack.lab.desk;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.Pump;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.spi.Timebase;
import org.wetstack.hal.spi.Waiting;
import org.wetstack.lab.supervise.Station;

/**
 * Stops every output of every instrument, all instruments at once and each within a bound. It waits
 * for nobody: no lease, no lock and no disk stands before it.
 */
final class Halt {

  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Timebase time;

  /** Has a thread for each instrument at any time; nothing else runs there. */
  private final Executor executor;

  private final Stops stops;

  Halt(Timebase time, Executor executor, Stops stops) {
    this.time = time;
    this.executor = executor;
    this.stops = stops;
  }

  /** Begins to stop all of {@code stations}; does not wait. */
  List<CompletableFuture<Desk.Stopped>> begin(Collection<Station> stations) {
    long from = time.nanoTime();
    return stations.stream().map(station -> begin(station, from)).collect(Collectors.toList());
  }

  private CompletableFuture<Desk.Stopped> begin(Station station, long from) {
    try {
      return CompletableFuture.supplyAsync(() -> stop(station, from), executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(
          new Desk.Stopped(station.name(), Duration.ZERO, "the controller is being closed"));
    }
  }

  /** What came of it, waiting for at most two seconds. */
  List<Desk.Stopped> outcome(
      Collection<Station> stations, List<CompletableFuture<Desk.Stopped>> begun) {
    var names = stations.stream().map(Station::name).iterator();
    long until = time.nanoTime() + LIMIT.toNanos();
    return begun.stream().map(one -> outcome(names.next(), one, until)).toList();
  }

  private Desk.Stopped outcome(String name, CompletableFuture<Desk.Stopped> one, long until) {
    Duration left = Duration.ofNanos(Math.max(0, until - time.nanoTime()));
    try {
      return Waiting.await(time, one, left, "instrument " + name + " has not answered");
    } catch (DeviceException e) {
      return new Desk.Stopped(name, LIMIT, String.valueOf(e.getMessage()));
    }
  }

  private Desk.Stopped stop(Station station, long from) {
    var session = station.state().instrument();
    String failure =
        session
            .map(Halt::stop)
            .orElse("there is no session: what the instrument does without its host, it does");
    if (!failure.isEmpty()) {
      stops.owe(station.name());
    }
    return new Desk.Stopped(station.name(), Duration.ofNanos(time.nanoTime() - from), failure);
  }

  /** Stops all its devices, whichever of them fail; says which. */
  static String stop(Instrument instrument) {
    return instrument.devices().stream()
        .map(Halt::stop)
        .filter(failure -> !failure.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String stop(Device device) {
    try {
      if (device instanceof Pump pump) {
        pump.stop();
      } else if (device instanceof ElectrodeArray array) {
        array.stimulator().ifPresent(Stimulator::stop);
      } else if (device instanceof Light light) {
        light.stop();
      }
      return "";
    } catch (RuntimeException e) {
      // Whatever it is, the others have to be stopped.
      return device.name() + ": " + e.getMessage();
    }
  }
}
