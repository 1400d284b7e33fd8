package org.wetstack.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code wetstack pump} with an emulated pump, as a person at the bench uses it. */
@Timeout(120)
class PumpCommandTest {

  private CommandProcess emulation;
  private String endpoint;

  @BeforeEach
  void aPumpIsThere() throws Exception {
    emulation = new CommandProcess("emulate", "pump", "--at", "tcp", "--speed", "50");
    endpoint = emulation.line().replaceFirst("pump +", "");
  }

  @AfterEach
  void andGoes() throws Exception {
    emulation.endPolitely();
  }

  private String said(int code, String... words) {
    var terminal = new Terminal();
    String[] line = new String[words.length + 2];
    line[0] = "pump";
    line[1] = endpoint;
    System.arraycopy(words, 0, line, 2, words.length);
    assertEquals(code, terminal.run(line), terminal.err());
    return terminal.out() + terminal.err();
  }

  @Test
  void aDoseIsGivenAndToldAsItWasDelivered() {
    List<String> lines = said(ExitCode.OK, "dispense", "500nl", "at", "10ul/min").lines().toList();
    assertEquals(List.of("dispense 0.5 µL at 10 µL/min, takes 3.000 s", "complete: 0.5 µL"), lines);
    assertEquals(
        "complete: 1 µL",
        said(ExitCode.OK, "dispense", "1 uL at 20 uL/min").lines().skip(1).findFirst().orElse(""),
        "in one word with spaces, too");
  }

  @Test
  void statusTellsWhoItIsAndWhatItCan() {
    String said = said(ExitCode.OK, "status");
    assertTrue(said.contains("pump        dopamine"), said);
    assertTrue(said.contains("stops when host is silent"), said);
    assertTrue(said.contains("safe state  none"), said);
    assertEquals("stopped", said(ExitCode.OK, "stop").strip());
  }

  @Test
  void whatThePumpCannotDoIsRefusedWithTheReason() {
    assertTrue(said(ExitCode.WRONG_INPUT, "dispense", "1l", "at", "10ul/min").contains("exceeds"));
    assertTrue(
        said(ExitCode.WRONG_INPUT, "withdraw", "1ul", "at", "10ul/min")
            .contains("'dopamine' cannot withdraw"));
    assertTrue(
        said(ExitCode.WRONG_INPUT, "status", "--pump", "medium")
            .contains("no Pump called 'medium'"));
  }

  @Test
  void aSignalStopsThePumpFirst() throws Exception {
    var running = new CommandProcess("pump", endpoint, "dispense", "10ul", "at", "1ul/min");
    assertEquals("dispense 10 µL at 1 µL/min, takes 600.000 s", running.line());
    // As `timeout` does: to the process, and to its group.
    running.signal();
    running.signal();
    String last = running.line();
    assertTrue(last.startsWith("stopped: "), last);
    running.awaitEnd();
  }
}
