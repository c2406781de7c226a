package dev.nextflow.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {

  private static final Pattern ARROW = Pattern.compile("(?m)^ *(\\w+) --> (\\w+) *:");

  @Test
  void goesWhereTheDiagramOfTheReadmeSays() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Set<String> drawn =
        ARROW
            .matcher(readme)
            .results()
            .map(JobStateTest::arrow)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> coded =
        Arrays.stream(JobState.values())
            .flatMap(
                from -> from.next().stream().map(to -> from.wireName() + " > " + to.wireName()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(drawn).isNotEmpty().isEqualTo(coded);
  }

  @Test
  void neverLeavesAnEnd() {
    assertThat(Arrays.stream(JobState.values()).filter(JobState::terminal))
        .containsExactly(
            JobState.SUCCEEDED,
            JobState.PARTIALLY_SUCCEEDED,
            JobState.FAILED,
            JobState.CANCELLED,
            JobState.EXPIRED);
  }

  @Test
  void waitsForItsTenantWhereItRests() {
    assertThat(Arrays.stream(JobState.values()).filter(JobState::resting))
        .containsExactly(JobState.AWAITING_APPROVAL, JobState.DRAFT_READY)
        .allMatch(state -> state.next().contains(JobState.QUEUED));
  }

  @ParameterizedTest
  @EnumSource
  void isReadBackFromItsWireName(JobState state) {
    assertThat(JobState.ofWireName(state.wireName())).isEqualTo(state);
  }

  private static String arrow(MatchResult match) {
    return match.group(1) + " > " + match.group(2);
  }
}
