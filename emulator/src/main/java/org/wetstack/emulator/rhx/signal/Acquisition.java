package org.wetstack.emulator.rhx.signal;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.World;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;
import org.wetstack.hal.spi.Timebase;

/**
 * The controller and all that the program does with its samples, but files: bursts of blocks in
 * world time, the bands, the spikes and the two data sockets. Everything under the world's lock;
 * what is done to it on the bench is {@link #bench()}.
 */
public final class Acquisition implements Board {

  private static final int MAX_BURSTS = 2;

  /** Long enough for whoever waits for the lock to wake up and take it. */
  private static final Duration TURN = Duration.ofMillis(1);

  /** The waveform buffer holds 45 s and the one for the USB another 10 s. */
  private static final int BUFFER_SECONDS = 45 + 10;

  private static final double MAX_FILLED = 0.98;

  private final World world;
  private final State state;
  private final AcquisitionSpec spec;
  private final AmplifiedTissue tissue;
  private final Runnable overrun;
  private final double sampleRate;
  private final Pace pace;
  private final Inputs inputs;
  private final @Nullable Stimulators stimulators;
  private final Chips chips;
  private final Blocks blocks;
  private final WaveformStream streams;
  private final Impedances impedances;
  private boolean running;
  private long frame;
  private int framesToLose;
  private Timebase.@Nullable Timer timer;

  /**
   * A controller that does not run yet.
   *
   * @param overrun called when a buffer is full; the program then ends acquisition by itself
   */
  public Acquisition(
      World world,
      State state,
      AcquisitionSpec spec,
      Outlet waveforms,
      Outlet spikes,
      Runnable overrun) {
    this.world = world;
    this.state = state;
    this.spec = spec;
    this.overrun = overrun;
    sampleRate = state.setup().sampleRate();
    tissue =
        AmplifiedTissue.of(
            spec,
            sampleRate,
            Math.max(1, state.channels(SignalKind.AMPLIFIER).size()),
            world.seedFor("chips intan-rhx"));
    pace = new Pace(world, state.setup().samplesPerSecond(), sampleRate);
    inputs = new Inputs(ControllerBench.analogCode(state, 0));
    stimulators =
        state.controller().stimulates() ? new Stimulators(state, tissue, spec.lateRepeats()) : null;
    chips = new Chips(state, spec, tissue, inputs, stimulators);
    blocks = new Blocks(state);
    streams = new WaveformStream(state, waveforms, spikes, spec.firstStreamMultiple());
    impedances = new Impedances(state.channels(SignalKind.AMPLIFIER).size());
    blocks.listen(streams);
    Bandwidth.upload(state);
  }

  /** Tells {@code listener} of all blocks from now on, after those who were told before. */
  public void listen(BlockListener listener) {
    blocks.listen(listener);
  }

  /** What was measured last. */
  public MeasuredImpedances impedances() {
    return impedances;
  }

  /** What can be done to the controller, and seen of it, on the bench. */
  public ControllerBench bench() {
    return new ControllerBench(world, state, this, tissue);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if it runs already
   */
  @Override
  public void begin() {
    if (running) {
      throw new IllegalStateException("acquisition runs already; end it first");
    }
    running = true;
    frame = 0;
    framesToLose = 0;
    tissue.bandwidth(
        actual("LowerBandwidth"), actual("LowerSettleBandwidth"), actual("UpperBandwidth"));
    pace.begin();
    inputs.restart();
    blocks.begin();
    streams.begin();
    await();
  }

  private void await() {
    long toGo = pace.nanosToGo(frame + framesToLose);
    timer = world.after(toGo > 0 ? Duration.ofNanos(toGo) : TURN, this::read);
  }

  /**
   * Reads bursts that are due; on a machine that is too slow not all at once, so that commands get
   * a turn meanwhile.
   */
  private void read() {
    for (int i = 0; i < MAX_BURSTS && running && pace.due(frame + framesToLose); i++) {
      readBurst();
    }
    if (running) {
      await();
    }
  }

  private void readBurst() {
    for (int i = 0; i < pace.burst() && running; i += DataBlock.FRAMES) {
      readBlock();
    }
    if (running && isFull()) {
      overrun.run();
    }
  }

  private boolean isFull() {
    return streams.full() || streams.framesWaiting() > MAX_FILLED * BUFFER_SECONDS * sampleRate;
  }

  private void readBlock() {
    while (framesToLose > 0) {
      int lost = Math.min(DataBlock.FRAMES, framesToLose);
      // Into a block that is overwritten at once: time goes on, and nothing arrives.
      chips.sample(frame, lost, blocks.spare());
      frame += lost;
      framesToLose -= lost;
    }
    chips.sample(frame, DataBlock.FRAMES, blocks.spare());
    frame += DataBlock.FRAMES;
    blocks.read();
  }

  @Override
  public void end() {
    if (!running) {
      return;
    }
    running = false;
    Timebase.Timer pending = timer;
    if (pending != null) {
      pending.cancel();
      timer = null;
    }
    chips.stop();
    blocks.end();
  }

  /** A buffer is full, and the program ends acquisition; no effect while nothing runs. */
  void overrun() {
    if (running) {
      overrun.run();
    }
  }

  @Override
  public long timestamp() {
    return running ? blocks.timestamp() : -1;
  }

  @Override
  public void key(int key, boolean down) {
    inputs.key(frameNow(), key, down);
  }

  /** The frame that the chips are sampling, though the program reads it only later. */
  long frameNow() {
    return running ? Math.max(frame, pace.frameNow()) : 0;
  }

  @Override
  public void uploadStimulation(Channel channel) {
    Stimulators all = stimulators;
    if (all != null) {
      all.upload(channel);
    }
  }

  @Override
  public void uploadBandwidth() {
    Bandwidth.upload(state);
  }

  @Override
  public void uploadAmpSettle() {
    Stimulators all = stimulators;
    if (all != null) {
      all.settleMode(
          state.globals().get("UseFastSettle").isTrue(),
          state.globals().get("HeadstageGlobalSettle").isTrue());
    }
    // The settle bandwidth goes with it, and with that all of them.
    Bandwidth.upload(state);
  }

  @Override
  public void uploadChargeRecovery() {
    // Either way of recovering charge closes the switch here.
  }

  @Override
  public void parameterChanged() {
    Bandwidth.follow(state);
  }

  @Override
  public void outputsChanged() {
    streams.outputsChanged();
  }

  /** The noise is white: what the filter takes away is its share of the spectrum. */
  @Override
  public double noiseMicrovolts(Channel channel) {
    double cutoff = state.globals().get("HighpassFilterCutoffFreqHertz").number();
    double passed = Math.max(0, 1 - cutoff / (sampleRate / 2));
    return tissue.noiseNanovolts(channel.index()) / 1_000.0 * Math.sqrt(passed);
  }

  @Override
  public Duration measureImpedances() {
    double hertz = state.globals().get("ActualImpedanceFreqHertz").number();
    return hertz > 0 ? impedances.measure(spec, hertz) : Duration.ZERO;
  }

  private double actual(String what) {
    return state.globals().get("Actual" + what + "Hertz").number();
  }

  Inputs inputs() {
    return inputs;
  }

  Chips chips() {
    return chips;
  }

  void lose(int frames) {
    framesToLose += frames;
  }

  @Nullable Stimulators stimulators() {
    return stimulators;
  }

  /** Where in the tissue's own time {@code sample} of this run is. */
  long tissueSample(long sample) {
    return chips.tissueSample() + sample - frame;
  }
}
