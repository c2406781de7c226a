/**
 * The public door of the platform. Each package below is a stage of a request's way and knows no
 * other stage but {@code access} and {@code problems}; the few words they share stand here.
 */
@NullMarked
package dev.nextflow.gateway;

import org.jspecify.annotations.NullMarked;
