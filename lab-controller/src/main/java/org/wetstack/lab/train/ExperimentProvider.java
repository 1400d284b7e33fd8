package org.wetstack.lab.train;

import java.util.List;

/**
 * A plug-in: a kind of experiment, found by {@code ServiceLoader} under its name. Name the class in
 * {@code META-INF/services/org.wetstack.lab.train.ExperimentProvider} of your jar.
 */
public interface ExperimentProvider {

  /** When a trial is a success, which is what the primary outcome counts. */
  enum Success {
    /** Its score is above the mean of the same culture's trials before the training. */
    ABOVE_BASELINE,
    /** Its score is above 0: the task itself has a goal. */
    ABOVE_ZERO
  }

  /**
   * A number that a file may give to the experiment.
   *
   * @param usual if the file does not
   * @param meaning with its unit; for errors and the plan
   */
  record Parameter(String name, double usual, double least, double most, String meaning) {}

  /** What stands at {@code experiment} in a file: small letters, digits and hyphens. */
  String name();

  /** What the score is, with its unit; stands in the plan and in the report. */
  String score();

  Success success();

  /** What can be set, by names that differ. */
  List<Parameter> parameters();

  /**
   * The experiment for one culture.
   *
   * @throws IllegalArgumentException if {@code setting} makes no sense; says what would
   */
  Experiment begin(Setting setting);
}
