/** Taking what a model has planned, as it is or otherwise, before anything is drawn. */
@NullMarked
package dev.nextflow.gateway.plans;

import org.jspecify.annotations.NullMarked;
