package org.wetstack.lab.safety.account;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.journal.Entry;

/** Flashes of a day, one by one. */
final class FlashAccount {

  private static final Duration DAY = Duration.ofDays(1);
  private static final BigInteger PER_NANOJOULE = BigInteger.valueOf(1_000);

  private static final class Story {
    private final String operation;
    private final String culture;
    private final String lease;
    private BigInteger whole;
    private BigInteger most;
    private boolean begun;
    private boolean lost;
    private boolean refused;
    private @Nullable Instant over;

    Story(Entry entry) {
      operation = entry.fact("operation");
      culture = entry.fact("culture");
      lease = entry.fact("lease");
      whole =
          BigInteger.valueOf(entry.whole("microwatts"))
              .multiply(BigInteger.valueOf(entry.whole("micros")));
      most = whole;
    }
  }

  private final InForce limits;
  private final Gates gates;
  private final List<Story> stories = new ArrayList<>();

  /** What cultures had been given when they came. */
  private final Map<String, FlashAccount> before = new HashMap<>();

  FlashAccount(InForce limits, Gates gates) {
    this.limits = limits;
    this.gates = gates;
  }

  /** All that was known of {@code culture} is in {@code there}, and counts instead. */
  void inherit(String culture, FlashAccount there) {
    stories.removeIf(story -> story.culture.equals(culture) && story.over != null);
    before.put(culture, there);
  }

  /** What was under way when the controller ended may be heard of any time. */
  void restart() {
    stories.stream().filter(story -> story.over == null).forEach(story -> story.lost = true);
  }

  void intended(Entry entry, Instant at, Findings findings) {
    stories.removeIf(story -> story.over != null && !story.over.plus(DAY).isAfter(at));
    var story = new Story(entry);
    gates.intent(entry, story.culture, findings);
    if (stories.stream().anyMatch(other -> other.operation.equals(story.operation))) {
      findings.add("operation", "", story.operation, "intended twice");
      return;
    }
    BigInteger stated = BigInteger.valueOf(entry.whole("picojoules"));
    if (!stated.equals(story.whole)) {
      findings.add("flash.energy", story.whole + " pJ", stated + " pJ", "not power times duration");
    }
    if (limits.knows(story.culture)) {
      check(entry, story, at, findings);
    } else {
      findings.add("culture", "", story.culture, "the rig has no such culture");
    }
    stories.add(story);
  }

  private void check(Entry entry, Story story, Instant at, Findings findings) {
    String culture = story.culture;
    findings.atMost(
        "flash.power",
        limits.of(culture, "flash.power"),
        BigInteger.valueOf(entry.whole("microwatts")),
        "µW");
    findings.atMost("flash.energy", picojoules(culture, "flash.energy"), story.most, "pJ");
    findings.atMost(
        "flash.hour",
        picojoules(culture, "flash.hour"),
        given(culture, at.minus(Duration.ofHours(1))).add(story.most),
        "pJ");
    findings.atMost(
        "flash.day",
        picojoules(culture, "flash.day"),
        given(culture, at.minus(DAY)).add(story.most),
        "pJ");
    Duration pause = Duration.ofMillis(limits.of(culture, "flash.pause").longValueExact());
    for (Story other : stories) {
      boolean soon = other.over != null && !other.refused && other.over.plus(pause).isAfter(at);
      if (other.culture.equals(culture) && (other.over == null || soon)) {
        findings.add(
            other.over == null ? "flash.running" : "flash.pause",
            pause.toString(),
            other.operation,
            "too soon after that one");
      }
    }
  }

  private BigInteger picojoules(String culture, String rule) {
    return limits.of(culture, rule).multiply(PER_NANOJOULE);
  }

  private BigInteger given(String culture, Instant begin) {
    FlashAccount there = before.get(culture);
    BigInteger sum = there == null ? BigInteger.ZERO : there.given(culture, begin);
    for (Story story : stories) {
      boolean counts = story.over == null || story.over.isAfter(begin);
      if (story.culture.equals(culture) && counts && !story.refused) {
        sum = sum.add(story.most);
      }
    }
    return sum;
  }

  void begun(Entry entry, Instant at, Findings findings) {
    Story story = found(entry, findings);
    if (story == null) {
      return;
    }
    if (story.begun || (story.over != null && !story.lost)) {
      findings.add("effect.twice", "", story.operation, "it had begun, ended or been refused");
    }
    if (!story.lost) {
      gates.effect(story.lease, at, findings);
    }
    story.begun = true;
    story.refused = false;
    story.whole = story.whole.max(BigInteger.valueOf(entry.whole("picojoules")));
    story.most = story.whole;
  }

  void ended(Entry entry, Instant at, Findings findings) {
    Story story = found(entry, findings);
    if (story != null) {
      if (story.refused) {
        findings.add("effect.twice", "", story.operation, "it had been refused");
      }
      BigInteger lit = BigInteger.valueOf(entry.whole("picojoules"));
      if (lit.compareTo(story.whole) > 0) {
        findings.add("flash.energy", story.whole + " pJ", lit + " pJ", "more than was begun");
      }
      story.most = story.over == null ? lit : story.most.max(lit);
      story.refused = false;
      end(story, at);
    }
  }

  /** It counts whole, unless more is learnt. */
  void unknown(Entry entry, Instant at, Findings findings) {
    Story story = found(entry, findings);
    if (story != null) {
      story.lost = true;
      end(story, at);
    }
  }

  void notDone(Entry entry, Instant at, Findings findings) {
    Story story = found(entry, findings);
    if (story == null) {
      return;
    }
    if (story.begun) {
      findings.add("effect.denied", "", story.operation, "it had begun, so it was done");
    } else {
      story.refused = true;
    }
    end(story, at);
  }

  private static void end(Story story, Instant at) {
    story.over = story.over == null || at.isAfter(story.over) ? at : story.over;
  }

  private @Nullable Story found(Entry entry, Findings findings) {
    String operation = entry.fact("operation");
    for (Story story : stories) {
      if (story.operation.equals(operation)) {
        return story;
      }
    }
    findings.add("effect", "", operation, "nobody had intended it");
    return null;
  }
}
