package org.wetstack.lab.safety;

/** All that a culture may get. */
public record CultureLimits(
    StimulationLimits stimulation, DosingLimits dosing, IlluminationLimits illumination) {

  /** Of a culture that is not lit. */
  public CultureLimits(StimulationLimits stimulation, DosingLimits dosing) {
    this(stimulation, dosing, IlluminationLimits.NONE);
  }
}
