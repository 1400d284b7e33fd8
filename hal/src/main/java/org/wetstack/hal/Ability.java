package org.wetstack.hal;

/**
 * What an instrument does by itself to keep mishaps harmless. Instruments of other makers lack some
 * of it; what is missing, those who use the instrument must provide or do without.
 */
public enum Ability {
  /**
   * It stops and goes to its safe state when its host falls silent. Without this, whatever was
   * started goes on to its own end if the host dies: let somebody else keep the dead-man.
   */
  STOPS_WHEN_HOST_IS_SILENT,
  /** It has a boot id, so that a restart between two sessions is noticed. */
  TELLS_ITS_BOOTS,
  /**
   * It keeps a ledger of operations, so that one that is repeated is not done twice and a later
   * session learns what became of it. Without this the driver's session keeps it, and a later
   * session answers that the outcome is unknown.
   */
  REMEMBERS_OPERATIONS,
  /** It begins a stimulus at a sample named beforehand. Without this such triggers are refused. */
  SCHEDULES_STIMULI
}
