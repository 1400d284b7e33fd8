package org.wetstack.lab.safety.account;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.parcel.Inheritance;
import org.wetstack.lab.safety.Reservoir;

/** Doses, one by one for a day after their end, and sums of those before. */
final class DoseAccount {

  private static final Duration DAY = Duration.ofDays(1);

  private static final class Story {
    private final String operation;
    private final String culture;
    private final String reservoir;
    private final String lease;
    private final BigInteger nanomolar;
    private BigInteger most;
    private boolean begun;
    private boolean lost;
    private boolean refused;
    private @Nullable Instant over;

    /** It counts for its culture among what that has brought along. */
    private boolean handedOn;

    Story(Entry entry) {
      operation = entry.fact("operation");
      culture = entry.fact("culture");
      reservoir = entry.fact("reservoir");
      lease = entry.fact("lease");
      nanomolar = BigInteger.valueOf(entry.whole("nanomolar"));
      most = BigInteger.valueOf(entry.whole("nanoliters"));
    }

    BigInteger flowed() {
      return refused ? BigInteger.ZERO : most;
    }
  }

  private final InForce limits;
  private final Gates gates;
  private final Map<String, Reservoir> reservoirs = new HashMap<>();
  private final List<Story> stories = new ArrayList<>();
  private final Map<String, BigInteger> intoCulture = new HashMap<>();
  private final Map<String, BigInteger> outOfReservoir = new HashMap<>();
  private final Map<String, Instant> lastEnd = new HashMap<>();

  /** What cultures had been given when they came. */
  private final Map<String, DoseAccount> before = new HashMap<>();

  DoseAccount(InForce limits, Gates gates, Collection<Reservoir> reservoirs) {
    this.limits = limits;
    this.gates = gates;
    reservoirs.forEach(one -> this.reservoirs.put(one.name(), one));
  }

  /** All that was known of a culture is in {@code there}, and counts instead. */
  void inherit(Inheritance inheritance, DoseAccount there) {
    String culture = inheritance.culture();
    inheritance
        .substances()
        .forEach(
            (name, substance) ->
                there.reservoirs.put(
                    name,
                    new Reservoir(
                        name, "", substance, 0, "", new Volume(0), Instant.EPOCH, Instant.MAX)));
    stories.stream().filter(one -> one.culture.equals(culture)).forEach(one -> one.handedOn = true);
    intoCulture.remove(culture);
    lastEnd.remove(culture);
    there.lastEnd.forEach((name, end) -> lastEnd.put(culture, end));
    before.put(culture, there);
  }

  /** As {@code reservoirs} of another rig file are; those archived are a day old, or more. */
  void refilled(Collection<Reservoir> now, Instant at) {
    for (Reservoir one : now) {
      Reservoir before = reservoirs.put(one.name(), one);
      if (before != null
          && one.prepared().isAfter(before.prepared())
          && one.prepared().plus(DAY).isAfter(at)) {
        archive(at);
        outOfReservoir.remove(one.name());
      }
    }
  }

  /** What was under way when the controller ended may be heard of any time. */
  void restart() {
    stories.stream().filter(story -> story.over == null).forEach(story -> story.lost = true);
  }

  void intended(Entry entry, Instant at, Findings findings) {
    archive(at);
    Story story = new Story(entry);
    gates.intent(entry, story.culture, findings);
    if (find(story.operation) != null) {
      findings.add("operation", "", story.operation, "intended twice");
      return;
    }
    checkDose(entry, story, findings);
    checkOthers(story, at, findings);
    checkSums(story, at, findings);
    checkReservoir(story, at, findings);
    stories.add(story);
  }

  void begun(Entry entry, Instant at, Findings findings) {
    Story story = found(entry, findings);
    if (story == null) {
      return;
    }
    if (story.refused || story.begun || story.over != null) {
      findings.add("effect.twice", "", story.operation, "it had begun, ended or been refused");
    }
    if (!story.lost) {
      gates.effect(story.lease, at, findings);
    }
    BigInteger quantised = BigInteger.valueOf(entry.whole("nanoliters"));
    if (limits.knows(story.culture)) {
      findings.atMost("dose.volume", limits.of(story.culture, "dose.volume"), quantised, "nL");
    }
    story.begun = true;
    story.lost = false;
    if (story.over == null || story.refused) {
      story.most = story.most.max(quantised);
    }
    story.refused = false;
  }

