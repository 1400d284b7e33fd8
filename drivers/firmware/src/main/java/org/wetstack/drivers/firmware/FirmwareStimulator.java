package org.wetstack.drivers.firmware;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.LoadedStimulus;
import org.wetstack.hal.OperationId;
import org.wetstack.hal.Receipt;
import org.wetstack.hal.Stimulator;
import org.wetstack.hal.Stimulus;
import org.wetstack.hal.StimulusLimits;
import org.wetstack.hal.units.Current;
import org.wetstack.protocol.v1.ArmStimulus;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.LoadStimulus;
import org.wetstack.protocol.v1.StimulatorDescription;
import org.wetstack.protocol.v1.StimulusLoaded;
import org.wetstack.protocol.v1.UnloadStimulus;
import org.wetstack.protocol.v1.Waveform;

/** The stimulating half of an array: its slots, what is loaded, verified and armed in them. */
final class FirmwareStimulator implements Stimulator {

  private final FirmwareBoard board;
  private final int index;
  private final StimulusLimits limits;
  private final Triggers triggers;
  private final BitSet slotsInUse = new BitSet();

  FirmwareStimulator(
      FirmwareBoard board, int index, StimulatorDescription description, int samplesPerSecond) {
    this.board = board;
    this.index = index;
    this.limits = limits(description);
    long furthestSeconds =
        Integer.toUnsignedLong(description.getMaxScheduleSamples()) / samplesPerSecond;
    this.triggers = new Triggers(board, index, Duration.ofSeconds(furthestSeconds + 5));
  }

  private static StimulusLimits limits(StimulatorDescription description) {
    try {
      return new StimulusLimits(
          description.getMaxElectrodes(),
          Current.nanoamps(description.getMaxAmplitudeNanoamps()),
          Current.nanoamps(description.getStepNanoamps()),
          Integer.toUnsignedLong(description.getMaxPhasePicocoulombs()),
          description.getTicksPerSecond(),
          description.getMaxPulsesPerSecond(),
          description.getMaxPulses(),
          description.getSlots());
    } catch (IllegalArgumentException e) {
      throw FirmwareBoard.protocol("a stimulator states limits that make no sense: " + e);
    }
  }

  @Override
  public StimulusLimits limits() {
    return limits;
  }

  @Override
  public LoadedStimulus load(Stimulus stimulus) {
    AppliedStimulus applied = limits.quantise(stimulus);
    int slot = takeSlot();
    try {
      Waveform wanted = Waveforms.of(applied);
      int crc = Waveforms.crc(wanted);
      upload(slot, wanted, crc);
      arm(slot, crc);
      return new FirmwareStimulus(this, slot, applied, crc);
    } catch (RuntimeException e) {
      abandon(slot);
      throw e;
    }
  }

  private int takeSlot() {
    synchronized (slotsInUse) {
      int slot = slotsInUse.nextClearBit(0);
      if (slot >= limits.slots()) {
        throw new IllegalStateException(
            "all " + limits.slots() + " stimulus slots are in use: close one first");
      }
      slotsInUse.set(slot);
      return slot;
    }
  }

  void freeSlot(int slot) {
    synchronized (slotsInUse) {
      slotsInUse.clear(slot);
    }
  }

  private void upload(int slot, Waveform wanted, int crc) {
    StimulusLoaded loaded =
        board
            .session()
            .call(
                board
                    .soon(index)
                    .setLoadStimulus(LoadStimulus.newBuilder().setSlot(slot).setWaveform(wanted)),
                Request.Kind.NORMAL)
            .getStimulusLoaded();
    if (loaded.getSlot() != slot
        || !loaded.getWaveform().equals(wanted)
        || loaded.getWaveformCrc() != crc) {
      throw FirmwareBoard.protocol(
          "the device holds another waveform than it was given; it was not armed. Given "
              + wanted
              + "held "
              + loaded.getWaveform());
    }
  }

  void arm(int slot, int crc) {
    board
        .session()
        .call(
            board
                .soon(index)
                .setArmStimulus(ArmStimulus.newBuilder().setSlot(slot).setWaveformCrc(crc)),
            Request.Kind.NORMAL);
  }

  /** Gives a slot back, unless the device may still hold something in it. */
  void abandon(int slot) {
    var unused = unload(slot).thenRun(() -> freeSlot(slot));
  }

  CompletableFuture<DeviceMessage> unload(int slot) {
    return board
        .session()
        .ask(
            HostMessage.newBuilder()
                .setDevice(index)
                .setUnloadStimulus(UnloadStimulus.newBuilder().setSlot(slot)),
            Request.Kind.NORMAL);
  }

  Session session() {
    return board.session();
  }

  Triggers triggers() {
    return triggers;
  }

  @Override
  public Optional<Receipt> receipt(OperationId operation) {
    return triggers.receipt(operation);
  }

  @Override
  public void stop() {
    board.stop(index);
  }
}
