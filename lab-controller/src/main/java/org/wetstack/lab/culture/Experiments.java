package org.wetstack.lab.culture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.parcel.Heir;
import org.wetstack.lab.parcel.Inheritance;

/** The latest experiment on each culture, as the journal tells it. Thread-safe. */
public final class Experiments implements Heir {

  /**
   * What a program wants remembered.
   *
   * @param name as the program calls it; another name is another experiment
   * @param trials a line for each, from trial 0
   */
  public record Experiment(String name, String plan, List<String> trials) {}

  private final Map<String, Experiment> latest = new HashMap<>();

  @Override
  public synchronized void inherit(Inheritance inheritance) {
    latest.remove(inheritance.culture());
    inheritance.entries().forEach(this);
  }

  @Override
  public synchronized void accept(Entry entry) {
    switch (entry.what()) {
      case Kinds.EXPERIMENT_PLANNED ->
          latest.put(
              entry.fact("culture"),
              new Experiment(entry.fact("experiment"), entry.fact("plan"), new ArrayList<>()));
      case Kinds.TRIAL_TOLD -> {
        Experiment one = latest.get(entry.fact("culture"));
        if (one != null && one.trials().size() == entry.whole("trial")) {
          one.trials().add(entry.fact("line"));
        }
      }
      default -> {}
    }
  }

  /** That of {@code culture}; empty if nothing was planned on it. */
  public synchronized Optional<Experiment> of(String culture) {
    return Optional.ofNullable(latest.get(culture))
        .map(one -> new Experiment(one.name(), one.plan(), List.copyOf(one.trials())));
  }
}
