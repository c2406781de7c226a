package dev.nextflow.engine.writing;

/**
 * A token that a step wrote.
 *
 * @param slot where the text is
 * @param id text id; end tokens come like any other
 */
public record WrittenToken(int slot, int id) {}
