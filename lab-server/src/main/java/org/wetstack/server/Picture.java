package org.wetstack.server;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Objects;
import org.wetstack.api.v1.Alarm;
import org.wetstack.api.v1.ArrayLayout;
import org.wetstack.api.v1.Culture;
import org.wetstack.api.v1.Device;
import org.wetstack.api.v1.ElectrodeKind;
import org.wetstack.api.v1.Entry;
import org.wetstack.api.v1.Instrument;
import org.wetstack.api.v1.Interlock;
import org.wetstack.api.v1.Limit;
import org.wetstack.api.v1.Reservoir;
import org.wetstack.api.v1.RigState;
import org.wetstack.hal.DeviceClock;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.FlowSensor;
import org.wetstack.hal.Light;
import org.wetstack.hal.Pump;
import org.wetstack.lab.desk.Alarms;
import org.wetstack.lab.desk.LabController;
import org.wetstack.lab.desk.Space;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.ChargeLimits;
import org.wetstack.lab.safety.CultureLimits;
import org.wetstack.lab.safety.DosingEnvelope;
import org.wetstack.lab.safety.ElectrodeProfile;
import org.wetstack.lab.safety.IlluminationEnvelope;
import org.wetstack.lab.safety.Interlocks;
import org.wetstack.lab.supervise.Station;

/** A rig as it travels. */
final class Picture {

  private static final double THOUSANDTHS = 1_000;
  private static final double PER_CENT = 100;

  private Picture() {}

  static RigState rig(LabController controller, String version, long entry) {
    RigSpec spec = controller.rig();
    RigState.Builder state =
        RigState.newBuilder()
            .setName(spec.name())
            .setDescription(spec.description())
            .setVersion(version)
            .setFileHash(spec.sha256())
            .setStopped(controller.desk().stopped().isPresent())
            .setEntry(entry);
    Space space = controller.archive().space();
    state.setDisk(
        RigState.Disk.newBuilder().setFreeBytes(space.free()).setKeepFreeBytes(space.keepFree()));
    for (Station station : controller.stations()) {
      state.addInstruments(instrument(controller, station));
    }
    spec.cultures().values().forEach(culture -> state.addCultures(culture(controller, culture)));
    for (String name : spec.interlocks().keySet()) {
      state.addInterlocks(interlock(controller, name));
    }
    spec.reservoirs()
        .values()
        .forEach(reservoir -> state.addReservoirs(reservoir(controller, reservoir)));
    return state.build();
  }

  static Instrument instrument(LabController controller, Station station) {
    Station.State now = station.state();
    String driver =
        Objects.requireNonNull(controller.rig().instruments().get(station.name())).driver();
    Instrument.Builder picture =
        Instrument.newBuilder()
            .setName(station.name())
            .setDriver(driver)
            .setCondition(
                switch (now.condition()) {
                  case OPENING -> Instrument.Condition.OPENING;
                  case READY -> Instrument.Condition.READY;
                  case LOST, CLOSED -> Instrument.Condition.LOST;
                  case FAULTY -> Instrument.Condition.FAULTY;
                })
            .setReason(now.reason());
    now.instrument()
        .ifPresent(
            session -> {
              var info = session.info();
              picture
                  .setModel(info.model())
                  .setSerialNumber(info.serialNumber())
                  .setFirmwareVersion(info.firmwareVersion())
                  .setBootId(info.bootId())
                  .setVerifiedOnHardware(info.verifiedOnHardware());
              session.abilities().forEach(each -> picture.addAbilities(each.name()));
              session.devices().forEach(each -> picture.addDevices(device(each)));
              session.safeState().ifPresent(state -> picture.setSafeState(state.cause().name()));
              picture.setClock(clock(session.clock(), controller.time().nanoTime()));
            });
    return picture.build();
  }

  private static Instrument.Clock clock(DeviceClock clock, long nowNanos) {
    return Instrument.Clock.newBuilder()
        .setDeviceMicroseconds(clock.deviceMicrosAt(nowNanos))
        .setUncertaintyNanoseconds(clock.uncertainty().toNanos())
        .build();
  }

  private static Device device(org.wetstack.hal.Device device) {
    Device.Builder picture = Device.newBuilder().setName(device.name());
    if (device instanceof ElectrodeArray array) {
      var layout = array.layout();
      ArrayLayout.Builder shape =
          ArrayLayout.newBuilder()
              .setSamplesPerSecond(layout.samplesPerSecond())
              .setNanovoltsPerCount(layout.nanovoltsPerCount())
              .setMaxSamplesPerBlock(layout.maxSamplesPerBlock())
              .setStimulates(array.stimulator().isPresent());
      for (var site : layout.sites()) {
        shape
            .addSitesBuilder()
            .setElectrode(site.electrode())
            .setXMicrometers(site.xMicrometers())
            .setYMicrometers(site.yMicrometers());
      }
      picture.setKind(Device.Kind.ELECTRODE_ARRAY).setLayout(shape);
      array
          .stimulator()
          .ifPresent(stimulator -> picture.setStimulus(Capability.of(stimulator.limits())));
    } else if (device instanceof Pump pump) {
      picture.setKind(Device.Kind.PUMP).setPump(Capability.of(pump.limits()));
    } else if (device instanceof Light light) {
      picture.setKind(Device.Kind.LIGHT).setLight(Capability.of(light.limits()));
    } else if (device instanceof FlowSensor) {
      picture.setKind(Device.Kind.FLOW_SENSOR);
    }
    return picture.build();
  }

