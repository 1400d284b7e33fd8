package org.wetstack.emulator.culture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.wetstack.emulator.tissue.Parameter;
import org.wetstack.emulator.tissue.Parameters;

/** The page about profiles is made from the profiles. */
class ProfilePageTest {

  private static final Path PAGE = Path.of("../docs/reference/culture-profile.md");
  private static final Path FRESH = Path.of("target/culture-profile.md");

  @Test
  void thePageShowsEveryNumberAsItIs() throws IOException {
    String fresh = page();
    Files.createDirectories(FRESH.getParent());
    Files.writeString(FRESH, fresh);
    assertEquals(
        fresh,
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/reference/culture-profile.md is out of date: copy"
            + " emulator/target/culture-profile.md");
  }

  private static String page() {
    var page = new StringBuilder();
    page.append(
        """
        # The profile of a culture

        All numbers of an emulated culture, made from the code. A file in YAML with any of them, section by section,
        changes those; what it leaves out is usual. A mistake in it is told as `own.yaml:7:13: what is wrong, and what
        would be right`.

        ```yaml
        life:
          daysInVitro: 40
        chemistry:
          mediumChangeHours: 0
        ```

        *Source*: where the usual value is from; *assumed* is a guess that gives plausible results.
        """);
    for (RecordComponent section : Profile.class.getRecordComponents()) {
      page.append("\n## `").append(section.getName()).append("`\n\n");
      page.append("| key | usual | range | unit | what it is | source |\n");
      page.append("| --- | --- | --- | --- | --- | --- |\n");
      Record usual = (Record) Parameters.value(Profile.usual(), section);
      for (RecordComponent component : Parameters.of(usual.getClass())) {
        Parameter meaning = Parameters.meaning(component);
        page.append(
            "| `%s` | %s | %s | %s | %s | %s |\n"
                .formatted(
                    component.getName(),
                    ProfileFile.shown(Parameters.value(usual, component)),
                    ProfileFile.range(component),
                    meaning.unit(),
                    meaning.value().replace("|", "\\|"),
                    meaning.source().replace("|", "\\|")));
      }
    }
    return page.toString();
  }
}
