package dev.nextflow.gateway.admin;

import dev.nextflow.gateway.TenantLimits;
import dev.nextflow.gateway.access.Account;
import dev.nextflow.gateway.access.Tenant;
import dev.nextflow.gateway.problems.RequestFields;
import dev.nextflow.gateway.problems.Rules;
import dev.nextflow.gateway.problems.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * What an admin wrote of a tenant. What was left out is null: the default of a new tenant, no
 * change of one that there is.
 *
 * @param name null where the path names it
 */
record TenantRequest(@Nullable String name, Account.Change change) {

  /** A new tenant. */
  static TenantRequest opening(byte @Nullable [] body) {
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() -> {
      String name = fields.text("name");
      Rules rules = new Rules();
      rules.require(name != null, "name", "is required");
      rules.require(
          name == null || Tenant.NAME.matcher(name).matches(),
          "name",
          "must be 1..63 letters a-z, digits and dashes, not beginning with a dash");
      return checked(fields, rules, name);
    });
  }

  /** A change of a tenant that there is. */
  static TenantRequest changing(byte @Nullable [] body) {
    RequestFields fields = new RequestFields(StrictJson.read(body));
    return fields.into(() -> checked(fields, new Rules(), null));
  }

  private static TenantRequest checked(RequestFields fields, Rules rules, @Nullable String name) {
    Account.Change change =
        new Account.Change(
            fields.flag("suspended"),
            within(fields, rules, "weight", Tenant.MAX_WEIGHT),
            within(fields, rules, "requests_per_minute", TenantLimits.MOST),
            within(fields, rules, "tokens_per_minute", TenantLimits.MOST),
            within(fields, rules, "jobs_in_flight", TenantLimits.MOST),
            within(fields, rules, "open_streams", TenantLimits.MOST));
    rules.enforce();
    return new TenantRequest(name, change);
  }

  private static @Nullable Long within(RequestFields fields, Rules rules, String name, int most) {
    Long value = fields.whole(name);
    rules.within(value, 1, most, name, "must be 1.." + most);
    return value;
  }
}
