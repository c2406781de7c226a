package dev.nextflow.gateway.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.UnderstandingWork;
import java.util.Arrays;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A session over HTTP, with a worker that answers what it is told to. Blocking. */
record Conversation(Api user, JobQueue queue, String id) {

  static final String TURNS = "/v1/understandings";

  static Conversation open(Api user, JobQueue queue, String body) {
    Answer answer = user.post("/v1/sessions", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return new Conversation(user, queue, answer.json().get("id").stringValue());
  }

  String path() {
    return "/v1/sessions/" + id;
  }

  JsonNode shown() {
    return user.get(path()).json();
  }

  /** A body that asks this as the next turn. */
  String asking(String prompt) {
    return "{\"session_id\":\"%s\",\"prompt\":\"%s\"}".formatted(id, prompt);
  }

  Answer ask(String prompt, String... headers) {
    return user.post(TURNS, asking(prompt), headers);
  }

  /** A turn whose job is accepted. -> the job's id */
  String asked(String prompt) {
    return accepted(ask(prompt));
  }

  static String accepted(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().get("id").stringValue();
  }

  /** A worker writes these ids, the last of which may end the message. -> what it was to read */
  UnderstandingWork answers(String job, int... ids) {
    Worker worker = Worker.takes(queue, job);
    int[] text = IntStream.of(ids).filter(id -> id != TokenizerServer.IM_END).toArray();
    worker
        .writes(0, ids)
        .ends(
            new Outcome.Succeeded(
                "{\"ids\":%s,\"finish_reason\":\"stop\"}".formatted(Arrays.toString(text))));
    return work(worker);
  }

  static UnderstandingWork work(Worker worker) {
    return JsonMapper.shared().readValue(worker.lease().work(), UnderstandingWork.class);
  }

  /** Text as the testbed makes it ids. */
  static int[] said(String text) {
    return IntStream.concat(text.chars(), IntStream.rangeClosed(0, TokenizerServer.BOI)).toArray();
  }

  static int[] joined(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
  }
}
