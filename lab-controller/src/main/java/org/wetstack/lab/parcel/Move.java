package org.wetstack.lab.parcel;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.wetstack.lab.parcel.Custody.Place;

/**
 * Has a culture go from one controller to another, whatever was done of that before: each step is
 * one that may be repeated, what was done is in the journals of both, and this remembers nothing.
 * So it may break off anywhere, and another goes on. For one thread.
 */
public final class Move {

  /** One of the two controllers; any call may fail, and then may have been done or not. */
  public interface End {

    /** What its rig is called. */
    String rig() throws IOException, InterruptedException;

    Where where() throws IOException, InterruptedException;

    void leave(String move, String to) throws IOException, InterruptedException;

    Page page(String move, int number) throws IOException, InterruptedException;

    void take(String move, String from, int page, String entries)
        throws IOException, InterruptedException;

    Promise offer(String move, String parcel, String seal, Instant clock)
        throws IOException, InterruptedException;

    /** Lets the culture go; the seal. */
    String send(String move, String receipt) throws IOException, InterruptedException;

    void accept(String move, String seal) throws IOException, InterruptedException;

    /** Where the culture is: keeps it. Elsewhere: forgets what has come of it. */
    void keep(String move, String reason) throws IOException, InterruptedException;
  }

  /**
   * What a controller knows of the culture.
   *
   * @param now what its clock said meanwhile
   */
  public record Where(Custody.State state, Instant now) {}

  /**
   * A page of what goes along.
   *
   * @param pages how many there are
   * @param parcel hash over all of them; empty unless this is page 0
   * @param seal SHA-256 of the seal
   */
  public record Page(int pages, String entries, String parcel, String seal) {}

  /**
   * A promise to take the culture.
   *
   * @param receipt over all that was taken
   * @param lost what does not come along, for people
   */
  public record Promise(String receipt, List<String> lost) {}

  /**
   * How it went.
   *
   * @param lost what has not come along; empty if it was there already
   */
  public record Outcome(String move, List<String> lost, boolean already) {}

  private final End from;
  private final End to;
  private final Supplier<String> names;

  /**
   * @param names of moves, 16 hexadecimal digits each, never the same twice
   */
  public Move(End from, End to, Supplier<String> names) {
    this.from = from;
    this.to = to;
    this.names = names;
  }

  /**
   * Goes on to the end; returns when the culture is at the other rig, or has been there.
   *
   * @throws IllegalArgumentException if neither rig has the culture for this to be done
   */
  public Outcome run() throws IOException, InterruptedException {
    Custody.State there = to.where().state();
    Custody.State here = from.where().state();
    Optional<String> gone = here.gone().map(Custody.Gone::move);
    if (here.place() == Place.AWAY && gone.isPresent() && gone.equals(there.came())) {
      // It has come there, and may have gone on since.
      return new Outcome(gone.get(), List.of(), true);
    }
    if (there.place() == Place.HERE || there.place() == Place.LEAVING) {
      throw new IllegalArgumentException(
          "rig "
              + to.rig()
              + " has a culture of that name already: look at both with 'wetstack"
              + " culture'");
    }
    String move = begin(here);
    Page first = from.page(move, 0);
    int known =
        there
            .coming()
            .filter(one -> one.move().equals(move))
            .map(Custody.Coming::carried)
            .orElse(0);
    for (int number = known; number < first.pages(); number++) {
      Page page = number == 0 ? first : from.page(move, number);
      to.take(move, from.rig(), number, page.entries());
    }
    Promise promise = to.offer(move, first.parcel(), first.seal(), from.where().now());
    String seal = from.send(move, promise.receipt());
    to.accept(move, seal);
    return new Outcome(move, promise.lost(), false);
  }

  /** The move that is under way, packed; a new one if there is none. */
  private String begin(Custody.State here) throws IOException, InterruptedException {
    return switch (here.place()) {
      case HERE -> {
        String move = names.get();
        from.leave(move, to.rig());
        yield move;
      }
      case LEAVING -> {
        Custody.Leaving leaving = here.leaving().orElseThrow();
        requireSame(leaving.to());
        from.leave(leaving.move(), leaving.to());
        yield leaving.move();
      }
      case AWAY -> {
        requireSame(here.gone().orElseThrow().to());
        yield here.gone().orElseThrow().move();
      }
      case AWAITED ->
          throw new IllegalArgumentException(
              "rig " + from.rig() + " has never had that culture: move it from where it is");
    };
  }

  private void requireSame(String rig) throws IOException, InterruptedException {
    if (!rig.equals(to.rig())) {
      throw new IllegalArgumentException(
          "the culture is at rig %s or on its way there, and not to rig %s: move it from there"
              .formatted(rig, to.rig()));
    }
  }

  /**
   * Has the culture stay where it is.
   *
   * @return whether there was a move to give up
   * @throws IllegalArgumentException if it is gone already
   */
  public boolean cancel(String reason) throws IOException, InterruptedException {
    Custody.State here = from.where().state();
    boolean any = false;
    if (here.place() == Place.AWAY) {
      throw new IllegalArgumentException(
          "the culture is gone to rig "
              + here.gone().map(Custody.Gone::to).orElse("")
              + ": finish that move, and then move it back");
    }
    if (here.leaving().isPresent()) {
      from.keep(here.leaving().get().move(), reason);
      any = true;
    }
    Optional<Custody.Coming> coming = to.where().state().coming();
    if (coming.isPresent() && coming.get().from().equals(from.rig())) {
      to.keep(coming.get().move(), reason);
      any = true;
    }
    return any;
  }
}
