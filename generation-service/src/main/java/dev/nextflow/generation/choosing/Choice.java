package dev.nextflow.generation.choosing;

import dev.nextflow.generation.drawing.AcceptanceResult;
import dev.nextflow.sequences.DrawnScales;

/**
 * A candidate that was chosen.
 *
 * @param begun its scales, from which it is drawn on
 */
public record Choice(AcceptanceResult result, DrawnScales begun) {}
