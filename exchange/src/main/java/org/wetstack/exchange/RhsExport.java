package org.wetstack.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wetstack.hal.AppliedStimulus;
import org.wetstack.hal.ArrayLayout;
import org.wetstack.lab.recording.Entry;
import org.wetstack.lab.recording.Recording;

/**
 * A recording as files of Intan's RHS format, version 3.4: a file for each stretch in which no
 * sample is missing, as readers of the format take a jump in time within a file for damage. Counts
 * of 195 nV and currents in whole steps are what the format can say; anything else is refused.
 */
final class RhsExport {

  static final int NANOVOLTS_PER_COUNT = 195;
  private static final int MOST_FILES = 10_000;

  private final Recording recording;
  private final Survey survey;
  private final Path folder;
  private final RhsHeader header;
  private final RhsStimulation stimulation;
  private @Nullable RhsFile file;
  private int files;

  /**
   * @param provenance how this came about, in words
   * @throws IllegalArgumentException if the format cannot say what the recording holds
   */
  RhsExport(Recording recording, Survey survey, Path folder, String provenance) {
    this.recording = recording;
    this.survey = survey;
    this.folder = folder;
    requireSayable();
    ArrayLayout layout = survey.info().layout();
    Map<Integer, Integer> channels = new HashMap<>();
    for (int channel = 0; channel < layout.channels(); channel++) {
      channels.put(layout.sites().get(channel).electrode(), channel);
    }
    List<AppliedStimulus> waveforms = new ArrayList<>();
    List<Survey.Pulse> known = new ArrayList<>();
    for (Survey.Pulse pulse : survey.pulses()) {
      if (pulse.applied() != null) {
        waveforms.add(pulse.applied());
        known.add(pulse);
      }
    }
    int step = RhsStimulation.stepNanoamps(waveforms);
    this.stimulation = new RhsStimulation(known, channels, layout.samplesPerSecond(), step);
    this.header = new RhsHeader(layout, step, survey.info().notes(), provenance);
  }

  private void requireSayable() {
    ArrayLayout layout = survey.info().layout();
    if (layout.nanovoltsPerCount() != NANOVOLTS_PER_COUNT) {
      throw new IllegalArgumentException(
          "an .rhs file holds counts of "
              + NANOVOLTS_PER_COUNT
              + " nV, and this recording has counts of "
              + layout.nanovoltsPerCount()
              + " nV: export it as nwb");
    }
    if (layout.channels() > RhsHeader.MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "an .rhs file has at most "
              + RhsHeader.MOST_CHANNELS
              + " channels, and this recording "
              + layout.channels()
              + ": export it as nwb");
    }
    List<Survey.Stretch> stretches = survey.stretches();
    if (stretches.size() > MOST_FILES) {
      throw new IllegalArgumentException(
          "the recording has "
              + (stretches.size() - 1)
              + " gaps, and each begins a new .rhs file: export it as nwb");
    }
    if (!stretches.isEmpty()) {
      Survey.Stretch last = stretches.get(stretches.size() - 1);
      long end = last.firstSample() + last.samples() - survey.timeline().firstSample();
      if (end + RhsFile.BLOCK > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "times in an .rhs file end at sample "
                + Integer.MAX_VALUE
                + ", and this recording at "
                + end
                + ": export it as nwb");
      }
    }
  }

  /** Says of how many pulses, or electrodes of pulses, the files cannot tell; may be empty. */
  List<String> write() throws IOException {
    try {
      recording.read(
          entry -> {
            if (entry instanceof Entry.Block block) {
              try {
                put(block);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          });
      endFile();
    } finally {
      if (file != null) {
        file.close();
      }
    }
    TableExport.gaps(survey, new CsvTables(folder));
    return remarks();
  }

  private void put(Entry.Block block) throws IOException {
    RhsFile now = file;
    if (now == null || block.firstSample() != now.nextSample()) {
      endFile();
      Survey.Stretch stretch = survey.stretches().get(files);
      if (stretch.firstSample() != block.firstSample()) {
        throw new IOException("the recording has changed while it was exported");
      }
      Path path = folder.resolve(String.format(Locale.ROOT, "samples-%06d.rhs", files));
      ByteBuffer head = header.bytes(stretch, survey.timeline().firstSample());
      now =
          new RhsFile(
              path, head, stretch.firstSample(), survey.timeline().firstSample(), stimulation);
      file = now;
      files++;
    }
    now.put(block);
  }

  private void endFile() throws IOException {
    RhsFile now = file;
    if (now != null) {
      now.finish();
      now.close();
      file = null;
    }
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    long unknown = survey.pulses().stream().filter(pulse -> pulse.applied() == null).count();
    if (unknown > 0) {
      remarks.add(
          unknown
              + " pulses are not in the .rhs files: the recording does not tell their waveform");
    }
    if (stimulation.unrecorded() > 0) {
      remarks.add(
          stimulation.unrecorded()
              + " pulses on electrodes that were not recorded have no channel in the .rhs files");
    }
    return remarks;
  }
}
