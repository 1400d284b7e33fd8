package org.wetstack.drivers.remote;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.wetstack.api.v1.ClearInstrumentRequest;
import org.wetstack.api.v1.Entry;
import org.wetstack.api.v1.GetRigRequest;
import org.wetstack.api.v1.RigEvent;
import org.wetstack.api.v1.RigState;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Alarm;
import org.wetstack.hal.Device;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.LinkHealth;
import org.wetstack.hal.SafeState;

/** A culture with its array and its pumps; the pumps are called as their reservoirs. */
final class RemoteInstrument implements Instrument {

  private static final String ALARM = "alarm.raised";
  private static final String CLEARED = "instrument.cleared";
  private static final String LOST = "instrument.lost";

  private final Session session;
  private final Place place;
  private final DeviceInfo info;
  private final Set<Ability> abilities;
  private final List<Device> devices;
  private final List<Consumer<Alarm>> listeners = new CopyOnWriteArrayList<>();

  RemoteInstrument(Session session, Place place, RigState rig) {
    this.session = session;
    this.place = place;
    this.info = info(place, rig);
    this.abilities = abilities(place, rig);
    this.devices = devices(session, place);
    session.atEvent(this::hear);
  }

  private static DeviceInfo info(Place place, RigState rig) {
    var all = place.of(rig);
    long boots = 0;
    boolean known = true;
    for (var each : all) {
      boots = boots * 31 + each.getBootId();
      known &= each.getBootId() != 0;
    }
    return new DeviceInfo(
        "culture " + place.culture().getName() + " of rig " + rig.getName(),
        all.stream()
            .map(org.wetstack.api.v1.Instrument::getSerialNumber)
            .collect(Collectors.joining("+")),
        rig.getVersion(),
        known ? boots : 0,
        all.stream().allMatch(org.wetstack.api.v1.Instrument::getVerifiedOnHardware));
  }

  /**
   * The controller remembers operations for all its instruments. When its host falls silent it
   * stops what ran, and is in no safe state for that: the instruments have not lost their host.
   */
  private static Set<Ability> abilities(Place place, RigState rig) {
    Set<Ability> all = EnumSet.of(Ability.REMEMBERS_OPERATIONS);
    var instruments = place.of(rig);
    if (instruments.stream()
        .allMatch(each -> each.getAbilitiesList().contains(Ability.TELLS_ITS_BOOTS.name()))) {
      all.add(Ability.TELLS_ITS_BOOTS);
    }
    instruments.stream()
        .filter(each -> each.getName().equals(place.array().instrument()))
        .filter(each -> each.getAbilitiesList().contains(Ability.SCHEDULES_STIMULI.name()))
        .forEach(each -> all.add(Ability.SCHEDULES_STIMULI));
    return Set.copyOf(all);
  }

  private static List<Device> devices(Session session, Place place) {
    List<Device> devices = new ArrayList<>();
    try {
      devices.add(new RemoteArray(session, place));
      place
          .pumps()
          .forEach((name, spot) -> devices.add(new RemotePump(session, place, name, spot)));
      place
          .lights()
          .forEach((path, spot) -> devices.add(new RemoteLight(session, place, path, spot)));
    } catch (IllegalArgumentException e) {
      throw new DeviceException(
          Reason.REJECTED,
          Outcome.NOT_DONE,
          "the limits of culture "
              + place.culture().getName()
              + " leave nothing: "
              + e.getMessage(),
          e);
    }
    return List.copyOf(devices);
  }

  private void hear(RigEvent event) {
    Entry entry = event.getEntry();
    if (entry.getWhat().equals(CLEARED)) {
      session.disarmed();
    }
    if (entry.getWhat().equals(LOST)
        && place.instruments().containsKey(entry.getFactsOrDefault("instrument", ""))) {
      session.lost(
          new DeviceException(
              Reason.LINK_LOST,
              Outcome.UNKNOWN,
              "instrument "
                  + entry.getFactsOrDefault("instrument", "")
                  + " was lost: "
                  + entry.getFactsOrDefault("reason", "")));
    }
    if (!entry.getWhat().equals(ALARM)) {
      return;
    }
    String detail = entry.getFactsOrDefault("detail", "");
    String code = entry.getFactsOrDefault("code", "");
    // Whether it went safe is asked for first, so that whoever hears of an alarm finds it so.
    var unused =
        session
            .look()
            .whenComplete(
                (rig, failure) -> {
                  var alarm =
                      new Alarm(place.deviceOf(detail), code, detail, safeState().isPresent());
                  listeners.forEach(listener -> listener.accept(alarm));
                });
  }

  @Override
  public DeviceInfo info() {
    return info;
  }

  @Override
  public Set<Ability> abilities() {
    return abilities;
  }

  @Override
  public List<Device> devices() {
    return devices;
  }

  @Override
  public CompletionStage<Optional<DeviceException>> ended() {
    return session.ended().minimalCompletionStage();
  }

  @Override
  public Optional<SafeState> safeState() {
    return session.outlook().safeState();
  }

  @Override
  public void clearSafeState() {
    for (String instrument : place.instruments().keySet()) {
      session.ask(
          true,
          () ->
              session
                  .api()
                  .rig()
                  .clearInstrument(
                      ClearInstrumentRequest.newBuilder()
                          .setInstrument(instrument)
                          .setKey(UUID.randomUUID().toString())
                          .build()));
    }
    long from = session.time().nanoTime();
    RigState rig =
        session.ask(false, () -> session.api().rig().getRig(GetRigRequest.getDefaultInstance()));
    session.see(rig, from);
  }

  @Override
  public Subscription onAlarm(Consumer<Alarm> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public DeviceClock clock() {
    return session.outlook().clock();
  }

  @Override
  public LinkHealth health() {
    return new LinkHealth(session.roundTrip(), session.answers(), 0, 0, 0);
  }

  @Override
  public void close() {
    session.close();
  }
}
