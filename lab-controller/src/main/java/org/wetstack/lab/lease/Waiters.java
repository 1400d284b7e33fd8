package org.wetstack.lab.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.wetstack.lab.safety.Refusal;

/** Who waits, first come first. Under the lock of {@link Leases}. */
final class Waiters {

  /** One who waits. A holder has one place for a resource. */
  static final class Place {
    final String resource;
    final String holder;
    private long askedNanos;

    private Place(String resource, String holder) {
      this.resource = resource;
      this.holder = holder;
    }
  }

  private final LeaseSettings settings;
  private final List<Place> places = new ArrayList<>();

  Waiters(LeaseSettings settings) {
    this.settings = settings;
  }

  List<Place> all() {
    return List.copyOf(places);
  }

  /** Forgets those who have not asked again in time. */
  void sweep(long nanos) {
    long silence = settings.silence().toNanos();
    places.removeIf(place -> nanos - place.askedNanos > silence);
  }

  /** How many in front of {@code holder}'s place, or of a new one, are {@code in} its way. */
  int ahead(String resource, String holder, Predicate<Place> in) {
    int ahead = 0;
    for (Place place : places) {
      if (place.resource.equals(resource) && place.holder.equals(holder)) {
        break;
      }
      if (Resource.meet(place.resource, resource) && in.test(place)) {
        ahead++;
      }
    }
    return ahead;
  }

  /** Keeps the place of {@code holder}, or gives a new one at the end. */
  void keep(String resource, String holder, long nanos) {
    Place place = find(resource, holder);
    if (place == null) {
      if (places.size() >= settings.places()) {
        throw new Refusal(
            "lease.queue-full",
            settings.places() + " places",
            "",
            "as many as can wait do so already: ask again later");
      }
      place = new Place(resource, holder);
      places.add(place);
    }
    place.askedNanos = nanos;
  }

  void leave(String resource, String holder) {
    places.remove(find(resource, holder));
  }

  private @Nullable Place find(String resource, String holder) {
    for (Place place : places) {
      if (place.resource.equals(resource) && place.holder.equals(holder)) {
        return place;
      }
    }
    return null;
  }
}
