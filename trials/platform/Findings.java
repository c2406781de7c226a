package platform;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import platform.Ask.Made;
import platform.Caller.Event;

/**
 * What became of the jobs of a trial, once nobody makes any more.
 *
 * @param jobs how many their callers know
 * @param lost did not succeed
 * @param doubled are there though no caller has them, or are known to two
 * @param differing have other tokens than the same request undisturbed
 * @param gaps were followed with a gap or a repeat
 * @param handedOver were begun by one worker and ended by another
 * @param leasesLost were taken from a worker that neither ended nor handed them back in time
 */
public record Findings(
    int jobs, int lost, int doubled, int differing, int gaps, int handedOver, int leasesLost) {

  private static final Pattern ATTEMPT = Pattern.compile("\"attempt\":(\\d+)");

  /**
   * Waits until all jobs have ended, and looks at each.
   *
   * @param expected the tokens of each request
   */
  public static Findings of(
      Caller caller, Collection<Made> made, Map<Ask.Request, List<String>> expected)
      throws Caller.Failed {
    int lost = 0;
    int differing = 0;
    int gaps = 0;
    int handedOver = 0;
    int leasesLost = 0;
    for (Made job : made) {
      lost += Ask.awaitEnd(caller, job.id()).equals("succeeded") ? 0 : 1;
      differing += Ask.tokens(caller, job.id()).equals(expected.get(job.request())) ? 0 : 1;
      List<Event> events = caller.events("/v1/jobs/" + job.id() + "/events");
      gaps += job.events().isEmpty() || job.events().equals(events) ? 0 : 1;
      handedOver +=
          events.stream().filter(event -> event.type().equals("started")).count() > 1 ? 1 : 0;
      Matcher attempt = ATTEMPT.matcher(caller.get("/v1/jobs/" + job.id()).body());
      leasesLost += attempt.find() && attempt.group(1).equals("1") ? 0 : 1;
    }
    Set<String> known = new HashSet<>(made.stream().map(Made::id).toList());
    long unknown = Ask.all(caller).stream().filter(id -> !known.contains(id)).count();
    int doubled = made.size() - known.size() + (int) unknown;
    return new Findings(made.size(), lost, doubled, differing, gaps, handedOver, leasesLost);
  }

  /** A lease also runs out where a machine is too busy to renew it; that costs time and no job. */
  public boolean well() {
    return lost + doubled + differing + gaps == 0;
  }

  public void tell(Evidence evidence) {
    evidence.tell("jobs that did not succeed", lost, "jobs", jobs);
    evidence.tell("jobs that nobody asked for, or that are two callers'", doubled, "jobs", jobs);
    evidence.tell("jobs with other tokens than undisturbed", differing, "jobs", jobs);
    evidence.tell("jobs followed with a gap or a repeat", gaps, "jobs", jobs);
    evidence.tell("jobs that one worker handed to another", handedOver, "jobs", jobs);
    evidence.tell("jobs whose lease ran out", leasesLost, "jobs", jobs);
  }
}
