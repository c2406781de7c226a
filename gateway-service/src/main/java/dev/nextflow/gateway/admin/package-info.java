/** The admin API: tenants, their limits and their keys. */
@NullMarked
package dev.nextflow.gateway.admin;

import org.jspecify.annotations.NullMarked;
