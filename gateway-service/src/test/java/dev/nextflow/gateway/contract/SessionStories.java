package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Outcome;

/** A session from its first turn to its end, and all that can be asked of it. */
record SessionStories(Witness witness, Api user, JobQueue queue, TokenizerServer tokenizer) {

  void tell() {
    tokenizer.replaceBundle();
    String id = opened("{'labels': {'a': 'b'}, 'ttl': 600}");
    String path = "/v1/sessions/" + id;
    witness.get(user, path);
    String job = ask(id, "why?").json().get("id").stringValue();
    ask(id, "so?"); // unfinished
    witness.get(user, path);
    branch(path, "{'after_turn': 1}"); // unfinished
    Worker.takes(queue, job)
        .writes(0, 20, TokenizerServer.IM_END)
        .ends(new Outcome.Succeeded("{\"ids\":[20],\"finish_reason\":\"stop\"}"));
    witness.get(user, path);
    witness.get(user, "/v1/jobs/" + job);
    branch(path, "{'after_turn': 1}");
    branch(path, "{'after_turn': 2}"); // none
    witness.get(user, "/v1/sessions?limit=1");
    String failed = ask(id, "so?").json().get("id").stringValue();
    Worker.takes(queue, failed).ends(new Outcome.Failed("answering-failed"));
    witness.get(user, path);
    String drawn = draw(id).json().get("id").stringValue();
    draw(id); // unfinished
    Worker.takes(queue, drawn).drawsAll();
    String again = draw(id).json().get("id").stringValue();
    witness.get(user, "/v1/jobs/" + again + "/transcript");
    witness.get(user, path);
    tokenizer.replaceBundle();
    ask(id, "so?"); // its bundle is gone
    witness.send(user, "DELETE", path, new byte[0]);
    witness.send(user, "DELETE", path, new byte[0]);
  }

  private String opened(String json) {
    return witness.send(user, "POST", "/v1/sessions", json).json().get("id").stringValue();
  }

  /** Asks what it costs, too. */
  private Answer ask(String session, String prompt) {
    String fields = "'session_id': '%s', 'prompt': '%s'}".formatted(session, prompt);
    witness.send(user, "POST", "/v1/estimates", "{'kind': 'understanding', " + fields);
    return witness.send(user, "POST", "/v1/understandings", "{" + fields);
  }

  private Answer draw(String session) {
    String fields = "'session_id': '%s', 'prompt': 'b'}".formatted(session);
    witness.send(user, "POST", "/v1/estimates", "{" + fields);
    return witness.send(user, "POST", "/v1/generations", "{" + fields);
  }

  private void branch(String path, String json) {
    witness.send(user, "POST", path + "/branches", json);
  }
}
