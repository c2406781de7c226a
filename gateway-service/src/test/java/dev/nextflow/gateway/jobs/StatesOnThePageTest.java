package dev.nextflow.gateway.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.jobs.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The diagram that callers read is the life that jobs have. */
class StatesOnThePageTest {

  private static final Path PAGE = Path.of("../docs/api/README.md");
  private static final Pattern ARROW = Pattern.compile("(?m)^ *(\\w+) --> (\\w+) *:");

  @Test
  void theDiagramOfStatesIsTheEnum() throws IOException {
    Set<String> drawn =
        ARROW
            .matcher(Files.readString(PAGE))
            .results()
            .map(arrow -> arrow.group(1) + " > " + arrow.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> real =
        Arrays.stream(JobState.values())
            .flatMap(
                from -> from.next().stream().map(to -> from.wireName() + " > " + to.wireName()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(drawn).isNotEmpty().isEqualTo(real);
  }
}
