package org.wetstack.tests;

import java.util.List;
import java.util.Locale;

/**
 * What came of a {@link DayOfDoses}.
 *
 * @param shorts doses of which less came than a sensor as good as it says can overlook
 * @param byReport those of them that were refused, or are not complete by their report
 * @param wrong what was told to nobody, or is not true
 */
record DayResult(
    WatchedPump.Kind kind,
    int doses,
    int mishaps,
    int shorts,
    int byReport,
    int overs,
    int strays,
    double underSeconds,
    double overSeconds,
    double straySeconds,
    double worstSteps,
    List<String> wrong) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %d doses, %d mishaps; %d short (%d by their report), %d too much, %d stray flows,"
            + " told in time: all but %d; under-delivery %.2f s after the report, over-delivery"
            + " %.2f s, stray flow %.2f s; worst error of a sound dose %.2f steps",
        kind,
        doses,
        mishaps,
        shorts,
        byReport,
        overs,
        strays,
        wrong.size(),
        underSeconds,
        overSeconds,
        straySeconds,
        worstSteps);
  }
}
