package org.wetstack.lab.recording;

/**
 * One trial of an experiment, when it was over: what was observed in it, and what followed.
 *
 * @param number of the trial in its experiment, from 0 or 1 as the experiment counts
 * @param firstSample the device's number of the first sample that was judged
 * @param endSample of the sample after the last one that was judged
 * @param score what was measured, in the unit that the plan names; NaN if nothing could be measured
 * @param outcome in a word or two, at most 2048 bytes of UTF-8
 * @param consequence what the culture got for it, at most 2048 bytes; empty for nothing
 */
public record Trial(
    long number,
    long firstSample,
    long endSample,
    double score,
    String outcome,
    String consequence) {

  public Trial {
    if (number < 0 || firstSample < 0 || endSample < firstSample) {
      throw new IllegalArgumentException(
          "a trial has a number of 0 or more and ends where it began or later, not number "
              + number
              + " from sample "
              + firstSample
              + " to before "
              + endSample);
    }
    if (Double.isInfinite(score)) {
      throw new IllegalArgumentException(
          "the score of trial " + number + " is " + score + ": give a number, or NaN for none");
    }
  }
}
