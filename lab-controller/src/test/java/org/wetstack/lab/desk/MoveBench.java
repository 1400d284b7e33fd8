package org.wetstack.lab.desk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.wetstack.hal.spi.VirtualTimebase;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.parcel.Contents;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.parcel.Move;

/** Two controllers with a toy each, on one thread in one virtual time, and who moves cultures. */
final class MoveBench {

  static final String CULTURE = "a";
  static final Principal MOVER = Bench.person("max", Role.ADMIN);

  static final String LEFT = Bench.RIG.replace("name: r\n", "name: left\n");

  /** The same culture on other electrodes, with the reservoirs called otherwise. */
  static final String RIGHT =
      Bench.RIG
          .replace("name: r\n", "name: right\n")
          .replace("drug: {", "juice: {")
          .replace("reservoirs: [drug]", "reservoirs: [juice]")
          .replace(
              "sites: 100-101, electrodes: tin,", "sites: 102-103, electrodes: tin, awaited: true,")
          .replace("  b: {cells", "  c: {cells")
          .replaceAll("(?m)^  c: (.*)sites: 102-103", "  c: $1sites: 100-101")
          .replaceAll("(?m)^    b: (.*)sites: 102-103", "    c: $1sites: 100-101");

  final VirtualTimebase time = new VirtualTimebase();
  final Bench left;
  final Bench right;
  private int moves;

  /** Told of each step before it is done; may throw, as a command that is killed. */
  Consumer<String> before = step -> {};

  /** Told of each step once it is done, before its answer is heard. */
  Consumer<String> after = step -> {};

  MoveBench(Path folder) {
    this(folder, LEFT, RIGHT);
  }

  MoveBench(Path folder, String leftFile, String rightFile) {
    left = new Bench(folder.resolve("left"), leftFile, time);
    right = new Bench(folder.resolve("right"), rightFile, time);
    // Operations of two controllers are never called the same.
    right.named.set(1_000);
  }

  Move move() {
    return new Move(end(left), end(right), this::name);
  }

  Move back() {
    return new Move(end(right), end(left), this::name);
  }

  private String name() {
    return String.format("%016x", ++moves);
  }

  Custody.Place at(Bench bench) {
    return bench.controller.moves().of(CULTURE).place();
  }

  void pass(long millis) {
    time.advance(java.time.Duration.ofMillis(millis));
  }

  Move.End end(Bench bench) {
    return new LocalEnd(bench);
  }

  /** Without a network between. */
  private final class LocalEnd implements Move.End {
    private final Bench bench;

    LocalEnd(Bench bench) {
      this.bench = bench;
    }

    private Departures departures() {
      return bench.controller.moves().departures();
    }

    private Arrivals arrivals() {
      return bench.controller.moves().arrivals();
    }

    private <T> T step(String name, java.util.function.Supplier<T> work) {
      String whole = bench.rig.name() + " " + name;
      before.accept(whole);
      T done = work.get();
      after.accept(whole);
      return done;
    }

    @Override
    public String rig() {
      return bench.rig.name();
    }

    @Override
    public Move.Where where() {
      return new Move.Where(bench.controller.moves().of(CULTURE), time.now());
    }

    @Override
    public void leave(String move, String to) {
      step("leave", () -> departures().leave(bench.ask(MOVER), CULTURE, move, to));
    }

    @Override
    public Move.Page page(String move, int number) {
      List<String> pages = departures().pages(CULTURE, move);
      Custody.State state = bench.controller.moves().of(CULTURE);
      String seal =
          state
              .leaving()
              .map(Custody.Leaving::seal)
              .orElseGet(() -> Contents.hash(state.gone().orElseThrow().seal()));
      return new Move.Page(pages.size(), pages.get(number), Contents.hash(pages), seal);
    }

    @Override
    public void take(String move, String from, int page, String entries) {
      step("take", () -> arrivals().take(bench.ask(MOVER), CULTURE, move, from, page, entries));
    }

    @Override
    public Move.Promise offer(String move, String parcel, String seal, Instant clock) {
      Arrivals.Offer offer =
          step(
              "offer",
              () -> arrivals().offer(bench.ask(MOVER), CULTURE, move, parcel, seal, clock));
      return new Move.Promise(offer.receipt(), offer.lost());
    }

    @Override
    public String send(String move, String receipt) {
      Custody.State gone =
          step("send", () -> departures().send(bench.ask(MOVER), CULTURE, move, receipt));
      return gone.gone().orElseThrow().seal();
    }

    @Override
    public void accept(String move, String seal) {
      step("accept", () -> arrivals().accept(bench.ask(MOVER), CULTURE, move, seal));
    }

    @Override
    public void keep(String move, String reason) {
      Custody.Place place = bench.controller.moves().of(CULTURE).place();
      if (place == Custody.Place.HERE || place == Custody.Place.LEAVING) {
        step("keep", () -> departures().keep(bench.ask(MOVER), CULTURE, move, reason));
      } else {
        step("decline", () -> arrivals().decline(bench.ask(MOVER), CULTURE, move, reason));
      }
    }
  }

  /** Entries of {@code kind} in all that {@code bench} knows of the culture. */
  static List<Entry> history(Bench bench, String kind) {
    var contents = new Contents(CULTURE, "toy", "");
    bench.journal.read(contents);
    return contents.entries().stream().filter(entry -> entry.what().equals(kind)).toList();
  }
}
