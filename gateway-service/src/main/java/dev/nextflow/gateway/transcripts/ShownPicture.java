package dev.nextflow.gateway.transcripts;

import dev.nextflow.gateway.transcripts.PictureTranscript.Schedule;
import dev.nextflow.sequences.GivenPicture;
import dev.nextflow.sequences.ScaleCodes;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A picture among a prompt's ids.
 *
 * @param boi index of its first id, {@code <boi>}; the codes of all scales but the last stand
 *     behind it, in the form of the scales that they are the inputs of
 */
@JsonNaming(SnakeCaseStrategy.class)
record ShownPicture(int boi, Schedule schedule, String sha256, List<ScaleCodes> codes) {

  static ShownPicture of(GivenPicture given) {
    return new ShownPicture(
        given.boi(), Schedule.of(given.schedule()), CodesHash.of(given.codes()), given.codes());
  }
}