  void ended(Entry entry, Instant at, Findings findings) {
    Story story = found(entry, findings);
    if (story != null) {
      if (story.refused) {
        findings.add("effect.twice", "", story.operation, "it had been refused");
      }
      BigInteger most = BigInteger.valueOf(entry.whole("atMost"));
      story.most = story.over == null ? most : story.most.max(most);
      story.refused = false;
      end(story, at);
    }
  }

  void unknown(Entry entry, Findings findings) {
    Story story = found(entry, findings);
    if (story != null) {
      story.lost = true;
    }
  }

  void notDone(Entry entry, Instant at, Findings findings) {
    Story story = found(entry, findings);
    if (story == null) {
      return;
    }
    if (story.begun) {
      findings.add("effect.denied", "", story.operation, "it had begun, so it was done");
      end(story, at);
    } else {
      story.refused = true;
      story.over = at;
    }
  }

  private void end(Story story, Instant at) {
    story.over = at;
    lastEnd.put(story.culture, at);
  }

  private void checkDose(Entry entry, Story story, Findings findings) {
    if (!limits.knows(story.culture)) {
      findings.add("culture", "", story.culture, "the rig has no such culture");
      return;
    }
    findings.atMost("dose.volume", limits.of(story.culture, "dose.volume"), story.most, "nL");
    findings.atMost(
        "dose.rate",
        limits.of(story.culture, "dose.rate"),
        BigInteger.valueOf(entry.whole("nanolitersPerMinute")),
        "nL/min");
  }

  private void checkOthers(Story story, Instant at, Findings findings) {
    for (Story other : stories) {
      if (other.over == null && other.reservoir.equals(story.reservoir)) {
        findings.add(
            other.lost ? "dose.unknown" : "dose.running",
            "",
            other.operation,
            "not known to be over");
      }
    }
    if (!limits.knows(story.culture)) {
      return;
    }
    Duration pause = Duration.ofMillis(limits.of(story.culture, "dose.pause").longValueExact());
    boolean running =
        stories.stream()
            .anyMatch(other -> other.over == null && other.culture.equals(story.culture));
    Instant end = lastEnd.get(story.culture);
    boolean soon = end != null && end.plus(pause).isAfter(at);
    if (!pause.isZero() && (running || soon)) {
      findings.add("dose.pause", pause.toString(), String.valueOf(end), "too soon after the last");
    }
  }

  private void checkSums(Story story, Instant at, Findings findings) {
    String culture = story.culture;
    if (!limits.knows(culture)) {
      return;
    }
    Predicate<Story> mine = other -> other.culture.equals(culture) && !other.handedOn;
    BigInteger more = story.most;
    findings.atMost(
        "dose.hour",
        limits.of(culture, "dose.hour"),
        given(culture, at.minus(Duration.ofHours(1)), mine).add(more),
        "nL");
    findings.atMost(
        "dose.day",
        limits.of(culture, "dose.day"),
        given(culture, at.minus(DAY), mine).add(more),
        "nL");
    BigInteger ever = archived(culture);
    findings.atMost(
        "dose.total",
        limits.of(culture, "dose.total"),
        given(culture, Instant.MIN, mine).add(ever).add(more),
        "nL");
    findings.atMost(
        "dose.substance",
        new BigDecimal(limits.of(culture, "dose.substance")),
        picomoles(story, at, mine),
        "pmol");
  }

  private BigInteger given(String culture, Instant begin, Predicate<Story> mine) {
    DoseAccount there = before.get(culture);
    BigInteger here = since(begin, mine);
    return there == null
        ? here
        : here.add(there.since(begin, other -> other.culture.equals(culture)));
  }

