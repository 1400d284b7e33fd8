package org.wetstack.emulator.rhx.signal;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wetstack.emulator.rhx.Board;
import org.wetstack.emulator.rhx.DistantController;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.MeasuredImpedances;
import org.wetstack.emulator.rhx.state.SignalKind;
import org.wetstack.emulator.rhx.state.State;

/**
 * What the program does with samples that somebody else brings, frame by frame: blocks, bands,
 * spikes and the two data sockets, as of a controller of its own. What the somebody cannot do is
 * refused. Everything under the world's lock.
 */
public final class RelayedAcquisition implements Board {

  private static final char MID = 32_768;
  private static final char MID_DC = 512;

  /** Timestamps have 32 bits. */
  private static final long MASK = 0xFFFF_FFFFL;

  private final State state;
  private final DistantController controller;
  private final Runnable overrun;
  private final Consumer<String> complaints;
  private final Blocks blocks;
  private final WaveformStream streams;
  private final RestingNoise noise;
  private boolean running;
  private int filled;

  /**
   * It does not run yet.
   *
   * @param overrun called when a client is so far behind that the program ends acquisition
   * @param complaints takes what is refused
   */
  public RelayedAcquisition(
      State state,
      DistantController controller,
      Outlet waveforms,
      Outlet spikes,
      Runnable overrun,
      Consumer<String> complaints) {
    this.state = state;
    this.controller = controller;
    this.overrun = overrun;
    this.complaints = complaints;
    blocks = new Blocks(state);
    // From the first sample of the first run on, where the real program would begin later.
    streams = new WaveformStream(state, waveforms, spikes, 0);
    blocks.listen(streams);
    noise =
        new RestingNoise(state.channels(SignalKind.AMPLIFIER).size(), state.setup().sampleRate());
    Bandwidth.upload(state);
  }

  /** Tells {@code listener} of all blocks from now on, after those who were told before. */
  public void listen(BlockListener listener) {
    blocks.listen(listener);
  }

  /** None: they are measured elsewhere. */
  public MeasuredImpedances impedances() {
    return new Impedances(state.channels(SignalKind.AMPLIFIER).size());
  }

  /**
   * The next frame, in a run or not. One that does not follow its predecessor begins a new block,
   * and what there was of the block before is lost, as broken blocks of a real controller are.
   *
   * @param timestamp of this run; of no meaning outside of one
   * @param counts of the first amplifier channels, 195 nV each; the others show 0 V
   * @param stimulation words of as many channels, as the bits of {@link DataBlock}; null if idle
   */
  public void frame(long timestamp, short[] counts, char @Nullable [] stimulation) {
    if (!running) {
      noise.hear(counts, state.globals().get("HighpassFilterCutoffFreqHertz").number());
      return;
    }
    DataBlock block = blocks.spare();
    long here = timestamp & MASK;
    if (filled > 0 && here != ((block.timestamp() + filled) & MASK)) {
      filled = 0;
    }
    if (filled == 0) {
      clear(block);
      block.timestamp(here);
    }
    for (int c = 0; c < counts.length; c++) {
      block.wide[c][filled] = (char) (counts[c] + MID);
    }
    if (stimulation != null && block.stimulation.length > 0) {
      for (int c = 0; c < stimulation.length; c++) {
        block.stimulation[c][filled] = stimulation[c];
      }
    }
    filled++;
    if (filled == DataBlock.FRAMES) {
      filled = 0;
      blocks.read();
      if (streams.full()) {
        overrun.run();
      }
    }
  }

  /** A block in which nothing happens. */
  private static void clear(DataBlock block) {
    fill(block.wide, MID);
    fill(block.dc, MID_DC);
    fill(block.stimulation, (char) DataBlock.NEGATIVE);
    fill(block.analogIn, MID);
    fill(block.analogOut, MID);
    Arrays.fill(block.digitalIn, (char) 0);
    Arrays.fill(block.digitalOut, (char) 0);
  }

  private static void fill(char[][] words, char with) {
    for (char[] each : words) {
      Arrays.fill(each, with);
    }
  }

  /** Whether acquisition is going on. */
  public boolean running() {
    return running;
  }

  @Override
  public void begin() {
    running = true;
    filled = 0;
    blocks.begin();
    streams.begin();
    controller.begin();
  }

  @Override
  public void end() {
    if (running) {
      running = false;
      controller.end();
      blocks.end();
    }
  }

  @Override
  public CompletionStage<Void> settled() {
    return controller.settled();
  }

  @Override
  public long timestamp() {
    return running ? blocks.timestamp() : -1;
  }

  /** As on a real controller, nothing is stimulated while nothing runs. */
  @Override
  public void key(int key, boolean down) {
    if (running) {
      controller.key(key, down);
    }
  }

  @Override
  public void uploadStimulation(Channel channel) {
    controller.upload(channel);
  }

  @Override
  public void uploadBandwidth() {
    complain("UploadBandwidthSettings", "the bandwidth of this array is its own");
  }

  @Override
  public void uploadAmpSettle() {
    complain("UploadAmpSettleSettings", "this array settles its amplifiers in its own way");
  }

  @Override
  public void uploadChargeRecovery() {
    complain("UploadChargeRecoverySettings", "this array recovers charge in its own way");
  }

  private void complain(String what, String why) {
    complaints.accept(refusal(what, why));
  }

  private static String refusal(String what, String why) {
    return "Error - " + what + " cannot be executed: " + why;
  }

  @Override
  public void parameterChanged() {
    Bandwidth.follow(state);
  }

  @Override
  public void outputsChanged() {
    streams.outputsChanged();
  }

  @Override
  public double noiseMicrovolts(Channel channel) {
    return noise.microvolts(channel.index());
  }

  @Override
  public Optional<String> refusesImpedances() {
    return Optional.of(
        refusal("MeasureImpedance", "measure them at the array itself, where they are kept"));
  }

  @Override
  public Duration measureImpedances() {
    return Duration.ZERO;
  }
}
