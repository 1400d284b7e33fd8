package org.wetstack.lab.recording;

import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.Delivered;

/**
 * One thing that a recording holds. {@code nanos} is the host's time of it, in nanoseconds since
 * the recording began.
 */
public sealed interface Entry {

  long nanos();

  /** Consecutive samples of all channels. */
  record Block(long nanos, long firstSample, long missedBefore, Counts counts) implements Entry {

    /** The device's number of the sample after the last one here. */
    public long end() {
      return firstSample + counts.samples();
    }
  }

  /**
   * What the recorder could not keep because the disk was too slow.
   *
   * @param samples lost from {@code firstSample} on, in {@code blocks} blocks
   * @param events lost records of other kinds
   */
  record Gap(long nanos, long firstSample, long samples, long blocks, long events)
      implements Entry {}

  /** The device says that a pulse of {@code operation} began in {@code sample}. */
  record Mark(long nanos, long sample, long operation) implements Entry {}

  /** The host was told that {@code stimulus} began in {@code sample}. */
  record Pulse(long nanos, long sample, long operation, String stimulus) implements Entry {}

  /** A spike was found on {@code channel}. */
  record Spike(long nanos, long sample, int channel) implements Entry {}

  /** How far a dose was when this was written. */
  record Dose(
      long nanos,
      String pump,
      long operation,
      long nanoliters,
      long nanolitersPerMinute,
      Delivered delivered,
      DoseOutcome outcome)
      implements Entry {}

  /** Something a person or a program had to say. */
  record Note(long nanos, String text) implements Entry {}

  /** Something an instrument had to say. */
  record Alarm(long nanos, org.wetstack.hal.Alarm alarm) implements Entry {}

  /** The recording was closed in order; the totals are of the whole of it. */
  record End(
      long nanos, long samples, long missed, long lostSamples, long lostEvents, String reason)
      implements Entry {}

  /**
   * The recording was in memory until it was saved, and what was too old by then had been dropped.
   *
   * @param firstSample from which on all samples are here, or accounted for
   * @param samples dropped before it, those of which the device or the link lost some included
   * @param events dropped records of other kinds
   */
  record Earlier(long nanos, long firstSample, long samples, long events) implements Entry {}

  /** What was decided before the first trial, as a JSON object. */
  record Plan(long nanos, String json) implements Entry {}

  /** A trial was over. */
  record Trial(long nanos, org.wetstack.lab.recording.Trial trial) implements Entry {}

  /** {@code sensor} measured {@code value}, in {@code unit}, around the culture. */
  record Reading(long nanos, String sensor, String unit, double value) implements Entry {}

  /** The device holds this waveform; the {@link Pulse}s that name it are made of it. */
  record Stimulus(long nanos, String name, AppliedStimulus applied) implements Entry {}

  /**
   * Bytes that are no sound record, or none where some should be, with sound ones after them.
   *
   * @param nanos of the record after them
   * @param segment number of the file, from 0
   * @param offset in that file
   * @param records how many records are missing
   */
  record Damage(long nanos, int segment, long offset, long bytes, long records) implements Entry {}
}
