package org.wetstack.drivers.intanrhx;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.ElectrodeArray;
import org.wetstack.hal.ImpedanceMeter;
import org.wetstack.hal.Instrument;
import org.wetstack.hal.SampleHandler;
import org.wetstack.hal.Stimulator;

/** The recorded channels of RHX in one band. The run goes on whether or not it is recorded. */
final class RhxArray implements ElectrodeArray, Session.Part {

  private final Session session;
  private final Band band;
  private final ArrayLayout layout;
  private final @Nullable RhxStimulator stimulator;
  private final Optional<ImpedanceMeter> impedanceMeter;
  private final AtomicReference<@Nullable Recording> recording = new AtomicReference<>();

  RhxArray(
      Session session,
      Band band,
      ArrayLayout layout,
      @Nullable RhxStimulator stimulator,
      Optional<ImpedanceMeter> impedanceMeter) {
    this.session = session;
    this.band = band;
    this.layout = layout;
    this.stimulator = stimulator;
    this.impedanceMeter = impedanceMeter;
  }

  @Override
  public String name() {
    return band.deviceName();
  }

  @Override
  public ArrayLayout layout() {
    return layout;
  }

  @Override
  public Optional<Stimulator> stimulator() {
    return Optional.ofNullable(stimulator);
  }

  /** Present with option {@code folder}, on each band: they share their electrodes. */
  @Override
  public Optional<ImpedanceMeter> impedanceMeter() {
    return impedanceMeter;
  }

  @Override
  public Instrument.Subscription record(int samplesPerBlock, SampleHandler handler) {
    if (samplesPerBlock < 1 || samplesPerBlock > layout.maxSamplesPerBlock()) {
      throw new IllegalArgumentException(
          samplesPerBlock
              + " samples per block; this array sends 1 to "
              + layout.maxSamplesPerBlock());
    }
    session.requireOpen();
    Recording fresh = session.waveforms().recording(band, samplesPerBlock, handler, this::failed);
    if (!recording.compareAndSet(null, fresh)) {
      throw new IllegalStateException(
          "array '" + name() + "' is already being recorded; close that recording first");
    }
    session.waveforms().store().add(fresh);
    if (!session.open() && recording.compareAndSet(fresh, null)) {
      session.waveforms().store().remove(fresh);
      throw Session.lost();
    }
    return () -> close(fresh);
  }

  private void failed(Recording which, DeviceException failure) {
    end(which, Optional.of(failure));
  }

  private void close(Recording which) {
    end(which, Optional.empty());
  }

  private void end(Recording which, Optional<DeviceException> reason) {
    if (recording.compareAndSet(which, null)) {
      session.waveforms().store().remove(which);
      which.end(reason);
    }
  }

  @Override
  public void onEnd(DeviceException told) {
    Recording current = recording.get();
    if (current != null) {
      end(current, Optional.of(told));
    }
  }
}
