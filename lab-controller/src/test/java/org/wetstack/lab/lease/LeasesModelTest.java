package org.wetstack.lab.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wetstack.lab.access.Principal;
import org.wetstack.lab.access.Role;
import org.wetstack.lab.journal.Entry;
import org.wetstack.lab.journal.Kinds;
import org.wetstack.lab.safety.Refusal;

/** Anything in any order, beside a model; the clock on the wall is set now and then. */
@Timeout(300)
class LeasesModelTest {

  private static final int SEEDS = 200;
  private static final int OPERATIONS = 5_000;
  private static final List<String> RESOURCES =
      List.of("rig", "culture:a", "culture:b", "culture:a");
  private static final List<Principal> PEOPLE =
      List.of(
          Desk.principal("ada", Role.OPERATOR),
          Desk.principal("bob", Role.OPERATOR),
          Desk.principal("olga", Role.SAFETY_OFFICER),
          Desk.principal("ann", Role.ADMIN));
  private static final LeaseSettings SETTINGS =
      new LeaseSettings(Duration.ofSeconds(10), Duration.ofSeconds(100), 3, 50, Duration.ofDays(1));

  /** How often each answer came, over all seeds. */
  private final Map<String, Integer> answers = new TreeMap<>();

  private final class Run {
    final Random random;
    final Desk desk = new Desk(SETTINGS);
    final LeasesModel model = new LeasesModel();
    long lastEpoch;

    Run(long seed) {
      random = new Random(seed);
    }

    void step() {
      model.millis = desk.wall().toEpochMilli();
      model.nanos = desk.time.nanoTime();
      String resource = RESOURCES.get(random.nextInt(RESOURCES.size()));
      Principal who = PEOPLE.get(random.nextInt(PEOPLE.size()));
      switch (random.nextInt(32)) {
        case 0, 1, 2, 3, 4, 5 -> ask(resource, who);
        case 6, 7, 8, 9, 10, 11, 12 -> check(resource, who);
        case 13, 14, 15 -> renewAll();
        case 16 -> release();
        case 17 -> takeover(resource, who);
        case 18 -> book(resource, who);
        case 19 -> cancel(who);
        case 20, 21, 22 -> tick();
        case 23 -> setClock();
        case 24 -> restartSometimes();
        default -> advance();
      }
      invariants();
    }

    private void same(String model, String real) {
      assertEquals(model, real);
      answers.merge(real.replaceAll("[0-9]+", "N"), 1, Integer::sum);
    }

    private static String answer(Supplier<String> what) {
      try {
        return what.get();
      } catch (Refusal e) {
        return e.rule();
      }
    }

    private Instant in(long least, long most) {
      return desk.wall().plusMillis(1_000 * (least + random.nextLong(most - least)));
    }

    private void ask(String resource, Principal who) {
      Instant until = in(-2, 110);
      String expected = model.ask(resource, who.name(), until.toEpochMilli());
      same(
          expected,
          answer(
              () -> {
                Answer answer = desk.leases.ask(resource, who.name(), until, "x");
                if (answer instanceof Answer.Waiting waiting) {
                  return "waiting " + waiting.ahead();
                }
                Lease lease = ((Answer.Granted) answer).lease();
                // What is not journalled did not happen.
                if (random.nextInt(8) > 0) {
                  grant(lease);
                }
                return "granted " + lease.epoch() + " until " + lease.until().toEpochMilli();
              }));
    }

    private void grant(Lease lease) {
      desk.append(lease.holder(), Kinds.LEASE_GRANTED, lease.facts());
      Entry entry = desk.log.get(desk.log.size() - 1);
      model.granted(lease, entry.at().toEpochMilli());
      assertTrue(lease.epoch() > lastEpoch, "epochs rise");
      lastEpoch = lease.epoch();
    }

    private void end(Lease lease) {
      desk.end(lease, "x");
      model.ended(lease.epoch());
    }

    private void check(String resource, Principal who) {
      long epoch = lastEpoch - random.nextInt(3);
      boolean renew = random.nextBoolean();
      String expected = model.check(resource, who.name(), epoch, renew);
      same(
          expected,
          answer(
              () -> {
                Lease lease =
                    renew
                        ? desk.leases.renew(resource, who.name(), epoch)
                        : desk.leases.check(resource, who.name(), epoch);
                assertEquals(epoch, lease.epoch(), "a stale epoch never passes");
                assertEquals(who.name(), lease.holder());
                return "ok";
              }));
    }

