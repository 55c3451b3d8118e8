package dev.farthing.it.bench.inside;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Who buys from whom, one purchase after the other: customers and vendors drawn independently, uniformly or by Zipf's law,
 * in which the n-th of a crowd comes up as often as n to the power of minus the exponent. The same seed draws the same.
 */
public final class Crowd {
    /**
     * How a crowd is drawn.
     *
     * @param customers how many there are
     * @param vendors how many there are
     * @param exponent of Zipf's law for both; 0 is uniform
     * @param firstVendorShare the share of all purchases that goes to the first vendor, beyond its share by the law; 0 to 1
     */
    public record Shape(int customers, int vendors, double exponent, double firstVendorShare) {}

    private final Shape shape;
    private final double[] customers;
    private final double[] vendors;
    private final SplittableRandom random;

    public Crowd(Shape shape, long seed) {
        this.shape = shape;
        this.customers = cumulated(shape.customers(), shape.exponent());
        this.vendors = cumulated(shape.vendors(), shape.exponent());
        this.random = new SplittableRandom(seed);
    }

    /** The number of the next purchase's customer, from 0. */
    public int nextCustomer() {
        return draw(customers);
    }

    /** The number of the next purchase's vendor, from 0. */
    public int nextVendor() {
        return random.nextDouble() < shape.firstVendorShare() ? 0 : draw(vendors);
    }

    /** True as often as the share says. */
    public boolean chance(double share) {
        return random.nextDouble() < share;
    }

    /** A number below the limit. */
    public int below(int limit) {
        return random.nextInt(limit);
    }

    private int draw(double[] cumulated) {
        int found = Arrays.binarySearch(cumulated, random.nextDouble());
        return Math.min(found < 0 ? -found - 1 : found + 1, cumulated.length - 1);
    }

    private static double[] cumulated(int size, double exponent) {
        double[] weights = new double[size];
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += Math.pow(i + 1.0, -exponent);
            weights[i] = total;
        }
        for (int i = 0; i < size; i++) {
            weights[i] /= total;
        }
        return weights;
    }
}
