package org.wetstack.lab.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wetstack.lab.loop.Decision;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One trial, as it stands in the journal; written before its consequence is given.
 *
 * @param number from 0; those before the training first
 * @param spikes on each electrode
 * @param deserved what the experiment decided
 * @param given what the arm made of it; NOTHING before the training
 * @param soFar what the culture had been given when this was written
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by sameAnswer only.
record TrialLine(
    int number,
    int[] spikes,
    double score,
    String words,
    Decision deserved,
    Decision given,
    long firstSample,
    long endSample,
    Subject.Given soFar) {

  String json() {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("trial", number);
    line.put("spikes", spikes);
    line.put("score", Double.isNaN(score) ? null : score);
    line.put("words", words);
    line.put("deserved", deserved);
    line.put("given", given);
    line.put("firstSample", firstSample);
    line.put("endSample", endSample);
    line.put("pulses", soFar.pulses());
    line.put("picocoulombs", soFar.picocoulombs());
    line.put("nanoliters", soFar.nanoliters());
    line.put("picojoules", soFar.picojoules());
    return JsonMapper.shared().writeValueAsString(line);
  }

  /**
   * The trial in {@code json}.
   *
   * @throws RuntimeException if it is none
   */
  static TrialLine parse(String json) {
    JsonNode line = JsonMapper.shared().readTree(json);
    JsonNode counts = line.required("spikes");
    int[] spikes = new int[counts.size()];
    Arrays.setAll(spikes, i -> counts.get(i).intValue());
    JsonNode score = line.required("score");
    return new TrialLine(
        line.required("trial").intValue(),
        spikes,
        score.isNull() ? Double.NaN : score.doubleValue(),
        line.required("words").stringValue(),
        Decision.valueOf(line.required("deserved").stringValue()),
        Decision.valueOf(line.required("given").stringValue()),
        line.required("firstSample").longValue(),
        line.required("endSample").longValue(),
        new Subject.Given(
            line.required("pulses").longValue(),
            line.required("picocoulombs").doubleValue(),
            line.required("nanoliters").longValue(),
            line.required("picojoules").longValue()));
  }

  /** Whether {@code again} is the same trial lived a second time. */
  boolean sameAs(TrialLine again) {
    return number == again.number
        && Arrays.equals(spikes, again.spikes)
        && Double.compare(score, again.score) == 0
        && deserved == again.deserved
        && given == again.given;
  }
}
