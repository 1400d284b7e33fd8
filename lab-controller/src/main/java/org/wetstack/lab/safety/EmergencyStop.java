package org.wetstack.lab.safety;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;

/**
 * Once pressed it stays, over restarts, until two people release it. Its state is a function of the
 * journal's entries. May be used by any thread.
 */
public final class EmergencyStop implements Consumer<Entry> {

  /** Who pressed it, when and why. */
  public record Press(String by, Instant at, String reason) {}

  private Optional<Press> press = Optional.empty();

  /** Takes note of an entry of the journal. A release by fewer than two people is none. */
  @Override
  public synchronized void accept(Entry entry) {
    if (entry.what().equals(Kinds.STOP_LATCHED) && press.isEmpty()) {
      press = Optional.of(new Press(entry.who(), entry.at(), entry.fact("reason")));
    } else if (entry.what().equals(Kinds.STOP_RELEASED)
        && Approval.names(entry.fact("by")).size() >= 2) {
      press = Optional.empty();
    }
  }

  /** The first press since the last release. */
  public synchronized Optional<Press> pressed() {
    return press;
  }

  /**
   * Returns if it is not pressed.
   *
   * @throws Refusal {@code stop.latched} if it is
   */
  public void requireReleased() {
    pressed()
        .ifPresent(
            held -> {
              throw Refusal.of(
                  "stop.latched",
                  "",
                  "the emergency stop was pressed by "
                      + held.by()
                      + " at "
                      + held.at()
                      + " ("
                      + held.reason()
                      + ")",
                  "find out why; two people release it");
            });
  }

  /**
   * Whether these two may release it: two people, each of them an operator or a safety officer.
   *
   * @throws Refusal {@code stop.release} if they may not
   */
  public static void checkRelease(Approval first, Approval second) {
    if (first.isSamePersonAs(second)) {
      throw Refusal.of(
          "stop.release", "2 people", "only " + first.name(), "a second person has to agree");
    }
    for (Approval one : new Approval[] {first, second}) {
      if (!one.mayOperate()) {
        throw Refusal.of(
            "stop.release",
            "operators and safety officers",
            one.name() + " is " + one.roles(),
            "have an operator or a safety officer agree");
      }
    }
  }
}
