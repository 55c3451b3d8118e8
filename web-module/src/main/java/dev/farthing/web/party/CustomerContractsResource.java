package dev.farthing.web.party;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.audit.Actors;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.Balance;
import dev.farthing.ledger.CreditLine;
import dev.farthing.ledger.Currencies;
import dev.farthing.ledger.Ledger;
import dev.farthing.micropayment.Onboarding;
import dev.farthing.micropayment.Onboarding.CustomerTerms;
import dev.farthing.micropayment.Relationships;
import dev.farthing.money.Currency;
import dev.farthing.party.Customer;
import dev.farthing.party.CustomerContract;
import dev.farthing.party.Customers;
import dev.farthing.party.Mandate;
import dev.farthing.web.problem.AmountJson;
import dev.farthing.web.problem.BadRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/** Customers' contracts, and the steps of their lives. */
@Path("/operator")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("operator")
@SecurityRequirement(name = "operator")
public class CustomerContractsResource {
    private static final String STORED =
            "{\"code\":\"jane\",\"name\":\"Jane Roe\",\"status\":\"ACTIVE\",\"kind\":\"TAB\",\"mandate\":{\"reference\":"
                    + "\"M-2026-17\",\"iban\":\"DE89370400440532013000\",\"signedOn\":\"2026-02-27\"},\"accounts\":[{\"currency\":"
                    + "\"USD\",\"status\":\"OPEN\",\"balance\":{\"value\":\"-4000000\",\"currency\":\"USD\",\"scale\":6},"
                    + "\"available\":{\"value\":\"16000000\",\"currency\":\"USD\",\"scale\":6},\"creditLimit\":{\"value\":"
                    + "\"20000000\",\"currency\":\"USD\",\"scale\":6},\"excess\":{\"value\":\"0\",\"currency\":\"USD\","
                    + "\"scale\":6}}]}";

    /**
     * The whole contract.
     *
     * @param currency of the account that the customer gets, if there is none in it yet
     * @param kind PREPAID if left out
     * @param creditLimit of the account in its currency, for a tab; as it is if left out
     * @param mandate what a tab is collected by
     */
    public record CustomerJson(
            String name,
            String currency,
            Customer.@Nullable Kind kind,
            @Nullable AmountJson creditLimit,
            @Nullable MandateJson mandate) {}

    /** @param signedOn YYYY-MM-DD */
    public record MandateJson(String reference, String iban, String signedOn) {}

    /** The status that a customer is to have, and why, for the audit trail. */
    public record CustomerStatusJson(Customer.Status status, String reason) {}

    /** A customer as stored, with what the customer has. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StoredCustomer(
            String code,
            String name,
            String status,
            String kind,
            @Nullable MandateJson mandate,
            List<CustomerAccount> accounts) {}

    /** @param excess how far the account lies below its credit limit; paid down first by whatever comes in */
    public record CustomerAccount(
            String currency,
            String status,
            AmountJson balance,
            AmountJson available,
            AmountJson creditLimit,
            AmountJson excess) {}

    @Inject
    private Onboarding onboarding;

    @Inject
    private Relationships relationships;

    @Inject
    private Customers customers;

    @Inject
    private Ledger ledger;

    @Inject
    private Currencies currencies;

