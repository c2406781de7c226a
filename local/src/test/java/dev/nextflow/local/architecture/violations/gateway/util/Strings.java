package dev.nextflow.local.architecture.violations.gateway.util;

/** A package whose name says nothing. */
public class Strings {}
