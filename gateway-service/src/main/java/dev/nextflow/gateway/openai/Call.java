package dev.nextflow.gateway.openai;

import dev.nextflow.gateway.access.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * One request to an OpenAI route.
 *
 * @param body as the caller sent it
 */
record Call(Tenant tenant, ServerWebExchange exchange, byte @Nullable [] body) {}
