package org.wetstack.lab.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where failures came from of late. Under the lock of its owner. */
final class Failures {

  /** Failures within {@link #WINDOW_NANOS} after which a place is blocked for as long. */
  static final int MOST = 5;

  static final long WINDOW_NANOS = 60_000_000_000L;

  /** Places that are remembered; then the one whose last failure is longest ago is forgotten. */
  static final int PLACES = 10_000;

  /** The latest failures of a place, the newest first. */
  private static final class Past {
    private final long[] nanos = new long[MOST];
    private int count;

    void add(long now) {
      System.arraycopy(nanos, 0, nanos, 1, MOST - 1);
      nanos[0] = now;
      count = Math.min(MOST, count + 1);
    }

    boolean blocked(long now) {
      return count == MOST
          && nanos[0] - nanos[MOST - 1] < WINDOW_NANOS
          && now - nanos[0] < WINDOW_NANOS;
    }
  }

  private final Map<String, Past> places = new LinkedHashMap<>();

  boolean blocked(InetAddress from, long now) {
    Past past = places.get(place(from));
    return past != null && past.blocked(now);
  }

  void add(InetAddress from, long now) {
    String place = place(from);
    Past past = places.remove(place);
    if (past == null) {
      past = new Past();
      if (places.size() >= PLACES) {
        places.remove(places.keySet().iterator().next());
      }
    }
    past.add(now);
    places.put(place, past);
  }

  /** An IPv4 address, or the network of an IPv6 address, of which a subscriber has 2^64. */
  private static String place(InetAddress from) {
    byte[] bytes = from.getAddress();
    return HexFormat.of().formatHex(from instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }
}
