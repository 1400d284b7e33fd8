package org.wetstack.lab.lease;

import java.util.ArrayList;
import java.util.List;

/** Leases as anyone would write them down: lists of everything, looked through each time. */
final class LeasesModel {

  static final class Grant {
    String resource = "";
    String holder = "";
    long epoch;
    long atMillis;
    long untilMillis;
    boolean takeover;
    long endNanos;
    long renewedNanos;
    boolean over;
  }

  record Book(String id, String resource, String booker, long from, long until) {}

  private static final class Wait {
    String resource = "";
    String holder = "";
    long nanos;
  }

  private static final long SECOND = 1_000_000_000L;

  final List<Grant> grants = new ArrayList<>();
  final List<Book> books = new ArrayList<>();
  private final List<Wait> waits = new ArrayList<>();
  private int made;
  private long epoch;
  long millis;
  long nanos;

  static boolean meet(String one, String other) {
    return one.equals(other) || one.equals("rig") || other.equals("rig");
  }

  private boolean over(Grant grant) {
    boolean booked = false;
    for (Book book : books) {
      boolean exempt = grant.takeover && book.from <= grant.atMillis && grant.atMillis < book.until;
      booked |=
          !exempt
              && !book.booker.equals(grant.holder)
              && meet(book.resource, grant.resource)
              && book.from <= millis
              && millis < book.until;
    }
    grant.over |=
        booked
            || millis >= grant.untilMillis
            || nanos >= grant.endNanos
            || nanos > grant.renewedNanos + 10 * SECOND;
    return grant.over;
  }

  private boolean bookedOut(String holder, String resource) {
    boolean out = false;
    for (Book book : books) {
      out |=
          !book.booker.equals(holder)
              && meet(book.resource, resource)
              && book.from <= millis
              && millis < book.until;
    }
    return out;
  }

  private long endFor(String holder, String resource, long until) {
    long end = until;
    for (Book book : books) {
      if (!book.booker.equals(holder) && meet(book.resource, resource) && book.from > millis) {
        end = Math.min(end, book.from);
      }
    }
    return end;
  }

  String ask(String resource, String holder, long until) {
    if (until <= millis) {
      return "lease.until";
    }
    if (until > millis + 100_000) {
      return "lease.longest";
    }
    waits.removeIf(wait -> nanos > wait.nanos + 10 * SECOND);
    Wait own = null;
    int ahead = 0;
    for (Wait wait : waits) {
      if (wait.resource.equals(resource) && wait.holder.equals(holder)) {
        own = wait;
      } else if (own == null
          && meet(wait.resource, resource)
          && !bookedOut(wait.holder, wait.resource)) {
        ahead++;
      }
    }
    boolean free = grants.stream().noneMatch(grant -> meet(grant.resource, resource));
    if (free && ahead == 0 && !bookedOut(holder, resource)) {
      return "granted " + (epoch + 1) + " until " + endFor(holder, resource, until);
    }
    if (own == null) {
      if (waits.size() == 3) {
        return "lease.queue-full";
      }
      own = new Wait();
      own.resource = resource;
      own.holder = holder;
      waits.add(own);
    }
    own.nanos = nanos;
    return "waiting " + ahead;
  }

  String takeover(String resource, String by, boolean officer, boolean admin, long until) {
    if (!officer && !admin) {
      return "lease.role";
    }
    if (until <= millis) {
      return "lease.until";
    }
    if (until > millis + 100_000) {
      return "lease.longest";
    }
    if (bookedOut(by, resource) && !admin) {
      return "lease.booked";
    }
    long ends = grants.stream().filter(grant -> meet(grant.resource, resource)).count();
    return "takes " + ends + " until " + endFor(by, resource, until);
  }

  String check(String resource, String holder, long ofEpoch, boolean renew) {
    for (Grant grant : grants) {
      if (grant.resource.equals(resource) || grant.resource.equals("rig")) {
        if (grant.epoch != ofEpoch) {
          return "lease.stale";
        }
        if (!grant.holder.equals(holder)) {
          return "lease.not-yours";
        }
        if (over(grant)) {
          return "lease.expired";
        }
        if (renew) {
          grant.renewedNanos = nanos;
        }
        return "ok";
      }
    }
    return "lease.none";
  }

  List<Long> tick() {
    waits.removeIf(wait -> nanos > wait.nanos + 10 * SECOND);
    return grants.stream().filter(this::over).map(grant -> grant.epoch).sorted().toList();
  }

  String book(String resource, long from, long until) {
    if (from < millis || until <= from) {
      return "booking.time";
    }
    for (Book book : books) {
      if (meet(book.resource, resource) && book.from < until && from < book.until) {
        return "booking.overlaps";
      }
    }
    return "b" + (made + 1);
  }

  String cancel(String id, String by, boolean admin) {
    for (Book book : books) {
      if (book.id.equals(id)) {
        return book.booker.equals(by) || admin ? "ok" : "booking.not-yours";
      }
    }
    return "booking.none";
  }

  void granted(Lease lease, long atMillis) {
    Grant grant = new Grant();
    grant.resource = lease.resource();
    grant.holder = lease.holder();
    grant.epoch = lease.epoch();
    grant.atMillis = atMillis;
    grant.untilMillis = lease.until().toEpochMilli();
    grant.takeover = lease.takeover().isPresent();
    grants.add(grant);
    found(grant);
    epoch = lease.epoch();
    waits.removeIf(
        wait -> wait.resource.equals(lease.resource()) && wait.holder.equals(lease.holder()));
  }

  private void found(Grant grant) {
    long left = Math.min(grant.untilMillis - grant.atMillis, grant.untilMillis - millis);
    grant.endNanos = nanos + left * 1_000_000;
    grant.renewedNanos = nanos;
    grant.over = false;
  }

  void ended(long ofEpoch) {
    grants.removeIf(grant -> grant.epoch == ofEpoch);
  }

  void booked(Booking booking) {
    made++;
    books.add(
        new Book(
            booking.id(),
            booking.resource(),
            booking.booker(),
            booking.from().toEpochMilli(),
            booking.until().toEpochMilli()));
  }

  void restarted() {
    grants.forEach(this::found);
    waits.clear();
  }
}
