package org.wetstack.emulator.rhx.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** What one read of the command socket brought: commands between semicolons. */
final class Message {

  private static final Pattern SEMICOLON = Pattern.compile(";");
  private static final Pattern SPACE = Pattern.compile(" ");

  /**
   * One command.
   *
   * @param number within its message, from 1; pieces without any word are not counted
   * @param raw as it came
   * @param words separated by spaces and by nothing else; never empty
   */
  record Command(int number, String raw, List<String> words) {}

  private Message() {}

  static List<Command> commands(byte[] read) {
    List<Command> commands = new ArrayList<>();
    for (String raw : SEMICOLON.split(new String(read, StandardCharsets.UTF_8), -1)) {
      List<String> words = words(raw);
      if (!words.isEmpty()) {
        commands.add(new Command(commands.size() + 1, raw, words));
      }
    }
    return commands;
  }

  private static List<String> words(String raw) {
    return Arrays.stream(SPACE.split(raw, -1))
        .map(Message::trimmed)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Without white space at either end: a line end there is harmless, between words it is not. */
  private static String trimmed(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && isSpace(word.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(word.charAt(to - 1))) {
      to--;
    }
    return word.substring(from, to);
  }

  private static boolean isSpace(char each) {
    return (each >= '\t' && each <= '\r') || each == 0x85 || Character.isSpaceChar(each);
  }
}
