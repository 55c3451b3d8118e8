package dev.farthing.web.party;

import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.Balance;
import dev.farthing.ledger.Currencies;
import dev.farthing.ledger.Ledger;
import dev.farthing.money.Currency;
import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import dev.farthing.web.device.ProvenCustomer;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** Who the calling customer is to the bank, and what is on the customer's accounts. */
@Path("/customer")
@Produces(MediaType.APPLICATION_JSON)
@ProvenCustomer
@SecurityRequirement(name = "customerProof")
public class CustomerProfileResource {
    private static final String EXAMPLE =
            "{\"customer\":\"anna-1\",\"name\":\"Anna\",\"kind\":\"PREPAID\",\"status\":\"ACTIVE\","
                    + "\"accounts\":[{\"currency\":\"USD\",\"balance\":{\"value\":\"750000\",\"currency\":\"USD\",\"scale\":6},"
                    + "\"available\":{\"value\":\"750000\",\"currency\":\"USD\",\"scale\":6},\"status\":\"OPEN\"}]}";

    /** The calling customer. */
    @Schema(name = "CustomerProfile")
    public record ProfileJson(
            String customer, String name, Customer.Kind kind, Customer.Status status, List<AccountJson> accounts) {}

    /** @param available what may be spent: the balance, and the credit limit of a tab */
    @Schema(name = "CustomerAccount")
    public record AccountJson(String currency, AmountJson balance, AmountJson available, AccountStatus status) {}

    @Inject
    private Customers customers;

    @Inject
    private Ledger ledger;

    @Inject
    private Currencies currencies;

    @GET
    @Operation(summary = "The calling customer and the customer's accounts")
    @APIResponse(
            responseCode = "200",
            description = "The customer",
            content = @Content(examples = @ExampleObject(name = "customer", value = EXAMPLE)))
    public ProfileJson profile(@Context SecurityContext caller) {
        Customer customer = customers.get(caller.getUserPrincipal().getName());
        return new ProfileJson(
                customer.code(),
                customer.name(),
                customer.contract().kind(),
                customer.status(),
                ledger.accountsOf(customer.accountOwner()).stream()
                        .filter(account -> account.role() == AccountRole.CUSTOMER)
                        .map(this::json)
                        .toList());
    }

    private AccountJson json(Account account) {
        Balance balance = ledger.balance(account.id());
        Currency currency = currencies.get(account.currency());
        return new AccountJson(
                currency.code(),
                AmountJson.of(balance.amount(), currency),
                AmountJson.of(balance.available(), currency),
                balance.account().status());
    }
}
