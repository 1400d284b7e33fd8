package org.wetstack.emulator.rhx.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.rhx.state.Controller;

/**
 * Every parameter that the real program knows: what it answers to {@code get}, and what it refuses.
 */
class ParametersTest {

  /** A value that no parameter but a text accepts. */
  private static final String NONSENSE = "-99999x";

  /** These are worked out by the board, which is not the test's subject. */
  private static boolean workedOut(String name) {
    return name.startsWith("Actual");
  }

  @Test
  void ofTheStimController() {
    assertEquals(
        173 + 8 + 37 + 7 + 24 + 7 + 17, check("parameters-stim.json", Controller.STIM_RECORD));
  }

  @Test
  void ofTheRecordingController() {
    assertEquals(
        173 + 8 + 37 + 7 + 7 + 7 + 7 + 17, check("parameters-rec.json", Controller.RECORD_USB3));
  }

  private static int check(String file, Controller controller) {
    var bench = new Bench(RhxSpec.demo(controller).faithful());
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (var scope : ((Map<?, ?>) Transcript.json(Transcript.text(file))).entrySet()) {
      String prefix = prefix(String.valueOf(scope.getKey()));
      for (Object each : (List<?>) scope.getValue()) {
        Map<?, ?> parameter = (Map<?, ?>) each;
        String name = String.valueOf(parameter.get("name"));
        if (!workedOut(name)) {
          compare(wrong, bench, "get " + prefix + name, String.valueOf(parameter.get("get")));
        }
        if (parameter.containsKey("set_bad")) {
          compare(
              wrong,
              bench,
              "set " + prefix + name + " " + NONSENSE,
              String.valueOf(parameter.get("set_bad")));
        }
        count++;
      }
    }
    assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    return count;
  }

  private static String prefix(String scope) {
    return scope.equals("global") ? "" : scope.substring(scope.indexOf(' ') + 1) + ".";
  }

  private static void compare(List<String> wrong, Bench bench, String sent, String expected) {
    String heard = bench.say(sent);
    if (!heard.equals(expected)) {
      wrong.add(sent + "\n  real     " + expected + "\n  emulated " + heard);
    }
  }
}
