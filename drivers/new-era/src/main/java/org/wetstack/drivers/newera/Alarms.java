package org.wetstack.drivers.newera;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Trouble;

/**
 * The alarm that the pump at one address told last. It tells each once, instead of whatever answer
 * is due, and forgets it then; here it is kept until a person clears it. Thread-safe.
 */
final class Alarms {

  private final int address;
  private final AtomicReference<@Nullable Trouble> told = new AtomicReference<>();

  Alarms(int address) {
    this.address = address;
  }

  int address() {
    return address;
  }

  /** What {@code frame} says if it is of this pump; an alarm in it is kept. */
  Optional<Answer> hear(byte[] frame) {
    Optional<Answer> answer = Answer.of(frame).filter(a -> a.address() == address);
    answer.filter(Answer::alarmed).ifPresent(this::keep);
    return answer;
  }

  private void keep(Answer alarm) {
    Trouble now = trouble(alarm.alarm());
    // What ends the session must not be hidden behind what does not.
    told.updateAndGet(before -> before == null || now.kind() == Kind.POWER_LOST ? now : before);
  }

  private static Trouble trouble(char alarm) {
    return switch (alarm) {
      case 'R' -> new Trouble(Kind.POWER_LOST, "it says that it was reset");
      case 'S' ->
          new Trouble(
              Kind.OCCLUSION,
              "the motor stalled: the line is closed, or the plunger is at its end");
      case 'T' -> new Trouble(Kind.HOST_SILENT, "it heard nothing from its host");
      case 'E' -> new Trouble(Kind.FAULT, "error in its pumping program");
      default -> new Trouble(Kind.FAULT, "a phase of its program is out of range");
    };
  }

  Optional<Trouble> trouble() {
    return Optional.ofNullable(told.get());
  }

  void clear() {
    told.set(null);
  }
}
