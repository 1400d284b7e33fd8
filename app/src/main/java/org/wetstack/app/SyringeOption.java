package org.wetstack.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The syringe that is really in an emulated pump, whatever a host tells the pump of it. */
final class SyringeOption {

  private static final Pattern FORM =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?mm(?: ?x ?([0-9]+(?:\\.[0-9]+)?) ?mm)?");
  private static final double USUAL_STROKE_MILLIMETERS = 60;

  @Option(
      names = "--syringe",
      paramLabel = "DIAMETER",
      defaultValue = "14.43mm",
      description = {
        "its inner diameter, and how far it goes unless that is 60 mm, as in 4.61mm or",
        "4.61mmx48mm; default ${DEFAULT-VALUE}"
      })
  private String text = "";

  double boreMillimeters() {
    return Double.parseDouble(parts().group(1));
  }

  double strokeMillimeters() {
    String stroke = parts().group(2);
    return stroke == null ? USUAL_STROKE_MILLIMETERS : Double.parseDouble(stroke);
  }

  private Matcher parts() {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "--syringe is an inner diameter, as in 4.61mm or 4.61mmx48mm, not '" + text + "'");
    }
    return parts;
  }
}
