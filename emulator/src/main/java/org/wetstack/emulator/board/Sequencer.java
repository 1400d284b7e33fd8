package org.wetstack.emulator.board;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.protocol.v1.ArmStimulus;
import org.wetstack.protocol.v1.DeviceMessage;
import org.wetstack.protocol.v1.HostMessage;
import org.wetstack.protocol.v1.LoadStimulus;
import org.wetstack.protocol.v1.Refused.Reason;
import org.wetstack.protocol.v1.StimulusLoaded;
import org.wetstack.protocol.v1.StimulusStatus;
import org.wetstack.protocol.v1.StimulusStatus.State;
import org.wetstack.protocol.v1.Trigger;
import org.wetstack.protocol.v1.Waveform;

/** Slots, and the trains that are triggered out of them. SPEC.md, section 11. */
final class Sequencer {

  /** A waveform held ready. */
  private static final class Slot {
    Waveform waveform;
    boolean armed;

    Slot(Waveform waveform) {
      this.waveform = waveform;
    }
  }

  private final EmulatedBoard board;
  private final int index;
  private final ArraySpec spec;
  private final ArrayUnit array;
  private final Player player;
  private final Map<Integer, Slot> slots = new HashMap<>();
  private final TrainLedger ledger;

  Sequencer(
      EmulatedBoard board,
      int index,
      ArraySpec spec,
      ArrayUnit array,
      TrainLedger ledger,
      Player player) {
    this.ledger = ledger;
    this.player = player;
    this.board = board;
    this.index = index;
    this.spec = spec;
    this.array = array;
  }

  DeviceMessage.Builder handle(HostMessage message) {
    settle();
    return switch (message.getBodyCase()) {
      case LOAD_STIMULUS -> load(message.getLoadStimulus());
      case ARM_STIMULUS -> arm(message.getArmStimulus());
      case UNLOAD_STIMULUS -> unload(message.getUnloadStimulus().getSlot());
      case TRIGGER -> trigger(message.getTrigger());
      default -> query(message.getQueryStimulus().getOperationId());
    };
  }

  private void requireSlot(int slot) {
    if (slot < 0 || slot >= spec.stimulator().slots()) {
      throw new RefusedException(
          Reason.REASON_OUT_OF_RANGE, "slots are 0 to " + (spec.stimulator().slots() - 1));
    }
  }

  private DeviceMessage.Builder load(LoadStimulus request) {
    Waveforms.checkShape(request.getWaveform());
    requireSlot(request.getSlot());
    Waveforms.check(request.getWaveform(), spec);
    Slot old = slots.get(request.getSlot());
    if ((old != null && old.armed) || ledger.uses(request.getSlot())) {
      throw new RefusedException(Reason.REASON_BUSY, "the slot is armed or plays");
    }
    var slot = new Slot(request.getWaveform());
    slots.put(request.getSlot(), slot);
    return DeviceMessage.newBuilder()
        .setStimulusLoaded(
            StimulusLoaded.newBuilder()
                .setSlot(request.getSlot())
                .setWaveform(slot.waveform)
                .setWaveformCrc(Waveforms.crc(slot.waveform)));
  }

  private DeviceMessage.Builder arm(ArmStimulus request) {
    requireSlot(request.getSlot());
    Slot slot = slots.get(request.getSlot());
    if (slot == null || Waveforms.crc(slot.waveform) != request.getWaveformCrc()) {
      throw new RefusedException(
          Reason.REASON_WAVEFORM_MISMATCH, "the slot does not hold that waveform");
    }
    array.requireHealthy();
    slot.armed = true;
    if (!ledger.anyLive()) {
      // What waits in the chips' buffers need not be written when it is triggered.
      player.load(new Pattern(slot.waveform));
    }
    return Answers.done();
  }

  private DeviceMessage.Builder unload(int slot) {
    requireSlot(slot);
    if (ledger.uses(slot)) {
      throw new RefusedException(Reason.REASON_BUSY, "the slot plays or is scheduled");
    }
    slots.remove(slot);
    return Answers.done();
  }

  /** The answer to a trigger whose operation is known; null if it is new. */
  DeviceMessage.@Nullable Builder known(Trigger trigger) {
    settle();
    Train train = ledger.find(trigger.getOperationId());
    if (train == null) {
      return null;
    }
    if (train.slot != trigger.getSlot() || train.atSample != trigger.getAtSample()) {
      throw new RefusedException(
          Reason.REASON_OPERATION_CONFLICT, "that operation is another trigger");
    }
    return status(train);
  }

