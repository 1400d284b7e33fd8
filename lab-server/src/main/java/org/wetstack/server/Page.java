package org.wetstack.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The page for people, read once from the class path. It holds nothing of the rig, so it needs no
 * token; what it asks for afterwards does. Files but the first have their content's hash in their
 * address, so a browser may keep them forever and never shows those of another version.
 */
final class Page implements HttpService {

  private static final String FOLDER = "/org/wetstack/page/";
  private static final String SCRIPT = "page.js";
  private static final String STYLE = "page.css";
  private static final int HASH_DIGITS = 16;

  /** No text that comes from elsewhere can become a program, and nobody can frame the buttons. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String version;
  private final Map<String, byte[]> assets;
  private final byte[] index;

  /**
   * @throws IllegalStateException if the page was not built into this program
   */
  Page() {
    byte[] script = read(SCRIPT);
    byte[] style = read(STYLE);
    assets = Map.of(SCRIPT, script, STYLE, style);
    version = hash(script, style);
    index = new String(read("index.html"), UTF_8).replace("@VERSION@", version).getBytes(UTF_8);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      return HttpResponse.of(HttpStatus.METHOD_NOT_ALLOWED);
    }
    String file = context.pathParam("file");
    if (file == null) {
      return answer(MediaType.HTML_UTF_8, "no-cache", index);
    }
    byte[] asset = version.equals(context.pathParam("version")) ? assets.get(file) : null;
    return asset == null
        ? HttpResponse.of(HttpStatus.NOT_FOUND)
        : answer(
            file.equals(SCRIPT) ? MediaType.JAVASCRIPT_UTF_8 : MediaType.CSS_UTF_8,
            "public, max-age=31536000, immutable",
            asset);
  }

  private static HttpResponse answer(MediaType type, String caching, byte[] content) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(type)
            .set(HttpHeaderNames.CACHE_CONTROL, caching)
            .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
            .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
            .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
            .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer");
    return HttpResponse.of(headers.build(), HttpData.copyOf(content));
  }

  private static byte[] read(String name) {
    try (InputStream in = Page.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the page's " + name + " is missing: build lab-page");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[]... contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] content : contents) {
        digest.update(content);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
