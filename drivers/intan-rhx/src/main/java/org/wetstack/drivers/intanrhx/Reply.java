package org.wetstack.drivers.intanrhx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;

/**
 * What RHX answered to one message.
 *
 * @param values in the order of the questions, but for the receipt
 * @param errors sentences that are no values, in order
 * @param mode the receipt: what RHX is doing
 */
record Reply(List<Value> values, List<String> errors, RunMode mode) {

  /** One answered question. */
  record Value(String name, String text) {}

  /** Comes unasked, and several times, when RHX stops by itself. */
  static final String STRAY = "Board must be running in order to stop";

  private static final String RETURN = "Return: ";
  private static final Pattern RECEIPT =
      Pattern.compile("Return: RunMode (Run|Stop|Record|Trigger)");
  private static final Pattern ERROR =
      Pattern.compile(
          "Error - |Error: |Warning: |Unrecognized |Invalid value for |Failure writing"
              + "|Unable to open|Board must be |\\w+ cannot be |Connection status cannot ");

  Reply {
    values = List.copyOf(values);
    errors = List.copyOf(errors);
  }

  /** Takes all whole {@link #STRAY} sentences out of {@code text}; returns how many. */
  static int strip(StringBuilder text) {
    int found = 0;
    for (int at = text.indexOf(STRAY); at >= 0; at = text.indexOf(STRAY)) {
      text.delete(at, at + STRAY.length());
      found++;
    }
    return found;
  }

  /** Where the receipt in {@code text} ends; -1 if it has not come. */
  static int end(CharSequence text) {
    Matcher receipt = RECEIPT.matcher(text);
    return receipt.find() ? receipt.end() : -1;
  }

  /** Whether {@code text} has an answer in it, wanted or not. */
  static boolean hasAnswer(StringBuilder text) {
    return text.indexOf(RETURN) >= 0;
  }

  /** Reads {@code text}, which ends with a receipt. Replies have no ends: the next one's begin. */
  static Reply parse(String text) {
    var values = new ArrayList<Value>();
    var errors = new ArrayList<String>();
    int at = text.indexOf(RETURN);
    if (at > 0) {
      errors.add(text.substring(0, at));
    }
    RunMode mode = RunMode.STOP;
    while (at >= 0) {
      int next = text.indexOf(RETURN, at + 1);
      String whole = text.substring(at + RETURN.length(), next < 0 ? text.length() : next);
      Matcher error = ERROR.matcher(whole);
      if (error.find()) {
        errors.add(whole.substring(error.start()));
        whole = whole.substring(0, error.start());
      }
      int space = whole.indexOf(' ');
      String name = space < 0 ? whole : whole.substring(0, space);
      String value = space < 0 ? "" : whole.substring(space + 1);
      if (name.equals("Empty")) {
        // An empty host is told the other way round.
        name = value;
        value = "";
      }
      if (next < 0) {
        mode = RunMode.valueOf(value.toUpperCase(Locale.ROOT));
      } else {
        values.add(new Value(name, value));
      }
      at = next;
    }
    return new Reply(values, errors, mode);
  }

  /**
   * This reply, if it answers {@code message} wholly.
   *
   * @throws DeviceException REJECTED if RHX refused any of it, PROTOCOL if it answers something
   *     else
   */
  Reply answering(Message message) {
    if (!errors.isEmpty()) {
      throw new DeviceException(
          Reason.REJECTED, Outcome.NOT_DONE, "RHX refused '" + message.text() + "': " + errors);
    }
    List<String> wanted = message.answers();
    boolean same = values.size() == wanted.size();
    for (int i = 0; same && i < wanted.size(); i++) {
      same = values.get(i).name().equalsIgnoreCase(wanted.get(i));
    }
    if (!same) {
      throw new DeviceException(
          Reason.PROTOCOL,
          Outcome.UNKNOWN,
          "RHX was asked for " + wanted + " and answered " + values);
    }
    return this;
  }

  /** The value of the only or first {@code name}. */
  String text(String name) {
    for (Value value : values) {
      if (value.name().equalsIgnoreCase(name)) {
        return value.text();
      }
    }
    throw new DeviceException(
        Reason.PROTOCOL, Outcome.UNKNOWN, "RHX did not answer for " + name + " but " + values);
  }

  /** Whether the value of {@code name} is {@code wanted}, without regard to case. */
  boolean says(String name, String wanted) {
    return text(name).equalsIgnoreCase(wanted);
  }
}
