package org.wetstack.lab.loop;

/** Judges, window by window, whether the culture behaves as wanted. */
@FunctionalInterface
public interface Judge {

  /**
   * Called on the link's thread between two blocks of samples: it must return within microseconds
   * and must not block. {@code window} is borrowed.
   */
  Decision judge(Window window);
}
