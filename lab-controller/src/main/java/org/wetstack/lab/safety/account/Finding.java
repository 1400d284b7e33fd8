package org.wetstack.lab.safety.account;

/**
 * An entry that should not be in the journal.
 *
 * @param entry its number
 * @param rule as in refusals, or {@code effect...}, {@code lease} and {@code operation} for what is
 *     no limit
 * @param limit with its unit; may be empty
 * @param value what it was or became, with its unit; may be empty
 * @param text for a person
 */
public record Finding(long entry, String rule, String limit, String value, String text) {}
