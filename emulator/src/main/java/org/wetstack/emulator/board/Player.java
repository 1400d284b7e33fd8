package org.wetstack.emulator.board;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.headstage.Headstages;
import org.wetstack.protocol.v1.Alarm;
import org.wetstack.protocol.v1.DeviceMessage;

/**
 * Plays the trains of a ledger on the chips: in each frame, what the chips have to be told for the
 * next sample. SPEC.md, section 11.
 */
final class Player {

  /** Writes that fit into a frame, and beside the switches into one in which a pulse begins. */
  private static final int WRITES_PER_FRAME = 4;

  private static final int WRITES_WITH_SWITCHES = 2;

  private static final int MAX_NAMED = 6;

  private static final int RESTS_PER_SECOND = 1_000;

  /** A reply to the last word of a frame comes with the next. */
  private static final int FRAMES_TO_ANSWER = 2;

  private final EmulatedBoard board;
  private final int index;
  private final ArraySpec spec;
  private final Headstages headstages;
  private final TrainLedger ledger;

  /** The sample before which electrodes still rest after a train that was ended early. */
  private long restEnd;

  private int[] resting = {};

  /** The pulse that begins with the next sample: its train; null if none does. */
  private @Nullable Train beginning;

  /** The current that flows next in the direction of the phase just begun; 0 if none has. */
  private int following;

  private int[] followers = {};
  private @Nullable Train latest;
  private long watchEnd;

  // The bench's side: every pulse that really began.
  private final List<ArrayBench.Pulse> history = new ArrayList<>();
  private long totalPulses;

  Player(
      EmulatedBoard board, int index, ArraySpec spec, Headstages headstages, TrainLedger ledger) {
    this.board = board;
    this.index = index;
    this.spec = spec;
    this.headstages = headstages;
    this.ledger = ledger;
  }

  /**
   * The first sample in which a pulse can begin, if {@code taken} is the next whose frame begins:
   * the one after that, unless chips have to be told of more currents than fit into it.
   */
  long earliest(long taken, Pattern pattern) {
    int writes = headstages.writesFor(pattern.electrodes, pattern.first);
    int more = Math.max(0, writes - WRITES_WITH_SWITCHES + WRITES_PER_FRAME - 1);
    return Math.max(taken, restEnd) + 1 + more / WRITES_PER_FRAME;
  }

  /** The currents with which {@code pattern} begins are written as there is room. */
  void load(Pattern pattern) {
    for (int nanoamps : pattern.first) {
      headstages.magnitude(pattern.electrodes, nanoamps);
    }
  }

  /**
   * Before the frame of {@code sample}: what is to be so from the next sample on. Returns the
   * operation of the pulse that begins with this one; null if none does.
   */
  @Nullable Long order(long sample) {
    Train begun = beginning;
    beginning = null;
    if (following != 0) {
      headstages.magnitude(followers, following);
      following = 0;
    }
    long next = sample + 1;
    if (resting.length > 0 && next >= restEnd) {
      headstages.discharge(resting, false);
      resting = new int[0];
    }
    if (watchEnd != 0 && next >= watchEnd) {
      headstages.watchCompliance(false);
      watchEnd = 0;
    }
    for (Train train : ledger) {
      if (train.live()) {
        order(train, next);
      }
    }
    return begun == null ? null : begun.operation;
  }

  /**
   * The sample before whose frame {@link #order} must be called next, after it was for the frame
   * before {@code sample}; far ahead if there is nothing to do.
   */
  long nextOrder(long sample) {
    // While a train plays, each frame may tell of a fault with which its currents have to end.
    if (following != 0 || beginning != null || watchEnd != 0) {
      return sample;
    }
    long next = Long.MAX_VALUE;
    if (resting.length > 0) {
      next = restEnd;
    }
    for (Train train : ledger) {
      if (train.live()) {
        next = Math.min(next, train.nextStepSample());
        next = train.loaded ? next : Math.min(next, train.loadSample());
      }
    }
    // What is to be so with a sample is ordered before the frame of the one before it.
    return Math.max(sample, next - 1);
  }

  private void order(Train train, long next) {
    if (!train.loaded && next >= train.loadSample()) {
      // Others that wait, of what is only armed, would take the room that earliest() counts on.
      headstages.forgetMagnitudes();
      load(train.pattern);
      train.loaded = true;
    }
    int[] electrodes = train.pattern.electrodes;
    while (next == train.nextStepSample()) {
      if (train.beginsPulse()) {
        begin(train, next);
      }
      Pattern.Step step = train.takeStep();
      headstages.drive(electrodes, Integer.signum(step.nanoamps()));
      headstages.settle(electrodes, step.settles());
      headstages.discharge(electrodes, step.discharges());
      if (step.nanoamps() != 0) {
        // Not in this frame, whose last write makes all act that is in the buffers.
        following = step.next();
        followers = electrodes;
      }
    }
  }

  private void begin(Train train, long sample) {
    if (train.pulsesBegun == 0) {
      latest = train;
      headstages.forgetCompliance(train.pattern.electrodes);
      headstages.watchCompliance(true);
      watchEnd = train.endSample() + FRAMES_TO_ANSWER;
    }
    beginning = train;
    train.pulsesBegun++;
    totalPulses++;
    board.diary().write("pulse", index, "%016x".formatted(train.operation), sample);
    if (history.size() < ArrayBench.MAX_HISTORY) {
      history.add(
          new ArrayBench.Pulse(
              train.operation,
              board.bootId(),
              sample,
              train.pattern.electrodes.clone(),
              Waveforms.phases(train.waveform)));
    }
  }

  /** After a frame: what the chips said about the voltage of their stimulators. */
  void notice() {
    List<Integer> exceeded = headstages.takeExceeded();
    Train train = latest;
    if (exceeded.isEmpty() || train == null || train.exceeded) {
      return;
    }
    train.exceeded = true;
    board.event(
        index,
        DeviceMessage.newBuilder()
            .setAlarm(
                Alarm.newBuilder()
                    .setCode("compliance")
                    .setDetail("out of voltage at electrodes " + few(exceeded))));
  }

  /** As many as a message has room for. */
  private static String few(List<Integer> electrodes) {
    int left = electrodes.size() - MAX_NAMED;
    String named =
        electrodes.stream().limit(MAX_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
    return left > 0 ? named + " and " + left + " more" : named;
  }

  /**
   * Currents of {@code train} end, and its electrodes are discharged, once the frame of {@code
   * taken} is over.
   */
  void cut(long taken, Train train) {
    if (train.pulsesBegun == 0) {
      return;
    }
    int[] electrodes = train.pattern.electrodes;
    headstages.drive(electrodes, 0);
    headstages.settle(electrodes, false);
    headstages.discharge(electrodes, true);
    resting = electrodes;
    int samples =
        Math.max(spec.samplesPerSecond() / RESTS_PER_SECOND, train.waveform.getRecoveryTicks());
    restEnd = taken + 1 + samples;
  }

  void powerLost() {
    restEnd = 0;
    resting = new int[0];
    beginning = null;
    following = 0;
    latest = null;
    watchEnd = 0;
  }

  List<ArrayBench.Pulse> history() {
    return List.copyOf(history);
  }

  long totalPulses() {
    return totalPulses;
  }
}
