package org.wetstack.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this build, and the Java it runs on. */
final class Version implements IVersionProvider {

  /** Of this build. */
  static String text() throws IOException {
    var properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties.getProperty("version", "unknown");
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "wetstack " + text(), "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }
}
