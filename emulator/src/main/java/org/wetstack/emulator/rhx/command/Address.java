package org.wetstack.emulator.rhx.command;

import java.util.Optional;
import org.wetstack.emulator.rhx.state.Channel;
import org.wetstack.emulator.rhx.state.FileNames;
import org.wetstack.emulator.rhx.state.Item;
import org.wetstack.emulator.rhx.state.State;

/** Which parameter a word means: {@code name}, {@code a.name} or {@code a-010.name}. */
final class Address {

  /** A path or a base file name. */
  record FilePart(FileNames names, String part) {}

  private Address() {}

  /** The path or base name that {@code word}, in lower case, means. */
  static Optional<FilePart> file(State state, String word) {
    String[] parts = word.split("\\.", -1);
    String part = parts.length > 1 ? parts[1] : "";
    for (FileNames names : new FileNames[] {state.recordings(), state.impedances()}) {
      if (names.name().equalsIgnoreCase(parts[0]) && names.get(part).isPresent()) {
        return Optional.of(new FilePart(names, part));
      }
    }
    return Optional.empty();
  }

  /** The channel before the first dot of {@code word}. */
  static Optional<Channel> channel(State state, String word) {
    int dot = word.indexOf('.');
    return dot < 0 ? Optional.empty() : state.channel(word.substring(0, dot));
  }

  /** The parameter that {@code word}, in lower case, means. */
  static Optional<Item> item(State state, String word) {
    // A name that a channel or port does not know is looked up further on, as the program does.
    return channel(state, word)
        .flatMap(channel -> channel.items().find(word.split("\\.", -1)[1]))
        .or(() -> portItem(state, word))
        .or(() -> state.globals().find(word));
  }

  private static Optional<Item> portItem(State state, String word) {
    return word.indexOf('.') != 1
        ? Optional.empty()
        : state.port(word.substring(0, 1)).flatMap(port -> port.items().find(word.substring(2)));
  }
}
