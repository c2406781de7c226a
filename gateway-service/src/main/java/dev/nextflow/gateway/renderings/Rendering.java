package dev.nextflow.gateway.renderings;

import dev.nextflow.sequences.Grid;
import dev.nextflow.sequences.ScaleCodes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a picture's bytes depend on, as the tokenizer-service takes it.
 *
 * @param digest of the bundle whose codes these are
 * @param fullGrid row of the schedule table
 * @param level scales of the whole picture
 * @param codes of the first scales
 * @param format such as {@code png}
 * @param width in pixels; null for the schedule's own
 */
record Rendering(
    String digest,
    Grid fullGrid,
    int level,
    List<ScaleCodes> codes,
    String format,
    @Nullable Integer width) {}
