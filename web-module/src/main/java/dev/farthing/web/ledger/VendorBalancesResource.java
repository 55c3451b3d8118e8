package dev.farthing.web.ledger;

import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Currencies;
import dev.farthing.ledger.Ledger;
import dev.farthing.web.keys.ProvenVendor;
import dev.farthing.web.problem.AmountJson;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** What a vendor has with Farthing. */
@Path("/vendor/balances")
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "vendorProof")
public class VendorBalancesResource {
    /** @param conditional may still be reversed; {@code payable} is firm and waits for the payout */
    public record Balances(String vendor, List<AmountJson> conditional, List<AmountJson> payable) {}

    @Inject
    private Ledger ledger;

    @Inject
    private Currencies currencies;

    @GET
    @ProvenVendor
    @Operation(summary = "The calling vendor's balances, with a Farthing-Proof header")
    public Balances balances(@Context SecurityContext caller) {
        String vendor = caller.getUserPrincipal().getName();
        List<Account> accounts = ledger.accountsOf("vendor:" + vendor);
        return new Balances(
                vendor,
                amounts(accounts, AccountRole.VENDOR_CONDITIONAL),
                amounts(accounts, AccountRole.VENDOR_PAYABLE));
    }

    private List<AmountJson> amounts(List<Account> accounts, AccountRole role) {
        return accounts.stream()
                .filter(account -> account.role() == role)
                .map(account ->
                        AmountJson.of(ledger.balance(account.id()).amount(), currencies.get(account.currency())))
                .toList();
    }
}
