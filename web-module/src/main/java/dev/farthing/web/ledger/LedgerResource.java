package dev.farthing.web.ledger;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Balance;
import dev.farthing.ledger.Currencies;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.Recount;
import dev.farthing.ledger.TrialBalance;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.Days;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** The ledger as operators look at it. */
@Path("/operator")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class LedgerResource {
    @Inject
    private Ledger ledger;

    @Inject
    private Currencies currencies;

    @Inject
    private BusinessDays days;

    /** Some of an owner's accounts. */
    public record Accounts(List<Account> accounts) {}

    /** @param at the close it stands for, or null for now */
    public record BalanceJson(Account account, @Nullable String at, AmountJson amount, AmountJson available) {}

    /** @param balanced true if every currency adds up to nothing */
    public record TrialBalanceJson(@Nullable String at, boolean balanced, List<TrialLine> lines) {}

    /** One role in one currency. */
    public record TrialLine(AccountRole role, long accounts, AmountJson balance) {}

    /** @param unbalanced how many differences are listed; 0 is in balance */
    public record RecountJson(
            @Nullable String businessDate,
            long transfers,
            long accounts,
            int unbalanced,
            boolean truncated,
            List<DifferenceJson> differences) {}

    /** One disagreement between a balance and the transfers. */
    public record DifferenceJson(long account, @Nullable String day, String what, String kept, String counted) {}

    /** How many deltas were folded. */
    public record Folded(int folded) {}

    @GET
    @Path("/accounts")
    @Operation(summary = "Accounts of one owner: vendor:CODE, customer:CODE or bank")
    public Accounts accounts(@QueryParam("owner") @Nullable String owner, @QueryParam("role") @Nullable String role) {
        if (owner == null) {
            throw new BadRequest(400, "OWNER_MISSING", "Say whose accounts: ?owner=vendor:CODE, customer:CODE or bank");
        }
        return new Accounts(ledger.accountsOf(owner).stream()
                .filter(account -> role == null || account.role().name().equals(role))
                .toList());
    }

    @GET
    @Path("/accounts/{id}/balance")
    @Operation(summary = "The balance of an account, now or at the close of a past day (?at=YYYY-MM-DD)")
    public BalanceJson balance(@PathParam("id") long id, @QueryParam("at") @Nullable String at) {
        Balance balance = at == null ? ledger.balance(id) : ledger.balanceAtClose(id, Days.day(at));
        var currency = currencies.get(balance.account().currency());
        return new BalanceJson(
                balance.account(),
                at,
                AmountJson.of(balance.amount(), currency),
                AmountJson.of(balance.available(), currency));
    }

    @GET
    @Path("/trial-balance")
    @Operation(summary = "All balances by currency and role, now or at a past close")
    public TrialBalanceJson trialBalance(@QueryParam("at") @Nullable String at) {
        TrialBalance trial = at == null ? ledger.trialBalance() : ledger.trialBalanceAtClose(Days.day(at));
        return new TrialBalanceJson(
                at,
                trial.isBalanced(),
                trial.lines().stream()
                        .map(line -> new TrialLine(
                                line.role(),
                                line.accounts(),
                                AmountJson.of(line.balance(), currencies.get(line.currency()))))
                        .toList());
    }

    @GET
    @Path("/recount")
    @Operation(summary = "Sum the raw transfers anew and compare them with every balance")
    public RecountJson recount() {
        Recount recount = ledger.recount();
        return new RecountJson(
                days.openDay(BusinessDays.MAIN_CALENDAR)
                        .map(LocalDate::toString)
                        .orElse(null),
                recount.transfers(),
                recount.accounts(),
                recount.differences().size(),
                recount.truncated(),
                recount.differences().stream().map(LedgerResource::json).toList());
    }

    @POST
    @Path("/fold")
    @Operation(summary = "Fold deltas now; they are folded all the time anyway")
    public Folded fold() {
        return new Folded(ledger.fold());
    }

    private static DifferenceJson json(Recount.Difference difference) {
        LocalDate day = difference.day();
        return new DifferenceJson(
                difference.account(),
                day == null ? null : day.toString(),
                difference.what(),
                difference.kept().toPlainString(),
                difference.counted().toPlainString());
    }
}
