package org.wetstack.emulator.cavro;

import org.wetstack.emulator.cavro.Model.Range;
import org.wetstack.emulator.fluidics.Profile;

/** How the plunger is to move: what set commands change, and a power-up resets. */
final class Settings {

  /** The commands that set something here. */
  static final String LETTERS = "VvcCLSKkN";

  private static final Range CUTOFF_INCREMENTS = new Range(0, 25, 0);

  private final Model model;
  private final double incrementsPerMicroliter;
  private int mode;
  private long start;
  private long top;
  private long cutoff;
  private long slope;
  private long backlashSteps;
  private long zeroGapSteps;

  Settings(CavroSpec spec) {
    model = spec.model();
    incrementsPerMicroliter = (double) model.strokeIncrements() / spec.syringeMicroliters();
    start = model.startSpeed().usual();
    top = model.topSpeed().usual();
    cutoff = model.cutoffSpeed().usual();
    slope = model.slope().usual();
    backlashSteps = model.backlash().usual() * model.stepsPerIncrement();
    zeroGapSteps = model.zeroGap().usual() * model.stepsPerIncrement();
  }

  /** Carries out one of {@link #LETTERS}. */
  void set(Step step) throws Refusal {
    switch (step.letter()) {
      case 'V' -> top(speed(step, model.topSpeed()));
      case 'v' -> start = speed(step, model.startSpeed());
      case 'c' -> cutoff = speed(step, model.cutoffSpeed());
      case 'C' -> checked(step.only(0), CUTOFF_INCREMENTS);
      case 'L' -> slope(step);
      case 'S' -> code(step);
      case 'K' -> backlashSteps = steps(checked(step.only(0), scaled(model.backlash())));
      case 'k' -> zeroGapSteps = steps(checked(step.only(0), scaled(model.zeroGap())));
      default -> mode(step);
    }
  }

  private void mode(Step step) throws Refusal {
    if (model == Model.CENTRIS) {
      throw new Refusal(Fault.INVALID_COMMAND);
    }
    long before = pulseScale();
    mode = (int) checked(step.only(0), new Range(0, 2, 0));
    long now = pulseScale();
    start = start * now / before;
    top = top * now / before;
    cutoff = cutoff * now / before;
  }

  private void slope(Step step) throws Refusal {
    step.atMost(model == Model.CENTRIS ? 2 : 1);
    long rising = checked(step.whole(0, model.slope().usual()), model.slope());
    checked(step.whole(1, rising), model.slope());
    slope = rising;
  }

  private void code(Step step) throws Refusal {
    int[] codes = model.speedCodes();
    long code = step.only(codes.length);
    if (code >= codes.length) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    top(codes[(int) code] * pulseScale());
  }

  /** Start and cutoff never exceed the top speed: they come down with it, and stay there. */
  private void top(long pulses) {
    top = pulses;
    start = Math.min(start, top);
    cutoff = Math.min(cutoff, top);
  }

  private long speed(Step step, Range range) throws Refusal {
    Range scaled = range.times((int) pulseScale());
    long value = inMicroliters(step) ? increments(step) : whole(step, scaled.usual());
    return checked(value, scaled);
  }

  /** Whether a second operand says that the first is in microlitres. */
  boolean inMicroliters(Step step) throws Refusal {
    if (model == Model.XCALIBUR) {
      step.atMost(1);
      return false;
    }
    step.atMost(2);
    return checked(step.whole(1, 0), new Range(0, 1, 0)) == 1;
  }

  private long increments(Step step) {
    return Math.round(step.thousandths().get(0) / 1_000.0 * incrementsPerMicroliter);
  }

  private static long whole(Step step, long otherwise) throws Refusal {
    return step.whole(0, otherwise);
  }

  /** The first operand of a move, in the motor's finest steps. */
  long distance(Step step) throws Refusal {
    return inMicroliters(step)
        ? increments(step) * model.stepsPerIncrement()
        : steps(whole(step, 0));
  }

  private static long checked(long value, Range range) throws Refusal {
    if (!range.has(value)) {
      throw new Refusal(Fault.INVALID_OPERAND);
    }
    return value;
  }

  private Range scaled(Range range) {
    return mode == 0 ? range : range.times(model.stepsPerIncrement());
  }

  private long pulseScale() {
    return mode == 2 ? model.stepsPerPulse() : 1;
  }

  private long steps(long reported) {
    return mode == 0 ? reported * model.stepsPerIncrement() : reported;
  }

  /** Steps as this mode counts them: increments, or with microsteps the steps themselves. */
  long reported(long steps) {
    return mode == 0 ? Math.floorDiv(steps, model.stepsPerIncrement()) : steps;
  }

  /** Increments in thousandths of a microlitre. */
  long thousandths(long increments) {
    return Math.round(increments / incrementsPerMicroliter * 1_000);
  }

  int mode() {
    return mode;
  }

  long start() {
    return start;
  }

  long top() {
    return top;
  }

  long cutoff() {
    return cutoff;
  }

  long slope() {
    return slope;
  }

  long backlashSteps() {
    return backlashSteps;
  }

  long zeroGapSteps() {
    return zeroGapSteps;
  }

  /** How the motor goes with all this, in its finest steps. */
  Profile profile() {
    double each = (double) model.stepsPerPulse() / pulseScale();
    return new Profile(
        start * each,
        top * each,
        cutoff * each,
        (double) slope * model.slopePulses() * model.stepsPerPulse());
  }
}
