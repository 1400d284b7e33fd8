package org.wetstack.drivers.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wetstack.api.v1.Device;
import org.wetstack.api.v1.DoseState;
import org.wetstack.api.v1.FlashState;
import org.wetstack.api.v1.Progress;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.Dose;
import org.wetstack.hal.DoseReport;
import org.wetstack.hal.Flash;
import org.wetstack.hal.FlashReport;
import org.wetstack.hal.LightLimits;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.units.Current;
import org.wetstack.hal.units.Energy;
import org.wetstack.hal.units.FlowRate;
import org.wetstack.hal.units.Power;
import org.wetstack.hal.units.Volume;

/** Between what travels and what the HAL has. */
final class Shapes {

  /** What the controller calls an end that a person has told. */
  private static final String SETTLED = "SETTLED";

  private static final long MOST_NANOJOULES = Long.MAX_VALUE / 1_000;

  private Shapes() {}

  static Dose dose(DoseState state) {
    return new Dose(
        Volume.nanoliters(state.getNanoliters()),
        FlowRate.nanolitersPerMinute(state.getNanolitersPerMinute()));
  }

  /** What is told of a dose that was done, or is. */
  static DoseReport report(OperationId operation, DoseState state) {
    return new DoseReport(
        operation,
        dose(state),
        new Delivered(
            Volume.nanoliters(state.getDeliveredAtLeastNanoliters()),
            Volume.nanoliters(state.getDeliveredAtMostNanoliters())),
        state.getProgress() == Progress.ENDED ? end(state.getEnd()) : DoseReport.End.NOT_YET);
  }

  /** Something had gone wrong, or nobody would have had to tell. */
  private static DoseReport.End end(String name) {
    return name.equals(SETTLED) ? DoseReport.End.FAULT : DoseReport.End.valueOf(name);
  }

  static Flash flash(FlashState state) {
    return new Flash(
        Power.microwatts(state.getMicrowatts()),
        Duration.ofNanos(Math.multiplyExact(state.getMicroseconds(), 1_000L)));
  }

  static FlashReport report(OperationId operation, FlashState state) {
    boolean over = state.getProgress() == Progress.ENDED;
    return new FlashReport(
        operation,
        flash(state),
        Duration.ofNanos(Math.multiplyExact(state.getLitAtLeastMicroseconds(), 1_000L)),
        over ? FlashReport.End.valueOf(state.getEnd()) : FlashReport.End.NOT_YET);
  }

  /** What a light takes, where the culture may not have less. */
  static LightLimits limits(org.wetstack.api.v1.LightLimits light, Map<String, Long> culture) {
    long energy =
        Math.min(
            light.getMostPicojoules(),
            Math.multiplyExact(
                Math.min(culture.getOrDefault("flash.energy", 0L), MOST_NANOJOULES), 1_000L));
    return new LightLimits(
        light.getWavelengthNanometers(),
        Power.microwatts(least(light.getMostMicrowatts(), culture, "flash.power")),
        Power.microwatts(light.getStepMicrowatts()),
        Duration.ofNanos(Math.multiplyExact(light.getMostMicroseconds(), 1_000L)),
        Energy.picojoules(energy));
  }

  /** What a pump takes, where the culture may not have less. */
  static PumpLimits limits(org.wetstack.api.v1.PumpLimits pump, Map<String, Long> culture) {
    return new PumpLimits(
        Volume.nanoliters(pump.getStepNanoliters()),
        Volume.nanoliters(least(pump.getMostNanoliters(), culture, "dose.volume")),
        Volume.nanoliters(least(pump.getMostNanolitersPerHour(), culture, "dose.hour")),
        FlowRate.nanolitersPerMinute(pump.getLeastNanolitersPerMinute()),
        FlowRate.nanolitersPerMinute(
            least(pump.getMostNanolitersPerMinute(), culture, "dose.rate")),
        FlowRate.nanolitersPerMinute(pump.getStepNanolitersPerMinute()),
        Volume.nanoliters(pump.getToleranceNanoliters()));
  }

  /** What a stimulator plays, where the culture may not have less. */
  static StimulusLimits limits(
      org.wetstack.api.v1.StimulusLimits stimulator, Map<String, Long> culture) {
    return new StimulusLimits(
        (int) least(stimulator.getElectrodes(), culture, "stimulus.electrodes"),
        Current.nanoamps((int) least(stimulator.getMostNanoamps(), culture, "stimulus.current")),
        Current.nanoamps(stimulator.getStepNanoamps()),
        least(stimulator.getMostPhasePicocoulombs(), culture, "stimulus.charge"),
        stimulator.getTicksPerSecond(),
        (int) least(stimulator.getMostPulsesPerSecond(), culture, "stimulus.rate"),
        (int) least(stimulator.getMostPulses(), culture, "stimulus.pulses"),
        stimulator.getSlots());
  }

  private static long least(long device, Map<String, Long> culture, String limit) {
    return Math.min(device, culture.getOrDefault(limit, Long.MAX_VALUE));
  }

  /** The part of an array on which the culture lies. */
  static ArrayLayout layout(Device array, List<Integer> electrodes) {
    org.wetstack.api.v1.ArrayLayout whole = array.getLayout();
    List<ArrayLayout.Site> sites = new ArrayList<>();
    for (var site : whole.getSitesList()) {
      if (electrodes.contains(site.getElectrode())) {
        sites.add(
            new ArrayLayout.Site(
                site.getElectrode(), site.getXMicrometers(), site.getYMicrometers()));
      }
    }
    return new ArrayLayout(
        whole.getSamplesPerSecond(),
        whole.getNanovoltsPerCount(),
        whole.getMaxSamplesPerBlock(),
        sites);
  }

  static org.wetstack.api.v1.Stimulus stimulus(Stimulus wanted) {
    var message =
        org.wetstack.api.v1.Stimulus.newBuilder()
            .addAllElectrodes(wanted.electrodes())
            .setInterphaseNanoseconds(wanted.interphaseDelay().toNanos())
            .setPulses(wanted.pulses())
            .setPeriodNanoseconds(wanted.period().toNanos())
            .setSettleNanoseconds(wanted.amplifierSettle().toNanos())
            .setRecoveryNanoseconds(wanted.chargeRecovery().toNanos());
    for (Stimulus.Phase phase : wanted.phases()) {
      message
          .addPhasesBuilder()
          .setNanoamps(phase.amplitude().nanoamps())
          .setNanoseconds(phase.length().toNanos());
    }
    return message.build();
  }

  static AppliedStimulus applied(org.wetstack.api.v1.AppliedStimulus applied) {
    return new AppliedStimulus(
        applied.getElectrodesList(),
        applied.getPhasesList().stream()
            .map(
                phase ->
                    new AppliedStimulus.Phase(
                        Current.nanoamps(phase.getNanoamps()), phase.getTicks()))
            .toList(),
        applied.getInterphaseTicks(),
        applied.getPulses(),
        applied.getPeriodTicks(),
        applied.getSettleTicks(),
        applied.getRecoveryTicks(),
        applied.getTicksPerSecond());
  }
}