  private DeviceMessage.Builder trigger(Trigger trigger) {
    if (trigger.getOperationId() == 0) {
      throw new RefusedException(Reason.REASON_MALFORMED, "operation_id is 0");
    }
    requireSlot(trigger.getSlot());
    Slot slot = slots.get(trigger.getSlot());
    if (slot == null || !slot.armed) {
      throw new RefusedException(
          Reason.REASON_NOT_ARMED, "slot " + trigger.getSlot() + " is not armed");
    }
    array.requireHealthy();
    boolean immediate = trigger.getAtSample() == 0;
    long next = player.earliest(array.sampler().taken(), new Pattern(slot.waveform));
    long first = immediate ? next : trigger.getAtSample();
    if (first < next || first - next > spec.stimulator().maxScheduleSamples()) {
      throw new RefusedException(
          Reason.REASON_MISSED_SAMPLE,
          "now at sample " + array.now() + ", and " + next + " is the earliest for this waveform");
    }
    var train =
        new Train(
            trigger.getOperationId(),
            trigger.getSlot(),
            trigger.getAtSample(),
            first,
            slot.waveform,
            immediate ? State.STATE_RUNNING : State.STATE_SCHEDULED);
    ledger.requireFree(train);
    ledger.add(train);
    if (immediate) {
      // The answer says that the first phase has begun: let it be so before the answer leaves.
      array.sampler().take(train.firstSample + 1);
    } else {
      array.atSample(train.firstSample, this::settle);
    }
    array.atSample(train.endSample(), this::settle);
    return status(train);
  }

  private DeviceMessage.Builder query(long operation) {
    Train train = ledger.find(operation);
    if (train != null) {
      return status(train);
    }
    if (ledger.forgotSomething()) {
      throw new RefusedException(Reason.REASON_OPERATION_TOO_OLD, "the ledger has forgotten some");
    }
    return DeviceMessage.newBuilder()
        .setStimulusStatus(
            StimulusStatus.newBuilder().setOperationId(operation).setState(State.STATE_NEVER_SEEN));
  }

  private static DeviceMessage.Builder status(Train train) {
    return DeviceMessage.newBuilder().setStimulusStatus(train.status());
  }

  /** Brings samples, pulses and trains up to this instant. */
  void settle() {
    array.sampler().take(array.now());
    long reached = array.reached();
    for (Train train : ledger.snapshot()) {
      if (train.state == State.STATE_SCHEDULED && reached >= train.firstSample) {
        train.state = State.STATE_RUNNING;
        board.event(index, status(train));
      }
      if (train.state == State.STATE_RUNNING && reached >= train.endSample()) {
        train.state = State.STATE_COMPLETE;
        board.event(index, status(train));
      }
    }
  }

  /** Ends every train at once, cancels what is scheduled, and disarms. */
  void halt(Unit.Halt why) {
    settle();
    State state =
        switch (why) {
          case STOPPED -> State.STATE_STOPPED;
          case FAULT -> State.STATE_FAULT;
          case HOST_SILENT -> State.STATE_HOST_SILENT;
        };
    endTrains(state, true);
    slots.values().forEach(slot -> slot.armed = false);
  }

  private void endTrains(State state, boolean runningToo) {
    for (Train train : ledger.snapshot()) {
      if (train.live() && (runningToo || train.pulsesBegun == 0)) {
        train.state = state;
        player.cut(array.sampler().taken(), train);
        board.event(index, status(train));
      }
    }
  }

  /** A train that runs goes on; everything else is dropped. */
  void sessionEnded() {
    settle();
    endTrains(State.STATE_STOPPED, false);
    slots.clear();
  }

  void powerLost() {
    slots.clear();
    ledger.clear();
    player.powerLost();
  }

  boolean anythingArmed() {
    return slots.values().stream().anyMatch(slot -> slot.armed) || ledger.anyLive();
  }

  /** Bench: the memory of a slot changes by itself. */
  void corrupt(int slot) {
    Slot held = slots.get(slot);
    if (held != null) {
      held.waveform =
          held.waveform.toBuilder().setRecoveryTicks(held.waveform.getRecoveryTicks() ^ 1).build();
    }
  }
}
