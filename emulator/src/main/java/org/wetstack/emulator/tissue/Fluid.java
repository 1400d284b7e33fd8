package org.wetstack.emulator.tissue;

/**
 * What a pump delivers.
 *
 * @param dopamineNanomolar as much of it as has not oxidised, 0 to 1,000,000,000 (1 M)
 * @param cagedNanomolar dopamine that only light sets free, 0 to 1,000,000,000
 * @param nourishes whether it is culture medium, or made with it
 */
public record Fluid(double dopamineNanomolar, double cagedNanomolar, boolean nourishes) {

  private static final double MOST = 1e9;

  /** Fresh culture medium. */
  public static final Fluid MEDIUM = new Fluid(0, 0, true);

  public Fluid {
    if (!(dopamineNanomolar >= 0 && dopamineNanomolar <= MOST)
        || !(cagedNanomolar >= 0 && cagedNanomolar <= MOST)) {
      throw new IllegalArgumentException(
          "concentrations must be 0 to 1e9 nM, not "
              + dopamineNanomolar
              + " nM of dopamine and "
              + cagedNanomolar
              + " nM of caged dopamine");
    }
  }
}
