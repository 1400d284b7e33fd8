package org.wetstack.lab.safety;

/** Something was not allowed, and nothing of it was done. */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String rule;
  private final String limit;
  private final String value;

  /**
   * @param rule a short stable name for programs, such as {@code dose.hour}
   * @param limit with its unit; empty if the rule has none
   * @param value what was asked for, or what it would have become, with its unit; may be empty
   * @param message for a person: what, why, and what to do
   */
  public Refusal(String rule, String limit, String value, String message) {
    super(message);
    this.rule = rule;
    this.limit = limit;
    this.value = value;
  }

  /** With a message made of all of these. */
  static Refusal of(String rule, String limit, String value, String advice) {
    String most = limit.isEmpty() ? "" : ", the limit is " + limit;
    return new Refusal(
        rule, limit, value, "refused by " + rule + ": " + value + most + "; " + advice);
  }

  public String rule() {
    return rule;
  }

  public String limit() {
    return limit;
  }

  public String value() {
    return value;
  }
}
