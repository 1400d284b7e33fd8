package org.wetstack.drivers.intanrhx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Commands that travel together. RHX knows no framing: what it reads at once is one message. So
 * each is sent with one write that fits a TCP segment, ends every command with a semicolon, and
 * ends with a question for the run mode, whose answer is the receipt for all of it.
 *
 * @param limit how long RHX may take to answer
 * @param receipt whether the question at the end is there; not in the message that starts a run
 */
record Message(List<Command> commands, Duration limit, boolean receipt) {

  /** What fits one segment on any network in use. */
  static final int MAX_BYTES = 1_400;

  /** Outliers of 0.4 s were seen while RHX paints; a modal dialog may take longer. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String RECEIPT = "get runmode;";

  Message {
    commands = List.copyOf(commands);
    if (bytes(commands) + RECEIPT.length() > MAX_BYTES) {
      throw new IllegalArgumentException("a message of more than " + MAX_BYTES + " bytes");
    }
  }

  static Message of(Command... commands) {
    return new Message(List.of(commands), LIMIT, true);
  }

  Message within(Duration longer) {
    return new Message(commands, longer, receipt);
  }

  /**
   * Starts a run, alone: RHX carries out whatever comes in the same message, or is read together
   * with it, only when the run has ended.
   */
  static Message start() {
    return new Message(List.of(Command.set("runmode", "run")), LIMIT, false);
  }

  /** As few messages as will carry {@code commands} in their order; at least one. */
  static List<Message> pack(List<Command> commands) {
    var messages = new ArrayList<Message>();
    var together = new ArrayList<Command>();
    for (Command command : commands) {
      together.add(command);
      if (bytes(together) + RECEIPT.length() > MAX_BYTES) {
        together.remove(together.size() - 1);
        messages.add(new Message(together, LIMIT, true));
        together.clear();
        together.add(command);
      }
    }
    messages.add(new Message(together, LIMIT, true));
    return messages;
  }

  private static int bytes(List<Command> commands) {
    return commands.stream().mapToInt(command -> command.text().length() + 1).sum();
  }

  String text() {
    var text = new StringBuilder();
    commands.forEach(command -> text.append(command.text()).append(';'));
    return receipt ? text.append(RECEIPT).toString() : text.toString();
  }

  ByteBuffer wire() {
    return ByteBuffer.wrap(text().getBytes(StandardCharsets.US_ASCII));
  }

  /** The names that the replies begin with, in order, but for the receipt's. */
  List<String> answers() {
    return commands.stream().map(Command::answer).filter(name -> !name.isEmpty()).toList();
  }
}
