package org.wetstack.emulator.newera;

/** What a person at the keypad and the lines of the TTL connector do to the program. */
final class Panel {

  private final Settings settings;
  private final Program program;
  private final Commands commands;

  Panel(Settings settings, Program program, Commands commands) {
    this.settings = settings;
    this.program = program;
    this.commands = commands;
  }

  /** Start/Stop is pressed, and no alarm waits for that. */
  void startStop() {
    if (program.operating() && program.trigger() == Trigger.BT) {
      program.event();
    } else {
      act(Trigger.Act.TOGGLE);
    }
  }

  /** The level of {@code pin} has changed, and no alarm waits. */
  void edge(int pin, boolean high) {
    if (pin == Pins.TRIGGER) {
      act(program.trigger().on(high));
    } else if (pin == Pins.DIRECTION) {
      turn(high == settings.on("DIN") ? "DIRINF" : "DIRWDR");
    } else if (pin == Pins.EVENT && (!high || program.trapsBothEdges())) {
      program.event();
    }
  }

  private void turn(String command) {
    try {
      commands.execute(command);
    } catch (Refusal e) {
      // As on the keypad: what cannot be done now is not done.
    }
  }

  private void act(Trigger.Act act) {
    boolean waits = program.state() == Program.State.WAITING;
    boolean stands = !program.operating() || waits;
    switch (act) {
      case START, TOGGLE -> {
        if (stands) {
          program.start();
        } else if (act == Trigger.Act.TOGGLE) {
          program.stop();
        }
      }
      case STOP -> {
        if (program.operating()) {
          program.stop();
        }
      }
      case EVENT -> program.event();
      case NOTHING -> {}
    }
  }
}
