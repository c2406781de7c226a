package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.JobState;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;

/** Jobs from their submission to their end, and all that can be asked of them. */
record JobStories(Witness witness, Api user, JobQueue queue, TokenizerServer tokenizer) {

  private static final String JSON = "{'prompt': 'a red house', 'seed': 7, 'labels': {'a': 'b'}}";
  private static final String STORY = "{'prompt': 'a story', 'max_tokens': 9, 'max_pictures': 2}";
  private static final String TEXT = "{'prompt': 'why?', 'max_tokens': 3}";

  void tell() {
    picture();
    text();
    questions();
    story();
    draft();
    plan();
    choice();
    variants();
    replay();
    failure();
    priceAndUse();
  }

  private void picture() {
    String id = submitted("/v1/generations", JSON, "p");
    look(id);
    witness.get(user, "/v1/jobs/" + id + "/images/0"); // not drawn yet
    send("/v1/replays", "{'job': '%s'}".formatted(id));
    send("/v1/replays", "{'job': 'nobody'}");
    send(job(id) + "/reroll", "{'keep_scales': 1}");
    witness.send(user, "DELETE", job(id), new byte[0]); // not ended
    Worker worker = Worker.takes(queue, id).draws(1, 2);
    look(id);
    witness.get(user, job(id) + "/images/0?scale=1");
    worker.draws(3, 6).ends(new Outcome.Succeeded("{}"));
    look(id);
    witness.get(user, job(id) + "/events");
    send("/v1/generations", JSON, "Idempotency-Key", "p", "Prefer", "wait=1");
    send("/v1/generations", TEXT.replace("max_tokens", "n"), "Idempotency-Key", "p");
    for (String format : new String[] {"png", "webp", "jpeg"}) {
      Answer whole = witness.get(user, job(id) + "/images/0?format=" + format + "&width=48");
      witness.get(
          user,
          job(id) + "/images/0?format=" + format + "&width=48",
          "If-None-Match",
          whole.header("ETag"));
    }
    witness.send(user, "POST", job(id) + "/cancel", new byte[0]); // has ended
    witness.get(user, "/v1/jobs?state=succeeded&label=a:b&created_after=2020-01-01T00:00:00Z");
    send("/v1/generations", JSON, "Prefer", "respond-async");
    witness.get(user, "/v1/jobs?limit=1");
    forget(id);
    send("/v1/generations", JSON, "Idempotency-Key", "p"); // gone
  }

  private void text() {
    String id = submitted("/v1/understandings", TEXT, "t");
    look(id);
    Worker worker = Worker.takes(queue, id).writes(0, 7);
    look(id);
    worker.ends(new Outcome.Succeeded("{\"ids\":[7,8],\"finish_reason\":\"stop\"}"));
    look(id);
    witness.get(user, job(id) + "/events");
    send("/v1/understandings", TEXT, "Idempotency-Key", "t", "Prefer", "wait=1");
    send("/v1/understandings", "{'prompt': 'what?'}", "Idempotency-Key", "t");
    forget(id);
    send("/v1/understandings", TEXT, "Idempotency-Key", "t");
    String conversation = "{'messages': [{'role': 'user', 'content': 'why?'}]}";
    String cancelled = submitted("/v1/understandings", conversation, "c");
    witness.send(user, "POST", job(cancelled) + "/cancel", new byte[0]);
    witness.send(user, "POST", job(cancelled) + "/cancel", new byte[0]);
  }

  private void questions() {
    tokenizer.replaceBundle();
    String drawn = submitted("/v1/generations", JSON, "shown");
    ask("'job': 'nobody'");
    ask("'job': '%s'".formatted(drawn)); // not drawn yet
    ask("'data': 'YnJva2Vu', 'media_type': 'image/png'"); // what the testbed can't read
    Worker.takes(queue, drawn).drawsAll();
    ask("'job': '%s'".formatted(drawn));
    String id = ask("'data': 'Y2F0', 'media_type': 'image/png'").json().get("id").stringValue();
    look(id);
  }

  /** Asks what a picture costs, too. */
  private Answer ask(String picture) {
    String messages =
        "'messages': [{'role': 'user', 'content': [{'type': 'image', %s}, {'type': 'text', 'text': '?'}]}]}"
            .formatted(picture);
    send("/v1/estimates", "{'kind': 'understanding', " + messages);
    look(send("/v1/generations", "{" + messages));
    return send("/v1/understandings", "{" + messages);
  }

