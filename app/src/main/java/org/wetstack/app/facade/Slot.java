package org.wetstack.app.facade;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.LoadedStimulus;

/** What a key fires. Its times are kept under the world's lock. */
final class Slot {

  static final Slot EMPTY = new Slot(List.of(), null, List.of(), new char[0], 0, 0, "");

  private final List<Program> programs;
  private final @Nullable LoadedStimulus loaded;
  private final List<Integer> channels;
  private final char[] words;
  private final long trainSamples;
  private final long refractorySamples;
  private final String refusal;
  private long freeFrom = Long.MIN_VALUE;

  private Slot(
      List<Program> programs,
      @Nullable LoadedStimulus loaded,
      List<Integer> channels,
      char[] words,
      long trainSamples,
      long refractorySamples,
      String refusal) {
    this.programs = programs;
    this.loaded = loaded;
    this.channels = channels;
    this.words = words;
    this.trainSamples = trainSamples;
    this.refractorySamples = refractorySamples;
    this.refusal = refusal;
  }

  /** Nothing is fired, for {@code refusal}. */
  static Slot refused(List<Program> programs, String refusal) {
    return new Slot(programs, null, List.of(), new char[0], 0, 0, refusal);
  }

  /**
   * Fires {@code loaded}.
   *
   * @param channels of the stream that it flows through
   */
  static Slot of(
      List<Program> programs, LoadedStimulus loaded, List<Integer> channels, int samplesPerSecond) {
    double samplesPerTick = (double) samplesPerSecond / loaded.applied().ticksPerSecond();
    return new Slot(
        programs,
        loaded,
        channels,
        PulseWords.of(loaded.applied(), samplesPerSecond),
        (long) Math.ceil(loaded.applied().totalTicks() * samplesPerTick),
        (long) Math.ceil(programs.get(0).refractoryMicros() * samplesPerSecond / 1e6),
        "");
  }

  List<Program> programs() {
    return programs;
  }

  @Nullable LoadedStimulus loaded() {
    return loaded;
  }

  List<Integer> channels() {
    return channels;
  }

  char[] words() {
    return words;
  }

  /** From the first phase until all has settled. */
  long trainSamples() {
    return trainSamples;
  }

  String refusal() {
    return refusal;
  }

  boolean freeAt(long sample) {
    return sample >= freeFrom;
  }

  /** A train is on its way. */
  void fire() {
    freeFrom = Long.MAX_VALUE;
  }

  /** A train has begun, in {@code firstSample}. */
  void begun(long firstSample) {
    freeFrom = firstSample + trainSamples + refractorySamples;
  }

  /** Nothing was fired. */
  void notFired() {
    freeFrom = Long.MIN_VALUE;
  }
}
