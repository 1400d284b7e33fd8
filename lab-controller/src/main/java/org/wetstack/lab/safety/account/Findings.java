package org.wetstack.lab.safety.account;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.wetstack.lab.journal.Entry;

/** What was found about one entry, so far. */
final class Findings {

  private final Entry entry;
  private final List<Finding> found = new ArrayList<>();

  Findings(Entry entry) {
    this.entry = entry;
  }

  void add(String rule, String limit, String value, String text) {
    found.add(new Finding(entry.number(), rule, limit, value, entry.what() + ": " + text));
  }

  /** Adds a finding if {@code value} is more than {@code limit}. */
  void atMost(String rule, BigDecimal limit, BigDecimal value, String unit) {
    if (value.compareTo(limit) > 0) {
      add(
          rule,
          limit.toPlainString() + " " + unit,
          value.toPlainString() + " " + unit,
          value.toPlainString() + " " + unit + " is more than " + limit.toPlainString());
    }
  }

  void atMost(String rule, BigInteger limit, BigInteger value, String unit) {
    atMost(rule, new BigDecimal(limit), new BigDecimal(value), unit);
  }

  List<Finding> all() {
    return List.copyOf(found);
  }
}
