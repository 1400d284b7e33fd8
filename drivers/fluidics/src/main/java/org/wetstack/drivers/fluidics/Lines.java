package org.wetstack.drivers.fluidics;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.spi.LinkProvider;
import org.wetstack.hal.spi.Timebase;

/** The lines that are open in this process, so that instruments on one bus share its one link. */
final class Lines {

  /** A line, in one time: simulations have their own. */
  private record Key(URI endpoint, int time) {}

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static final Map<Key, Line> OPEN = new HashMap<>();

  private Lines() {}

  static Seat take(
      URI endpoint,
      LinkProvider links,
      Timebase time,
      Supplier<Codec> codec,
      String place,
      Question barrier) {
    var key = new Key(endpoint, System.identityHashCode(time));
    LOCK.lock();
    try {
      OPEN.values().removeIf(Line::over);
      Line known = OPEN.get(key);
      if (known != null) {
        return join(known, codec, endpoint, place, barrier);
      }
      var line = new Line(time, codec.get());
      var seat = new Seat(line, place, barrier);
      line.take(seat);
      line.open(endpoint, links);
      OPEN.put(key, line);
      return seat;
    } finally {
      LOCK.unlock();
    }
  }

  private static Seat join(
      Line line, Supplier<Codec> codec, URI endpoint, String place, Question barrier) {
    if (!codec.get().getClass().equals(line.codec().getClass())) {
      throw refused(endpoint + " is open already, with instruments of another protocol");
    }
    var seat = new Seat(line, place, barrier);
    if (!line.take(seat)) {
      throw refused(place + " on " + endpoint + " is open already; close it first");
    }
    return seat;
  }

  private static DeviceException refused(String why) {
    return new DeviceException(Reason.REJECTED, Outcome.NOT_DONE, why);
  }
}
