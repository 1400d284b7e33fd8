package org.wetstack.lab.desk;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.wetstack.hal.Device;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.Light;
import org.wetstack.hal.Pump;
import org.wetstack.lab.supervise.Settling;
import org.wetstack.lab.supervise.Station;
import org.wetstack.lab.tap.Tap;

/**
 * Makes a new session what the one before it was: asks for the fate of what was under way, loads
 * the stimuli in force, and starts the streams.
 */
final class Settle implements Settling {

  private final Parts parts;
  private final Collection<Subject> subjects;
  private final Doses doses;
  private final Flashes flashes;
  private final Stimuli stimuli;
  private final Trains trains;
  private final Taps taps;
  private final Archive archive;
  private final Alarms alarms;

  /** Guarded by this: the latest session of each station, until it has ended. */
  private final Map<String, Instrument> sessions = new HashMap<>();

  Settle(
      Parts parts,
      Collection<Subject> subjects,
      Doses doses,
      Flashes flashes,
      Stimuli stimuli,
      Trains trains,
      Taps taps,
      Archive archive,
      Alarms alarms) {
    this.parts = parts;
    this.subjects = subjects;
    this.doses = doses;
    this.flashes = flashes;
    this.stimuli = stimuli;
    this.trains = trains;
    this.taps = taps;
    this.archive = archive;
    this.alarms = alarms;
  }

  @Override
  public void settle(Station station, Instrument instrument, boolean sameBoot) {
    begin(station, instrument);
    // First, so that nothing of a session that ends in here is left standing.
    instrument.ended().whenComplete((end, failure) -> over(station, instrument));
    for (Operation operation : parts.operations().unresolved(station.name())) {
      resolve(operation, instrument, sameBoot);
    }
    for (String array : arrays(station)) {
      ElectrodeArray device = device(instrument, ElectrodeArray.class, deviceOf(array));
      device.stimulator().ifPresent(stimulator -> stimuli.reload(station.name(), stimulator));
      taps.open(array, device, instrument.info());
    }
    for (Subject subject : subjects) {
      subject
          .sources()
          .values()
          .forEach(one -> require(station, instrument, Pump.class, one.pump()));
      subject.lights().forEach(one -> require(station, instrument, Light.class, one));
    }
    instrument.onAlarm(
        alarm ->
            parts.later(
                () ->
                    alarms.raise(
                        parts.journal(),
                        alarm.code(),
                        station.name() + " " + alarm.device() + ": " + alarm.detail())));
    instrument
        .safeState()
        .ifPresent(
            state ->
                alarms.raise(
                    parts.journal(),
                    "safe-state",
                    station.name() + " is in its safe state: " + state));
  }

  @Override
  public void ready(Station station, Instrument instrument) {
    // Whoever stops from now on finds the session; whoever did before, did not.
    boolean owed = parts.stops().settle(station.name());
    if (owed || parts.stop().holds()) {
      String failure = Halt.stop(instrument);
      if (!failure.isEmpty()) {
        parts.stops().owe(station.name());
      }
    }
  }

  private void resolve(Operation operation, Instrument instrument, boolean sameBoot) {
    String name = deviceOf(operation.device());
    try {
      switch (operation.kind()) {
        case DOSE -> doses.resolve(operation.id(), device(instrument, Pump.class, name));
        case FLASH -> flashes.resolve(operation, device(instrument, Light.class, name), sameBoot);
        case TRAIN ->
            device(instrument, ElectrodeArray.class, name)
                .stimulator()
                .ifPresent(stimulator -> trains.resolve(operation.id(), stimulator, sameBoot));
      }
    } catch (IllegalArgumentException noSuchDevice) {
      // It was there when the operation was intended: the rig has been changed since.
      parts
          .outcomes()
          .unknown(operation.kind(), operation.id(), String.valueOf(noSuchDevice.getMessage()));
    }
  }

  /** Whoever tells of the end of the session before may be late: what it held ends here too. */
  private synchronized void begin(Station station, Instrument instrument) {
    forget(station);
    sessions.put(station.name(), instrument);
  }

  private synchronized void over(Station station, Instrument instrument) {
    if (sessions.remove(station.name(), instrument)) {
      forget(station);
    }
  }

  private void forget(Station station) {
    stimuli.lost(station.name());
    for (String array : arrays(station)) {
      Tap tap = taps.find(array);
      taps.close(array);
      if (tap != null) {
        parts.later(() -> archive.ended(tap));
      }
    }
  }

  /** That a device is missing should be known before it is needed. */
  private void require(
      Station station, Instrument instrument, Class<? extends Device> type, Subject.Spot spot) {
    if (!spot.station().name().equals(station.name())) {
      return;
    }
    try {
      device(instrument, type, spot.device());
    } catch (IllegalArgumentException missing) {
      alarms.raise(
          parts.journal(),
          "device",
          "the rig file names " + spot.name() + ", but " + missing.getMessage());
    }
  }

  private Set<String> arrays(Station station) {
    Set<String> names = new LinkedHashSet<>();
    for (Subject subject : subjects) {
      subject
          .array()
          .filter(spot -> spot.station().name().equals(station.name()))
          .ifPresent(spot -> names.add(spot.name()));
    }
    return names;
  }

  private static String deviceOf(String name) {
    return name.indexOf('/') < 0 ? "" : name.substring(name.indexOf('/') + 1);
  }

  private static <D extends Device> D device(Instrument instrument, Class<D> type, String name) {
    return name.isEmpty() ? instrument.device(type) : instrument.device(type, name);
  }
}
