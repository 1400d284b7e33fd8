package org.wetstack.emulator.rhx.command;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Obeys one command after another. */
final class Interpreter {

  /** Text of a live note begins behind this many characters, whatever they are. */
  private static final int NOTE_BEGINS = 10;

  private final Equipment equipment;
  private final Consumer<String> replies;
  private final GetCommands get;
  private final SetCommands set;
  private final ExecuteCommands execute;

  Interpreter(Equipment equipment, Runs runs, Consumer<String> replies) {
    this.equipment = equipment;
    this.replies = replies;
    get = new GetCommands(equipment, runs, replies);
    set = new SetCommands(equipment, runs, replies);
    execute = new ExecuteCommands(equipment, replies);
  }

  /**
   * Obeys {@code command}, answering as far as there is an answer.
   *
   * @return what the next one waits for
   * @throws CrashException if the real program dies of it
   */
  Pause obey(Message.Command command) {
    List<String> words = command.words();
    return switch (words.get(0).toLowerCase(Locale.ROOT)) {
      case "get" -> {
        if (words.size() == 2) {
          get.get(words.get(1));
        } else {
          complain(command, "Get commands require a parameter");
        }
        yield Pause.NONE;
      }
      case "set" -> set(command);
      case "execute" ->
          switch (words.size()) {
            case 2 -> execute.execute(words.get(1));
            case 3 -> execute.execute(words.get(1), words.get(2));
            default -> complain(command, "Execute commands require an action");
          };
      case "livenotes" -> note(command.raw());
      default -> complain(command, "Unrecognized command");
    };
  }

  private Pause set(Message.Command command) {
    List<String> words = command.words();
    String incomplete = "Set commands require a parameter and a value";
    if (words.size() < 2) {
      throw new CrashException(error(command, incomplete));
    }
    if (set.takesText(words.get(1))) {
      return set.set(words.get(1), String.join(" ", words.subList(2, words.size())));
    }
    return words.size() == 3 ? set.set(words.get(1), words.get(2)) : complain(command, incomplete);
  }

  private Pause note(String raw) {
    if (equipment.state().writing()) {
      equipment.storage().note(raw.substring(Math.min(NOTE_BEGINS, raw.length())));
    } else {
      replies.accept("LiveNotes cannot be added unless the board is recording");
    }
    return Pause.NONE;
  }

  private Pause complain(Message.Command command, String what) {
    replies.accept(error(command, what));
    return Pause.NONE;
  }

  private static String error(Message.Command command, String what) {
    return "Error - Command " + command.number() + ": " + what;
  }
}
