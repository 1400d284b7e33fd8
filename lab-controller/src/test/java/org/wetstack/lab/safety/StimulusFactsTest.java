package org.wetstack.lab.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.AppliedStimulus.Phase;
import org.wetstack.hal.units.Current;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/** What the journal says of a stimulus is the stimulus. */
class StimulusFactsTest {

  private static final AppliedStimulus STIMULUS =
      new AppliedStimulus(
          List.of(7, 3),
          List.of(
              new Phase(Current.nanoamps(-2_000), 6),
              new Phase(Current.nanoamps(Integer.MAX_VALUE), Integer.MAX_VALUE)),
          1,
          2,
          3,
          4,
          5,
          30_000);

  private static Entry entry(Map<String, String> facts) {
    return new Entry(9, Notebook.START, "anna", Kinds.STIMULUS_LOADED, facts);
  }

  @Test
  void thereAndBack() {
    Map<String, String> facts = StimulusFacts.of(STIMULUS);
    assertEquals("-2000x6,2147483647x2147483647", facts.get("phases"));
    assertEquals("7,3", facts.get("electrodes"));
    assertEquals(STIMULUS, StimulusFacts.read(entry(facts)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "phases | -2000",
        "phases | 2000x6,",
        "phases | 2000x-6",
        "electrodes | 1,",
        "electrodes | one",
        "pulses | 2147483648",
        "pulses | -2147483649",
        "pulses | 0",
        "ticksPerSecond | 0",
        "periodTicks | x"
      })
  void whatIsNoStimulusIsSaidSo(String name, String value) {
    Map<String, String> facts = new TreeMap<>(StimulusFacts.of(STIMULUS));
    facts.put(name, value);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> StimulusFacts.read(entry(facts)));
    assertTrue(String.valueOf(refused.getMessage()).length() > 10);
  }
}
