package org.wetstack.drivers.harvard;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wetstack.drivers.fluidics.PumpMachine.Direction;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.units.Volume;

/**
 * What a pump answers to {@code status}. Its time is not used: it counts milliseconds or periods of
 * 56 MHz, as the model pleases.
 *
 * @param femtoliters moved in {@code direction} since the counter was cleared
 * @param polled whether the pump is in the mode {@code poll on}
 */
record Status(
    Direction direction,
    boolean running,
    boolean stalled,
    boolean atLimit,
    long femtoliters,
    boolean polled) {

  static final Pattern FORM =
      Pattern.compile("(\\d{1,18}) (\\d{1,18}) (\\d{1,18}) ([iIwW])([iIwW.])([S.])[T.][iIwW][T.]");

  private static final BigDecimal FEMTOLITERS_PER_NANOLITER = BigDecimal.valueOf(1_000_000);

  /** So that a target of whole steps counts as reached, whatever the pump's rounding. */
  private static final long ROUNDING_FEMTOLITERS = 1_000;

  /** Empty if the line and the prompt contradict each other: one of them was garbled. */
  static Optional<Status> of(Reply reply) {
    Matcher line = reply.find(FORM).orElse(null);
    if (line == null) {
      return Optional.empty();
    }
    char letter = line.group(4).charAt(0);
    var status =
        new Status(
            Character.toLowerCase(letter) == 'i' ? Direction.INFUSE : Direction.WITHDRAW,
            Character.isUpperCase(letter),
            line.group(6).equals("S"),
            !line.group(5).equals("."),
            Long.parseLong(line.group(3)),
            reply.polled());
    String prompt = status.direction == Direction.INFUSE ? ">" : "<";
    boolean moves = reply.prompt().equals(">") || reply.prompt().equals("<");
    boolean agrees = status.running ? reply.prompt().equals(prompt) : !moves;
    return agrees ? Optional.of(status) : Optional.empty();
  }

  /** The counter, in whole nanolitres. */
  Delivered moved() {
    if (femtoliters == 0) {
      return Delivered.NOTHING;
    }
    long least = (femtoliters + ROUNDING_FEMTOLITERS) / FEMTOLITERS_PER_NANOLITER.longValue();
    long most =
        BigDecimal.valueOf(femtoliters)
            .divide(FEMTOLITERS_PER_NANOLITER, 0, RoundingMode.CEILING)
            .longValue();
    return new Delivered(Volume.nanoliters(Math.min(least, most)), Volume.nanoliters(most));
  }

  Motion motion(Direction expected) {
    if (!running) {
      return Motion.REST;
    }
    if (direction != expected) {
      return Motion.OTHER;
    }
    return direction == Direction.INFUSE ? Motion.INFUSING : Motion.WITHDRAWING;
  }
}
