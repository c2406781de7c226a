package dev.nextflow.gateway.transcripts;

/** A job's tokens as the API shows them. */
sealed interface Transcript permits PictureTranscript, TextTranscript, CompositionTranscript {

  /** What {@code object} says. */
  String OBJECT = "transcript";
}
