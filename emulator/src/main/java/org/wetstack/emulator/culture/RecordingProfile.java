package org.wetstack.emulator.culture;

import org.wetstack.emulator.tissue.Parameter;

/** How the spikes of cells look at electrodes, and how organoids lie on them. */
public record RecordingProfile(
    @Parameter(
            value = "electrodes of a site: those nearest to one another",
            least = 1,
            most = 64,
            source = "FinalSpark documents: 8")
        int electrodesPerSite,
    @Parameter(
            value = "organoids that share the electrodes of a site",
            least = 1,
            most = 4,
            source = "FinalSpark documents: 1 to 4")
        int organoidsPerSite,
    @Parameter(value = "share of cells whose spikes electrodes can see at all", most = 1)
        double visibleShare,
    @Parameter(
            value = "trough of the usual cell if it touched the electrode",
            unit = "µV",
            most = 5_000)
        double troughMicrovolts,
    @Parameter(value = "deviation of the logarithm of that from cell to cell", most = 2)
        double troughSpread,
    @Parameter(
            value = "distance at which a spike is half as large",
            unit = "µm",
            least = 1,
            most = 500)
        double halfMicrometers,
    @Parameter(value = "exponent of its decline with distance far away", least = 0.5, most = 4)
        double decline,
    @Parameter(
            value = "share of electrodes that tissue does not touch",
            most = 1,
            source = "livemea recording: 22 of 32 active")
        double deafShare,
    @Parameter(value = "deviation of the logarithm of how well electrodes are touched", most = 2)
        double contactSpread,
    @Parameter(value = "size from spike to spike, relative deviation", most = 0.3) double jitter,
    @Parameter(value = "least after-peak, as a share of the trough", most = 1)
        double leastAfterPeak,
    @Parameter(
            value = "largest after-peak, as a share of the trough",
            most = 1,
            source = "FinalSpark documents: 70 of 100 µV")
        double mostAfterPeak,
    @Parameter(
            value = "least time from trough to after-peak",
            unit = "µs",
            least = 100,
            most = 1_000)
        double leastTroughToPeakMicros,
    @Parameter(
            value = "longest time from trough to after-peak",
            unit = "µs",
            least = 100,
            most = 1_000,
            source = "FinalSpark documents: 250 µs")
        double mostTroughToPeakMicros,
    @Parameter(
            value = "troughs from this on are told as the truth about a spike",
            unit = "µV",
            most = 1_000,
            source = "FinalSpark documents: less is likely noise")
        double audibleMicrovolts) {

  public RecordingProfile {
    require(electrodesPerSite >= 1 && electrodesPerSite <= 64, "electrodesPerSite, 1 to 64");
    require(organoidsPerSite >= 1 && organoidsPerSite <= 4, "organoidsPerSite, 1 to 4");
    require(organoidsPerSite <= electrodesPerSite, "organoidsPerSite, not more than electrodes");
    require(visibleShare >= 0 && visibleShare <= 1, "visibleShare, 0 to 1");
    require(troughMicrovolts >= 0 && troughMicrovolts <= 5_000, "troughMicrovolts, 0 to 5000");
    require(halfMicrometers >= 1 && decline >= 0.5, "halfMicrometers from 1, decline from 0.5");
    require(deafShare >= 0 && deafShare <= 1, "deafShare, 0 to 1");
    require(jitter >= 0 && jitter <= 0.3, "jitter, 0 to 0.3");
    require(
        leastAfterPeak >= 0 && leastAfterPeak <= mostAfterPeak && mostAfterPeak <= 1,
        "after-peaks, 0 to 1 and the least not above the largest");
    require(
        leastTroughToPeakMicros >= 100
            && leastTroughToPeakMicros <= mostTroughToPeakMicros
            && mostTroughToPeakMicros <= 1_000,
        "times from trough to peak, 100 to 1000 and the least not above the longest");
    require(audibleMicrovolts >= 0, "audibleMicrovolts, 0 or more");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("out of range in the profile of recordings: " + what);
    }
  }

  /** What gives recordings as published ones are. */
  public static RecordingProfile usual() {
    return new RecordingProfile(
        8, 1, 1, 180, 0.6, 36, 1.2, 0.25, 0.25, 0.06, 0.15, 0.45, 200, 320, 30);
  }

  /** The same with so many deaf electrodes. */
  public RecordingProfile withDeafShare(double share) {
    return new RecordingProfile(
        electrodesPerSite,
        organoidsPerSite,
        visibleShare,
        troughMicrovolts,
        troughSpread,
        halfMicrometers,
        decline,
        share,
        contactSpread,
        jitter,
        leastAfterPeak,
        mostAfterPeak,
        leastTroughToPeakMicros,
        mostTroughToPeakMicros,
        audibleMicrovolts);
  }
}
