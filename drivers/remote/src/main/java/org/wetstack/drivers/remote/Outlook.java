package org.wetstack.drivers.remote;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.api.v1.Culture;
import org.wetstack.api.v1.Device;
import org.wetstack.api.v1.Instrument;
import org.wetstack.api.v1.RigState;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.SafeState;

/**
 * How the instruments of a place were when somebody last looked.
 *
 * @param clock of the instrument with the array
 */
record Outlook(Place place, Optional<SafeState> safeState, DeviceClock clock) {

  static final Outlook NONE =
      new Outlook(
          new Place(
              Culture.getDefaultInstance(),
              Map.of(),
              new Place.Spot("", Device.getDefaultInstance()),
              Map.of(),
              Map.of()),
          Optional.empty(),
          new DeviceClock(0, 0, 0, Duration.ofDays(1)));

  /** What was seen between two moments of this host. */
  static Outlook of(Place place, RigState rig, long askedNanos, long answeredNanos) {
    List<Instrument> all = place.of(rig);
    Optional<SafeState> safe =
        all.stream()
            .filter(each -> !each.getSafeState().isEmpty())
            .map(
                each ->
                    new SafeState(
                        SafeState.Cause.valueOf(each.getSafeState()),
                        "instrument " + each.getName()))
            .findFirst();
    Instrument.Clock clock =
        all.stream()
            .filter(each -> each.getName().equals(place.array().instrument()))
            .map(Instrument::getClock)
            .findFirst()
            .orElse(Instrument.Clock.getDefaultInstance());
    long half = (answeredNanos - askedNanos) / 2;
    return new Outlook(
        place,
        safe,
        new DeviceClock(
            askedNanos + half,
            clock.getDeviceMicroseconds(),
            0,
            Duration.ofNanos(half + clock.getUncertaintyNanoseconds())));
  }
}
