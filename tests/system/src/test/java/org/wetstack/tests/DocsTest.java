package org.wetstack.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.wetstack.emulator.rig.Rig;
import org.wetstack.emulator.rig.RigFile;
import org.wetstack.emulator.rig.RigSpec;
import org.wetstack.hal.Instruments;
import org.wetstack.hal.spi.SystemTimebase;
import org.wetstack.lab.recording.Recording;

/** What the pages tell people to write does compile and run, and what they point to is there. */
@Timeout(120)
class DocsTest {

  private static final Path ROOT = Path.of("../..");
  private static final Path TUTORIAL = ROOT.resolve("docs/tutorial/first-closed-loop.md");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(#[^)]*)?\\)");

  @TempDir private Path folder;

  /** The first block of {@code language} in {@code page} that contains {@code word}. */
  private static String block(Path page, String language, String word) throws IOException {
    Matcher blocks =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(page));
    while (blocks.find()) {
      if (blocks.group(1).contains(word)) {
        return blocks.group(1);
      }
    }
    throw new AssertionError("no block of " + language + " with '" + word + "' in " + page);
  }

  private void compile(String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertNotNull(compiler, "the tests need a JDK");
    int result =
        compiler.run(
            null,
            null,
            null,
            "-d",
            folder.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            file.toString());
    assertEquals(0, result, () -> "javac refuses what a page tells to write: " + source);
  }

  @Test
  void theCodeOnTheFirstScreenCompiles() throws Exception {
    String code = block(ROOT.resolve("README.md"), "java", "Instruments.open");
    compile(
        "FirstScreen",
        """
        import java.time.Duration;
        import java.util.List;
        import org.wetstack.hal.*;
        import org.wetstack.hal.units.*;
        class FirstScreen {
          boolean misbehaves(SampleBlock block) { return block.raw(0, 0) > 0; }
          void run() throws Exception {
        """
            + code
            + "}}");
  }

  @Test
  void theCodeForAnIntanControllerCompiles() throws Exception {
    String code = block(ROOT.resolve("docs/how-to/intan-rhx.md"), "java", "Instruments.open");
    compile(
        "Intan",
        """
        import java.time.Duration;
        import java.util.List;
        import org.wetstack.hal.*;
        import org.wetstack.hal.units.*;
        class Intan {
          void run() throws Exception {
        """
            + code
            + "}}");
  }

  @Test
  void theCodeThatRecordsAStreamCompiles() throws Exception {
    Path page = ROOT.resolve("docs/how-to/record-a-stream.md");
    compile(
        "RecordAStream",
        """
        import java.nio.file.Path;
        import java.time.*;
        import java.util.*;
        import java.util.concurrent.CountDownLatch;
        import org.wetstack.hal.*;
        import org.wetstack.hal.spi.SystemTimebase;
        import org.wetstack.lab.recording.*;
        import org.wetstack.lab.stream.Lane;
        class RecordAStream {
          void run(Instrument mea, ElectrodeArray array, SampleHandler screen, Path folder,
              CountDownLatch interesting, CountDownLatch enough) throws Exception {
        """
            + block(page, "java", "Retrospect.of")
            + block(page, "java", "Recording.open")
            + "}}");
  }

  @Test
  void theTutorialRunsAsItIsWritten() throws Exception {
    String yaml =
        block(TUTORIAL, "yaml", "boards")
            .replace("127.0.0.1:7310", "127.0.0.1:0")
            .replace("serial:/tmp/pump", "serial");
    RigSpec spec = RigFile.parse("rig.yaml", yaml);
    compile("FirstLoop", block(TUTORIAL, "java", "class FirstLoop"));
    Path recorded = folder.resolve("first-loop");
    try (Rig rig = Rig.start(spec, SystemTimebase.shared(), Instruments::link);
        var loader =
            new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, DocsTest.class.getClassLoader())) {
      String[] args = {
        String.valueOf(rig.endpoints().get("mea")),
        String.valueOf(rig.endpoints().get("pump")),
        recorded.toString(),
        "3"
      };
      loader.loadClass("FirstLoop").getMethod("main", String[].class).invoke(null, (Object) args);
    }
    Recording.Reading reading = Recording.open(recorded).read(entry -> {});
    assertTrue(reading.whole(), reading::toString);
    assertTrue(reading.end().orElseThrow().samples() > 0, reading::toString);
  }

  @Test
  void everyPageThatAPagePointsToIsThere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String to = link.group(1);
        if (!to.contains("://") && !Files.exists(page.resolveSibling(to))) {
          broken.add(ROOT.relativize(page) + " -> " + to);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  /** Both files of the tutorial are read as their readers would have them read. */
  @Test
  void theRigOfTheTutorialIsSound() throws Exception {
    Path page = ROOT.resolve("docs/tutorial/your-own-rig.md");
    Path rig = folder.resolve("rig.yaml");
    Files.writeString(rig, block(page, "yaml", "cultures:"));
    assertEquals("my-rig", org.wetstack.lab.rig.RigFile.read(rig).name());
    var emulated = RigFile.parse("instruments.yaml", block(page, "yaml", "boards:"));
    assertEquals(2, emulated.boards().size());
  }

  @Test
  void theReadmeIsShort() throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
    assertTrue(lines.size() <= 120, lines.size() + " lines");
    assertFalse(lines.isEmpty());
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> protocol = Files.walk(ROOT.resolve("firmware-protocol"), 2)) {
      Stream.of(top, docs, protocol)
          .flatMap(each -> each)
          .filter(path -> path.toString().endsWith(".md"))
          .forEach(pages::add);
    }
    assertTrue(pages.size() > 20, pages::toString);
    return pages;
  }
}
