package org.wetstack.drivers.newera;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wetstack.drivers.fluidics.PumpMachine;
import org.wetstack.drivers.fluidics.PumpOptions;
import org.wetstack.drivers.fluidics.Question;
import org.wetstack.drivers.fluidics.Reading;
import org.wetstack.drivers.fluidics.Reading.Kind;
import org.wetstack.drivers.fluidics.Reading.Motion;
import org.wetstack.drivers.fluidics.Reading.Trouble;
import org.wetstack.drivers.fluidics.Seat;
import org.wetstack.hal.Ability;
import org.wetstack.hal.Delivered;
import org.wetstack.hal.DeviceException;
import org.wetstack.hal.DeviceException.Outcome;
import org.wetstack.hal.DeviceException.Reason;
import org.wetstack.hal.DeviceInfo;
import org.wetstack.hal.Dose;
import org.wetstack.hal.PumpLimits;
import org.wetstack.hal.units.Volume;

/**
 * A New Era pump. A dose is its program of two phases: one that pumps, one that stops. An alarm is
 * told by the pump once, instead of an answer, and kept here until a person clears it.
 */
final class NewEraMachine implements PumpMachine {

  private static final Pattern VERSION = Pattern.compile("(NE\\d+[A-Z]?\\d?)V(\\d+\\.\\d+)");
  private static final Pattern COUNTERS = Pattern.compile("I(\\d*\\.\\d*)W(\\d*\\.\\d*)(UL|ML)");
  private static final int ALARMS_IN_A_ROW = 3;

  /**
   * A pump that has lost a part of a packet takes what follows within half a second for the rest of
   * it; and it is to be asked several times before it takes its host for dead.
   */
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(600);

  /** To pause, to stop, and an alarm before each. */
  private static final int STOPS = 4;

  private final Seat seat;
  private final Alarms alarms;
  private final BigDecimal diameter;
  private final int silenceSeconds;
  private final int stepNanometers;
  private final PumpOptions options;
  private volatile @Nullable String model;
  private volatile @Nullable PumpLimits limits;
  private volatile Direction direction = Direction.INFUSE;
  private volatile @Nullable Volume ordered;

  NewEraMachine(
      Seat seat,
      Alarms alarms,
      BigDecimal diameter,
      int silenceSeconds,
      int stepNanometers,
      PumpOptions options) {
    this.seat = seat;
    this.alarms = alarms;
    this.diameter = diameter;
    this.silenceSeconds = silenceSeconds;
    this.stepNanometers = stepNanometers;
    this.options = options;
    seat.onUnasked(alarms::hear);
  }

  /**
   * Something whose answer is like no other; an alarm that takes its place is kept. A pump in basic
   * mode takes packets for the rest of a line that another program began. So from the second time
   * on that line is ended first: as a question, which makes a command of no beginning.
   */
  static Question barrier(Alarms alarms) {
    String version = alarms.address() + "VER";
    byte[] packet = Packets.packet(version);
    byte[] line = (version + "\r").getBytes(StandardCharsets.US_ASCII);
    byte[] both = Arrays.copyOf(line, line.length + packet.length);
    System.arraycopy(packet, 0, both, line.length, packet.length);
    return new Question(
        packet,
        both,
        frame -> alarms.hear(frame).filter(a -> a.data().startsWith("NE")).isPresent(),
        ANSWER_LIMIT,
        Question.Kind.SAFE);
  }

  private interface Asking {
    Question question(byte[] text, Predicate<byte[]> isAnswer);
  }

  /**
   * Asks {@code command}, and once more after an alarm, which is an answer to anything.
   *
   * @param form what an answer looks like
   */
  private CompletableFuture<Answer> ask(String command, Predicate<Answer> form, Asking as) {
    return ask(command, form, as, ALARMS_IN_A_ROW);
  }

  private CompletableFuture<Answer> ask(
      String command, Predicate<Answer> form, Asking as, int alarmsLeft) {
    return once(command, form, as)
        .thenCompose(
            told -> {
              if (!told.alarmed()) {
                return CompletableFuture.completedFuture(told);
              }
              if (alarmsLeft == 0) {
                return CompletableFuture.failedFuture(
                    failure(Reason.FAULT, "it answers nothing but alarms"));
              }
              return ask(command, form, as, alarmsLeft - 1);
            });
  }

