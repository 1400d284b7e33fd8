package org.wetstack.emulator.culture.network;

/**
 * What the cells of an organoid live in, during one step.
 *
 * @param dopamineNanomolar free dopamine at the cells, not negative
 * @param vigour 0 dead to 1 well; activity and plasticity go with it
 * @param threshold how many times the usual charge a stimulus takes, 1 for a young culture; above 0
 * @param excitation factor on the drive of spontaneous activity, 1 as usual; not negative
 */
public record Milieu(double dopamineNanomolar, double vigour, double threshold, double excitation) {

  /** A young, well culture in fresh medium. */
  public static final Milieu USUAL = new Milieu(0, 1, 1, 1);

  public Milieu {
    if (!(dopamineNanomolar >= 0 && dopamineNanomolar <= 1e9)) {
      throw new IllegalArgumentException("dopamine must be 0 to 1e9 nM, not " + dopamineNanomolar);
    }
    if (!(vigour >= 0 && vigour <= 1)) {
      throw new IllegalArgumentException("vigour must be 0 to 1, not " + vigour);
    }
    if (!(threshold > 0 && threshold <= 1e6)) {
      throw new IllegalArgumentException("threshold must be above 0, to 1e6, not " + threshold);
    }
    if (!(excitation >= 0 && excitation <= 100)) {
      throw new IllegalArgumentException("excitation must be 0 to 100, not " + excitation);
    }
  }
}
