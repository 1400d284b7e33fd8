package org.wetstack.drivers.newera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wetstack.drivers.fluidics.Reading.Kind;

class AnswerTest {

  private static byte[] frame(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Answer answer(String text) {
    return Answer.of(frame(text)).orElseThrow();
  }

  @Test
  void everyPartIsFound() {
    assertEquals(
        new Answer(true, 42, 'W', ' ', Optional.empty(), "I0.500W12.34UL"),
        answer("P42WI0.500W12.34UL"));
    assertEquals(new Answer(false, 0, 'S', ' ', Optional.empty(), ""), answer("B00S"));
    assertEquals(new Answer(true, 0, 'S', ' ', Optional.of("OOR"), ""), answer("P00S?OOR"));
    assertEquals(new Answer(true, 0, 'S', ' ', Optional.of(""), ""), answer("P00S?"));
    assertEquals(new Answer(true, 7, 'A', 'T', Optional.empty(), ""), answer("P07A?T"));
    assertTrue(answer("P07A?T").alarmed());
    assertTrue(answer("P00S?COM").complainsOfDamage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "P", "P0S", "P00", "P00Q", "P00A?Q", "P00A", "X00S", "P00S!"})
  void whatIsNoAnswerIsNone(String text) {
    assertEquals(Optional.empty(), Answer.of(frame(text)));
  }

  @Test
  void theFirstAlarmIsKeptButALossOfPowerHidesItAndOthersPumpsAlarmsAreTheirs() {
    var alarms = new Alarms(7);
    alarms.hear(frame("P08A?S"));
    assertEquals(Optional.empty(), alarms.trouble());
    alarms.hear(frame("P07A?S"));
    alarms.hear(frame("P07A?T"));
    assertEquals(Kind.OCCLUSION, alarms.trouble().orElseThrow().kind());
    alarms.hear(frame("P07A?R"));
    assertEquals(Kind.POWER_LOST, alarms.trouble().orElseThrow().kind());
    alarms.clear();
    assertEquals(Optional.empty(), alarms.trouble());
  }
}
