package dev.nextflow.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.GatewayTest;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobId;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.NewJob;
import dev.nextflow.jobs.Priority;
import dev.nextflow.jobs.QueueNames;
import dev.nextflow.jobs.Submission;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

class ForeignJobsTest extends GatewayTest {

  private static final String OTHER_TENANT = "somebody-else";

  @Autowired private RequestMappingHandlerMapping routes;

  @Test
  void anotherTenantsJobIsTheSame404AsNoJobOnEveryRoute() {
    JobId foreign = foreignJob();
    JobId unknown = JobId.random(foreign.queue());
    List<String> routesOfAJob = routesOfAJob();
    assertThat(routesOfAJob).hasSize(9);

    for (String route : routesOfAJob) {
      Answer toForeign = call(route, foreign.value());
      Answer toUnknown = call(route, unknown.value());
      Answer toMalformed = call(route, "17");

      assertThat(toForeign.status()).as(route).isEqualTo(404);
      assertThat(toForeign.json().get("code").stringValue()).isEqualTo("not-found");
      assertThat(toUnknown.text()).as(route).isEqualTo(toForeign.text());
      assertThat(toMalformed.text()).as(route).isEqualTo(toForeign.text());
      assertThat(toUnknown.headers().map().keySet())
          .as(route)
          .isEqualTo(toForeign.headers().map().keySet());
    }
    Job untouched = queue.find(OTHER_TENANT, foreign).blockOptional().orElseThrow();
    assertThat(untouched.state()).isEqualTo(JobState.QUEUED);
  }

  /** Taken from the gateway itself, so that a new route can't be forgotten here. */
  private List<String> routesOfAJob() {
    return routes.getHandlerMethods().keySet().stream()
        .flatMap(mapping ->
            mapping.getMethodsCondition().getMethods().stream()
                .flatMap(method -> patterns(method.asHttpMethod(), mapping)))
        .filter(route -> route.contains("{id}"))
        .toList();
  }

  private static Stream<String> patterns(HttpMethod method, RequestMappingInfo mapping) {
    return mapping.getPatternsCondition().getPatterns().stream()
        .map(pattern -> method + " " + pattern.getPatternString());
  }

  private Answer call(String route, String id) {
    String[] methodAndPath = route.split(" ");
    String path = methodAndPath[1].replace("{id}", id).replace("{index}", "0");
    return api.send(methodAndPath[0], path, new byte[0]);
  }

  private JobId foreignJob() {
    Submission submission =
        queue
            .submit(
                new NewJob(
                    OTHER_TENANT,
                    QueueNames.generation("demo", tokenizer.digest()),
                    Priority.NORMAL,
                    "{}",
                    "{}",
                    null,
                    "hash",
                    1,
                    60_000,
                    60_000))
            .blockOptional()
            .orElseThrow();
    return ((Submission.Accepted) submission).job().id();
  }
}
