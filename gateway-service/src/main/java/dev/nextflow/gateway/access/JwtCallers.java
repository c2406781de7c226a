package dev.nextflow.gateway.access;

import dev.nextflow.sequences.problems.ProblemException;
import dev.nextflow.sequences.problems.ProblemType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Callers with a token of the OpenID provider that is trusted; nobody where none is. */
@Component
class JwtCallers {

  private static final Logger log = LoggerFactory.getLogger(JwtCallers.class);

  /** The decoder asks the provider for its keys now and then, and would wait for ever. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final @Nullable JwtSettings settings;
  private final @Nullable ReactiveJwtDecoder decoder;
  private final Tenants tenants;

  JwtCallers(AccessSettings access, Tenants tenants) {
    this.settings = access.jwt();
    this.decoder = settings == null ? null : TrustedTokens.decoder(settings);
    this.tenants = tenants;
  }

  /**
   * Whoever holds this token; empty where it is none of ours, is not valid, or names no tenant.
   * Ends with {@link ProblemType#UNAVAILABLE} where the provider's keys can't be had.
   */
  Mono<Caller> holding(String token) {
    if (settings == null || decoder == null) {
      return Mono.empty();
    }
    return decoder
        .decode(token)
        .timeout(LONGEST)
        .onErrorResume(BadJwtException.class, _ -> Mono.empty())
        .onErrorMap(away -> {
          log.warn("a token could not be checked: {}", away.toString());
          return ProblemException.of(ProblemType.UNAVAILABLE);
        })
        .flatMap(jwt -> caller(jwt, settings));
  }

  private Mono<Caller> caller(Jwt jwt, JwtSettings settings) {
    Role role = roles(jwt, settings).contains(settings.adminRole()) ? Role.ADMIN : Role.USER;
    return Mono.justOrEmpty(jwt.getClaims().get(settings.tenantClaim()))
        .ofType(String.class)
        .filter(name -> Tenant.NAME.matcher(name).matches())
        .flatMap(tenants::named)
        .map(tenant -> new Caller(tenant, role));
  }

  private static List<String> roles(Jwt jwt, JwtSettings settings) {
    return switch (jwt.getClaims().get(settings.rolesClaim())) {
      case String words -> List.of(words.split(" "));
      case Collection<?> roles -> roles.stream().map(Objects::toString).toList();
      case null, default -> List.of();
    };
  }
}
