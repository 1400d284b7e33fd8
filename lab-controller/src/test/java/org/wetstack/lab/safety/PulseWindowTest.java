package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.wetstack.lab.safety.Notebook.ARRAY;
import static org.wetstack.lab.safety.Notebook.PLATINUM;
import static org.wetstack.lab.safety.Notebook.STIMULATION;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;
import org.wetstack.hal.units.Current;

class PulseWindowTest {

  private final StimulationEnvelope envelope =
      new StimulationEnvelope(ARRAY, Map.of(1, PLATINUM), () -> STIMULATION);
  private final Notebook book = new Notebook(envelope);

  private static AppliedStimulus pulses(int count) {
    List<Phase> phases =
        List.of(new Phase(Current.nanoamps(-100), 1), new Phase(Current.nanoamps(100), 1));
    return new AppliedStimulus(List.of(1), phases, 0, count, 500, 2, 1, 10_000);
  }

  private void admit() {
    envelope.admitTrain("long", "2", book.now.toEpochMilli(), book.now);
  }

  /** Twenty a second, the most there may be, and the next train a millisecond too early. */
  @Test
  void aTrainThatIsToFollowALongOneCounts() {
    book.load("long", pulses(100));
    book.load("next", pulses(20));
    book.fire("1", "next", 4_999);
    assertEquals("stimulus.rate", assertThrows(Refusal.class, this::admit).rule());
  }

  @Test
  void aTrainThatFollowsInStepIsAdmitted() {
    book.load("long", pulses(100));
    book.load("next", pulses(20));
    book.fire("1", "next", 5_000);
    admit();
  }
}
