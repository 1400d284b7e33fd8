package org.wetstack.emulator.cavro;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A command string that has been understood; its loops know where they begin. */
final class Program {

  static final int MAX_NESTING = 10;

  private static final String LETTERS = "ZYWwzIOBEAaPpDdVvcCLSKkNGgMHJeU";
  private static final int MAX_DIGITS = 9;

  private final List<Step> steps;
  private final int[] loopStarts;

  private Program(List<Step> steps, int[] loopStarts) {
    this.steps = steps;
    this.loopStarts = loopStarts;
  }

  int size() {
    return steps.size();
  }

  Step step(int index) {
    return steps.get(index);
  }

  /** Where the loop that ends with step {@code index} begins. */
  int loopStart(int index) {
    return loopStarts[index];
  }

  /** Whether something moves before anything is initialised. */
  boolean needsInitialization() {
    for (Step step : steps) {
      if (step.initializes()) {
        return false;
      }
      if (step.movesPlunger() || step.movesValve()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Understands a string without the command that executes it.
   *
   * @throws Refusal if it has an unknown command, or an order that makes no sense; operands are
   *     looked at when their command is executed
   */
  static Program of(String text) throws Refusal {
    var steps = new ArrayList<Step>();
    int at = 0;
    while (at < text.length()) {
      char letter = text.charAt(at++);
      if (LETTERS.indexOf(letter) < 0) {
        boolean misplaced = "RXTQF?&#s".indexOf(letter) >= 0;
        throw new Refusal(misplaced ? Fault.INVALID_SEQUENCE : Fault.INVALID_COMMAND);
      }
      int end = at;
      while (end < text.length() && "0123456789.,".indexOf(text.charAt(end)) >= 0) {
        end++;
      }
      steps.add(new Step(letter, operands(text.substring(at, end))));
      at = end;
    }
    return new Program(List.copyOf(steps), loops(steps));
  }

  private static List<Long> operands(String text) throws Refusal {
    var numbers = new ArrayList<Long>();
    if (text.isEmpty()) {
      return numbers;
    }
    for (String part : text.split(",", -1)) {
      numbers.add(thousandths(part));
    }
    return List.copyOf(numbers);
  }

  private static long thousandths(String text) throws Refusal {
    int point = text.indexOf('.');
    String whole = point < 0 ? text : text.substring(0, point);
    String rest = point < 0 ? "" : text.substring(point + 1);
    if (text.isEmpty() || rest.indexOf('.') >= 0 || whole.length() > MAX_DIGITS) {
      throw new Refusal(Fault.INVALID_COMMAND);
    }
    String decimals = (rest + "000").substring(0, 3);
    return Long.parseLong("0" + whole) * 1_000 + Long.parseLong(decimals);
  }

  private static int[] loops(List<Step> steps) throws Refusal {
    var starts = new int[steps.size()];
    var open = new ArrayDeque<Integer>();
    for (int i = 0; i < starts.length; i++) {
      char letter = steps.get(i).letter();
      if (letter == 'g') {
        open.push(i + 1);
        if (open.size() > MAX_NESTING) {
          throw new Refusal(Fault.INVALID_SEQUENCE);
        }
      } else if (letter == 'G') {
        // Without a mark it repeats from the beginning of the string.
        starts[i] = open.isEmpty() ? 0 : open.pop();
      } else if (letter == 'e' && starts.length > 1) {
        throw new Refusal(Fault.INVALID_SEQUENCE);
      }
    }
    return starts;
  }
}
