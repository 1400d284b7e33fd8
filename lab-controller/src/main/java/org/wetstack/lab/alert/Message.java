package org.wetstack.lab.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What is told of an alarm. */
record Message(String rig, String alarm, String code, String detail, Instant at) {

  /** In one line, as for the subject of a mail. */
  String subject() {
    return "[" + rig + "] " + code + ": " + firstLine(detail);
  }

  /** For people. */
  String text() {
    return detail + "\n\nrig " + rig + ", alarm " + alarm + ", raised " + at + "\n";
  }

  /** For programs; {@code text} is what chat services show. */
  String json() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("text", subject());
    members.put("rig", rig);
    members.put("alarm", alarm);
    members.put("code", code);
    members.put("detail", detail);
    members.put("at", at.toString());
    return JsonMapper.shared().writeValueAsString(members);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
