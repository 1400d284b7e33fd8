package org.wetstack.emulator.rhx;

import java.util.Optional;

/**
 * What commands make the program write and read. Called under the world's lock. Paths are as a
 * client gave them.
 */
public interface Storage {

  /**
   * Prepares to record in the mode that the state says, record or trigger.
   *
   * @return false if the files cannot be written where the state says
   */
  boolean begin();

  /** Closes the files of {@link #begin}. */
  void end();

  /** Adds a note of the operator to the present recording. */
  void note(String text);

  /** Writes the impedances to where the state says; one that cannot be written is not told of. */
  void saveImpedances();

  /** Writes all settings; false if {@code path} cannot be written. */
  boolean saveSettings(String path);

  /** Reads all settings; gives the complaint or warning to send, if there is one. */
  Optional<String> loadSettings(String path);

  /** Writes the stimulation parameters; false if {@code path} cannot be written. */
  boolean saveStimulation(String path);

  /** Reads the stimulation parameters; gives the complaint or warning to send, if there is one. */
  Optional<String> loadStimulation(String path);
}
