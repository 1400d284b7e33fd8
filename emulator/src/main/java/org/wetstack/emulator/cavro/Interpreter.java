package org.wetstack.emulator.cavro;

import org.jspecify.annotations.Nullable;

/** Understands the data of a message, and says at once what can be said at once. */
final class Interpreter {

  /** The longest string the buffer holds. */
  private static final int MAX_STRING = 255;

  private static final String REPORTS = "?F&#";

  private final CavroSpec spec;
  private final Memory memory;
  private final Plunger plunger;
  private final Motions motions;
  private final Sequencer sequencer;
  private @Nullable Reports reports;
  private @Nullable Program buffer;
  private @Nullable Program last;

  Interpreter(
      CavroSpec spec, Memory memory, Plunger plunger, Motions motions, Sequencer sequencer) {
    this.spec = spec;
    this.memory = memory;
    this.plunger = plunger;
    this.motions = motions;
    this.sequencer = sequencer;
  }

  void reports(Reports all) {
    reports = all;
  }

  /** Whether a string waits to be executed, or to be gone on with. */
  boolean loaded() {
    return buffer != null || sequencer.unfinished();
  }

  boolean ready() {
    return !sequencer.running();
  }

  void powerUp() {
    buffer = null;
    last = null;
  }

  /** Runs a stored string, if there is one, as at a power-up with the standalone jumper set. */
  void runStored(int number) {
    memory.string(number).ifPresent(stored -> execute(stored + "R"));
  }

  /** Does what {@code data} says. */
  Answer execute(String data) {
    try {
      if (data.length() > MAX_STRING) {
        throw new Refusal(Fault.OVERFLOW);
      }
      return data.isEmpty() ? answer("") : understood(data);
    } catch (Refusal refusal) {
      return new Answer(refusal.fault(), ready(), "");
    }
  }

  private Answer understood(String data) throws Refusal {
    if (data.charAt(0) == 's') {
      store(data);
      return answer("");
    }
    boolean run = data.endsWith("R");
    String commands = run ? data.substring(0, data.length() - 1) : data;
    if (commands.isEmpty()) {
      run();
      return answer("");
    }
    if (REPORTS.indexOf(commands.charAt(0)) >= 0) {
      return answer(report(commands));
    }
    if (spec.model() == Model.CENTRIS && data.length() > 1 && data.endsWith("F")) {
      return onTheFly(Program.of(data.substring(0, data.length() - 1)));
    }
    switch (commands) {
      case "Q" -> {
        return query();
      }
      case "T" -> {
        terminate();
        return answer("");
      }
      case "X" -> {
        repeat();
        return answer("");
      }
      default -> {
        return string(commands, run);
      }
    }
  }

  /** A Centris takes a top speed with F at any time, at rest and while it moves. */
  private Answer onTheFly(Program program) throws Refusal {
    whileMoving(program);
    return answer("");
  }

  private String report(String commands) throws Refusal {
    Reports all = reports;
    if (all == null || (commands.charAt(0) != '?' && commands.length() > 1)) {
      throw new Refusal(Fault.INVALID_SEQUENCE);
    }
    return all.of(commands);
  }

  private Answer query() {
    Fault fault = sequencer.takePending();
    if (fault == Fault.NONE && ready() && plunger.needed() != Fault.NONE) {
      fault = Fault.NOT_INITIALIZED;
    }
    return new Answer(fault, ready(), "");
  }

  private void terminate() {
    plunger.halt();
    sequencer.terminate();
  }

  private void repeat() throws Refusal {
    if (sequencer.running()) {
      throw new Refusal(Fault.OVERFLOW);
    }
    if (last != null) {
      start(last);
    }
  }

  private void run() throws Refusal {
    Program next = buffer;
    if (sequencer.unfinished()) {
      sequencer.resume();
    } else if (next != null) {
      buffer = null;
      start(next);
    }
  }

  private Answer string(String commands, boolean run) throws Refusal {
    Program program = expanded(Program.of(commands));
    if (sequencer.running()) {
      whileMoving(program);
      return answer("");
    }
    checkValve(program);
    if (!run) {
      buffer = program;
      return answer("");
    }
    buffer = null;
    start(program);
    return started(program);
  }

  /** Of what moves the plunger in small letters, the answer says that the pump is not busy. */
  private Answer started(Program program) throws Refusal {
    boolean quiet = "apd".indexOf(program.step(0).letter()) >= 0;
    if (spec.options().operandErrorsAtOnce() && !sequencer.running()) {
      Fault fault = sequencer.takePending();
      if (fault != Fault.NONE) {
        throw new Refusal(fault);
      }
    }
    return new Answer(Fault.NONE, quiet || ready(), "");
  }

  private void start(Program program) throws Refusal {
    if (program.needsInitialization() && plunger.needed() != Fault.NONE) {
      throw new Refusal(plunger.needed());
    }
    last = program;
    sequencer.start(program);
  }

  /** While something moves, only the top speed and the outputs may be set. */
  private void whileMoving(Program program) throws Refusal {
    for (int i = 0; i < program.size(); i++) {
      char letter = program.step(i).letter();
      if (letter != 'V' && letter != 'J') {
        throw new Refusal(Fault.OVERFLOW);
      }
    }
    for (int i = 0; i < program.size(); i++) {
      motions.perform(program.step(i), fault -> {});
    }
    plunger.speed(motions.settings().profile());
  }

  /** A valve command that this valve does not have is unknown, not wrong. */
  private void checkValve(Program program) throws Refusal {
    for (int i = 0; i < program.size(); i++) {
      Step step = program.step(i);
      if (step.movesValve()) {
        motions.checkValve(step);
      }
    }
  }

  private Program expanded(Program program) throws Refusal {
    if (program.step(0).letter() != 'e') {
      return program;
    }
    long number = program.step(0).only(0);
    if (number >= Memory.STRINGS) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    String stored =
        memory.string((int) number).orElseThrow(() -> new Refusal(Fault.INVALID_OPERAND));
    return Program.of(stored);
  }

  private void store(String data) throws Refusal {
    if (sequencer.running()) {
      throw new Refusal(Fault.OVERFLOW);
    }
    int end = 1;
    while (end < data.length() && Character.isDigit(data.charAt(end)) && end < 4) {
      end++;
    }
    String number = data.substring(1, end);
    if (number.isEmpty() || Integer.parseInt(number) >= Memory.STRINGS) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    String text = data.substring(end);
    String commands = text.endsWith("R") ? text.substring(0, text.length() - 1) : text;
    if (commands.contains("e")) {
      throw new Refusal(Fault.INVALID_SEQUENCE);
    }
    Program.of(commands);
    memory.store(Integer.parseInt(number), commands);
  }

  private Answer answer(String data) {
    return new Answer(Fault.NONE, ready(), data);
  }
}
