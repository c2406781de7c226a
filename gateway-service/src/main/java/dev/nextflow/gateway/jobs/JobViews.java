package dev.nextflow.gateway.jobs;

import dev.nextflow.gateway.Answers;
import dev.nextflow.gateway.Kind;
import dev.nextflow.gateway.Plan;
import dev.nextflow.gateway.Requested;
import dev.nextflow.gateway.jobs.JobView.ImageView;
import dev.nextflow.gateway.jobs.JobView.Links;
import dev.nextflow.gateway.jobs.JobView.ProgressView;
import dev.nextflow.gateway.jobs.JobView.UsageView;
import dev.nextflow.jobs.Job;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.sequences.GenerationWork;
import dev.nextflow.sequences.problems.Problem;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes a job's view. What is not copied here by name never reaches a caller. */
@Component
class JobViews {

  private final JsonMapper json = JsonMapper.shared();
  private final JobQueue queue;
  private final Answers answers;
  private final ResultViews results;

  JobViews(JobQueue queue, Answers answers, ResultViews results) {
    this.queue = queue;
    this.answers = answers;
    this.results = results;
  }

  /** Where a job is found. */
  static String path(Job job) {
    return "/v1/jobs/" + job.id();
  }

  /** The view; asks for what lies before the job, and for the text of an answer or a thought. */
  Mono<JobView> of(Job job) {
    return Outlook.of(job, queue).flatMap(outlook -> of(job, outlook));
  }

  /** The view of one among many: without texts, which are another service's. */
  Mono<JobView> inList(Job job) {
    return Outlook.of(job, queue)
        .map(outlook -> view(job, Requested.parse(job.view()), outlook, Said.NOTHING));
  }

  /** The view with this outlook. */
  Mono<JobView> of(Job job, Outlook outlook) {
    Requested requested = Requested.parse(job.view());
    return said(job, requested).map(said -> view(job, requested, outlook, said));
  }

  private Mono<Said> said(Job job, Requested requested) {
    if (job.result() == null) {
      return Mono.just(Said.NOTHING);
    }
    JsonNode result = json.readTree(job.result());
    return switch (requested.kind()) {
      case GENERATION -> thought(requested, result.get("thinking"));
      case UNDERSTANDING ->
          answers.text(requested.model(), ids(result)).map(text -> new Said(text, null, null));
      case COMPOSITION ->
          results.of(job, requested.model()).map(composed -> new Said(null, composed, null));
    };
  }

  private Mono<Said> thought(Requested requested, @Nullable JsonNode thinking) {
    if (thinking == null) {
      return Mono.just(Said.NOTHING);
    }
    boolean followed = thinking.path("followed").booleanValue();
    return answers
        .text(requested.model(), ids(thinking))
        .map(text -> new Said(null, null, Plan.of(text, followed)));
  }

  /** What a job has to say, as far as it is text. */
  private record Said(
      @Nullable String answer, @Nullable ResultView result, @Nullable Plan thinking) {

    static final Said NOTHING = new Said(null, null, null);
  }

  private int[] ids(JsonNode of) {
    return json.treeToValue(of.path("ids"), int[].class);
  }

  private JobView view(Job job, Requested requested, Outlook outlook, Said said) {
    return new JobView(
        job.id().value(),
        "job",
        requested.kind().wireName(),
        requested.model(),
        job.state().wireName(),
        Instant.ofEpochMilli(job.createdAtMs()),
        instant(job.startedAtMs()),
        instant(job.finishedAtMs()),
        Instant.ofEpochMilli(job.expiresAtMs()),
        outlook.jobsAhead(),
        outlook.finishAt(),
        Phase.of(
            job, requested.kind(), requested.request().path("thinking").asString("").equals("on")),
        ProgressView.of(job, tokensOfAll(job, requested)),
        new UsageView(job.tokensSettled()),
        job.attempt(),
        job.cancelRequested() && !job.state().terminal(),
        requested.request(),
        images(job, requested),
        said.answer(),
        said.result(),
        said.thinking(),
        AcceptanceView.of(requested, told(job, requested, "acceptance")),
        told(job, requested, "replay"),
        problem(job),
        Links.of(path(job), job.state()));
  }

  private static @Nullable Instant instant(long epochMs) {
    return epochMs == 0 ? null : Instant.ofEpochMilli(epochMs);
  }

  /** The price, unless that is one of drafts: those are worth reading the work for. */
  private long tokensOfAll(Job job, Requested requested) {
    JsonNode asked = requested.request();
    boolean isLimited = asked.hasNonNull("stop_after") || asked.hasNonNull("budget_tokens");
    // The replay of a draft has drawn all that there is to compare.
    if (!isLimited || asked.has("replay") || requested.kind() != Kind.GENERATION) {
      return job.tokensTotal();
    }
    GenerationWork work = json.readValue(job.work(), GenerationWork.class);
    int thought = work.mostTokens() - work.imageTokens();
    return work.tokensThrough(work.schedule().level()) + thought;
  }

  /** Tokens tell how many scales there are, so nothing but the job has to be read. */
  private List<ImageView> images(Job job, Requested requested) {
    if (requested.kind() == Kind.COMPOSITION) {
      return job.result() == null ? List.of() : ResultViews.images(job);
    }
    boolean there = job.state() == JobState.SUCCEEDED || job.state() == JobState.DRAFT_READY;
    if (!there || requested.kind() != Kind.GENERATION) {
      return List.of();
    }
    GenerationWork work = json.readValue(job.work(), GenerationWork.class);
    int scale = work.scalesOf(job.tokensDone() - thoughtTokens(job));
    String query = scale < work.schedule().level() ? "?scale=" + scale : "";
    return IntStream.range(0, work.images())
        .mapToObj(index -> new ImageView(index, scale, path(job) + "/images/" + index + query))
        .toList();
  }

  /** Tokens of a thought count among a job's, too. */
  private long thoughtTokens(Job job) {
    return job.result() == null
        ? 0
        : json.readTree(job.result()).path("usage").path("text_tokens").asLong(0);
  }

  /** What a drawing's worker told under this name. */
  private @Nullable JsonNode told(Job job, Requested requested, String name) {
    return job.result() == null || requested.kind() != Kind.GENERATION
        ? null
        : json.readTree(job.result()).get(name);
  }

  private static @Nullable Problem problem(Job job) {
    return job.problem() == null
        ? null
        : Problem.of(ProblemType.of(job.problem()).orElse(ProblemType.INTERNAL));
  }
}
