package org.wetstack.emulator.line;

/**
 * An emulated instrument on a serial line. Called under the world's lock. As on a real line it
 * hears every byte a host sends, also those for others; it is not told when a host opens or closes
 * the port.
 */
public interface LineDevice {

  /**
   * Joins {@code line}; called once, before anything else. An instrument that announces itself at
   * power-on does so here.
   */
  void join(Voice line);

  /** Hears {@code bytes}, in pieces of any size. */
  void hear(byte[] bytes);

  /** Loses its power and gets it back at once; what it does until it answers again is its own. */
  void cyclePower();

  /** How an instrument speaks. */
  interface Voice {

    /** Puts {@code bytes} on the line; they are lost if nobody listens, or not fast enough. */
    void say(byte[] bytes);
  }
}
