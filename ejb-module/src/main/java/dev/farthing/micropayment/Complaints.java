package dev.farthing.micropayment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that is wrong, up to a limit: whoever corrects a sheet wants to do it in one go. */
final class Complaints {
    /** More than this nobody reads at once. */
    static final int LIMIT = 100;

    private final List<Complaint> list = new ArrayList<>();

    void add(int row, String column, String message) {
        if (list.size() < LIMIT) {
            list.add(new Complaint(row, column, message));
        }
    }

    void addAll(List<Complaint> others) {
        others.forEach(other -> add(other.row(), other.column(), other.message()));
    }

    boolean isFull() {
        return list.size() == LIMIT;
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    List<Complaint> byRow() {
        return list.stream().sorted(Comparator.comparingInt(Complaint::row)).toList();
    }
}
