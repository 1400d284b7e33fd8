package org.wetstack.emulator.rhx.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.rhx.state.Controller;
import org.wetstack.emulator.rhx.state.Setup;
import org.wetstack.emulator.rhx.state.State;

class SpikeFinderTest {

  private static final int MID = 32_768;

  private final State state = new State(Setup.demo(Controller.STIM_RECORD));
  private final SpikeFinder finder = new SpikeFinder(64);
  private final double[] signal = new double[128 * 20];

  /** Runs the finder over the signal on channel 3, block by block. */
  private List<Spike> find(double threshold, double artefact) {
    var before = new DataBlock(state);
    var present = new DataBlock(state);
    Arrays.fill(before.high[3], (char) MID);
    finder.restart();
    List<Spike> found = new ArrayList<>();
    for (int block = 0; block < signal.length / 128; block++) {
      finder.next();
      double[] high = Arrays.copyOfRange(signal, block * 128, block * 128 + 128);
      present.timestamp(block * 128L);
      for (int i = 0; i < 128; i++) {
        present.high[3][i] = (char) Math.round(high[i] / 0.195 + MID);
      }
      finder.search(3, before, present, high, threshold, artefact);
      if (block > 0) {
        for (Spike spike : finder.found()) {
          assertEquals(block - 1, spike.timestamp() / 128, "told with the block it begins in");
          found.add(spike);
        }
      }
      DataBlock swap = before;
      before = present;
      present = swap;
    }
    return found;
  }

  private List<Long> times(double threshold) {
    return find(threshold, Double.POSITIVE_INFINITY).stream().map(Spike::timestamp).toList();
  }

  @Test
  void aCrossingIsFoundWhereverItIsInABlock() {
    for (int at = 0; at < 128 * 18; at++) {
      Arrays.fill(signal, 0);
      signal[at] = -71;
      assertEquals(List.of((long) at), times(-70));
    }
  }

  @Test
  void theThresholdItselfIsNotBeyond() {
    signal[300] = -70;
    signal[580] = 70;
    assertEquals(List.of(), times(-70));
    assertEquals(List.of(), times(70));
    signal[580] = 70.2;
    assertEquals(List.of(580L), times(70));
  }

  @Test
  void fiftySamplesAreDeadAndOneMoreWithinABlock() {
    Arrays.fill(signal, -100);
    // Worked out by hand: the snippets that begin at 51, 152 … reach beyond sample 78 of a block.
    assertEquals(
        List.of(0L, 51L, 101L, 152L, 203L, 253L, 304L, 354L, 405L), times(-70).subList(0, 9));
  }

  @Test
  void anArtefactRisesBeyondTheLimitWithinItsSnippet() {
    signal[500] = -80;
    signal[549] = 2_500;
    signal[1_000] = -80;
    signal[1_050] = 2_500;
    signal[1_500] = -80;
    signal[1_549] = -4_000;
    List<Integer> ids = find(-70, 2_500).stream().map(Spike::id).toList();
    assertEquals(List.of(0x80, 1, 1), ids);
  }
}
