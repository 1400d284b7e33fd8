package org.wetstack.lab.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.wetstack.lab.MadeUpStream;

class SnippetsTest {

  private static final int RATE = 30_000;
  private static final int MAX_BLOCK = 100;
  private static final int SPIKE = 2 * RATE;

  private record Snippet(int sample, int channel, List<Float> counts) {}

  private final MadeUpStream stream = new MadeUpStream(3, 3 * RATE).noise(10, new Random(1));
  private final SpikeDetector detector =
      new SpikeDetector(MadeUpStream.layout(3, RATE, MAX_BLOCK), DetectorSettings.USUAL);
  private final Snippets snippets = new Snippets(detector);
  private final float[][] filtered = new float[stream.samples()][3];

  private List<Snippet> run(IntUnaryOperator length, int gapAt, int gap) {
    List<Snippet> taken = new ArrayList<>();
    for (int from = 0; from < stream.samples(); ) {
      int missed = from == gapAt ? gap : 0;
      from += missed;
      int to = Math.min(stream.samples(), from + length.applyAsInt(from));
      to = from < gapAt ? Math.min(to, gapAt) : to;
      Spikes found = detector.detect(stream.block(from, to, missed));
      for (int i = from; i < to; i++) {
        for (int c = 0; c < 3; c++) {
          filtered[i][c] = detector.filtered(i - from, c);
        }
      }
      snippets.take(
          found,
          (sample, channel, counts) ->
              taken.add(new Snippet((int) (sample - MadeUpStream.START), channel, floats(counts))));
      from = to;
    }
    return taken;
  }

  private static List<Float> floats(float[] counts) {
    List<Float> list = new ArrayList<>();
    for (float each : counts) {
      list.add(each);
    }
    return list;
  }

  private void spike(int sample, int channel) {
    int[] shape = {-60, -160, -250, -160, -60};
    for (int i = 0; i < shape.length; i++) {
      stream.add(sample + i, channel, shape[i]);
    }
  }

  @Test
  void aSnippetIsTheFilteredSignalFromOneMillisecondBeforeToTwoAfter() {
    spike(SPIKE, 1);
    Random cuts = new Random(2);
    List<Snippet> taken = run(from -> 1 + cuts.nextInt(MAX_BLOCK), -1, 0);
    assertEquals(30, snippets.before());
    assertEquals(1, taken.size());
    Snippet snippet = taken.get(0);
    assertEquals(1, snippet.channel());
    assertTrue(Math.abs(snippet.sample() - SPIKE) < 5, "begins at " + snippet.sample());
    List<Float> expected = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      expected.add(filtered[snippet.sample() - 30 + i][1]);
    }
    assertEquals(expected, snippet.counts());
    assertEquals(0, snippets.spoiled());
  }

  @Test
  void manySpikesOfAllChannelsGiveOneSnippetEach() {
    for (int s = RATE; s < stream.samples() - 100; s += 100) {
      spike(s, s / 100 % 3);
      spike(s + 1, (s / 100 + 1) % 3);
    }
    List<Snippet> taken = run(from -> MAX_BLOCK, -1, 0);
    assertTrue(taken.size() > 1_000, "there were " + taken.size());
    assertEquals(0, snippets.spoiled());
  }

  @Test
  void oneThatAPulseCutsShortDoesNotCome() {
    spike(SPIKE, 0);
    spike(SPIKE - 500, 0);
    stream.mark(SPIKE + 40, 7);
    List<Snippet> taken = run(from -> 30, -1, 0);
    assertEquals(1, taken.size());
    assertEquals(1, snippets.spoiled());
  }

  @Test
  void oneThatAGapCutsShortDoesNotComeAndNothingOldIsTakenForWhatIsMissing() {
    spike(SPIKE, 0);
    spike(SPIKE + 400, 0);
    List<Snippet> taken = run(from -> 20, SPIKE + 20, 20);
    assertEquals(1, taken.size());
    assertTrue(taken.get(0).sample() > SPIKE + 390);
    assertEquals(1, snippets.spoiled());
  }

  @Test
  void oneWithAnArtefactInItDoesNotCome() {
    spike(SPIKE, 2);
    stream.add(SPIKE + 30, 2, -30_000);
    assertEquals(0, run(from -> 30, -1, 0).size());
    assertEquals(1, snippets.spoiled());
    assertEquals(1, detector.artefacts());
  }
}
