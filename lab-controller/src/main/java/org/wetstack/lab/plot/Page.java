package org.wetstack.lab.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** One HTML page under way, which needs nothing but a browser, and no network. */
public final class Page {

  /** What a cell of {@link #table} says to be coloured as a success. */
  public static final String OK = "ok";

  /** What a cell of {@link #table} says to be coloured as a failure. */
  public static final String OUT_OF_RANGE = "out of range";

  private final String title;
  private final StringBuilder body = new StringBuilder(1 << 16);

  /** An empty page; {@code title} stands above it and on its tab. */
  public Page(String title) {
    this.title = title;
    body.append("<h1>").append(escape(title)).append("</h1>\n");
  }

  /** {@code text} as it may stand between tags and in attributes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** One number and its name, as they stand in a list of facts. */
  public static String fact(String name, String value) {
    return "<div><dt>" + escape(name) + "</dt><dd>" + escape(value) + "</dd></div>\n";
  }

  /** A paragraph. */
  public Page words(String text) {
    body.append("<p>").append(escape(text)).append("</p>\n");
    return this;
  }

  /** The heading of what follows. */
  public Page heading(String text) {
    body.append("<h2>").append(escape(text)).append("</h2>\n");
    return this;
  }

  /** Names and values, in pairs. */
  public Page facts(List<String> namesAndValues) {
    body.append("<dl>\n");
    for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
      body.append(fact(namesAndValues.get(i), namesAndValues.get(i + 1)));
    }
    body.append("</dl>\n");
    return this;
  }

  /** A picture, or any other markup that is made already. */
  public Page markup(String made) {
    body.append("<div class=\"scroll\">\n").append(made).append("</div>\n");
    return this;
  }

  /** Pictures side by side, where there is room. */
  public Page sideBySide(List<String> pictures) {
    body.append("<div class=\"pair\">\n");
    pictures.forEach(picture -> body.append("<div>").append(picture).append("</div>\n"));
    body.append("</div>\n");
    return this;
  }

  /** A table. */
  public Page table(List<String> head, List<List<String>> rows) {
    body.append("<div class=\"scroll\"><table>\n<thead><tr>");
    head.forEach(cell -> body.append("<th>").append(escape(cell)).append("</th>"));
    body.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      body.append("<tr>");
      row.forEach(cell -> body.append(cell(cell)));
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  private static String cell(String text) {
    String kind = text.equals(OK) ? " class=\"good\"" : "";
    kind = text.equals(OUT_OF_RANGE) ? " class=\"bad\"" : kind;
    return "<td" + kind + ">" + escape(text) + "</td>";
  }

  /** The whole page. */
  public String html() {
    return html(title, body.toString());
  }

  /** The whole page around {@code body}, which is markup. */
  public static String html(String title, String body) {
    return template().replace("{{title}}", escape(title)).replace("{{body}}", body);
  }

  /**
   * Writes the page.
   *
   * @throws IOException if {@code file} cannot be written
   */
  public void write(Path file) throws IOException {
    Files.writeString(file, html());
  }

  private static String template() {
    try (var in = Objects.requireNonNull(Page.class.getResourceAsStream("page.html"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the page's template cannot be read", e);
    }
  }
}
