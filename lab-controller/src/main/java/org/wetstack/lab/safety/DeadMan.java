package org.wetstack.lab.safety;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Knows which parts of a controller give signs of life, so that it can fall silent, and have the
 * dead-man of its instruments act, when one does not. Times are those of {@code
 * Timebase.nanoTime()}. May be used by any thread.
 */
public final class DeadMan {

  private static final int MOST_PARTS = 1_000;

  /** Something that has to be alive. */
  public final class Part implements AutoCloseable {

    private final String name;
    private final long mostNanos;
    private long lastNanos;
    private boolean seen;

    private Part(String name, long mostNanos) {
      this.name = name;
      this.mostNanos = mostNanos;
    }

    /** It was well at {@code nowNanos}. An earlier time than before changes nothing. */
    public void alive(long nowNanos) {
      synchronized (parts) {
        if (!seen || nowNanos - lastNanos > 0) {
          lastNanos = nowNanos;
          seen = true;
        }
      }
    }

    /** It no longer has to be alive. */
    @Override
    public void close() {
      synchronized (parts) {
        parts.remove(name, this);
      }
    }

    /** Whether it was well lately enough at {@code nowNanos}, and still has to be. */
    public boolean isAlive(long nowNanos) {
      synchronized (parts) {
        return parts.get(name) == this && isHealthy(nowNanos);
      }
    }

    private boolean isHealthy(long nowNanos) {
      return seen && nowNanos - lastNanos <= mostNanos;
    }
  }

  private final Map<String, Part> parts = new TreeMap<>();

  /**
   * From now on {@code name} has to be alive; it is not until it says so.
   *
   * @param most the greatest age of its latest sign of life
   * @throws IllegalArgumentException if there is one of that name, or far too many
   */
  public Part register(String name, Duration most) {
    return register(new Part(name, most.toNanos()), most);
  }

  /** The same, alive at {@code nowNanos}. */
  public Part register(String name, Duration most, long nowNanos) {
    Part part = new Part(name, most.toNanos());
    part.alive(nowNanos);
    return register(part, most);
  }

  private Part register(Part part, Duration most) {
    String name = part.name;
    if (most.isNegative() || most.isZero()) {
      throw new IllegalArgumentException(
          "a sign of life of '" + name + "' may be older than 0, not " + most);
    }
    synchronized (parts) {
      if (parts.size() >= MOST_PARTS) {
        throw new IllegalArgumentException(
            "'" + name + "' cannot be watched: " + MOST_PARTS + " parts are; close some");
      }
      if (parts.putIfAbsent(name, part) != null) {
        throw new IllegalArgumentException("'" + name + "' is watched already; close it first");
      }
    }
    return part;
  }

  /** Those that gave no sign of life for too long, by name. */
  public List<String> unhealthy(long nowNanos) {
    synchronized (parts) {
      return parts.values().stream()
          .filter(part -> !part.isHealthy(nowNanos))
          .map(part -> part.name)
          .toList();
    }
  }
}
