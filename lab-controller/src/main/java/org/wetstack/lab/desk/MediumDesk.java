package org.wetstack.lab.desk;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.wetstack.hal.units.Volume;
import org.wetstack.lab.culture.Exchanges;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.rig.RigSpec;
import org.wetstack.lab.safety.Refusal;

/** When the medium of the cultures of a rig was exchanged, and is to be. Thread-safe. */
public final class MediumDesk {

  private final Parts parts;
  private final Admission admission;
  private final Consumer<String> requireKnown;
  private final Supplier<RigSpec> rig;
  private final Exchanges exchanges = new Exchanges();

  /**
   * @param requireKnown throws a refusal if the rig has no culture of a name
   * @param rig as its file says now
   */
  MediumDesk(
      Parts parts, Admission admission, Consumer<String> requireKnown, Supplier<RigSpec> rig) {
    this.parts = parts;
    this.admission = admission;
    this.requireKnown = requireKnown;
    this.rig = rig;
  }

  /** What the journal tells of them. */
  public Exchanges exchanges() {
    return exchanges;
  }

  /** Whether {@code culture} is this rig's: of one that is elsewhere, others look after it. */
  public boolean isOurs(String culture) {
    return parts.custody().of(culture).place() == Custody.Place.HERE;
  }

  /**
   * How it stands with the medium of {@code culture}; empty if its rig file says nothing of it.
   *
   * @throws Refusal {@code unknown.culture} if the rig has none of that name
   */
  public Optional<Exchanges.State> state(String culture) {
    requireKnown.accept(culture);
    RigSpec.Culture its = Objects.requireNonNull(rig.get().cultures().get(culture), culture);
    Instant plated = its.plated().atStartOfDay(ZoneOffset.UTC).toInstant();
    return its.exchange()
        .map(
            exchange ->
                exchanges.state(
                    culture, plated, exchange.every(), exchange.late(), parts.time().now()));
  }

  /**
   * Writes down that a person has exchanged medium, once for each key.
   *
   * @throws Refusal {@code unknown.culture} if the rig has none of that name; {@code culture.*} if
   *     it is elsewhere; {@code key.used} if its key was for another request
   */
  public void exchanged(Request request, String culture, Volume volume) {
    requireKnown.accept(culture);
    if (volume.nanoliters() < 1) {
      throw new IllegalArgumentException("say how much medium was put in: 1 nL at least");
    }
    admission.alone(
        () -> {
          if (!parts.made(request).isEmpty()) {
            return false;
          }
          parts.requireHere(culture);
          String name = culture + "@" + parts.time().now().toEpochMilli();
          parts
              .journal()
              .append(
                  request.who().name(),
                  Kinds.MEDIUM_EXCHANGED,
                  request.naming(
                      name,
                      Map.of(
                          "culture",
                          culture,
                          "nanoliters",
                          Long.toString(volume.nanoliters()),
                          "by",
                          "hand")));
          return true;
        });
  }
}