  private BigInteger archived(String culture) {
    DoseAccount there = before.get(culture);
    BigInteger here = intoCulture.getOrDefault(culture, BigInteger.ZERO);
    return there == null ? here : here.add(there.archived(culture));
  }

  private BigDecimal picomoles(Story story, Instant at, Predicate<Story> mine) {
    BigDecimal sum = moles(story);
    for (Story other : stories) {
      if (mine.test(other) && counts(other, at.minus(DAY)) && isSameSubstance(other, story)) {
        sum = sum.add(moles(other));
      }
    }
    DoseAccount there = before.get(story.culture);
    if (there != null) {
      for (Story other : there.stories) {
        Reservoir first = there.reservoirs.get(other.reservoir);
        Reservoir second = reservoirs.get(story.reservoir);
        boolean same =
            first == null || second == null || first.substance().equals(second.substance());
        if (same && counts(other, at.minus(DAY))) {
          sum = sum.add(moles(other));
        }
      }
    }
    return sum;
  }

  /** Nanolitres × nanomolar are 1e-18 mol; a picomole is 1e-12. */
  private static BigDecimal moles(Story story) {
    return new BigDecimal(story.flowed().multiply(story.nanomolar), 6);
  }

  private boolean isSameSubstance(Story one, Story other) {
    Reservoir first = reservoirs.get(one.reservoir);
    Reservoir second = reservoirs.get(other.reservoir);
    return first == null || second == null || first.substance().equals(second.substance());
  }

  private void checkReservoir(Story story, Instant at, Findings findings) {
    Reservoir reservoir = reservoirs.get(story.reservoir);
    if (reservoir == null) {
      findings.add("dose.reservoir", "", story.reservoir, "the rig has no such reservoir");
      return;
    }
    if (!story.nanomolar.equals(BigInteger.valueOf(reservoir.nanomolar()))) {
      findings.add(
          "dose.reservoir",
          reservoir.nanomolar() + " nM",
          story.nanomolar + " nM",
          "its concentration is another one");
    }
    if (at.compareTo(reservoir.expires()) >= 0) {
      findings.add("dose.expired", reservoir.expires().toString(), at.toString(), "too old");
    }
    if (at.compareTo(reservoir.prepared()) < 0) {
      findings.add("dose.prepared", reservoir.prepared().toString(), at.toString(), "too early");
    }
    BigInteger drawn =
        since(reservoir.prepared(), other -> other.reservoir.equals(story.reservoir))
            .add(outOfReservoir.getOrDefault(story.reservoir, BigInteger.ZERO));
    findings.atMost(
        "dose.content",
        BigInteger.valueOf(reservoir.content().nanoliters()),
        drawn.add(story.most),
        "nL");
  }

  private BigInteger since(Instant begin, Predicate<Story> which) {
    return stories.stream()
        .filter(which)
        .filter(story -> counts(story, begin))
        .map(Story::flowed)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static boolean counts(Story story, Instant begin) {
    return story.over == null || story.over.compareTo(begin) > 0;
  }

  private void archive(Instant at) {
    stories.removeIf(
        story -> {
          Instant over = story.over;
          if (over == null || over.plus(DAY).isAfter(at)) {
            return false;
          }
          if (!story.handedOn) {
            intoCulture.merge(story.culture, story.flowed(), BigInteger::add);
          }
          Reservoir reservoir = reservoirs.get(story.reservoir);
          if (reservoir != null && over.isAfter(reservoir.prepared())) {
            outOfReservoir.merge(story.reservoir, story.flowed(), BigInteger::add);
          }
          return true;
        });
  }

  private @Nullable Story find(String operation) {
    return stories.stream()
        .filter(story -> story.operation.equals(operation))
        .findAny()
        .orElse(null);
  }

  private @Nullable Story found(Entry entry, Findings findings) {
    Story story = find(entry.fact("operation"));
    if (story == null) {
      findings.add("effect", "", entry.fact("operation"), "nobody had intended it");
    }
    return story;
  }
}
