package org.wetstack.lab.safety;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;

/**
 * The limits in force: those of the rig file, or stricter ones that were set since. What was set is
 * a function of the journal's entries; a rig file that has become stricter wins. May be used by any
 * thread.
 */
public final class LimitBook implements Heir {

  private Map<String, CultureLimits> rig;
  private final Map<String, Map<Limit, Long>> set = new HashMap<>();

  /**
   * @param rig the hard limits of each culture, by its name
   */
  public LimitBook(Map<String, CultureLimits> rig) {
    this.rig = Map.copyOf(rig);
  }

  /**
   * Takes note of an entry of the journal. What is set for cultures that the rig no longer has is
   * left aside.
   *
   * @throws IllegalArgumentException if a limit is set that this version does not know
   */
  @Override
  public synchronized void accept(Entry entry) {
    if (entry.what().equals(Kinds.LIMIT_SET)) {
      Limit limit = Limit.named(entry.fact("limit"));
      long value = Math.max(limit.least(), entry.whole("value"));
      if (rig.containsKey(entry.fact("culture"))) {
        set.computeIfAbsent(entry.fact("culture"), any -> new EnumMap<>(Limit.class))
            .put(limit, value);
      }
    }
  }

  /** What was set elsewhere holds here too, unless what was set here is stricter. */
  @Override
  public synchronized void inherit(Inheritance inheritance) {
    String culture = inheritance.culture();
    if (!rig.containsKey(culture)) {
      return;
    }
    Map<Limit, Long> there = new EnumMap<>(Limit.class);
    for (Entry entry : inheritance.entries()) {
      if (entry.what().equals(Kinds.LIMIT_SET)) {
        Limit limit = Limit.named(entry.fact("limit"));
        there.put(limit, Math.max(limit.least(), entry.whole("value")));
      }
    }
    Map<Limit, Long> here = set.computeIfAbsent(culture, any -> new EnumMap<>(Limit.class));
    there.forEach(
        (limit, value) ->
            here.merge(limit, value, (one, other) -> limit.isLooser(one, other) ? other : one));
  }

  /** Another rig file holds, with the same cultures and limits that are as strict or stricter. */
  public synchronized void tighten(Map<String, CultureLimits> stricter) {
    rig = Map.copyOf(stricter);
  }

  /**
   * The limits in force for {@code culture}.
   *
   * @throws Refusal {@code culture} if the rig has no such culture
   */
  public synchronized CultureLimits inForce(String culture) {
    CultureLimits limits = hard(culture);
    for (var one : set.getOrDefault(culture, Map.of()).entrySet()) {
      Limit limit = one.getKey();
      if (limit.isLooser(limit.of(limits), one.getValue())) {
        limits = limit.with(limits, one.getValue());
      }
    }
    return limits;
  }

  /** The stimulation limits in force for {@code culture}. */
  public StimulationLimits stimulation(String culture) {
    return inForce(culture).stimulation();
  }

  /** The dosing limits in force for {@code culture}. */
  public DosingLimits dosing(String culture) {
    return inForce(culture).dosing();
  }

  /** The limits of light in force for {@code culture}. */
  public IlluminationLimits illumination(String culture) {
    return inForce(culture).illumination();
  }

  /**
   * Whether a limit of {@code culture} may be set to {@code wanted}, all of {@code agreed} having
   * agreed.
   *
   * @throws Refusal if it may not, and why
   */
  public void checkChange(String culture, Limit limit, long wanted, Set<Approval> agreed) {
    checkChange(limit, limit.of(inForce(culture)), limit.of(hard(culture)), wanted, agreed);
  }

  /**
   * Whether {@code current} may become {@code wanted}. A stricter limit takes one operator or
   * safety officer; a looser one takes two people who are that, one of them a safety officer; one
   * that is looser than {@code hard} takes another rig file.
   *
   * @throws Refusal {@code limit.value}, {@code limit.hard} or {@code limit.approval} if it may not
   */
  public static void checkChange(
      Limit limit, long current, long hard, long wanted, Set<Approval> agreed) {
    String value = wanted + " " + limit.unit();
    if (wanted < limit.least()) {
      throw Refusal.of(
          "limit.value", limit.least() + " " + limit.unit(), value, "ask for more, or for a stop");
    }
    if (limit.isLooser(wanted, hard)) {
      throw Refusal.of(
          "limit.hard",
          hard + " " + limit.unit(),
          limit.rule() + " of " + value,
          "the rig file sets " + limit.rule() + "; only another rig file allows more");
    }
    Set<String> people =
        agreed.stream()
            .filter(Approval::mayOperate)
            .flatMap(one -> Approval.names(one.name()).stream())
            .collect(Collectors.toSet());
    boolean looser = limit.isLooser(wanted, current);
    int needed = looser ? 2 : 1;
    if (people.size() < needed) {
      throw Refusal.of(
          "limit.approval",
          needed + (looser ? " people" : " person"),
          people.size() + " who may agree",
          looser
              ? "to allow more takes an operator and a safety officer, or two of those"
              : "have an operator or a safety officer agree");
    }
    if (looser && agreed.stream().noneMatch(Approval::isSafetyOfficer)) {
      throw Refusal.of(
          "limit.approval",
          "1 safety officer",
          "0 safety officers",
          "to allow more takes one; have one agree");
    }
  }

  private synchronized CultureLimits hard(String culture) {
    CultureLimits limits = rig.get(culture);
    if (limits == null) {
      throw Refusal.of(
          "culture",
          "",
          "culture " + culture,
          "the rig has none of that name; it has " + rig.keySet());
    }
    return limits;
  }
}