  private void story() {
    tokenizer.replaceBundle();
    String drawn = submitted("/v1/generations", JSON, "illustration");
    compose("'job': 'nobody'");
    compose("'job': '%s'".formatted(drawn)); // not drawn yet
    Worker.takes(queue, drawn).drawsAll();
    compose("'job': '%s'".formatted(drawn));
    tokenizer.replaceBundle();
    String id = submitted("/v1/compositions", STORY, "story");
    look(id);
    Worker worker = Worker.takes(queue, id).writesOn("[7,9]", "[7]", 2);
    look(id);
    ScaleSchedule schedule = new ScaleSchedule(new Grid(64, 64), 6);
    worker.drawsPicture(0, schedule, 2);
    look(id);
    witness.get(user, job(id) + "/images/0?format=png");
    witness.get(user, job(id) + "/images/1"); // not begun
    worker
        .writesOn("[7,9,8]", "[8]", 94)
        .ends(
            new Outcome.PartiallySucceeded(
                "{\"parts\":[{\"type\":\"text\",\"ids\":[7]},{\"type\":\"image\",\"index\":0},"
                    + "{\"type\":\"text\",\"ids\":[8]}],\"finish_reason\":\"budget\","
                    + "\"usage\":{\"text_tokens\":3}}"));
    look(id);
    witness.get(user, job(id) + "/events");
    send("/v1/compositions", STORY, "Idempotency-Key", "story", "Prefer", "wait=1");
    send("/v1/compositions", "{'prompt': 'what?'}", "Idempotency-Key", "story");
    forget(id);
    send("/v1/compositions", STORY, "Idempotency-Key", "story");
    send("/v1/estimates", "{'kind': 'composition', 'prompt': 'why?', 'drawing': {'guidance': 2}}");
  }

  private void compose(String picture) {
    String content = "[{'type': 'image', %s}, {'type': 'text', 'text': '?'}]".formatted(picture);
    send("/v1/compositions", "{'messages': [{'role': 'user', 'content': %s}]}".formatted(content));
  }

  private void draft() {
    tokenizer.replaceBundle();
    String id = submitted("/v1/generations", "{'prompt': 'a', 'stop_after': 3, 'n': 2}", "d");
    send(job(id) + "/continue", "{}"); // not ready
    Worker.takes(queue, id).drawsDraft(1);
    look(id);
    send(job(id) + "/continue", "{}", "Idempotency-Key", "on");
    send(job(id) + "/continue", "{'stop_after': 5}", "Idempotency-Key", "on");
    Worker.takes(queue, id).draws(4, 6).ends(new Outcome.Succeeded("{}"));
    send(job(id) + "/continue", "{}", "Idempotency-Key", "on", "Prefer", "wait=1");
    witness.send(user, "POST", job(id) + "/continue", new byte[0]); // nothing to do
    witness.get(user, job(id) + "/events");
  }

  private void plan() {
    tokenizer.replaceBundle();
    String gated = "{'prompt': 'a', 'thinking': 'on', 'approval': 'required', 'size': '64x64'}";
    String id = submitted("/v1/generations", gated, "g");
    send(job(id) + "/approve", "{}"); // not thought yet
    Worker worker = Worker.takes(queue, id).thinks(5, 6, TokenizerServer.BOI);
    look(id);
    worker.ends(
        new Outcome.Rested(
            JobState.AWAITING_APPROVAL,
            "{\"usage\":{\"text_tokens\":3},\"thinking\":{\"ids\":[5,6],\"followed\":true}}"));
    look(id);
    send(job(id) + "/approve", "{'final_prompt': 'b'}", "Idempotency-Key", "ok");
    send(job(id) + "/approve", "{}", "Idempotency-Key", "ok");
    Worker.takes(queue, id).drawsAfter(3, 1, 4).ends(new Outcome.Succeeded("{}"));
    send(
        job(id) + "/approve", "{'final_prompt': 'b'}", "Idempotency-Key", "ok", "Prefer", "wait=1");
    look(id);
    witness.get(user, job(id) + "/events");
  }

