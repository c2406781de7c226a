package dev.nextflow.gateway.problems;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.webflux.autoconfigure.WebFluxRegistrations;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;

/**
 * Refuses every query parameter of a route that takes none. A route that takes some asks for the
 * map of all, and refuses the others with {@link Rules#requireParameters} beside what else is
 * wrong. So nothing that a caller writes behind the {@code ?} is passed over.
 */
@Component
class StrictQueries implements WebFluxRegistrations {

  @Override
  public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
    return new Routes();
  }

  private static final class Routes extends RequestMappingHandlerMapping {

    @Override
    protected void handleMatch(
        RequestMappingInfo route, HandlerMethod method, ServerWebExchange exchange) {
      super.handleMatch(route, method, exchange);
      if (Arrays.stream(method.getMethodParameters()).noneMatch(Routes::takesAll)) {
        Rules rules = new Rules();
        rules.requireParameters(exchange.getRequest().getQueryParams(), Set.of(), Set.of());
        rules.enforce();
      }
    }

    private static boolean takesAll(MethodParameter parameter) {
      return parameter.hasParameterAnnotation(RequestParam.class)
          && Map.class.isAssignableFrom(parameter.getParameterType());
    }
  }
}
