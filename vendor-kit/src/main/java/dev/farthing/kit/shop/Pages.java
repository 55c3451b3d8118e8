package dev.farthing.kit.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shop's two pages. Every word from outside goes through {@link Html#text}. */
final class Pages {
    /** The pages' only style; there is no script. */
    static final String STYLE = """
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            td, th { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
            textarea { width: 100%; box-sizing: border-box; font: .8rem monospace; }
            .message { border-left: .3rem solid #b50; background: #fff4e8; padding: .6rem 1rem; }
            .nonce { font: 1.1rem monospace; user-select: all; overflow-wrap: anywhere; }
            article { white-space: pre-wrap; border: 1px solid #ccc; padding: 1rem; }
            """;

    private static final int TICKET_ROWS = 3;

    private final String title;
    private final String vendor;

    /** @param vendor whom the customer's app must name */
    Pages(String title, String vendor) {
        this.title = title;
        this.vendor = vendor;
    }

    /** What is for sale. */
    String shop(Session session, List<Offer> offers, @Nullable String message) {
        Html page = head(title, message);
        page.raw("<p>Ask your app for a ticket for the shop <b id=\"vendor\">")
                .text(vendor)
                .raw("</b> with the number</p><p class=\"nonce\" id=\"nonce\">")
                .text(session.nonce())
                .raw(
                        "</p><p>and hand it over with what you want. Tickets are good for two minutes and one purchase.</p>");
        if (offers.isEmpty()) {
            page.raw("<p id=\"empty\">Nothing is for sale just now.</p>");
        } else {
            buyForm(page, session, offers);
        }
        showForm(page, session);
        return page.raw("</body></html>").toString();
    }

    private static void buyForm(Html page, Session session, List<Offer> offers) {
        page.raw("<h2>Buy</h2><form method=\"post\" action=\"/buy\" id=\"buy\"><table>"
                + "<tr><th></th><th>Article</th><th>Price</th><th>What you get</th></tr>");
        boolean first = true;
        for (Offer offer : offers) {
            boolean held = session.holding(offer.item()) != null;
            page.raw("<tr><td><input type=\"radio\" name=\"choice\" id=\"item-")
                    .text(offer.item())
                    .raw("\" value=\"")
                    .text(offer.item() + " " + offer.price().value() + " "
                            + offer.price().currency() + " " + offer.price().scale())
                    .raw(first ? "\" checked></td><td><label for=\"item-" : "\"></td><td><label for=\"item-")
                    .text(offer.item())
                    .raw("\">")
                    .text(offer.title())
                    .raw("</label>");
            if (held) {
                page.raw(" <a href=\"/articles/").text(offer.item()).raw("\">open</a>");
            }
            page.raw("</td><td>")
                    .text(offer.priceText())
                    .raw("</td><td>")
                    .text(offer.rights())
                    .raw("</td></tr>");
            first = false;
        }
        page.raw("</table>").hidden("csrf", session.csrf());
        ticketField(page, "ticket", "ticket", "Your ticket");
        page.raw("<p><button id=\"pay\">Buy and open</button></p></form>");
    }

    private static void showForm(Html page, Session session) {
        page.raw("<h2>You hold it already?</h2><form method=\"post\" action=\"/show\" id=\"show\">")
                .hidden("csrf", session.csrf());
        ticketField(page, "show-ticket", "ticket", "Your ticket");
        ticketField(page, "entitlement", "entitlement", "Your entitlement, as the shop gave it to you");
        page.raw("<p><button id=\"open\">Open</button></p></form>");
    }

    private static void ticketField(Html page, String id, String name, String label) {
        page.raw("<p><label for=\"")
                .text(id)
                .raw("\">")
                .text(label)
                .raw("</label><textarea id=\"")
                .text(id)
                .raw("\" name=\"")
                .text(name)
                .raw("\" rows=\"" + TICKET_ROWS
                        + "\" maxlength=\"4096\" required autocomplete=\"off\"></textarea></p>");
    }

    /** An item that was paid for. */
    String article(Session session, Holding.Owned owned, String heading, String text) {
        Html page = head(heading, session.takeMessage())
                .raw("<article id=\"article\">")
                .text(text)
                .raw("</article><p>")
                .text(owned.entitlement().rights().text())
                .raw("</p>");
        page.raw(
                        "<p><label for=\"keep\">Keep this: with a ticket it opens the article here again, as long as it is good."
                                + "</label><textarea id=\"keep\" rows=\"" + TICKET_ROWS + "\" readonly>")
                .text(owned.text())
                .raw("</textarea></p>");
        if (owned.submissionId() != null) {
            page.raw("<form method=\"post\" action=\"/return\" id=\"return\">")
                    .hidden("csrf", session.csrf())
                    .hidden("item", owned.entitlement().item())
                    .raw("<p><button id=\"give-back\">Return it: I get my money back</button></p></form>");
        }
        return page.raw("<p><a href=\"/\">Back to the shop</a></p></body></html>")
                .toString();
    }

    /** Something that cannot be done, with the way back. */
    String problem(String words) {
        return head(title, words)
                .raw("<p><a href=\"/\">Back to the shop</a></p></body></html>")
                .toString();
    }

    private static Html head(String title, @Nullable String message) {
        Html page = new Html()
                .raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .text(title)
                .raw("</title><meta name=\"viewport\" content=\"width=device-width\">"
                        + "<link rel=\"stylesheet\" href=\"/shop.css\"></head><body><h1>")
                .text(title)
                .raw("</h1>");
        if (message != null) {
            page.raw("<p class=\"message\" role=\"alert\" id=\"message\">")
                    .text(message)
                    .raw("</p>");
        }
        return page;
    }
}
