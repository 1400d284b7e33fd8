package org.wetstack.emulator.culture;

import java.util.Arrays;
import java.util.List;
import org.wetstack.emulator.culture.network.Organoid;
import org.wetstack.emulator.tissue.Dice;
import org.wetstack.emulator.tissue.Dish;

/** How the cells of one organoid look at the electrodes of the dish. */
final class Units {

  /** What is smaller is lost in the noise of cells too far to be told apart. */
  private static final double INAUDIBLE_MICROVOLTS = 4;

  private static final int KINDS = 16;

  /** The electrodes that hear each cell, loudest first. */
  final int[][] heard;

  /** In the order of {@link #heard}, nanovolts of the trough. */
  final float[][] troughs;

  final Waveform[] waveforms;

  private final int[] channels;
  private final double[] microvolts;

  Units(
      long seed,
      RecordingProfile profile,
      Organoid organoid,
      List<Dish.Place> places,
      double[] contact,
      Waveform[] kinds) {
    int neurons = organoid.neurons();
    heard = new int[neurons][];
    troughs = new float[neurons][];
    waveforms = new Waveform[neurons];
    channels = new int[places.size()];
    microvolts = new double[places.size()];
    var dice = new Dice(Dice.mix(seed));
    for (int n = 0; n < neurons; n++) {
      waveforms[n] = kinds[dice.below(kinds.length)];
      double size =
          profile.troughMicrovolts() * StrictMath.exp(profile.troughSpread() * within(dice));
      listen(
          n,
          dice.uniform() < profile.visibleShare() ? size : 0,
          profile,
          organoid,
          places,
          contact);
    }
  }

  /** The kinds of spikes there are: narrow ones with large after-peaks, and wide ones. */
  static Waveform[] kinds(RecordingProfile profile, int samplesPerSecond) {
    Waveform[] kinds = new Waveform[KINDS];
    for (int i = 0; i < KINDS; i++) {
      double wide = (double) i / (KINDS - 1);
      kinds[i] =
          new Waveform(
              samplesPerSecond,
              profile.mostAfterPeak() + (profile.leastAfterPeak() - profile.mostAfterPeak()) * wide,
              profile.leastTroughToPeakMicros()
                  + (profile.mostTroughToPeakMicros() - profile.leastTroughToPeakMicros()) * wide);
    }
    return kinds;
  }

  /** A normal number of not more than two deviations: no cell is a giant. */
  private static double within(Dice dice) {
    double normal = dice.gaussian();
    while (Math.abs(normal) > 2) {
      normal = dice.gaussian();
    }
    return normal;
  }

  private void listen(
      int n,
      double size,
      RecordingProfile profile,
      Organoid organoid,
      List<Dish.Place> places,
      double[] contact) {
    double farthest = reach(size, profile, contact);
    int count = 0;
    for (int c = 0; c < places.size(); c++) {
      double dx = organoid.xMicrometers(n) - places.get(c).xMicrometers();
      double dy = organoid.yMicrometers(n) - places.get(c).yMicrometers();
      double dz = organoid.zMicrometers(n);
      double distance = Math.sqrt(dx * dx + dy * dy + dz * dz);
      if (distance > farthest) {
        continue;
      }
      double trough =
          size
              * contact[c]
              / (1 + StrictMath.pow(distance / profile.halfMicrometers(), profile.decline()));
      if (trough >= INAUDIBLE_MICROVOLTS) {
        int at = count++;
        for (; at > 0 && microvolts[at - 1] < trough; at--) {
          channels[at] = channels[at - 1];
          microvolts[at] = microvolts[at - 1];
        }
        channels[at] = c;
        microvolts[at] = trough;
      }
    }
    heard[n] = Arrays.copyOf(channels, count);
    troughs[n] = new float[count];
    for (int i = 0; i < count; i++) {
      troughs[n][i] = (float) (1_000 * microvolts[i]);
    }
  }

  /** No electrode farther than this hears a cell of that size. */
  private static double reach(double size, RecordingProfile profile, double[] contact) {
    double best = 0;
    for (double touch : contact) {
      best = Math.max(best, touch);
    }
    double times = Math.max(1, size * best / INAUDIBLE_MICROVOLTS);
    return profile.halfMicrometers() * StrictMath.pow(times, 1 / profile.decline());
  }
}
