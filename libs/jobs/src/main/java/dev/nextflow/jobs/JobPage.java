package dev.nextflow.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some of a tenant's jobs, newest first.
 *
 * @param jobs may be fewer than were asked for, none even, though more follow
 * @param next after which place more may follow; null where none do
 */
public record JobPage(List<Job> jobs, @Nullable Place next) {

  public JobPage {
    jobs = List.copyOf(jobs);
  }

  /**
   * A place between jobs: after the one of this time and id. A job that comes later is before it,
   * so it never shifts what follows.
   *
   * @param createdAtMs epoch milliseconds
   */
  public record Place(long createdAtMs, String id) {

    /** The newest is the greatest. */
    static final Comparator<Place> BY_AGE =
        Comparator.comparingLong(Place::createdAtMs).thenComparing(Place::id);

    static Place of(Job job) {
      return new Place(job.createdAtMs(), job.id().value());
    }
  }

  /**
   * One page out of the pages of several queues, each with at least {@code limit} jobs or with a
   * {@code next} from where its queue was not looked through. Pure.
   */
  public static JobPage merged(List<JobPage> pages, int limit) {
    // Beyond the newest place at which some queue stopped, its jobs would be missing.
    Optional<Place> edge =
        pages.stream().map(JobPage::next).filter(Objects::nonNull).max(Place.BY_AGE);
    List<Job> known = new ArrayList<>();
    for (JobPage page : pages) {
      page.jobs().stream()
          .filter(job -> edge.isEmpty() || Place.BY_AGE.compare(Place.of(job), edge.get()) >= 0)
          .forEach(known::add);
    }
    known.sort(Comparator.comparing(Place::of, Place.BY_AGE).reversed());
    if (known.size() > limit) {
      List<Job> some = known.subList(0, limit);
      return new JobPage(some, Place.of(some.getLast()));
    }
    return new JobPage(known, edge.orElse(null));
  }
}
