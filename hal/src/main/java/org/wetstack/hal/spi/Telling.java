package org.wetstack.hal.spi;

/**
 * Calls user code, and knows which threads are in it: a call that waits for the instrument would
 * wait for itself there. Thread-safe.
 */
public final class Telling {

  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  /** Whether this thread is in user code that was called through this. */
  public boolean inside() {
    return inside.get();
  }

  /** Runs {@code news}, which is user code. */
  public void tell(Runnable news) {
    boolean outer = enter();
    try {
      news.run();
    } finally {
      leave(outer);
    }
  }

  /**
   * From here to {@link #leave} this thread is in user code. For what is called too often to make a
   * task of it.
   *
   * @return what to leave with
   */
  public boolean enter() {
    boolean outer = inside.get();
    inside.set(true);
    return outer;
  }

  /** Ends what {@link #enter} began, which returned {@code outer}. */
  public void leave(boolean outer) {
    inside.set(outer);
  }
}
