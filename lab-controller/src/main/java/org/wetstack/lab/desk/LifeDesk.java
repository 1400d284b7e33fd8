package org.wetstack.lab.desk;

import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.wetstack.lab.culture.Decline;
import org.wetstack.lab.culture.Life;
import org.wetstack.lab.culture.Lives;
import org.wetstack.lab.culture.Observation;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Refusal;

/** What became of the cultures of a rig, and what is heard of them. Thread-safe. */
public final class LifeDesk {

  private final Parts parts;
  private final Consumer<String> requireKnown;
  private final Admission admission;
  private final Supplier<RigSpec> rig;
  private final Alarms alarms;
  private final Lives lives = new Lives();
  private final Decline decline = new Decline();

  /**
   * @param requireKnown throws a refusal if the rig has no culture of a name
   * @param rig as its file says now
   */
  LifeDesk(
      Parts parts,
      Admission admission,
      Consumer<String> requireKnown,
      Supplier<RigSpec> rig,
      Alarms alarms) {
    this.parts = parts;
    this.admission = admission;
    this.requireKnown = requireKnown;
    this.rig = rig;
    this.alarms = alarms;
  }

  /** What the journal tells of them; to follow it. */
  Lives lives() {
    return lives;
  }

  /**
   * What became of {@code culture} until now.
   *
   * @throws Refusal {@code unknown.culture} if the rig has none of that name
   */
  public Life life(String culture) {
    requireKnown.accept(culture);
    return lives.of(culture, its(culture).plated().atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /**
   * Writes down what was heard of {@code culture}, and tells people if it has declined.
   *
   * @throws Refusal {@code culture.*} if it has left meanwhile
   */
  public void observed(String culture, Observation observation) {
    admission.alone(
        () -> {
          parts.requireHere(culture);
          return parts
              .journal()
              .append("controller", Kinds.CULTURE_OBSERVED, observation.facts(culture));
        });
    Life life = life(culture);
    decline
        .look(life, life.forecast(parts.time().now(), scale(culture)))
        .ifPresent(what -> alarms.raise(parts.journal(), "culture", what));
  }

  /** Days within which most cultures of that kind die. */
  public double scale(String culture) {
    return its(culture).lifespanDays();
  }

  private RigSpec.Culture its(String culture) {
    return Objects.requireNonNull(rig.get().cultures().get(culture), culture);
  }
}
