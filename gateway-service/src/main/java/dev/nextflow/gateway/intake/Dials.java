package dev.nextflow.gateway.intake;

import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.sequences.Sampling;
import dev.nextflow.sequences.SamplingPerScale;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How codes are to be drawn, as far as the caller said; the rest is the model's to fill in. */
record Dials(
    @Nullable Dial<Double> guidance,
    @Nullable Dial<Double> temperature,
    @Nullable Dial<Integer> topK,
    @Nullable Dial<Double> topP) {

  Dials {
    Rules rules = new Rules();
    Dial.within(rules, guidance, 0, Sampling.MAX_GUIDANCE, "guidance", "must be 0..20");
    Dial.within(
        rules,
        temperature,
        Sampling.MIN_TEMPERATURE,
        Sampling.MAX_TEMPERATURE,
        "temperature",
        "must be 0.01..10");
    Dial.within(rules, topK, 1, Integer.MAX_VALUE, "top_k", "must be at least 1");
    Dial.within(rules, topP, Double.MIN_VALUE, 1, "top_p", SharedBounds.TOP_P_RULE);
    rules.enforce();
  }

  /** The dials among a request's fields, or null with their faults noted there. */
  static @Nullable Dials from(RequestFields fields) {
    Dial<Double> guidance = Dial.ofNumbers(fields, "guidance");
    Dial<Double> temperature = Dial.ofNumbers(fields, "temperature");
    Dial<Integer> topK = Dial.ofWholeNumbers(fields, "top_k");
    Dial<Double> topP = Dial.ofNumbers(fields, "top_p");
    return fields.noting(() -> new Dials(guidance, temperature, topK, topP));
  }

  /** Notes what only the model can say. */
  void check(Rules rules, Model model) {
    int candidates = model.samplerCandidates();
    Dial.within(rules, topK, 1, candidates, "top_k", "must be 1.." + candidates);
  }

  /** Notes lists that are not for a picture of so many scales. */
  void fit(Rules rules, int level) {
    Dial.fits(rules, guidance, level, "guidance");
    Dial.fits(rules, temperature, level, "temperature");
    Dial.fits(rules, topK, level, "top_k");
    Dial.fits(rules, topP, level, "top_p");
  }

  /** The sampling, with the model's own where nothing was said. */
  Sampling filled(Sampling defaults) {
    return new Sampling(
        Dial.number(guidance, defaults.guidance()),
        Dial.number(temperature, defaults.temperature()),
        Dial.number(topK, defaults.topK()),
        Dial.number(topP, defaults.topP()),
        perScale());
  }

  private @Nullable SamplingPerScale perScale() {
    List<Double> guidances = Dial.perScale(guidance);
    List<Double> temperatures = Dial.perScale(temperature);
    List<Integer> topKs = Dial.perScale(topK);
    List<Double> topPs = Dial.perScale(topP);
    return Stream.of(guidances, temperatures, topKs, topPs).allMatch(Objects::isNull)
        ? null
        : new SamplingPerScale(guidances, temperatures, topKs, topPs);
  }
}
