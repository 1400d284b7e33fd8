package org.wetstack.emulator.harvard;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** The commands that a pump knows, by their names. */
final class Commands {

  /** What a command does: answers lines, or throws {@link RefusedException}. */
  interface Command {
    List<String> answer(Arguments arguments);
  }

  private static final int LEAST_LETTERS = 4;

  private final TreeMap<String, Command> byName = new TreeMap<>();

  void add(String name, Command command) {
    byName.put(name, command);
  }

  /**
   * The command called {@code word}, in any case; names of more than 4 letters may be cut to them.
   */
  Command named(String word) {
    String name = word.toLowerCase(Locale.ROOT);
    Command exact = byName.get(name);
    if (exact != null) {
      return exact;
    }
    String longer = byName.ceilingKey(name);
    Command found = longer == null ? null : byName.get(longer);
    if (longer == null
        || found == null
        || name.length() < LEAST_LETTERS
        || !longer.startsWith(name)) {
      throw RefusedException.command("Unknown command");
    }
    return found;
  }
}
