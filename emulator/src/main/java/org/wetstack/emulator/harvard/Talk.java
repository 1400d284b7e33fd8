package org.wetstack.emulator.harvard;

/** How a pump talks; without power it forgets that. */
final class Talk {

  /** What a pump says without being asked, and how it ends what it says. */
  enum Poll {
    /** Prompts also when something happens. */
    OFF,
    /** Prompts only in answers, each with an XON behind it. */
    ON,
    /** No prompts at all. */
    REMOTE
  }

  Poll poll = Poll.OFF;
  boolean echoes;

  void forget() {
    poll = Poll.OFF;
    echoes = false;
  }
}
