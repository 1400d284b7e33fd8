package org.wetstack.emulator.culture;

import org.wetstack.emulator.culture.chemistry.ChemistryProfile;
import org.wetstack.emulator.culture.electrode.ElectrodeProfile;
import org.wetstack.emulator.culture.life.LifeProfile;
import org.wetstack.emulator.culture.network.NetworkProfile;
import org.wetstack.emulator.tissue.Parameters;

/**
 * All that makes one kind of culture different from another; what makes one culture different from
 * the next of its kind is its seed. {@link ProfileFile} reads and writes it.
 */
public record Profile(
    NetworkProfile network,
    RecordingProfile recording,
    ElectrodeProfile electrode,
    ChemistryProfile chemistry,
    LifeProfile life) {

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Profile {
    Parameters.check(network.checked());
    Parameters.check(recording);
    Parameters.check(electrode);
    Parameters.check(chemistry);
    Parameters.check(life);
  }

  /** The culture of docs/reference/culture-profile.md. */
  public static Profile usual() {
    return new Profile(
        NetworkProfile.usual(),
        RecordingProfile.usual(),
        ElectrodeProfile.usual(),
        ChemistryProfile.usual(),
        LifeProfile.usual());
  }

  /** The same with another recording. */
  public Profile with(RecordingProfile other) {
    return new Profile(network, other, electrode, chemistry, life);
  }
}
