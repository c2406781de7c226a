package dev.nextflow.gateway.contract;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.TokenizerServer;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.JobQueue;
import dev.nextflow.jobs.Outcome;
import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleSchedule;

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
    thoughtAndTold();
  }

  /** A picture that was thought of first, and a story about it. */
  private void thoughtAndTold() {
    tokenizer.replaceBundle();
    String id = opened("{}");
    String fields = "'session_id': '%s', 'prompt': 'a', 'thinking': 'on'}".formatted(id);
    String thought = ordered("/v1/generations", "generation", fields);
    Worker.takes(queue, thought)
        .thinks(5, 6, TokenizerServer.BOI)
        .drawsAfter(3, 1, 6)
        .ends(new Outcome.Succeeded("{\"thinking\":{\"ids\":[5,6],\"followed\":true}}"));
    ordered("/v1/generations", "generation", fields); // behind an answered turn
    String next = "'session_id': '%s', 'prompt': 'b'}".formatted(id);
    String told = ordered("/v1/compositions", "composition", next);
    ordered("/v1/compositions", "composition", next); // unfinished
    Worker.takes(queue, told)
        .writesOn("[20,7]", "[20]", 2)
        .drawsPicture(0, new ScaleSchedule(new Grid(64, 64), 6), 2)
        .ends(
            new Outcome.PartiallySucceeded(
                """
                {"ids":[20,7,8],"parts":[{"type":"text","ids":[20]},{"type":"image","index":0}],
                 "finish_reason":"budget"}\
                """));
    witness.get(user, "/v1/sessions/" + id);
    witness.get(user, "/v1/jobs/" + told);
    witness.get(user, "/v1/jobs/" + told + "/transcript");
    tokenizer.replaceBundle();
    ordered("/v1/compositions", "composition", next); // its bundle is gone
  }

  /** Asks what it costs, too. -> the job's id; nothing where it was refused */
  private String ordered(String route, String kind, String fields) {
    witness.send(user, "POST", "/v1/estimates", "{'kind': '" + kind + "', " + fields);
    return witness.send(user, "POST", route, "{" + fields).json().path("id").asString("");
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
