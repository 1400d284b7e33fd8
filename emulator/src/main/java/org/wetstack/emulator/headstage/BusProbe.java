package org.wetstack.emulator.headstage;

/** A logic analyser on the bus of one chip. */
@FunctionalInterface
public interface BusProbe {

  /**
   * A word has passed. Called under the world's lock.
   *
   * @param mosi what the firmware sent
   * @param miso what it received meanwhile, the reply to the word two before
   */
  void onWord(int mosi, int miso);
}
