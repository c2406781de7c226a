package platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is asked of the platform, and how its end is learnt. */
public enum Ask {
  /** Followed by its events. */
  PICTURES("/v1/generations", "{\"prompt\":\"a red circle\",\"n\":4,\"seed\":%d%s}"),
  /** Polled. */
  STORY(
      "/v1/compositions",
      "{\"prompt\":\"Tell a"
          + " story.\",\"max_tokens\":96,\"max_pictures\":2,\"temperature\":0.8,\"seed\":%d%s}"),
  /** Waited for with {@code Prefer}, and polled if that takes too long. */
  TEXT(
      "/v1/understandings",
      "{\"prompt\":\"What is a circle?\",\"max_tokens\":192,\"temperature\":0.8,\"seed\":%d}"),
  /** Waited for on the line, as OpenAI's clients do. */
  CHAT(
      "/v1/chat/completions",
      "{\"messages\":[{\"role\":\"user\",\"content\":\"What is a square?\"}],\"max_tokens\":96,"
          + "\"temperature\":0.8,\"seed\":%d}");

  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern STATE = Pattern.compile("\"state\":\"([^\"]+)\"");
  private static final Pattern USED = Pattern.compile("\"usage\":\\{\"tokens\":(\\d+)");
  private static final Pattern TOKENS =
      Pattern.compile("\"sha256\":\"[^\"]*\"|\"answer_ids\":\\[[^\\]]*\\]");
  private static final Duration POLL_EVERY = Duration.ofMillis(250);

  private final String path;
  private final String body;

  Ask(String path, String body) {
    this.path = path;
    this.body = body;
  }

  /** Twice the same must give the same tokens. */
  public record Request(Ask ask, int seed) {}

  /**
   * A job as its caller saw it.
   *
   * @param events all of them; empty where they were not followed
   */
  public record Made(Request request, String id, List<Caller.Event> events) {}

  /**
   * Makes one job and learns its end.
   *
   * @param size of its pictures, such as {@code 96x96}; empty: the model's first
   */
  public Made whole(Caller caller, int seed, String size) throws Caller.Failed {
    Request request = new Request(this, seed);
    String json = body.formatted(seed, size.isEmpty() ? "" : ",\"size\":\"" + size + "\"");
    String key = UUID.randomUUID().toString();
    if (this == CHAT) {
      return new Made(request, caller.post(path, json, key).jobId(), List.of());
    }
    Caller.Answer answer =
        this == TEXT
            ? caller.post(path, json, key, "Prefer", "wait=30")
            : caller.post(path, json, key);
    String id = first(ID, answer.body());
    if (this == PICTURES) {
      return new Made(request, id, caller.events("/v1/jobs/" + id + "/events"));
    }
    awaitEnd(caller, id);
    return new Made(request, id, List.of());
  }

  /** Polls a job to its end; returns its state. */
  public static String awaitEnd(Caller caller, String id) throws Caller.Failed {
    while (true) {
      String state = first(STATE, caller.get("/v1/jobs/" + id).body());
      if (!List.of("queued", "running").contains(state)) {
        return state;
      }
      Pause.of(POLL_EVERY);
    }
  }

  /** All tokens of a job's transcript: of pictures their hashes. */
  public static List<String> tokens(Caller caller, String id) throws Caller.Failed {
    Matcher tokens = TOKENS.matcher(caller.get("/v1/jobs/" + id + "/transcript").body());
    return tokens.results().map(MatchResult::group).toList();
  }

  /** What a job has cost. */
  public static long tokensUsed(Caller caller, String id) throws Caller.Failed {
    return Long.parseLong(first(USED, caller.get("/v1/jobs/" + id).body()));
  }

  /** Ids of all jobs that there are, newest first. */
  public static List<String> all(Caller caller) throws Caller.Failed {
    Pattern next = Pattern.compile("\"next_cursor\":\"([^\"]+)\"");
    List<String> ids = new ArrayList<>();
    String page = caller.get("/v1/jobs?limit=100").body();
    while (true) {
      Matcher id = Pattern.compile("\"id\":\"([^\"]+)\",\"object\":\"job\"").matcher(page);
      id.results().forEach(found -> ids.add(found.group(1)));
      Matcher more = next.matcher(page);
      if (!more.find()) {
        return ids;
      }
      page = caller.get("/v1/jobs?limit=100&cursor=" + more.group(1)).body();
    }
  }

  static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }
}
