package dev.nextflow.gateway.intake;

import dev.nextflow.sequences.ScaleCodes;
import dev.nextflow.sequences.ScaleSchedule;
import java.util.List;

/**
 * A picture as a model reads it.
 *
 * @param digest of the bundle whose codes these are
 * @param codes of every scale, scale 1 first
 */
record ReadPicture(String digest, ScaleSchedule schedule, List<ScaleCodes> codes) {}
