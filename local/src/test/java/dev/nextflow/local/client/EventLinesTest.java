package dev.nextflow.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventLinesTest {

  private final EventLines lines = new EventLines();

  @Test
  void anEmptyLineCompletesAnEvent() {
    assertThat(
            events(
                "id: 7-0",
                "event: scale",
                "data: {\"scale\":2}",
                "",
                "event: finished",
                "data:{}",
                ""))
        .extracting(JobEvent::id, JobEvent::type, event -> event.data().number("scale"))
        .containsExactly(
            tuple("7-0", "scale", 2L),
            // An event without an id keeps the last one: the stream resumes there.
            tuple("7-0", "finished", 0L));
  }

  @Test
  void heartbeatsAreNoEvents() {
    assertThat(events(": still here", "", ": still here", "")).isEmpty();
  }

  @Test
  void dataOverSeveralLinesIsOneText() {
    assertThat(events("data: {\"scale\":", "data: 3}", ""))
        .singleElement()
        .extracting(event -> event.data().number("scale"))
        .isEqualTo(3L);
  }

  private List<JobEvent> events(String... given) {
    return List.of(given).stream().map(lines::take).flatMap(Optional::stream).toList();
  }
}