  private void choice() {
    tokenizer.replaceBundle();
    String asked =
        "{'prompt': 'a', 'size': '64x64', 'acceptance': {'candidates': 2, 'questions': [{'question': 'q?', 'answer': 'b'}]}}";
    send("/v1/estimates", asked);
    String id = submitted("/v1/generations", asked, "choice");
    look(id);
    Worker worker = Worker.takes(queue, id).begins(3);
    look(id);
    worker
        .draws(3, 4)
        .ends(
            new Outcome.Succeeded(
                "{\"acceptance\":{\"chosen\":1,\"after_scale\":3,\"candidates\":["
                    + "{\"seed\":7,\"score\":-2.5,\"answers\":[{\"log_probability\":-2.5,\"likeliest\":false}]},"
                    + "{\"seed\":8,\"score\":-0.5,\"answers\":[{\"log_probability\":-0.5,\"likeliest\":true}]}]}}"));
    look(id);
    witness.get(user, job(id) + "/events");
  }

  private void variants() {
    tokenizer.replaceBundle();
    String source = submitted("/v1/generations", JSON, "s");
    Worker.takes(queue, source).drawsAll();
    String reroll = job(source) + "/reroll";
    String id = submitted(reroll, "{'keep_scales': 2}", "r");
    Worker.takes(queue, id).draws(3, 6).ends(new Outcome.Succeeded("{}"));
    send(reroll, "{'keep_scales': 2}", "Idempotency-Key", "r", "Prefer", "wait=1");
    send(reroll, "{'keep_scales': 3}", "Idempotency-Key", "r");
    look(id);
    forget(id);
    send(reroll, "{'keep_scales': 2}", "Idempotency-Key", "r");
    tokenizer.replaceBundle();
    send(reroll, "{'keep_scales': 2}"); // by a bundle that is gone
  }

  private void replay() {
    tokenizer.replaceBundle();
    String source = submitted("/v1/generations", JSON, "q");
    Worker.takes(queue, source).drawsAll();
    String body = "{'job': '%s'}".formatted(source);
    String id = submitted("/v1/replays", body, "again");
    Worker.takes(queue, id)
        .draws(1, 6)
        .ends(
            new Outcome.Succeeded(
                "{\"replay\":{\"identical\":false,\"first_difference\":"
                    + "{\"image\":0,\"scale\":4,\"position\":5,\"expected\":5,\"got\":7}}}"));
    send("/v1/replays", body, "Idempotency-Key", "again", "Prefer", "wait=1");
    send("/v1/replays", "{'job': '%s'}".formatted(id), "Idempotency-Key", "again");
    look(id);
    forget(id);
    send("/v1/replays", body, "Idempotency-Key", "again");
  }

  private void failure() {
    String id = submitted("/v1/generations", JSON, "f");
    Worker.takes(queue, id).draws(1, 2).ends(new Outcome.Failed("drawing-failed"));
    look(id);
    witness.get(user, job(id) + "/images/0"); // never will be
    witness.get(user, job(id) + "/events");
    tokenizer.answerWith(503);
    send("/v1/generations", JSON);
    tokenizer.answerWith(200);
  }

  private void priceAndUse() {
    send("/v1/estimates", "{'prompt': 'a', 'n': 2, 'guidance': [0, 1, 2, 3, 3, 3]}");
    send("/v1/estimates", "{'kind': 'understanding', 'prompt': 'why?'}");
    send("/v1/generations", "{'prompt': 'a', 'top_k': [9, 8, 7, 6, 5, 4], 'priority': 'high'}");
    witness.get(user, "/v1/usage");
    witness.get(user, "/v1/models");
    witness.get(user, "/v1/models/demo");
    witness.get(user, "/v1/jobs");
  }

  private String submitted(String path, String json, String key) {
    return send(path, json, "Idempotency-Key", key).json().get("id").stringValue();
  }

  private Answer send(String path, String json, String... headers) {
    return witness.send(user, "POST", path, json, headers);
  }

  private void look(Answer submitted) {
    if (submitted.status() == 202) {
      look(submitted.json().get("id").stringValue());
    }
  }

  private void look(String id) {
    witness.get(user, job(id));
    witness.get(user, job(id) + "/transcript");
    witness.get(user, "/v1/jobs");
  }

  private void forget(String id) {
    witness.send(user, "DELETE", job(id), new byte[0]);
  }

  private static String job(String id) {
    return "/v1/jobs/" + id;
  }
}
