package org.wetstack.emulator.rhx.state;

/** When a parameter refuses to be set, and in what words. */
enum Lock {
  NONE("-", ""),
  ALWAYS("always", " cannot be changed once software has started."),
  RUNNING("running", " cannot be set while controller is running."),
  RECORDING("recording", " cannot be set while controller is recording."),
  STIM_ONLY("stim-only", " cannot be set with a non-stim controller"),
  STIM_ONLY_STOPPED(
      "stim-only-stopped",
      " cannot be set with a non-stim controller, or while controller is running"),
  RECORD_ONLY("record-only", " cannot be set with a stim controller");

  private final String word;
  private final String refusal;

  Lock(String word, String refusal) {
    this.word = word;
    this.refusal = refusal;
  }

  static Lock of(String word) {
    for (Lock each : values()) {
      if (each.word.equals(word)) {
        return each;
      }
    }
    throw new IllegalArgumentException("no lock is called '" + word + "'");
  }

  /** What follows the parameter's name in the refusal. */
  String refusal() {
    return refusal;
  }

  boolean holds(State state) {
    return switch (this) {
      case NONE -> false;
      case ALWAYS -> true;
      case RUNNING -> state.running();
      case RECORDING -> state.toldMode() == RunMode.RECORD || state.toldMode() == RunMode.TRIGGER;
      case STIM_ONLY -> !state.controller().stimulates();
      case STIM_ONLY_STOPPED -> !state.controller().stimulates() || state.running();
      case RECORD_ONLY -> state.controller().stimulates();
    };
  }
}