    private void renewAll() {
      for (Lease lease : desk.leases.leases()) {
        same(
            model.check(lease.resource(), lease.holder(), lease.epoch(), true),
            answer(
                () -> {
                  desk.leases.renew(lease.resource(), lease.holder(), lease.epoch());
                  return "ok";
                }));
      }
    }

    private void release() {
      List<Lease> all = desk.leases.leases();
      if (!all.isEmpty()) {
        end(all.get(random.nextInt(all.size())));
      }
    }

    private void takeover(String resource, Principal who) {
      Instant until = in(-1, 105);
      String expected =
          model.takeover(
              resource,
              who.name(),
              who.has(Role.SAFETY_OFFICER),
              who.has(Role.ADMIN),
              until.toEpochMilli());
      same(
          expected,
          answer(
              () -> {
                Leases.Takeover taken = desk.leases.takeover(resource, who, until, "x", "y");
                taken.ends().forEach(ended -> end(ended.lease()));
                grant(taken.granted());
                return "takes "
                    + taken.ends().size()
                    + " until "
                    + taken.granted().until().toEpochMilli();
              }));
    }

    private void book(String resource, Principal who) {
      Instant from = in(-1, 60);
      Instant until = from.plusSeconds(random.nextInt(20));
      String expected = model.book(resource, from.toEpochMilli(), until.toEpochMilli());
      same(
          expected,
          answer(
              () -> {
                Booking booking = desk.leases.book(resource, who.name(), from, until, "x");
                desk.append(who.name(), Kinds.BOOKED, booking.facts());
                model.booked(booking);
                return booking.id();
              }));
    }

    private void cancel(Principal who) {
      List<Booking> all = desk.leases.bookings();
      String id = all.isEmpty() ? "b0" : all.get(all.size() - 1).id();
      same(
          model.cancel(id, who.name(), who.has(Role.ADMIN)),
          answer(
              () -> {
                desk.cancel(id, who);
                model.books.removeIf(book -> book.id().equals(id));
                return "ok";
              }));
    }

    private void tick() {
      List<Lease.Ended> ended = desk.leases.tick();
      assertEquals(
          model.tick(), ended.stream().map(each -> each.lease().epoch()).sorted().toList());
      ended.forEach(each -> end(each.lease()));
    }

    private void setClock() {
      desk.wrong = Duration.ofMillis(random.nextInt(60_000) - 30_000);
    }

    private void restartSometimes() {
      if (random.nextInt(20) == 0) {
        desk.restart();
        model.restarted();
      }
    }

    /** Whole seconds mostly, so that ends are met exactly. */
    private void advance() {
      desk.advance(
          random.nextInt(3) == 0
              ? Duration.ofNanos(1 + random.nextInt(1_000_000_000))
              : Duration.ofSeconds(1 + random.nextInt(4)));
    }

    private void invariants() {
      List<Lease> all = desk.leases.leases();
      assertEquals(model.grants.size(), all.size());
      for (Lease one : all) {
        for (Lease other : all) {
          assertTrue(
              one.epoch() == other.epoch() || !LeasesModel.meet(one.resource(), other.resource()),
              () -> "two holders: " + all);
        }
      }
    }
  }

  @Test
  void answersAsTheModelDoes() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Run run = new Run(seed);
      for (int i = 0; i < OPERATIONS; i++) {
        try {
          run.step();
        } catch (AssertionError | RuntimeException e) {
          throw new AssertionError("seed " + seed + ", operation " + i + ": " + e.getMessage(), e);
        }
      }
    }
    for (String each :
        List.of(
            "booking.none",
            "booking.not-yours",
            "booking.overlaps",
            "booking.time",
            "bN",
            "granted N until N",
            "lease.booked",
            "lease.expired",
            "lease.longest",
            "lease.none",
            "lease.not-yours",
            "lease.queue-full",
            "lease.role",
            "lease.stale",
            "lease.until",
            "ok",
            "takes N until N",
            "waiting N")) {
      assertTrue(answers.getOrDefault(each, 0) > 200, () -> each + " is rare: " + answers);
    }
  }
}
