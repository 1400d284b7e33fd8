package org.wetstack.lab.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Wants one group of channels to fire more than another: more is rewarded, less is corrected, as
 * much is left alone.
 *
 * @param wanted channels that should fire
 * @param other channels that should fire less
 */
public record GroupRule(List<Integer> wanted, List<Integer> other) implements Rule {

  public GroupRule {
    wanted = List.copyOf(wanted);
    other = List.copyOf(other);
    Set<Integer> both = new HashSet<>(wanted);
    both.retainAll(other);
    if (wanted.isEmpty() || other.isEmpty() || !both.isEmpty()) {
      throw new IllegalArgumentException(
          "two groups need channels of their own, not " + wanted + " and " + other);
    }
  }

  @Override
  public Decision judge(Window window) {
    int difference = Integer.compare(spikes(window, wanted), spikes(window, other));
    return difference > 0 ? Decision.REWARD : difference < 0 ? Decision.CORRECT : Decision.NOTHING;
  }

  private static int spikes(Window window, List<Integer> group) {
    int sum = 0;
    for (int i = 0; i < group.size(); i++) {
      sum += window.spikes(group.get(i));
    }
    return sum;
  }
}
