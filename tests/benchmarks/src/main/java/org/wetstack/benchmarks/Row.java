package org.wetstack.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a report.
 *
 * @param work what was measured
 * @param beside what it was measured beside in the same rounds
 * @param n single measurements in it
 * @param fault why it says nothing, if so: the control failed, or work was not done right
 */
record Row(
    String work, String beside, long n, List<Figure> figures, List<String> notes, String fault) {

  /**
   * One number of a row; judged if it has a target.
   *
   * @param name "p50", "MB/s" and the like
   */
  record Figure(String name, Ratios ratios, @Nullable Target target) {}

  Row {
    figures = List.copyOf(figures);
    notes = List.copyOf(notes);
  }

  static Row of(String work, String beside, long n) {
    return new Row(work, beside, n, List.of(), List.of(), "");
  }

  /** The same with one more number, which is only reported. */
  Row with(String name, Ratios ratios) {
    return with(new Figure(name, ratios, null));
  }

  /** The same with one more number, which is judged if there is a target. */
  Row with(String name, Ratios ratios, @Nullable Target target) {
    return with(new Figure(name, ratios, target));
  }

  private Row with(Figure figure) {
    List<Figure> more = new ArrayList<>(figures);
    more.add(figure);
    return new Row(work, beside, n, more, notes, fault);
  }

  /** The same with one more remark. */
  Row note(String remark) {
    List<String> more = new ArrayList<>(notes);
    more.add(remark);
    return new Row(work, beside, n, figures, more, fault);
  }

  /** The same, but it says nothing because of {@code why}; empty if there is nothing to blame. */
  Row faulty(String why) {
    return new Row(work, beside, n, figures, notes, fault.isEmpty() ? why : fault);
  }

  /** Whether all that is judged reaches its target; empty if nothing is, or nothing may be. */
  Optional<Boolean> reached() {
    if (!fault.isEmpty() || figures.stream().allMatch(each -> each.target() == null)) {
      return Optional.empty();
    }
    return Optional.of(
        figures.stream()
            .allMatch(each -> each.target() == null || each.target().reached(each.ratios())));
  }

  String verdict() {
    return fault.isEmpty() ? reached().map(yes -> yes ? "yes" : "NO").orElse("-") : "INVALID";
  }
}
