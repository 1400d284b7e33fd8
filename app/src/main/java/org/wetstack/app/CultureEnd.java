package org.wetstack.app;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wetstack.lab.parcel.Custody;
import org.wetstack.lab.parcel.Move;
import tools.jackson.databind.JsonNode;

/** A controller that has a culture or is to have it, over its API. */
final class CultureEnd implements Move.End {

  private final LabClient client;
  private final String path;
  private String rig = "";

  CultureEnd(LabClient client, String culture) {
    this.client = client;
    this.path = "/v1/cultures/" + LabClient.part(culture);
  }

  @Override
  public String rig() throws IOException, InterruptedException {
    if (rig.isEmpty()) {
      rig = text(custody(), "rig");
    }
    return rig;
  }

  private JsonNode custody() throws IOException, InterruptedException {
    return client.get(path + "/custody");
  }

  @Override
  public Move.Where where() throws IOException, InterruptedException {
    JsonNode custody = custody();
    return new Move.Where(state(custody), Instant.parse(text(custody, "now")));
  }

  private static Custody.State state(JsonNode custody) {
    String came = text(custody, "came");
    return new Custody.State(
        Custody.Place.valueOf(text(custody, "place")),
        find(custody, "leaving")
            .map(
                one ->
                    new Custody.Leaving(
                        text(one, "move"),
                        text(one, "to"),
                        text(one, "seal"),
                        Instant.parse(text(one, "since")),
                        one.path("packed").asBoolean(false))),
        find(custody, "gone")
            .map(
                one ->
                    new Custody.Gone(
                        text(one, "move"),
                        text(one, "to"),
                        text(one, "parcel"),
                        text(one, "receipt"),
                        text(one, "seal"),
                        Instant.parse(text(one, "at")))),
        find(custody, "coming")
            .map(
                one ->
                    new Custody.Coming(
                        text(one, "move"),
                        text(one, "from"),
                        one.path("carried").asInt(0),
                        Instant.parse(text(one, "since")),
                        Optional.empty())),
        came.isEmpty() ? Optional.empty() : Optional.of(came));
  }

  private static Optional<JsonNode> find(JsonNode node, String name) {
    return Optional.of(node.path(name)).filter(JsonNode::isObject);
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  @Override
  public void leave(String move, String to) throws IOException, InterruptedException {
    act(":leave", Map.of("move", move, "to", to));
  }

  @Override
  public Move.Page page(String move, int number) throws IOException, InterruptedException {
    JsonNode page = client.get(path + "/parcel?move=" + LabClient.part(move) + "&page=" + number);
    return new Move.Page(
        page.path("pages").asInt(0),
        text(page, "entries"),
        text(page, "parcel"),
        text(page, "seal"));
  }

  @Override
  public void take(String move, String from, int page, String entries)
      throws IOException, InterruptedException {
    act("/parcel", Map.of("move", move, "from", from, "page", page, "entries", entries));
  }

  @Override
  public Move.Promise offer(String move, String parcel, String seal, Instant clock)
      throws IOException, InterruptedException {
    JsonNode answer =
        act(
            ":offer",
            Map.of("move", move, "parcel", parcel, "seal", seal, "clock", clock.toString()));
    List<String> lost = new ArrayList<>();
    answer.path("lost").forEach(line -> lost.add(line.asString("")));
    return new Move.Promise(text(answer, "receipt"), lost);
  }

  @Override
  public String send(String move, String receipt) throws IOException, InterruptedException {
    return text(act(":send", Map.of("move", move, "receipt", receipt)).path("gone"), "seal");
  }

  @Override
  public void accept(String move, String seal) throws IOException, InterruptedException {
    act(":accept", Map.of("move", move, "seal", seal));
  }

  @Override
  public void keep(String move, String reason) throws IOException, InterruptedException {
    act(":keep", Map.of("move", move, "reason", reason));
  }

  private JsonNode act(String verb, Map<String, ?> fields)
      throws IOException, InterruptedException {
    Map<String, Object> body = new HashMap<>(fields);
    body.put("key", LabClient.key());
    return client.post(path + verb, body);
  }
}