  static Culture culture(LabController controller, RigSpec.Culture culture) {
    CultureLimits hard = culture.limits();
    CultureLimits inForce = controller.limits().inForce(culture.name());
    Culture.Builder picture =
        Culture.newBuilder()
            .setName(culture.name())
            .setArray(culture.array().toString())
            .addAllElectrodes(culture.sites())
            .addAllReservoirs(culture.reservoirs())
            .setCells(culture.cells().batch())
            .setMedium(culture.medium())
            .setPlated(Wire.time(culture.plated().atStartOfDay(ZoneOffset.UTC).toInstant()));
    DosingEnvelope.Given given = controller.dosing(culture.name()).given(controller.time().now());
    picture
        .setGivenLastHourNanoliters(given.lastHour())
        .setGivenLastDayNanoliters(given.lastDay())
        .setGivenNanoliters(given.total());
    IlluminationEnvelope.Given lit =
        controller.illumination(culture.name()).given(controller.time().now());
    culture.lights().forEach(light -> picture.addLights(light.toString()));
    picture.setLitLastHourPicojoules(lit.lastHour()).setLitLastDayPicojoules(lit.lastDay());
    for (var limit : org.wetstack.lab.safety.Limit.values()) {
      picture.addLimits(limit(limit, inForce, hard));
    }
    ElectrodeProfile profile = controller.rig().electrodes().get(culture.profile());
    if (profile != null) {
      picture.setElectrodeKind(electrodes(profile, inForce));
    }
    return picture.build();
  }

  private static ElectrodeKind electrodes(ElectrodeProfile profile, CultureLimits inForce) {
    ChargeLimits charge = ChargeLimits.of(profile, inForce.stimulation());
    return ElectrodeKind.newBuilder()
        .setMaterial(profile.material())
        .setDiameterMicrometers(profile.diameterMicrometers())
        .setMostMicrocoulombsPerSquareCentimeter(
            profile.chargeDensity() * profile.deratePercent() / PER_CENT)
        .setMostPhasePicocoulombs(charge.picocoulombs())
        .setBinding(charge.binding().name())
        .build();
  }

  static Limit limit(
      org.wetstack.lab.safety.Limit limit, CultureLimits inForce, CultureLimits hard) {
    return Limit.newBuilder()
        .setName(limit.rule())
        .setValue(limit.of(inForce))
        .setMost(limit.of(hard))
        .setUnit(limit.unit())
        .build();
  }

  static Interlock interlock(LabController controller, String name) {
    long now = controller.time().nanoTime();
    Interlock.Builder picture =
        Interlock.newBuilder()
            .setName(name)
            .setState(
                controller.interlocks().state(name, now) == Interlocks.State.CLOSED
                    ? Interlock.State.CLOSED
                    : Interlock.State.OPEN);
    controller
        .interlocks()
        .latest(name)
        .ifPresent(
            told -> {
              picture.setReading(told.thousandths() / THOUSANDTHS);
              picture.setRead(
                  Wire.time(controller.time().now().minus(Duration.ofNanos(now - told.atNanos()))));
            });
    controller.interlocks().faults(now).stream()
        .filter(fault -> fault.interlock().equals(name))
        .forEach(fault -> picture.setReason(fault.reason()));
    return picture.build();
  }

  private static Reservoir reservoir(
      LabController controller, org.wetstack.lab.safety.Reservoir reservoir) {
    return Reservoir.newBuilder()
        .setName(reservoir.name())
        .setPump(reservoir.pump())
        .setSubstance(reservoir.substance())
        .setNanomolar(reservoir.nanomolar())
        .setVehicle(reservoir.vehicle())
        .setPrepared(Wire.time(reservoir.prepared()))
        .setExpires(Wire.time(reservoir.expires()))
        .setContentNanoliters(reservoir.content().nanoliters())
        .setLeftAtLeastNanoliters(controller.leftAtLeast(reservoir))
        .build();
  }

  static Alarm alarm(Alarms.Raised alarm) {
    return Alarm.newBuilder()
        .setAlarm(alarm.name())
        .setCode(alarm.code())
        .setDetail(alarm.detail())
        .setRaised(Wire.time(alarm.at()))
        .setAcknowledgedBy(alarm.by().orElse(""))
        .build();
  }

  /** What was carried from another journal is left out: a page of these would not fit anywhere. */
  static Entry entry(org.wetstack.lab.journal.Entry entry) {
    Entry.Builder picture =
        Entry.newBuilder()
            .setNumber(entry.number())
            .setAt(Wire.time(entry.at()))
            .setWho(entry.who())
            .setWhat(entry.what())
            .putAllFacts(entry.facts());
    if (entry.what().equals(Kinds.CULTURE_CARRIED)) {
      long lines = entry.fact("entries").lines().count();
      picture.putFacts("entries", lines + " entries, in the files of the journal");
    }
    return picture.build();
  }
}
