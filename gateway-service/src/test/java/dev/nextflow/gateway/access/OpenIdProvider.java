package dev.nextflow.gateway.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** An OpenID provider: signs tokens, and shows its public key over real HTTP. */
final class OpenIdProvider {

  static final String ISSUER = "https://login.example";

  private final RSAKey key = newKey("key-1");
  private final DisposableServer server =
      HttpServer.create()
          .host("127.0.0.1")
          .route(routes ->
              routes.get(
                  "/jwks",
                  (_, response) ->
                      response
                          .header("Content-Type", "application/json")
                          .sendString(Mono.just(new JWKSet(key.toPublicJWK()).toString()))))
          .bindNow();

  String jwksUri() {
    return "http://127.0.0.1:" + server.port() + "/jwks";
  }

  RSAKey publicKey() {
    return key.toPublicJWK();
  }

  /** A token that it has signed. */
  String token(JWTClaimsSet.Builder claims) {
    try {
      return signed(claims, key.getKeyID(), JWSAlgorithm.RS256, new RSASSASigner(key));
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String signed(
      JWTClaimsSet.Builder claims, String keyId, JWSAlgorithm algorithm, JWSSigner signer) {
    try {
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), claims.build());
      token.sign(signer);
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
