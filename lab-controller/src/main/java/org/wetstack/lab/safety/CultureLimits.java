package org.wetstack.lab.safety;

/** All that a culture may get. */
public record CultureLimits(StimulationLimits stimulation, DosingLimits dosing) {}
