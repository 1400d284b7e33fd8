package org.wetstack.emulator.culture.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.tissue.Dice;

/** A seed gives the same spikes on every machine, and a saved organoid goes on as if it had not. */
class SavedOrganoidTest {

  /**
   * Of the spikes of a busy 20 seconds; the same on Java 17 and later, compiled and interpreted.
   */
  private static final long GOLDEN = 0x12fd578c36d284f5L;

  private long hash;

  @Test
  void aSeedGivesTheSameSpikesOnEveryMachine() {
    assertEquals(GOLDEN, hash(Site.organoid(7), 0, 20_000), Long.toHexString(hash));
    assertNotEquals(GOLDEN, hash(Site.organoid(8), 0, 20_000));
  }

  @Test
  void aRestoredOrganoidGoesOnWithTheSameSpikes() throws IOException {
    // 3 ms after a pulse: spikes are on their way to synapses, answers are pending.
    for (int until : new int[] {0, 5_003, 9_345}) {
      var organoid = Site.organoid(7);
      hash(organoid, 0, until);
      Site.pulse(organoid, 1, 3_000, 200);
      byte[] state = save(organoid);
      var restored = Site.organoid(7);
      restored.restore(new DataInputStream(new ByteArrayInputStream(state)));
      assertTrue(Arrays.equals(state, save(restored)), "saved again");
      long expected = hash(organoid, until, 12_000);
      assertEquals(expected, hash(restored, until, 12_000), "saved after " + until + " ms");
      assertTrue(Arrays.equals(save(organoid), save(restored)), "also in what does not show yet");
    }
  }

  @Test
  void aStateThatIsCutShortOrOfAnotherOrganoidIsRefused() throws IOException {
    byte[] state = save(Site.organoid(7));
    for (int length = 0; length < state.length; length += 5_003) {
      byte[] part = Arrays.copyOf(state, length);
      assertThrows(IOException.class, () -> restore(Site.organoid(7), part));
    }
    var small = new Organoid(7, NetworkProfile.usual(), Site.places().subList(0, 4));
    IOException e = assertThrows(IOException.class, () -> restore(small, state));
    assertTrue(String.valueOf(e.getMessage()).contains("8 electrodes"), e.toString());
  }

  private static void restore(Organoid organoid, byte[] state) throws IOException {
    organoid.restore(new DataInputStream(new ByteArrayInputStream(state)));
  }

  private static byte[] save(Organoid organoid) throws IOException {
    var bytes = new ByteArrayOutputStream();
    organoid.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /** Pulses, dopamine and weakness come and go with the time. */
  private long hash(Organoid organoid, int from, int to) {
    hash = 0;
    for (int t = from; t < to; t++) {
      if (t % 5_000 == 0) {
        Site.pulse(organoid, t / 5_000 % Site.ELECTRODES, 2_000, 200);
      }
      double dopamine = t % 10_000 < 3_000 ? 400 : 20;
      double vigour = t % 20_000 < 2_000 ? 0.75 : 1;
      int millis = t;
      organoid.step(
          new Milieu(dopamine, vigour, 1.5, 1.1),
          (neuron, micros, evoked) ->
              hash = Dice.mix(hash + millis * 1_000_003L + neuron * 1_009L + micros));
    }
    return hash;
  }
}
