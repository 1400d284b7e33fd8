package org.wetstack.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code wetstack pump} with emulated pumps of other makers, used rightly and wrongly. */
@Timeout(120)
class LabPumpCommandTest {

  private final List<CommandProcess> emulations = new ArrayList<>();

  private String emulated(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("emulate"));
    line.addAll(List.of(words));
    line.addAll(List.of("--tcp", "0", "--speed", "100"));
    var emulation = new CommandProcess(line.toArray(String[]::new));
    emulations.add(emulation);
    String said = emulation.line();
    return said.substring(said.indexOf("tcp://"));
  }

  @AfterEach
  void andGoes() throws Exception {
    for (CommandProcess each : emulations) {
      each.endPolitely();
    }
  }

  private static String said(int code, String driver, String endpoint, String what) {
    List<String> line = new ArrayList<>(List.of("pump", endpoint));
    line.addAll(List.of(what.split(" ")));
    if (!driver.isEmpty()) {
      line.addAll(List.of("--driver", driver));
    }
    var terminal = new Terminal();
    assertEquals(code, terminal.run(line.toArray(String[]::new)), terminal.err());
    return terminal.out() + terminal.err();
  }

  /** Such as a program that speaks another protocol, or one that was killed. */
  @ParameterizedTest
  @CsvSource({"new-era, new-era, 0RU", "harvard-elite, harvard, ver"})
  void whatAnotherProgramLeftUnfinishedOnTheLineIsNoObstacle(
      String name, String driver, String rest) throws Exception {
    String endpoint = emulated(name);
    URI at = URI.create(endpoint);
    try (var other = new Socket(InetAddress.getLoopbackAddress(), at.getPort())) {
      other.getOutputStream().write(rest.getBytes(US_ASCII));
      String said = said(ExitCode.OK, driver, endpoint + "?diameter=14.43", "status");
      assertTrue(said.contains("safe state  none"), said);
    }
  }

  @Test
  void whyADoseEndedIsToldAndTheSafeStateCanBeLeft() throws Exception {
    String endpoint = emulated("harvard-elite") + "?diameter=14.43";
    // The plunger is all the way out.
    String said = said(ExitCode.FAILURE, "harvard", endpoint, "withdraw 1ul at 100ul/min");
    assertTrue(said.contains("alarm  pump occlusion: the motor has stalled"), said);
    assertEquals("cleared", said(ExitCode.OK, "harvard", endpoint, "clear").strip());
    said = said(ExitCode.OK, "harvard", endpoint, "dispense 10ul at 1ml/min");
    assertTrue(said.contains("complete: "), said);
  }

  @ParameterizedTest
  @CsvSource({
    "new-era, new-era, diameter=14.43&max-rate=1l/min",
    "new-era, new-era, diameter=14.43&max-dose=5",
    "harvard-elite, harvard, diameter=14.43&max-dose=5",
    "harvard-elite, harvard, diameter=14.43&syringe=1ml&max-dose=2ml",
    "cavro, cavro, syringe=1000&max-dose=2ml",
    "cavro, cavro, syringe=1000&max-rate=100ml/min",
  })
  void limitsBeyondThePumpAreWrongInput(String name, String driver, String options)
      throws Exception {
    String said = said(ExitCode.WRONG_INPUT, driver, emulated(name) + "?" + options, "status");
    assertTrue(said.startsWith("wetstack: option 'max-"), said);
  }

  @Test
  void anOptionThatNobodyHasIsRefusedWithThoseOfTheDriver() throws Exception {
    String endpoint = emulated("new-era") + "?diameter=14.43&syringe=10ml";
    String said = said(ExitCode.WRONG_INPUT, "new-era", endpoint, "status");
    assertTrue(said.contains("unknown option 'syringe'"), said);
    assertTrue(said.contains("options of the driver are [address, diameter, "), said);
  }

  @Test
  void withoutADriverAnotherMakersOptionsLeadToIt() throws Exception {
    String endpoint = emulated("new-era") + "?diameter=14.43";
    String said = said(ExitCode.WRONG_INPUT, "", endpoint, "status");
    assertTrue(said.contains("unknown option 'diameter'"), said);
    assertTrue(said.contains("Without --driver NAME"), said);
  }

  @Test
  void nobodyAtAnAddressIsToldWithThePlaceAndTheRemedy() throws Exception {
    String endpoint = emulated("new-era");
    String said =
        said(ExitCode.FAILURE, "new-era", endpoint + "?diameter=14.43&address=5", "status");
    assertTrue(said.contains("no answer from address 5 at " + endpoint + ": check its"), said);
  }
}
