package org.wetstack.emulator.rig;

/** A board or device that does not fit into its rig. The reader of a file knows where it stands. */
final class MisfitException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final transient Object misfit;
  private final String key;

  /**
   * @param misfit the very {@link RigSpec.Board} or {@link RigSpec.Part}
   * @param key which of its properties, as files call it
   */
  MisfitException(Object misfit, String key, String message) {
    super(message);
    this.misfit = misfit;
    this.key = key;
  }

  Object misfit() {
    return misfit;
  }

  String key() {
    return key;
  }
}