    @PUT
    @Path("/customers/{customer}")
    @Operation(
            summary = "Take a customer on with an account, or put a new contract in the place of the old one",
            description =
                    "A credit limit below what is used is set all the same: what lies beyond becomes excess, and nothing"
                            + " can be spent until it is paid down. Audited.")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(
                                        name = "prepaid",
                                        value = "{\"name\":\"Jane Roe\",\"currency\":\"USD\"}"),
                                @ExampleObject(
                                        name = "on a tab",
                                        value =
                                                "{\"name\":\"Jane Roe\",\"currency\":\"USD\",\"kind\":\"TAB\",\"creditLimit\":"
                                                        + "{\"value\":\"20000000\",\"currency\":\"USD\",\"scale\":6},\"mandate\":"
                                                        + "{\"reference\":\"M-2026-17\",\"iban\":\"DE89370400440532013000\","
                                                        + "\"signedOn\":\"2026-02-27\"}}")
                            }))
    @APIResponse(
            responseCode = "200",
            description = "The customer as stored",
            content = @Content(examples = @ExampleObject(name = "a customer", value = STORED)))
    @APIResponse(responseCode = "409", description = "WRONG_STATUS: the customer is closed, or closing")
    @APIResponse(responseCode = "422", description = "NOT_POSSIBLE: such as a tab without a mandate, or a wrong IBAN")
    public StoredCustomer put(
            @PathParam("customer") String code, @Context SecurityContext operator, CustomerJson wanted) {
        Customer.Kind kind = wanted.kind() == null ? Customer.Kind.PREPAID : wanted.kind();
        CustomerContract contract = new CustomerContract(wanted.name(), kind, mandate(wanted.mandate()));
        return stored(onboarding.customer(
                code, new CustomerTerms(contract, wanted.currency(), limit(wanted)), actor(operator)));
    }

    @GET
    @Path("/customers/{customer}")
    @Operation(summary = "A customer's contract, status and accounts")
    @APIResponse(
            responseCode = "200",
            description = "The customer as stored",
            content = @Content(examples = @ExampleObject(name = "a customer", value = STORED)))
    @APIResponse(responseCode = "404", description = "NOT_FOUND")
    public StoredCustomer get(@PathParam("customer") String code) {
        return stored(customers.get(code));
    }

    @POST
    @Path("/customers/{customer}/status")
    @Operation(
            summary = "Freeze a customer, release one, or take a step to the end",
            description =
                    "ACTIVE and FROZEN become one another or CLOSING, which withdraws every consent; CLOSING becomes"
                            + " CLOSED once all accounts are at 0, no payment can be reversed and no top-up is pending. A frozen"
                            + " customer spends nothing, but money still comes in. Asking for the status that the customer has"
                            + " changes nothing. Audited.")
    @RequestBody(
            content =
                    @Content(
                            examples =
                                    @ExampleObject(
                                            name = "freeze",
                                            value = "{\"status\":\"FROZEN\",\"reason\":\"telephone stolen\"}")))
    @APIResponse(
            responseCode = "200",
            description = "The customer as stored",
            content = @Content(examples = @ExampleObject(name = "a customer", value = STORED)))
    @APIResponse(responseCode = "409", description = "WRONG_STATUS: no such step; NOT_DRAINED: something is left")
    public StoredCustomer changeStatus(
            @PathParam("customer") String code, @Context SecurityContext operator, CustomerStatusJson wanted) {
        return stored(relationships.changeCustomer(code, wanted.status(), wanted.reason(), actor(operator)));
    }

    private @Nullable Long limit(CustomerJson wanted) {
        AmountJson limit = wanted.creditLimit();
        if (limit == null) {
            return null;
        }
        if (!limit.currency().equals(wanted.currency())) {
            throw new BadRequest(422, "WRONG_CURRENCY", "Give the credit limit in the currency of the account");
        }
        return limit.inLedgerScale(currencies.get(limit.currency()));
    }

    private StoredCustomer stored(Customer customer) {
        CustomerContract contract = customer.contract();
        Mandate mandate = contract.mandate();
        return new StoredCustomer(
                customer.code(),
                customer.name(),
                customer.status().name(),
                contract.kind().name(),
                mandate == null
                        ? null
                        : new MandateJson(
                                mandate.reference(),
                                mandate.iban(),
                                mandate.signedOn().toString()),
                ledger.accountsOf(customer.accountOwner()).stream()
                        .map(this::account)
                        .toList());
    }

    private CustomerAccount account(Account account) {
        Balance balance = ledger.balance(account.id());
        CreditLine credit = ledger.creditLine(account);
        Currency currency = currencies.get(account.currency());
        return new CustomerAccount(
                account.currency(),
                account.status().name(),
                AmountJson.of(balance.amount(), currency),
                AmountJson.of(balance.available(), currency),
                AmountJson.of(credit.limit(), currency),
                AmountJson.of(credit.excess(), currency));
    }

    private static @Nullable Mandate mandate(@Nullable MandateJson mandate) {
        if (mandate == null) {
            return null;
        }
        try {
            return new Mandate(mandate.reference(), mandate.iban(), LocalDate.parse(mandate.signedOn()));
        } catch (DateTimeParseException e) {
            throw new BadRequest(422, "WRONG_DATE", "Write the day that the mandate was signed on as YYYY-MM-DD");
        }
    }

    private static String actor(SecurityContext operator) {
        return Actors.operator(operator.getUserPrincipal().getName());
    }
}