  private CompletableFuture<Answer> once(String command, Predicate<Answer> form, Asking as) {
    Predicate<byte[]> isAnswer =
        frame ->
            alarms
                .hear(frame)
                .filter(a -> !a.complainsOfDamage())
                .filter(a -> a.alarmed() || form.test(a) || (a.checked() && a.error().isPresent()))
                .isPresent();
    byte[] packet = Packets.packet(alarms.address() + command);
    return seat.ask(as.question(packet, isAnswer).within(ANSWER_LIMIT))
        .thenApply(frame -> Answer.of(frame).orElseThrow());
  }

  private static boolean bare(Answer answer) {
    return answer.checked() && answer.bare();
  }

  private CompletableFuture<String> query(String command, Predicate<String> form) {
    return ask(command, a -> a.checked() && form.test(a.data()), Question::safe)
        .thenApply(told -> done(command, told).data());
  }

  private CompletableFuture<Void> set(String command) {
    return ask(command, NewEraMachine::bare, Question::safe)
        .thenAccept(told -> done(command, told));
  }

  private Answer done(String command, Answer told) {
    if (told.error().isPresent()) {
      throw failure(
          Reason.REJECTED, "to " + command + " it answers ?" + told.error().orElseThrow());
    }
    return told;
  }

  private DeviceException failure(Reason reason, String what) {
    return new DeviceException(
        reason, Outcome.NOT_DONE, "New Era pump at address " + alarms.address() + ": " + what);
  }

  @Override
  public CompletableFuture<DeviceInfo> greet() {
    return ask("SAF" + silenceSeconds, NewEraMachine::bare, Question::safe)
        .thenCompose(told -> query("VER", data -> data.startsWith("NE")))
        .thenApply(this::met);
  }

  private DeviceInfo met(String version) {
    Matcher match = VERSION.matcher(version);
    if (!match.matches()) {
      throw failure(Reason.PROTOCOL, "this version is of no pump this driver knows: " + version);
    }
    String told = match.group(1);
    model = told;
    return new DeviceInfo(told.replace("NE", "NE-"), "", match.group(2), 0, false);
  }

  @Override
  public PumpLimits limits() {
    PumpLimits known = limits;
    if (known != null) {
      return known;
    }
    String which = model;
    if (which == null) {
      throw new IllegalStateException("greet first");
    }
    PumpLimits found = NewEraLimits.of(which, diameter, stepNanometers, options);
    limits = found;
    return found;
  }

  @Override
  public Set<Ability> abilities() {
    return Set.of(Ability.STOPS_WHEN_HOST_IS_SILENT);
  }

  @Override
  public CompletableFuture<Void> prepare(Direction to, Dose dose) {
    String unit = NewEraLimits.large(limits().maxVolume().nanoliters()) ? "ML" : "UL";
    long volume = dose.volume().nanoliters() / (unit.equals("ML") ? 1_000 : 1);
    boolean fast = NewEraLimits.large(limits().maxRate().nanolitersPerMinute());
    long rate = dose.rate().nanolitersPerMinute() / (fast ? 1_000 : 1);
    String rateText = Digits.text(rate) + (fast ? "MM" : "UM");
    String volumeText = Digits.text(volume);
    String way = to == Direction.INFUSE ? "INF" : "WDR";
    return rest()
        .thenCompose(ready -> set("PHN2"))
        .thenCompose(ready -> ensure("FUN", "STP", "FUNSTP"))
        .thenCompose(ready -> set("PHN1"))
        .thenCompose(ready -> ensure("FUN", "RAT", "FUNRAT"))
        .thenCompose(ready -> ensure("PF", "0", "PF0"))
        .thenCompose(ready -> ensure("DIA", diameterText(), "DIA" + diameterText()))
        .thenCompose(ready -> ensure("RAT", rateText, "RAT" + rateText))
        // The unit first: it changes what the number means.
        .thenCompose(ready -> ensure("VOL", volumeText + unit, "VOL" + unit, "VOL" + volumeText))
        .thenCompose(ready -> ensure("DIR", way, "DIR" + way))
        .thenCompose(ready -> set("CLDINF"))
        .thenCompose(ready -> set("CLDWDR"))
        .thenRun(
            () -> {
              direction = to;
              ordered = dose.volume();
            });
  }

  private String diameterText() {
    return Digits.text(diameter.movePointRight(3).longValueExact());
  }

