package dev.nextflow.gateway.sessions;

import static dev.nextflow.gateway.sessions.Conversation.joined;
import static dev.nextflow.gateway.sessions.Conversation.said;
import static dev.nextflow.gateway.testbed.TokenizerServer.IM_END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nextflow.gateway.testbed.Api;
import dev.nextflow.gateway.testbed.Api.Answer;
import dev.nextflow.gateway.testbed.KeyedGatewayTest;
import dev.nextflow.gateway.testbed.Worker;
import dev.nextflow.jobs.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Sessions are opened, listed, branched from and deleted. */
@TestPropertySource(
    properties = {"nextflow.sessions.keep-every=1h", "nextflow.sessions.per-tenant=6"})
class SessionRoutesTest extends KeyedGatewayTest {

  private Api user;

  @BeforeEach
  void aTenant() {
    user = user(newTenant());
  }

  @Test
  void aSessionIsOpenedAsItWasAskedFor() {
    Answer answer =
        user.post("/v1/sessions", "{\"model\":\"demo\",\"labels\":{\"a\":\"b\"},\"ttl\":600}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    JsonNode session = answer.json();
    assertThat(answer.header("Location"))
        .isEqualTo("/v1/sessions/" + session.get("id").stringValue())
        .isEqualTo(session.at("/links/self").stringValue());
    assertThat(user.get(answer.header("Location")).json()).isEqualTo(session);
    assertThat(session.get("labels").toString()).isEqualTo("{\"a\":\"b\"}");
    Instant created = Instant.parse(session.get("created_at").stringValue());
    assertThat(Instant.parse(session.get("expires_at").stringValue()))
        .isEqualTo(created.plusSeconds(600));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'model':'nobody'} | model",
        "{'ttl':59} | ttl",
        "{'ttl':2592001} | ttl",
        "{'labels':{'a b':'c'}} | labels",
        "{'after_turn':1} | after_turn",
        "{'colour':1} | colour"
      })
  void whatBreaksARuleIsNamed(String body, String field) {
    Answer answer = user.post("/v1/sessions", body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo(field);
  }

  @Test
  void aTenantHasOnlySoManySessions() {
    for (int i = 0; i < 6; i++) {
      Conversation.open(user, queue, "{}");
    }
    assertThat(user.post("/v1/sessions", "{}").status()).isEqualTo(429);
    String some = user.get("/v1/sessions").json().at("/sessions/0/id").stringValue();
    user.send("DELETE", "/v1/sessions/" + some, new byte[0]);
    Conversation.open(user, queue, "{}");
  }

  @Test
  void aListHasEverySessionOnceNewestFirst() {
    List<String> opened = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      opened.addFirst(Conversation.open(user, queue, "{}").id());
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = user.get("/v1/sessions?limit=2" + cursor).json();
      page.get("sessions")
          .forEach(each -> {
            assertThat(each.get("turns").isNull()).isTrue();
            listed.add(each.get("id").stringValue());
          });
      cursor =
          page.get("next_cursor").isNull()
              ? ""
              : "&cursor=" + page.get("next_cursor").stringValue();
    } while (!cursor.isEmpty());

    assertThat(listed).containsExactlyInAnyOrderElementsOf(opened).doesNotHaveDuplicates();
    Answer foreign =
        user(newTenant())
            .get(
                "/v1/sessions?cursor="
                    + user.get("/v1/sessions?limit=1").json().get("next_cursor").stringValue());
    assertThat(foreign.status()).isEqualTo(400);
    assertThat(user.get("/v1/sessions?limit=0").status()).isEqualTo(400);
  }

  @Test
  void aBranchGoesOnFromTheTurnsUpToItsOwnAndTheSourceGoesOnToo() {
    Conversation talk = Conversation.open(user, queue, "{\"labels\":{\"a\":\"b\"}}");
    int[] first = talk.answers(talk.asked("a"), 20, IM_END).ids();
    Worker.takes(queue, talk.asked("x")).ends(new Outcome.Failed("answering-failed"));
    int[] third = talk.answers(talk.asked("b"), 21, IM_END).ids();

    Answer answer = user.post(talk.path() + "/branches", "{\"after_turn\":1}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    Conversation branch = new Conversation(user, queue, answer.json().get("id").stringValue());
    assertThat(answer.json().get("labels").toString()).isEqualTo("{\"a\":\"b\"}");
    assertThat(answer.json().get("turns")).hasSize(1);

    int[] other = branch.answers(branch.asked("c"), 22, IM_END).ids();
    assertThat(other).isEqualTo(joined(first, new int[] {20, IM_END}, said("c")));
    int[] next = talk.answers(talk.asked("d"), 23).ids();
    assertThat(next).isEqualTo(joined(third, new int[] {21, IM_END}, said("d")));
    assertThat(branch.shown().get("turns")).hasSize(2);

    Answer later = user.post(talk.path() + "/branches", "{\"after_turn\":3}");
    assertThat(later.json().get("turns").valueStream().map(t -> t.get("turn").intValue()))
        .containsExactly(1, 2);
  }

  @Test
  void aBranchBeginsAtATurnThatWasAnswered() {
    Conversation talk = Conversation.open(user, queue, "{}");
    Worker.takes(queue, talk.asked("x")).ends(new Outcome.Failed("answering-failed"));
    String running = talk.asked("y");
    String branches = talk.path() + "/branches";
    for (String body :
        List.of("{}", "{\"after_turn\":0}", "{\"after_turn\":1}", "{\"after_turn\":3}")) {
      Answer answer = user.post(branches, body);
      assertThat(answer.status()).as(body + answer.text()).isEqualTo(400);
      assertThat(answer.json().at("/errors/0/field").stringValue()).isEqualTo("after_turn");
    }
    Answer early = user.post(branches, "{\"after_turn\":2}");
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.json().get("code").stringValue()).isEqualTo("turn-unfinished");
    talk.answers(running, 20);
    assertThat(user.post(branches, "{\"after_turn\":2}").status()).isEqualTo(201);
  }
}
