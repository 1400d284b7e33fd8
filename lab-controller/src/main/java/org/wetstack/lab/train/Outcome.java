package org.wetstack.lab.train;

/**
 * What a trial came to.
 *
 * @param score the more, the better, in the unit that the experiment names; not a number if nothing
 *     could be measured, which is never a success
 * @param words for people, at most {@value #MOST_WORDS} characters
 */
public record Outcome(double score, String words) {

  static final int MOST_WORDS = 200;

  public Outcome {
    if (Double.isInfinite(score)) {
      throw new IllegalArgumentException("a score is a number, or not a number, but not infinite");
    }
    if (words.length() > MOST_WORDS) {
      throw new IllegalArgumentException(
          "the words of an outcome are at most "
              + MOST_WORDS
              + " characters, not "
              + words.length());
    }
  }
}
