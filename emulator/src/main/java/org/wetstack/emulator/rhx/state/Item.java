package org.wetstack.emulator.rhx.state;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One parameter with its present value. Not thread-safe: used under the world's lock. */
public final class Item {

  /** What values a parameter takes. */
  enum Kind {
    BOOLEAN,
    INTEGER,
    REAL,
    CHOICE,
    TEXT,
    CHANNEL
  }

  private final String name;
  private final Kind kind;
  private final Lock lock;
  private final List<List<String>> choices;
  private final double min;
  private final double max;
  private String text;
  private double number;

  Item(String name, Kind kind, Lock lock, List<List<String>> choices, double min, double max) {
    this.name = name;
    this.kind = kind;
    this.lock = lock;
    this.choices = choices;
    this.min = min;
    this.max = max;
    this.text = "";
  }

  /** With its canonical capitals. */
  public String name() {
    return name;
  }

  /** The value as {@code get} prints it. */
  public String print() {
    return switch (kind) {
      case INTEGER -> Integer.toString((int) number);
      case REAL -> Reals.print(number);
      case BOOLEAN, CHOICE, TEXT, CHANNEL -> text;
    };
  }

  public boolean isTrue() {
    return text.equals("True");
  }

  /** The value of a number; NaN is possible in a real one. */
  public double number() {
    return number;
  }

  public int integer() {
    return (int) number;
  }

  /** The least value of a number. */
  public double min() {
    return min;
  }

  /** The largest value of a number. */
  public double max() {
    return max;
  }

  /** The choice or text. */
  public String text() {
    return text;
  }

  /** Which of the choices is chosen, counted from 0; -1 if none. */
  public int choice() {
    for (int i = 0; i < choices.size(); i++) {
      if (choices.get(i).get(0).equals(text)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Sets it as a {@code set} command does.
   *
   * @param value the word as it came; its capitals do not count
   * @return the refusal to send, or empty if it is set
   */
  public Optional<String> set(String value, State state) {
    if (lock.holds(state)) {
      return Optional.of(name + lock.refusal());
    }
    return accept(value.toLowerCase(Locale.ROOT), state)
        ? Optional.empty()
        : Optional.of("Invalid value for " + name + " command. Acceptable: " + acceptable());
  }

  /**
   * Sets it as a settings file does: whatever locks there are, and with the capitals of its text.
   *
   * @return whether {@code value} is acceptable; if not, nothing has changed
   */
  public boolean load(String value, State state) {
    if (kind == Kind.TEXT) {
      text = value;
      return true;
    }
    return accept(value.toLowerCase(Locale.ROOT), state);
  }

  /**
   * Sets it as a settings file of the program's predecessor does: choices by their place in the
   * list, truth as a number. What is out of range changes nothing.
   */
  public void loadNumber(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    double wanted = Numerals.readable(word, kind != Kind.REAL) ? Numerals.read(word) : 0;
    switch (kind) {
      case BOOLEAN -> force(wanted != 0);
      case INTEGER, REAL -> number = wanted < min || wanted > max ? number : wanted;
      case CHOICE -> {
        if (wanted >= 0 && wanted < choices.size()) {
          this.text = choices.get((int) wanted).get(0);
        }
      }
      case TEXT, CHANNEL -> {}
    }
  }

  /** Sets it as the program itself does, whatever locks there are. */
  public void force(String value) {
    switch (kind) {
      case INTEGER, REAL -> number = Double.parseDouble(value);
      case BOOLEAN, CHOICE, TEXT, CHANNEL -> text = value;
    }
  }

  /** {@link #force(String)} for a truth value. */
  public void force(boolean value) {
    text = value ? "True" : "False";
  }

  /** {@link #force(String)} for a number. */
  public void force(double value) {
    number = value;
  }

  private boolean accept(String value, State state) {
    return switch (kind) {
      case BOOLEAN -> acceptBoolean(value);
      case INTEGER, REAL -> acceptNumber(value);
      case CHOICE -> acceptChoice(value);
      case TEXT -> {
        text = value;
        yield true;
      }
      case CHANNEL ->
          state
              .channel(value)
              .filter(channel -> channel.kind() == SignalKind.AMPLIFIER)
              .map(
                  channel -> {
                    text = channel.nativeName();
                    return true;
                  })
              .orElse(false);
    };
  }

  private boolean acceptBoolean(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      return false;
    }
    force(value.equals("true"));
    return true;
  }

  private boolean acceptNumber(String value) {
    if (!Numerals.readable(value, kind == Kind.INTEGER)) {
      return false;
    }
    double wanted = Numerals.read(value);
    // Written so that NaN passes, as it does in the program.
    if (wanted < min || wanted > max) {
      return false;
    }
    number = wanted;
    return true;
  }

  private boolean acceptChoice(String value) {
    for (List<String> spellings : choices) {
      for (String spelling : spellings) {
        if (spelling.toLowerCase(Locale.ROOT).equals(value)) {
          text = spellings.get(0);
          return true;
        }
      }
    }
    return false;
  }

  private String acceptable() {
    return switch (kind) {
      case BOOLEAN -> "True;False";
      case INTEGER, REAL -> "[ " + Reals.print(min) + " , " + Reals.print(max) + " ]";
      case CHOICE -> {
        var all = new StringBuilder();
        choices.forEach(spellings -> spellings.forEach(each -> all.append(each).append(';')));
        yield all.toString();
      }
      case TEXT -> "";
      case CHANNEL -> "[PortNumber]-[ChannelNumber], for example A-023";
    };
  }
}
