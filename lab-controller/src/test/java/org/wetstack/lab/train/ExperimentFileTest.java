package org.wetstack.lab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file: what it says, and mistakes with their places. */
class ExperimentFileTest {

  private static final String FILE =
      """
      name: test
      experiment: centre-of-activity
      through: direct
      seeds: 2-9
      arms: [reward, none, random, swapped]
      trials: {baseline: 6, training: 40, period: 4 s, settle: 1 s}
      pulse: {current: 2 uA, phase: 200 us, period: 200 ms, window: {from: 10 ms, to: 60 ms}}
      dose: {volume: 500 nL, rate: 120 uL/min}
      correction: {pulses: 4, within: 1 s}
      budget: {dose-per-trial: 500 nL, dose-per-run: 20 uL, pulses-per-trial: 9}
      energy: {rig-watts: 50, rig-source: "a meter", core-watts: 10}
      """;

  static Plan plan(String more) {
    return ExperimentFile.parse("test.yaml", FILE + more);
  }

  @Test
  void theExampleIsAPlan() throws Exception {
    Plan plan = ExperimentFile.read(Path.of("../examples/centre-of-activity.yaml"));
    assertEquals(20, plan.seeds());
    assertEquals(4001, plan.firstSeed());
    assertEquals(List.of(Arm.values()), plan.arms());
    assertTrue(plan.json().length() < 7_500, "it goes into a recording: " + plan.json().length());
    assertEquals(
        plan.digest(),
        ExperimentFile.read(Path.of("../examples/centre-of-activity.yaml")).digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "experiment: centre-of-activity | experiment: pongo | test.yaml:2:13: there is no experiment 'pongo'",
        "through: direct | through: air | test.yaml:3:10:",
        "seeds: 2-9 | seeds: 9-2 | test.yaml:4:8: '9-2' are no seeds",
        "[reward, none | [none, reward | test.yaml:5:7: 'arms' begins with 'reward'",
        "[reward, none | [reward, bribe | test.yaml:5:16: 'bribe' is no arm",
        "training: 40 | training: 4 | test.yaml:6:33: 'training' must be a whole number from 8",
        "period: 4 s | period: 4 | test.yaml:6:45: '4' is not a time",
        "current: 2 uA | current: 2 | test.yaml:7:18:",
        "to: 60 ms | to: 300 ms | test.yaml:7:8: the window after a pulse",
        "from: 10 ms | from: 10500 us | test.yaml:7:70:",
        "dose-per-trial: 500 nL | dose-per-trial: 400 nL | test.yaml:10:26: this could need 500",
        "dose-per-run: 20 uL | dose-per-run: 19 uL | test.yaml:10:48: this could need 20000",
        "rate: 120 uL/min | rate: 120 uL/min, prime: 1 uL | test.yaml:10:48: this could need 21000",
        "core-watts: 10 | core-watts: much | test.yaml:11:60: 'core-watts' must be a number",
      })
  void mistakesAreToldWithTheirPlaces(String right, String wrong, String said) {
    String text = FILE.replace(right, wrong);
    String message =
        refusal(IllegalArgumentException.class, () -> ExperimentFile.parse("test.yaml", text));
    assertTrue(message.startsWith(said), message);
  }

  @Test
  void anUnknownParameterIsAMistakeAndAKnownOneHasItsRange() {
    String said = refusal(IllegalArgumentException.class, () -> plan("parameters: {tilt: 1}\n"));
    assertTrue(said.startsWith("test.yaml:12:14: 'tilt' means nothing"), said);
    said = refusal(IllegalArgumentException.class, () -> plan("parameters: {pulses: 1000}\n"));
    assertTrue(said.startsWith("test.yaml:12:22: 'pulses' must be a number from 1 to 100"), said);
  }

  @Test
  void whereTheRigsPowerIsFromHasToBeSaid() {
    String text = FILE.replace("rig-source: \"a meter\", ", "");
    String said =
        refusal(IllegalArgumentException.class, () -> ExperimentFile.parse("test.yaml", text));
    assertTrue(said.contains("needs 'rig-source'"), said);
  }

  @Test
  void directlyThereIsNothingToRecord() {
    String said = refusal(IllegalArgumentException.class, () -> plan("record: true\n"));
    assertTrue(said.contains("through: hal"), said);
  }

  @Test
  void moreThanTheBudgetOfPulsesIsRefusedBeforeTheFirst() {
    Plan plan = plan("parameters: {pulses: 6}\n");
    String said = refusal(IllegalArgumentException.class, () -> plan.requireWithinBudget(6));
    assertTrue(
        said.contains("this could need 10, and the budget 'pulses-per-trial' allows 9"), said);
    plan.requireWithinBudget(5);
  }

  private static String refusal(Class<? extends Exception> kind, Executable act) {
    return String.valueOf(assertThrows(kind, act).getMessage());
  }
}