  /** That it does not move, and is at the beginning of its program. */
  private CompletableFuture<Void> rest() {
    return read()
        .thenCompose(
            reading ->
                reading.motion() == Motion.REST
                    ? halt()
                    : CompletableFuture.failedFuture(
                        failure(Reason.REJECTED, "it is moving, and not by this session")));
  }

  /** Sets only what is not so already, as the pump's memory wears, and reads it back. */
  private CompletableFuture<Void> ensure(String query, String wanted, String... commands) {
    return query(query, data -> !data.isEmpty())
        .thenCompose(
            found -> {
              if (found.equals(wanted)) {
                return CompletableFuture.completedFuture(null);
              }
              CompletableFuture<Void> set = CompletableFuture.completedFuture(null);
              for (String command : List.of(commands)) {
                set = set.thenCompose(before -> set(command));
              }
              return set.thenCompose(before -> query(query, data -> !data.isEmpty()))
                  .thenAccept(now -> requireSet(query, wanted, now));
            });
  }

  private void requireSet(String what, String wanted, String now) {
    if (!now.equals(wanted)) {
      throw failure(Reason.PROTOCOL, what + " is " + now + " after it was set to " + wanted);
    }
  }

  @Override
  public CompletableFuture<Void> start(Direction to, Dose dose) {
    return once("RUN", NewEraMachine::bare, Question::once)
        .thenAccept(
            told -> {
              if (told.alarmed()) {
                throw failure(Reason.REJECTED, "instead of starting it told an alarm");
              }
              done("RUN", told);
            });
  }

  @Override
  public CompletableFuture<Reading> read() {
    return ask("DIS", a -> a.checked() && COUNTERS.matcher(a.data()).matches(), Question::safe)
        .thenApply(told -> reading(done("DIS", told)));
  }

  private Reading reading(Answer told) {
    Motion motion =
        switch (told.state()) {
          case 'I' -> Motion.INFUSING;
          case 'W' -> Motion.WITHDRAWING;
          case 'S', 'P' -> Motion.REST;
          default -> Motion.OTHER;
        };
    Matcher match = COUNTERS.matcher(told.data());
    if (!match.matches()) {
      throw failure(Reason.PROTOCOL, "no counters in " + told.data());
    }
    var number = new BigDecimal("0" + match.group(direction == Direction.INFUSE ? 1 : 2) + "0");
    int places = match.group(3).equals("ML") ? 6 : 3;
    long counted = number.movePointRight(places).longValue();
    Trouble wrong = alarms.trouble().orElse(null);
    if (wrong == null) {
      var moved = Delivered.exactly(Volume.nanoliters(whole(motion, counted)));
      return Reading.of(motion, moved);
    }
    // Before it stalled it may have counted what only stretched the tube.
    var moved = new Delivered(Volume.ZERO, Volume.nanoliters(counted));
    return Reading.of(
            motion, wrong.kind() == Kind.OCCLUSION ? moved : Delivered.exactly(moved.atMost()))
        .with(wrong.kind(), wrong.detail());
  }

  /** A counter that ends within a motor step of what was ordered has counted all of it. */
  private long whole(Motion motion, long counted) {
    Volume all = ordered;
    if (motion != Motion.REST || all == null) {
      return counted;
    }
    long missing = all.nanoliters() - counted;
    boolean near = counted > 0 && missing > 0 && missing <= limits().tolerance().nanoliters();
    return near ? all.nanoliters() : counted;
  }

  @Override
  public CompletableFuture<Void> halt() {
    return halt(STOPS);
  }

  private CompletableFuture<Void> halt(int triesLeft) {
    return once("STP", NewEraMachine::bare, Question::urgent)
        .thenCompose(
            told -> {
              boolean stopped =
                  (told.state() == 'S' && told.error().isEmpty())
                      || told.error().equals(Optional.of("NA"));
              if (stopped) {
                return CompletableFuture.completedFuture(null);
              }
              if (triesLeft == 0 || (told.error().isPresent() && !told.alarmed())) {
                return CompletableFuture.failedFuture(
                    failure(Reason.FAULT, "it does not stop; cut its power"));
              }
              return halt(triesLeft - 1);
            });
  }

  @Override
  public CompletableFuture<Void> clear() {
    return read().thenAccept(reading -> alarms.clear());
  }

  @Override
  public CompletableFuture<Void> part() {
    // The answer is in the mode that was asked for.
    return ask("SAF0", a -> !a.checked() && a.bare(), Question::safe).thenAccept(told -> {});
  }
}
