package dev.farthing.money;

/**
 * An amount in the least unit that the ledger keeps of its currency. Never rounds, never wraps.
 *
 * @param amount units of the currency's ledger scale; may be negative
 */
public record Money(long amount, Currency currency) {

    /** @throws ArithmeticException if the sum does not fit; IllegalArgumentException if the currencies differ */
    public Money plus(Money other) {
        return new Money(Math.addExact(amount, sameCurrency(other).amount), currency);
    }

    /** @throws ArithmeticException if the difference does not fit; IllegalArgumentException if the currencies differ */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(amount, sameCurrency(other).amount), currency);
    }

    /** @throws ArithmeticException if the product does not fit */
    public Money times(int quantity) {
        return new Money(Math.multiplyExact(amount, (long) quantity), currency);
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("Amounts in " + currency.code() + " and " + other.currency.code()
                    + " cannot be added: exchange one first");
        }
        return other;
    }
}
